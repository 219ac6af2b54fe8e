"""An answer as HTML: the question, what leads, each quotation with its number, what else bears on it, and what to do next.

Everything is made from the answer's JSON, live or kept by a browser, and all of it is escaped: no markup of a document, a
person or a model gets through, and the only links are to official addresses over https.
"""

from __future__ import annotations

import json
import re
from html import escape

from assistant.web.words import Words

_GONE = ("expired", "superseded")
_ID = re.compile(r"[\w-]{1,64}")


def turn(found: dict, words: Words) -> str:
    """One question with its whole answer. KeyError, TypeError or ValueError where `found` is no answer."""
    identity = str(found.get("id") or "")
    if not _ID.fullmatch(identity):
        raise ValueError(f"an answer on the page needs an id of letters and figures, not {identity!r}")
    numbers = {int(c["n"]): c for c in [*found["citations"], *found["also"]]}
    parts = [_question(found["question"], found.get("standalone_question", ""), words)]
    if found["status"] != "answered":
        message = str(found["answer"]).split("\n\n")[0]
        label = words(f"answer.{_status(found)}")
        strong = "" if message.startswith(label) else f"<strong>{escape(label)}</strong> "
        parts.append(f'<p class="verdict">{strong}<span lang="en">{escape(message)}</span></p>')
        if found["scope"].get("documents") or found["scope"].get("kinds"):
            parts.append(f'<p class="wider"><button type="button" data-do="widen">{_w(words, "ask.widen")}</button></p>')
    elif found["scope"].get("sides"):
        parts.append(f'<p class="verdict">{_w(words, "answer.compared")}</p>')
    elif found["citations"]:
        parts.append(f'<p class="verdict">{_verdict(found["citations"][0], words)} {_chip(found["citations"][0], words)}</p>')
    parts += _columns(found, numbers, words) or _statements(found["statements"], numbers, words)
    if str(found.get("mode", "")).startswith("llm"):
        parts.append(f'<p class="fine">{_w(words, "answer.worded", model=str(found["mode"]).partition(":")[2])}</p>')
    parts.append(_also(found, words))
    if found["notes"]:
        notes = "".join(f"<li>{_note(str(note), found, words)}</li>" for note in found["notes"])
        parts.append(f'<section class="notes"><h3>{_w(words, "answer.notes")}</h3><ul lang="en">{notes}</ul></section>')
    parts.append(f'<p class="fine">{_w(words, "answer.as_of", date=str(found["as_of"]))}</p>')
    said = "ready" if found["status"] == "answered" else "ready_not_found"
    kept = escape(json.dumps(found, ensure_ascii=False), quote=True)
    announce = _w(words, f"answer.{said}", statements=len(found["statements"]))
    return (
        f'<article class="turn" id="turn-{identity}" data-status="{_status(found)}" data-said="{announce}" data-answer="{kept}">'
        f"{''.join(parts)}{_after(found, words)}</article>"
    )


def growing(question: str, stage: str, statements: list[dict], citations: list[dict], words: Words) -> str:
    """The same while it comes about: the stage under way, and the statements that are there."""
    numbers = {int(c["n"]): c for c in citations}
    shown = "".join(_statements(statements, numbers, words))
    return (
        f'<article class="turn growing" aria-busy="true">{_question(question, "", words)}{shown}'
        f'<p class="stage"><span class="dots" aria-hidden="true"></span>{escape(stage)}</p></article>'
    )


def failed(question: str, message: str, words: Words) -> str:
    """A question that could not be answered, and why, in words."""
    return (
        f'<article class="turn failed">{_question(question, "", words)}<p class="verdict"><strong>{_w(words, "answer.error")}</strong> '
        f'{escape(message)}</p><div class="after"><button type="button" data-do="edit">{_w(words, "after.edit")}</button></div></article>'
    )


def badges(citation: dict, words: Words, force: bool = True) -> str:
    """Tier, force, standing on the date and basis of what is quoted, each in words and not by colour alone."""
    tier, status, basis = int(citation["tier"]), str(citation["status"]), str(citation["basis"])
    shown = [("tier", f"tier-{tier}", f"tier.short_{tier}"), ("status", f"status-{status}", f"status.{status}")]
    if force and citation.get("force", "informs") != "informs":
        shown.append(("force", f"force-{citation['force']}", f"force.{citation['force']}"))
    shown.append(("basis", f"basis-{basis}", f"basis.{basis}"))
    return (
        '<ul class="badges">'
        + "".join(f'<li class="badge {kind} {escape(mark, quote=True)}">{_w(words, key)}</li>' for kind, mark, key in shown)
        + "</ul>"
    )


def place(citation: dict, words: Words, title: bool = True) -> str:
    """Where a quotation stands, escaped: title (unless it was just said), locator, heading, printed page."""
    where = citation["locator"] if citation["locator"] == citation["heading"] else f"{citation['locator']} — {citation['heading']}"
    page = citation.get("page_label") or citation.get("page")
    on = f", {words('answer.page', page=page)}" if page else ""
    return escape(f"{citation['title']}. {where}{on}" if title else f"{where}{on}")


