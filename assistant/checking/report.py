"""Checked quotations and citations, for a terminal and as a page by itself."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.checking.check import Check, short_title
from corpus import Library

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

#: What a page says of a check besides the check's own notes: each verdict, headings, sentences. A page in another language has its own.
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
        out.append((f"\x1b[1;31m{said}\x1b[0m" if colours and check.verdict != "exact" else said) + f": {_what(check)}")
        where = ", ".join(part for part in (check.found.document, check.found.locator) if part)
        out += (
            [f"    in {where}"] * bool(where) + [f"    {check.found.note}"] * bool(check.found.note) + [f"    {check.found.diff}"] * bool(check.found.diff)
        )
    return "\n".join([*out, "", summary(checks)])


def _what(check: Check) -> str:
    words = check.quotation.words
    short = words if len(words) <= 160 else words[:159] + "…"
    place = f" ({check.quotation.claimed})" if check.quotation.claimed else ""
    return f"“{short}”{place}" if words else check.quotation.claimed


def page(checks: Sequence[Check], library: Library, name: str) -> str:
    """One HTML file without scripts or anything from outside: what the text says beside what the document says, what is wrong first."""
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html.escape(name)}, checked</title><style>{_STYLE}</style></head><body><main><h1>{html.escape(name)}</h1>"
        f"{body(checks, library)}</main></body></html>\n"
    )


def body(checks: Sequence[Check], library: Library, said: Mapping[str, str] = SAID) -> str:
    """What stands on that page, for another page to show: every word of the text and the documents is escaped.

    `said` are a language's words for those of SAID. Notes and quoted words stay English and are marked so.
    """
    wrong = [check for check in checks if check.verdict != "exact"]
    right = [check for check in checks if check.verdict == "exact"]
    groups = "".join(
        f"<h2>{html.escape(said[name].format(count=len(group)))}</h2>{''.join(_card(check, library, said) for check in group)}"
        for name, group in (("wrong", wrong), ("right", right))
        if group
    )
    return f"<p class='sum {'wrong' if wrong else 'right'}'>{html.escape(summary(checks, said))}</p>{groups}"


def summary(checks: Sequence[Check], said: Mapping[str, str] = SAID) -> str:
    """One sentence: how many are wrong, and how."""
    if not checks:
        return said["nothing"]
    counts = Counter(check.verdict for check in checks if check.verdict != "exact")
    if not counts:
        return said["all_right"].format(count=len(checks))
    each = "; ".join(said["each"].format(count=number, verdict=said[verdict].lower()) for verdict, number in counts.most_common())
    return said["some_wrong"].format(wrong=counts.total(), count=len(checks), each=each)


def _card(check: Check, library: Library, said: Mapping[str, str]) -> str:
    kind = "right" if check.verdict == "exact" else "wrong"
    note = check.found.note or (check.found.diff if check.verdict == "exact" else "")
    note = f"<p class='note' lang='en'>{html.escape(note[:1].upper() + note[1:])}.</p>" if note else ""
    cited = f"<p class='at' lang='en'>{html.escape(check.quotation.claimed)}</p>" if check.quotation.claimed else ""
    quoted = _marked(check, "new")
    ours = f"<blockquote lang='en'>{quoted}</blockquote>" if quoted else f"<blockquote><i>{html.escape(said['unquoted'])}</i></blockquote>"
    return (
        f"<section class='{kind}'><h3>{html.escape(said[check.verdict])}</h3>{note}<div class='two'>"
        f"<div><h4>{html.escape(said['text'])}</h4>{cited}{ours}</div>"
        f"<div><h4>{html.escape(said['document'])}</h4>{_theirs(check, library, said)}</div></div></section>"
    )


def _marked(check: Check, side: str) -> str:
    """One side's words, escaped, with those that the other side lacks marked."""
    if not check.found.edits:
        return html.escape(check.quotation.words) if side == "new" else ""
    tag = "ins" if side == "new" else "del"
    words = (
        html.escape(edit.words) if edit.op == "same" else f"<{tag}>{html.escape(edit.words)}</{tag}>"
        for edit in check.found.edits
        if edit.op in ("same", side)
    )
    return "".join(words)


def _theirs(check: Check, library: Library, said: Mapping[str, str]) -> str:
    if not check.found.document or check.found.document not in library:
        return f"<p class='at'>{html.escape(said['nowhere'])}</p>"
    document = library[check.found.document]
    place = f"<p class='at' lang='en'>{html.escape(check.found.locator)}{' · ' if check.found.locator else ''}{html.escape(short_title(document))}</p>"
    if check.found.start is None or check.found.end is None:
        clause = next((one for one in document.clauses if one.locator == check.found.locator), None)
        words = " ".join(document.quote(clause).split()) if clause else ""
        return place + (
            f"<blockquote lang='en'>{html.escape(words[:_SHOWN] + ('…' if len(words) > _SHOWN else ''))}</blockquote>" if words else ""
        )
    words = _marked(check, "gone") or html.escape(" ".join(document.text[check.found.start : check.found.end].split()))
    return f"{place}<blockquote lang='en'>{words}</blockquote>"


#: A clause that is cited without being quoted is shown from its beginning.
_SHOWN = 320
_STYLE = (
    "*{box-sizing:border-box}body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff;overflow-wrap:anywhere}"
    "main{max-width:68rem;margin:auto;padding:1.25rem}h1{font-size:1.35rem;margin:0 0 .5rem;overflow-wrap:anywhere}"
    "h2{font-size:1.05rem;margin:1.75rem 0 .25rem}h3{font-size:.95rem;margin:0}h4{font-size:.8rem;margin:0 0 .25rem;color:#555;font-weight:600}"
    "p{margin:.2rem 0}.sum{padding:.6rem .8rem;border-radius:.4rem;font-weight:600}.sum.wrong{background:#fdecea;color:#7a0c07}.sum.right{background:#e6f6eb;color:#0b5128}"
    "section{border-top:1px solid #ccc;padding:.9rem 0}.wrong h3{color:#8c1a11}.right h3{color:#0b5128}.note{max-width:48rem}"
    ".two{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;margin-top:.5rem}.two>div{min-width:0}.at{font-size:.85rem;color:#555;overflow-wrap:anywhere}"
    "blockquote{margin:.3rem 0 0;padding:.1rem 0 .1rem .8rem;border-left:3px solid #bbb;overflow-wrap:anywhere;white-space:pre-wrap}"
    "del{background:#fde2e1;color:#7a0c07;text-decoration:underline}ins{background:#fff0b8;color:#5a3d00;text-decoration:underline}"
    "@media(max-width:40rem){.two{grid-template-columns:1fr;gap:.7rem}main{padding:.9rem}}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}h4,.at{color:#b5b5b5}section{border-color:#444}.wrong h3{color:#ffb4ae}.right h3{color:#a6f0bf}"
    ".sum.wrong{background:#4a1512;color:#ffd9d5}.sum.right{background:#0f3d20;color:#c9f7d8}del{background:#4a1512;color:#ffb4ae}ins{background:#4d3d00;color:#ffe69a}}"
)
