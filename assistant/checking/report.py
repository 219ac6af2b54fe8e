"""Checked quotations and citations, for a terminal and as a page by itself."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.checking.attribution import short_title
from assistant.checking.check import Check
from assistant.checking.page import page as one_page
from corpus import Library
from corpus.signs import visible

#: A clause that is cited without being quoted is shown from its beginning.
_SHOWN = 320
_SAID = {
    "exact": "exact",
    "struck": "STRUCK OUT in the document",
    "altered": "ALTERED",
    "wrong_place": "right words, WRONG PLACE",
    "not_found": "NOT FOUND",
    "no_such_place": "NO SUCH PLACE",
    "superseded": "SUPERSEDED",
    "expired": "EXPIRED",
    "overstated": "OVERSTATED",
}

#: What a page says of a check besides the check's own notes: each verdict, headings, sentences.
#: A page in another language has its own.
SAID: Mapping[str, str] = {
    "exact": "Right",
    "struck": "Struck out in the document",
    "altered": "Altered",
    "wrong_place": "Right words, wrong place",
    "not_found": "Not found",
    "no_such_place": "No such place",
    "superseded": "Superseded",
    "expired": "Expired",
    "overstated": "Overstated",
    "right": "Right ({count})",
    "wrong": "Wrong ({count})",
    "text": "The text",
    "document": "The document",
    "unquoted": "cites without quoting",
    "nowhere": "nowhere in the documents held here",
    "nothing": "No quotation and no citation was found in this text.",
    "all_right": "All {count} quotations and citations are right.",
    "some_wrong": "{wrong} of {count} quotations and citations are wrong: {each}.",
    "each": "{count} {verdict}",
}


def lines(checks: Sequence[Check], colours: bool) -> str:
    """One entry a quotation or citation, what is wrong first; then how many are."""
    if not checks:
        return summary(checks)
    wrong = [check for check in checks if check.verdict != "exact"]
    out = []
    for check in [*wrong, *(check for check in checks if check.verdict == "exact")]:
        said = _SAID[check.verdict]
        out.append(
            (f"\x1b[1;31m{said}\x1b[0m" if colours and check.verdict != "exact" else said)
            + visible(f": {_what(check)}")
        )
        where = ", ".join(part for part in (check.found.document, check.found.locator) if part)
        beneath = (where and f"in {where}", check.found.note, check.found.diff)
        out += [visible(f"    {one}") for one in beneath if one]
    return "\n".join([*out, "", summary(checks)])


def _what(check: Check) -> str:
    words = check.quotation.words
    short = words if len(words) <= 160 else words[:159] + "…"
    place = f" ({check.quotation.claimed})" if check.quotation.claimed else ""
    return f"“{short}”{place}" if words else check.quotation.claimed


def page(checks: Sequence[Check], library: Library, name: str) -> str:
    """One HTML file: what the text says beside what the document says, what is wrong first."""
    return one_page(f"{name}, checked", name, body(checks, library))


def body(checks: Sequence[Check], library: Library, said: Mapping[str, str] = SAID) -> str:
    """What stands on that page, for another page to show, with every word of the texts escaped.

    `said` are a language's words for those of SAID. Notes and quoted words stay English and are
    marked so.
    """
    wrong = [check for check in checks if check.verdict != "exact"]
    right = [check for check in checks if check.verdict == "exact"]
    groups = ""
    for name, group in (("wrong", wrong), ("right", right)):
        if group:
            heading = html.escape(said[name].format(count=len(group)))
            cards = "".join(_card(check, library, said) for check in group)
            groups += f"<h2>{heading}</h2>{cards}"
    kind = "wrong" if wrong else "right"
    return f"<p class='sum {kind}'>{html.escape(summary(checks, said))}</p>{groups}"


def summary(checks: Sequence[Check], said: Mapping[str, str] = SAID) -> str:
    """One sentence: how many are wrong, and how."""
    if not checks:
        return said["nothing"]
    counts = Counter(check.verdict for check in checks if check.verdict != "exact")
    if not counts:
        return said["all_right"].format(count=len(checks))
    each = "; ".join(
        said["each"].format(count=number, verdict=said[verdict].lower())
        for verdict, number in counts.most_common()
    )
    return said["some_wrong"].format(wrong=counts.total(), count=len(checks), each=each)


def _card(check: Check, library: Library, said: Mapping[str, str]) -> str:
    exact = check.verdict == "exact"
    note = check.found.note or (check.found.diff if exact else "")
    note = _english("p", note[:1].upper() + note[1:] + ".", "note") if note else ""
    claimed = check.quotation.claimed
    cited = _english("p", claimed, "at") if claimed else ""
    quoted = _marked(check, "new")
    ours = f" lang='en'>{quoted}" if quoted else f"><i>{html.escape(said['unquoted'])}</i>"
    return (
        f"<section class='{'right' if exact else 'wrong'}'>"
        f"<h3>{html.escape(said[check.verdict])}</h3>{note}<div class='two'>"
        f"<div><h4>{html.escape(said['text'])}</h4>{cited}<blockquote{ours}</blockquote></div>"
        f"<div><h4>{html.escape(said['document'])}</h4>{_theirs(check, library, said)}</div>"
        "</div></section>"
    )


def _english(tag: str, words: str, kind: str) -> str:
    return f"<{tag} class='{kind}' lang='en'>{html.escape(words)}</{tag}>"


def _marked(check: Check, side: str) -> str:
    """One side's words, escaped, with those that the other side lacks marked."""
    if not check.found.edits:
        return html.escape(check.quotation.words) if side == "new" else ""
    tag = "ins" if side == "new" else "del"
    words = (
        html.escape(edit.words)
        if edit.op == "same"
        else f"<{tag}>{html.escape(edit.words)}</{tag}>"
        for edit in check.found.edits
        if edit.op in ("same", side)
    )
    return "".join(words)


def _theirs(check: Check, library: Library, said: Mapping[str, str]) -> str:
    found = check.found
    if not found.document or found.document not in library:
        return f"<p class='at'>{html.escape(said['nowhere'])}</p>"
    document = library[found.document]
    place = " · ".join(part for part in (found.locator, short_title(document)) if part)
    if found.start is None or found.end is None:
        clauses = (one for one in document.clauses if one.locator == found.locator)
        clause = next(clauses, None)
        words = " ".join(document.quote(clause).split()) if clause else ""
        words = html.escape(words[:_SHOWN] + "…" * (len(words) > _SHOWN))
    else:
        held = " ".join(document.text[found.start : found.end].split())
        words = _marked(check, "gone") or html.escape(held)
    quoted = f"<blockquote lang='en'>{words}</blockquote>" if words else ""
    return _english("p", place, "at") + quoted