def official_link(address: object, words: Words) -> str:
    """A link to an official address, only where it is https; otherwise nothing."""
    found = re.fullmatch(r"https://([\w.-]+(?::\d+)?)(?:[/?#][^\s\"'<>\\]*)?", str(address or ""))
    if not found:
        return ""
    label = _w(words, "source.official", host=found.group(1))
    return f'<a href="{escape(str(address), quote=True)}" rel="noopener noreferrer" target="_blank">{label}</a>'


# --- parts ---


def _w(words: Words, key: str, **values: object) -> str:
    return escape(words(key, **values))


def _status(found: dict) -> str:
    status = str(found["status"])
    if status not in ("answered", "not_found", "not_in_collection", "unreadable", "out_of_scope"):
        raise ValueError(f"no status of an answer: {status!r}")
    return status


def _question(question: str, standalone: str, words: Words) -> str:
    asked = escape(str(question))
    rewritten = str(standalone)
    read = ""
    if rewritten and rewritten != " ".join(str(question).split()):
        read = f'<p class="read-as">{_w(words, "answer.read_as")} <span lang="en">{escape(rewritten)}</span></p>'
    return f'<h2 class="question" tabindex="-1">{asked}</h2>{read}'


def _verdict(leading: dict, words: Words) -> str:
    """One plain sentence on what leads. It says what kind of thing speaks and how it stands, never more than the clause."""
    kind = "leads"
    if leading["status"] in _GONE:
        kind = "leads_gone"
    elif leading["status"] in ("not_yet", "proposed"):
        kind = "leads_not_yet"
    elif int(leading["tier"]) >= 4:
        kind = "leads_position"
    return _w(
        words,
        f"answer.{kind}",
        tier=words(f"tier.{int(leading['tier'])}"),
        standing=words(f"status.{leading['status']}"),
        force=words(f"force.says_{leading['force']}"),
    )


def _note(note: str, found: dict, words: Words) -> str:
    """A note, with the official addresses of what is cited as links in place of their letters."""
    shown = escape(note)
    for address in {str(c["url"]) for c in [*found["citations"], *found["also"]] if c.get("url")}:
        if link := official_link(address, words):
            shown = re.sub(re.escape(escape(address)) + r"(?=[,.]?(?:\s|$))", lambda _, link=link: link, shown)
    return shown


def _chip(citation: dict, words: Words) -> str:
    """The number of a quotation: a button that shows it on hover or focus, and opens its source."""
    label = words("answer.source", n=int(citation["n"]), title=citation["title"], locator=citation["locator"])
    quote = str(citation["quote"])
    values = {
        "document": citation["document"],
        "start": int(citation["start"]),
        "end": int(citation["end"]),
        "quote": quote if len(quote) <= 420 else quote[:420].rsplit(" ", 1)[0] + " …",
        "where": f"{citation['title']}. {citation['locator']}",
    }
    attributes = " ".join(f'data-{name}="{escape(str(value), quote=True)}"' for name, value in values.items())
    return f'<button type="button" class="chip" aria-label="{escape(label, quote=True)}" {attributes}>{int(citation["n"])}</button>'


def _statements(statements: list[dict], numbers: dict[int, dict], words: Words) -> list[str]:
    seen: set[int] = set()
    return [_statement(statement, numbers, words, seen) for statement in statements]


def _statement(statement: dict, numbers: dict[int, dict], words: Words, seen: set[int]) -> str:
    """A sentence with the numbers of what bears it, and beneath it the quotations that no sentence before it showed."""
    cited = [numbers[int(n)] for n in statement["citations"]]
    text = str(statement["text"])
    chips = "".join(_chip(c, words) for c in cited)
    quotes = ": " + " … ".join(f"“{c['quote']}”" for c in cited)
    lead = text.removesuffix(quotes)  # what the boxes beneath show is not said twice
    gone = any(c["status"] in _GONE for c in cited)
    quoted = "".join(quotation(c, words, title=lead == text) for c in cited if int(c["n"]) not in seen)
    seen |= {int(c["n"]) for c in cited}
    label = f'<span class="history">{_w(words, "answer.history")}</span> ' if gone else ""
    return f'<section class="statement{" gone" if gone else ""}"><p class="lead" lang="en">{label}{escape(lead)} {chips}</p>{quoted}</section>'


