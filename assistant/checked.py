"""Checked quotations and citations, for a terminal and as a page by itself."""

from __future__ import annotations

import html
from collections.abc import Sequence

from assistant.check import Check
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


def lines(checks: Sequence[Check], colours: bool) -> str:
    """One entry a quotation or citation, what is wrong first; then how many are."""
    if not checks:
        return "no quotation of four words or more and no citation was found in this text"
    wrong = [check for check in checks if check.verdict != "exact"]
    out = []
    for check in [*wrong, *(check for check in checks if check.verdict == "exact")]:
        said = _SAID[check.verdict]
        out.append((f"\x1b[1;31m{said}\x1b[0m" if colours and check.verdict != "exact" else said) + f": {_what(check)}")
        where = ", ".join(part for part in (check.document, check.locator) if part)
        out += (
            [f"    in {where}"] * bool(where) + [f"    {check.note}"] * bool(check.note) + [f"    {check.diff}"] * bool(check.diff)
        )
    return "\n".join([*out, "", f"{len(wrong)} of {len(checks)} are wrong" if wrong else f"all {len(checks)} are right"])


def _what(check: Check) -> str:
    words = check.quotation.words
    short = words if len(words) <= 160 else words[:159] + "…"
    place = f" ({check.quotation.claimed})" if check.quotation.claimed else ""
    return f"“{short}”{place}" if words else check.quotation.claimed


def page(checks: Sequence[Check], library: Library, name: str) -> str:
    """One HTML file without scripts or anything from outside: what the text says beside what the document says."""
    rows = "".join(
        f"<tr class='{'right' if check.verdict == 'exact' else 'wrong'}'><td>{html.escape(_SAID[check.verdict])}"
        f"<br><small>{html.escape(check.note)}</small></td><td>{html.escape(_what(check))}</td><td>{_theirs(check, library)}</td></tr>"
        for check in checks
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html.escape(name)}, checked</title><style>{_STYLE}</style></head><body><main><h1>{html.escape(name)}, checked</h1>"
        f"<table><tr><th>verdict</th><th>the text</th><th>the document</th></tr>{rows}</table></main></body></html>\n"
    )


def _theirs(check: Check, library: Library) -> str:
    if not check.document:
        return ""
    title = html.escape(f"{library[check.document].title}, {check.locator}" if check.locator else library[check.document].title)
    if check.start is None:
        return title
    return f"{title}:<br>“{html.escape(library[check.document].text[check.start : check.end])}”"


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}main{max-width:70rem;margin:auto;padding:1.5rem}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.5rem;border-top:1px solid #bbb;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    ".wrong td:first-child{color:#8c1a11;font-weight:600}.right td:first-child{color:#0b5128}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}.wrong td:first-child{color:#ffb4ae}.right td:first-child{color:#a6f0bf}}"
)
