"""What stands beneath an answer: what to be careful about, what to do now, what to ask next, and
the row of what one can do with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from assistant.web.member import written
from assistant.web.member.cited import GONE, official_link, row
from assistant.web.words import LANGUAGES, Words, words_in
from corpus.plain import JsonObject

#: Questions that are offered next.
NEXT, NEXT_TO_UNIONS = 3, 2
#: So few nearest clauses stand open where nothing answers.
_FEW = 3
_REASONS = ("wrong clause", "wrong reading", "out of date", "not in the collection", "other")


def caution(found: JsonObject, words: Words) -> str:
    """One line that opens to every note, and the pages that nobody could read."""
    out, notes = (
        "",
        "".join(f"<li>{_note(str(note), found, words)}</li>" for note in found["notes"]),
    )
    caveat = found.get("caveat")
    if notes:
        line = (
            f'<span lang="en">{escape(str(caveat))}</span>'
            if caveat
            else words.html("answer.notes")
        )
        out = (
            f'<details class="caveat"><summary>{line}</summary><ul lang="en">{notes}</ul></details>'
        )
    elif caveat:
        out = f'<p class="caveat" lang="en">{escape(str(caveat))}</p>'
    return out + "".join(
        f'<p class="unread">{escape(line)}</p>' for line in written.unread(found, words)
    )


def act(found: JsonObject, words: Words) -> str:
    """One line of what to do now, and the button for the letter to the representative."""
    letter, title = escape(written.letter(found, words)), words.html("after.letter_title")
    buttons = _button(words, "letter-copy", "after.letter_copy") + _button(
        words, "letter-mail", "after.letter_mail"
    )
    return (
        f'<div class="act"><p>{words.html("answer.as_of", date=str(found["as_of"]))}</p>'
        '<button type="button" data-do="letter" aria-expanded="false">'
        f"{words.html('after.representative')}</button></div>"
        f'<section class="letter" hidden><h3>{title}</h3>'
        f'<textarea readonly rows="9" aria-label="{title}">{letter}</textarea>'
        f'<div class="row">{buttons}</div></section>'
    )


def next_questions(found: JsonObject, words: Words) -> str:
    """Questions as buttons that ask; where the question was none for the documents, what they can
    be asked.
    """
    answered = found["status"] == "answered"
    most = (
        NEXT_TO_UNIONS if found.get("by_union") else NEXT
    )  # there the first thing to say is one's union
    asked = [(str(one), str(one)) for one in found.get("follow_ups") or []][:most]
    if (
        not asked and found["status"] == "out_of_scope"
    ):  # shown in the page's language, asked in the documents'
        asked = [
            (words_in(LANGUAGES[0])(key), words(key))
            for key in ("examples.all_1", "examples.all_2")
        ]
    if not asked:
        return ""
    label = f"next-{found['id']}"
    buttons = "".join(
        f'<li><button type="button" data-do="example" data-question="{escape(one, quote=True)}">'
        f"{escape(shown)}</button></li>"
        for one, shown in asked
    )
    title = words.html("after.next" if answered else "after.instead")
    return (
        f'<div class="next" role="group" aria-labelledby="{label}"><p id="{label}">{title}</p>'
        f"<ul>{buttons}</ul></div>"
    )


def also(found: JsonObject, words: Words) -> str:
    """What else bears on the question, by tier; what no longer applies is last, named history."""
    if not found["also"]:
        return ""
    answered = found["status"] == "answered"
    groups: dict[str, list[str]] = {}
    for citation in found["also"]:
        name = (
            "answer.history"
            if citation["status"] in GONE
            else f"tier.short_{int(citation['tier'])}"
        )
        groups.setdefault(name, []).append(row(citation, words))
    history = groups.pop("answer.history", None)
    ordered = [*groups.items(), *([("answer.history", history)] if history else [])]
    body = "".join(
        f'<h3>{words.html(name)} <span class="count">{len(rows)}</span></h3>{"".join(rows)}'
        for name, rows in ordered
    )
    title = words.html("answer.also" if answered else "answer.nearest")
    opened = "" if answered or len(found["also"]) > _FEW else " open"
    return (
        f'<details class="also"{opened}><summary>{title} <span class="count">'
        f"{len(found['also'])}</span></summary>{body}</details>"
    )


def actions(found: JsonObject, words: Words) -> str:
    """Copy, edit, the rarer things folded, and whether it helped; beneath them the form for what is
    wrong.
    """
    more = "".join(
        _button(words, do, f"after.{key}")
        for do, key in (
            ("retry", "retry"),
            ("link", "link"),
            ("markdown", "markdown"),
            ("print", "print"),
            ("record", "record"),
        )
    )
    return (
        f'<div class="after" role="group" aria-label="{words.html("after.label")}">'
        f"{_short_button(words, 'copy')}{_short_button(words, 'edit')}"
        f'<details class="save"><summary>{words.html("after.more")}</summary><div>{more}</div>'
        "</details>"
        f'<span class="thumbs">{_thumb(words, "good")}{_thumb(words, "bad")}</span></div>'
        f"{_complaint(found, words)}"
    )


def _note(note: str, found: JsonObject, words: Words) -> str:
    """A note, with the official addresses of what is cited as links in place of their letters."""
    shown = escape(note)
    for address in {str(c["url"]) for c in [*found["citations"], *found["also"]] if c.get("url")}:
        if link := official_link(address, words):
            shown = re.sub(re.escape(escape(address)) + r"(?=[,.]?(?:\s|$))", _just(link), shown)
    return shown


def _just(link: str) -> Callable[[re.Match[str]], str]:
    """What puts a link in place of a match, letter for letter."""
    return lambda _: link


def _button(words: Words, do: str, key: str) -> str:
    return f'<button type="button" data-do="{do}">{words.html(key)}</button>'


def _short_button(words: Words, do: str) -> str:
    """A button with one word on it, whose name says the rest."""
    whole = words.html(f"after.{do}")
    return (
        f'<button type="button" data-do="{do}" aria-label="{whole}" title="{whole}">'
        f"{words.html(f'after.{do}_short')}</button>"
    )


def _thumb(words: Words, which: str) -> str:
    said = words.html(f"after.{which}")
    return (
        f'<button type="button" class="thumb {which}" data-do="{which}" aria-pressed="false" '
        f'aria-label="{said}" title="{said}"></button>'
    )


def _complaint(found: JsonObject, words: Words) -> str:
    reasons = "".join(
        f'<label><input type="radio" name="why-{found["id"]}" value="{value}">'
        f"{words.html(f'after.why_{n}')}</label>"
        for n, value in enumerate(_REASONS, 1)
    )
    return (
        f'<form class="complaint" hidden><fieldset><legend>{words.html("after.why")}</legend>'
        f"{reasons}</fieldset>"
        f'<label class="block">{words.html("after.words")}'
        '<textarea name="words" rows="2" maxlength="2000"></textarea></label>'
        f'<p class="fine">{words.html("after.with_answer")}</p>'
        f'<button type="submit" class="primary">{words.html("after.send")}</button></form>'
        '<p class="thanks" role="status"></p>'
    )