def quotation(citation: dict, words: Words, title: bool = True) -> str:
    """The words themselves, where they stand, and their badges."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in str(citation["quote"]).split("\n\n") if part.strip())
    return (
        f'<figure class="quotation"><blockquote lang="en">{paragraphs}</blockquote>'
        f'<figcaption><span class="place" lang="en">{place(citation, words, title)}</span>{badges(citation, words)}</figcaption></figure>'
    )


def _columns(found: dict, numbers: dict[int, dict], words: Words) -> list[str]:
    """Documents set beside each other, and before them the statements that stand in no column."""
    sides = found.get("scope", {}).get("sides") or []
    if not sides:
        return []
    inside = {int(n) for side in sides for n in side["citations"]}
    before = _statements([s for s in found["statements"] if not inside & {int(n) for n in s["citations"]}], numbers, words)
    columns = "".join(
        f'<section class="side"><h3 lang="en">{escape(str(side["title"]))}</h3>'
        + "".join(f'<div class="cell">{_chip(numbers[int(n)], words)}{quotation(numbers[int(n)], words)}</div>' for n in side["citations"])
        + "</section>"
        for side in sides
    )
    return [*before, f'<div class="columns" role="group" aria-label="{_w(words, "answer.columns")}">{columns}</div>']


def _also(found: dict, words: Words) -> str:
    """What else bears on the question, by tier, with what no longer applies last and named history."""
    if not found["also"]:
        return ""
    answered = found["status"] == "answered"
    groups: dict[str, list[str]] = {}
    for citation in found["also"]:
        name = "answer.history" if citation["status"] in _GONE else f"tier.short_{int(citation['tier'])}"
        groups.setdefault(name, []).append(f"<li>{_chip(citation, words)}{quotation(citation, words)}</li>")
    history = groups.pop("answer.history", None)
    ordered = [*groups.items(), *([("answer.history", history)] if history else [])]
    body = "".join(f'<h4>{_w(words, name)}</h4><ul class="others">{"".join(rows)}</ul>' for name, rows in ordered)
    title = _w(words, "answer.also" if answered else "answer.nearest")
    opened = "" if answered else " open"
    return f'<details class="also"{opened}><summary>{title} <span class="count">{len(found["also"])}</span></summary>{body}</details>'


def _after(found: dict, words: Words) -> str:
    """Copy, ask again, ask the representative, save, and say whether it helped."""

    def button(do: str, key: str, mark: str = "") -> str:
        return f'<button type="button" data-do="{do}">{mark}{_w(words, key)}</button>'

    thumbs = "".join(
        f'<button type="button" class="thumb {which}" data-do="{which}" aria-pressed="false" aria-label="{_w(words, key)}" title="{_w(words, key)}"></button>'
        for which, key in (("good", "after.good"), ("bad", "after.bad"))
    )
    reasons = "".join(
        f'<label><input type="radio" name="why-{found["id"]}" value="{value}">{_w(words, f"after.why_{n}")}</label>'
        for n, value in enumerate(("wrong clause", "wrong reading", "out of date", "not in the collection", "other"), 1)
    )
    letter = escape(letter_of(found, words))
    return (
        f'<div class="after" role="group" aria-label="{_w(words, "after.label")}">'
        f"{button('letter', 'after.representative')}{button('copy', 'after.copy')}{button('edit', 'after.edit')}{button('retry', 'after.retry')}"
        f'<details class="save"><summary>{_w(words, "after.export")}</summary><div>{button("markdown", "after.markdown")}'
        f"{button('print', 'after.print')}{button('record', 'after.record')}</div></details>"
        f'<span class="thumbs">{thumbs}</span></div>'
        f'<section class="letter" hidden><h3>{_w(words, "after.letter_title")}</h3><textarea readonly rows="9" aria-label="{_w(words, "after.letter_title")}">{letter}</textarea>'
        f'<div class="row">{button("letter-copy", "after.letter_copy")}{button("letter-mail", "after.letter_mail")}</div></section>'
        f'<form class="complaint" hidden><fieldset><legend>{_w(words, "after.why")}</legend>{reasons}</fieldset>'
        f'<label class="block">{_w(words, "after.words")}<textarea name="words" rows="2" maxlength="2000"></textarea></label>'
        f'<p class="fine">{_w(words, "after.with_answer")}</p>'
        f'<button type="submit" class="primary">{_w(words, "after.send")}</button></form><p class="thanks" role="status"></p>'
    )


def letter_of(found: dict, words: Words) -> str:
    """The question and what was quoted, as a text to send to one's representative."""
    lines = [words("after.letter_begin"), "", f"  {found['question']}", ""]
    if found["citations"]:
        lines.append(words("after.letter_found"))
        for citation in found["citations"]:
            page = citation.get("page_label") or citation.get("page")
            where = f"{citation['title']}, {citation['locator']}" + (f", {words('answer.page', page=page)}" if page else "")
            standing = f"{words('status.' + citation['status'])}, {words('basis.' + citation['basis'])}"
            lines += ["", f"[{citation['n']}] “{' '.join(str(citation['quote']).split())}”", f"    {where} ({standing})"]
    else:
        lines.append(words("after.letter_none"))
    return "\n".join([*lines, "", words("answer.as_of", date=found["as_of"]), "", words("after.letter_end")])
