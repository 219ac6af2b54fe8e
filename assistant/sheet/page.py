"""A sheet and a matrix as HTML that stands by itself, without any script, on screen and on paper.

Everything in it is escaped; the only links are to official addresses over https, and to clauses
where a page of this site shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.citation import Citation
from assistant.sheet.lines import FINE, head, standing
from assistant.sheet.matrix import Matrix
from assistant.sheet.rows import Row, place_in
from assistant.sheet.sheet import Sheet
from corpus import Document
from corpus.topics import MARKS

#: Signs that print in black and white and differ in shape; the word stands beside each.
_SIGNS = {
    "protected": "●",
    "partly": "◐",
    "union_told": "◇",
    "not_settled": "?",
    "no_rule": "○",
    "not_known": "–",
}
_STYLE = """
:root { color-scheme: light; font: 100%/1.4 system-ui, sans-serif; color: #111; background: #fff }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.6rem; margin: 0 0 .3rem } h2 { font-size: 1.1rem; margin: 1.2rem 0 .4rem }
p { margin: .2rem 0 } body { overflow-wrap: anywhere } caption { text-align: left }
.fine { color: #444; font-size: .85rem } .warn { font-weight: 700 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top }
th[scope=row] { width: 11rem } .mark { white-space: nowrap; font-weight: 600 }
.clause { white-space: pre-line; border-left: 4px solid #767676; padding-left: .8rem }
fieldset { border: 1px solid #767676 }
label { display: inline-block; margin: .15rem .6rem .15rem 0 }
.sign { display: inline-block; width: 1.2em } dl { margin: .4rem 0 } dt { font-weight: 600 }
dd { margin: 0 0 .3rem 1.4rem } nav ul { padding: 0; list-style: none } nav li { margin: .2rem 0 }
a { color: #00457c } .wide { overflow-x: auto }
form { display: flex; flex-wrap: wrap; gap: .4rem .8rem; margin: .6rem 0 }
@media (max-width: 40rem) {
 table, caption, tbody, tr, th, td { display: block } thead { display: none }
 th[scope=row] { width: auto; background: #eee } td { border-top: 0 }
 td[data-of]::before { content: attr(data-of); display: block; font-weight: 600 } }
@media print {
 @page { margin: 11mm } :root { font-size: 62% } :root.large { font-size: 100% }
 body { max-width: none; padding: 0 }
 nav, form, .screen { display: none } tr { break-inside: avoid } a { color: inherit }
 h2 { break-after: avoid } }
"""


def sheet_page(
    one: Sheet,
    links: Sequence[tuple[str, str]] = (),
    root: str | None = None,
    large: bool = False,
) -> str:
    """The sheet as a whole page.

    `links` are addresses of other pages with their words; `root` is where this site's clauses are
    found, None where the page stands alone; `large` prints in large type.
    """
    title = f"Your rights on AI: {one.union}"
    rows = "".join(_row(row, one.agreement, root) for row in one.rows)
    laws = "".join(
        f"<li><strong>{escape(law.place)}</strong>: {escape(law.citation.short)} "
        f"{_cited(law.citation, None, root)}</li>"
        for law in one.laws
    )
    adds = f"<h2>What the law adds</h2><ul>{laws}</ul>" if laws else ""
    body = (
        f"<h1>{escape(title)}</h1>{_head(one)}"
        '<table><caption class="fine">What the agreement says, topic by topic</caption>'
        '<thead><tr><th scope="col">Topic</th><th scope="col">What it gives you</th>'
        '<th scope="col">The rule, and where it stands</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{adds}"
        f"{_legend({row.mark for row in one.rows})}{_links(links)}"
    )
    return page(title, body, large)


def matrix_page(
    table: Matrix, links: Sequence[tuple[str, str]] = (), root: str | None = None
) -> str:
    """Unions across, topics down; on a narrow screen a union at a time within each topic."""
    title = "Side by side: " + ", ".join(dict.fromkeys(one.union for one in table.sheets))
    heads = "".join(f'<th scope="col">{escape(_column(one, table))}</th>' for one in table.sheets)
    rows = "".join(
        f'<tr><th scope="row">{escape(topic.name)}</th>'
        + "".join(
            f'<td data-of="{escape(_column(one, table), quote=True)}">'
            f"{_cell(row, one.agreement, root)}</td>"
            for one, row in zip(table.sheets, table.across(topic), strict=True)
        )
        + "</tr>"
        for topic in table.topics
    )
    known = "".join(
        f"<dt>{escape(_column(one, table))}</dt><dd>{escape(one.agreement.title)}. "
        f"{escape(standing(one))}</dd>"
        for one in table.sheets
    )
    marks = {row.mark for topic in table.topics for row in table.across(topic)}
    body = (
        f'<h1>{escape(title)}</h1><div class="wide" tabindex="0" role="region" '
        'aria-label="Unions side by side"><table><thead><tr><th scope="col">Topic</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"<h2>The agreements</h2><dl>{known}</dl>{_legend(marks)}{_links(links)}"
    )
    return page(title, body)


def _column(one: Sheet, table: Matrix) -> str:
    """A union's name, with the day where one union stands on several."""
    days = {other.as_of for other in table.sheets}
    return f"{one.union}, {one.as_of:%-d %B %Y}" if len(days) > 1 else one.union


def page(title: str, body: str, large: bool = False) -> str:
    """A whole page with a body that is escaped already."""
    face = ' class="large"' if large else ""
    return (
        f'<!DOCTYPE html><html lang="en"{face}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main>{body}<p class="fine">{escape(FINE)}</p></main></body></html>'
    )


def _head(one: Sheet) -> str:
    lines = head(one)
    out = []
    for line in lines:
        warn = ' class="warn"' if line == standing(one) and one.status != "in_force" else ""
        out.append(f"<p{warn}>{_linked(line)}</p>")
    return "".join(out)


def _linked(line: str) -> str:
    label, _, address = line.partition(": ")
    if label == "Original" and address.startswith("https://"):
        safe = escape(address, quote=True)
        return f'{label}: <a href="{safe}" rel="noopener noreferrer">{safe}</a>'
    return escape(line)


def _row(row: Row, agreement: Document, root: str | None) -> str:
    since = f'<p class="fine">{escape(row.since)}</p>' if row.since else ""
    cited = ", ".join(_cited(one, agreement, root) for one in row.citations)
    at = f'<p class="fine">{cited}</p>' if cited else ""
    return (
        f'<tr><th scope="row">{escape(row.topic.name)}</th>'
        f'<td class="mark">{_mark(row.mark)}</td>'
        f"<td><p>{escape(row.short)}</p>{at}{since}</td></tr>"
    )


def _cell(row: Row, agreement: Document, root: str | None) -> str:
    at = f'<p class="fine">{_cited(row.citations[0], agreement, root)}</p>' if row.citations else ""
    return f'<p class="mark">{_mark(row.mark)}</p><p>{escape(row.short)}</p>{at}'


def _mark(mark: str) -> str:
    return f'<span class="sign" aria-hidden="true">{_SIGNS[mark]}</span>{escape(MARKS[mark][0])}'


def _cited(citation: Citation, agreement: Document | None, root: str | None) -> str:
    """Where a statement stands, and whose words these are; a link where this site shows it.

    The document is named where it is not the sheet's own.
    """
    document = citation.document
    basis = "official text" if document.basis == "official" else "our summary"
    kept = ", still in force" if citation.carried else ""
    said = f"{place_in(citation, agreement)} ({basis}{kept})"
    if root is None:
        return escape(said)
    at = f"document={document.id}&start={citation.span.start}&end={citation.span.end}"
    return f'<a href="{escape(f"{root}/clause?{at}", quote=True)}">{escape(said)}</a>'


def _legend(used: set[str]) -> str:
    rows = "".join(
        f"<dt>{_mark(mark)}</dt><dd>{escape(meaning)}</dd>"
        for mark, (_, meaning) in MARKS.items()
        if mark in used
    )
    return f"<h2>What the marks mean</h2><dl>{rows}</dl>"


def _links(links: Sequence[tuple[str, str]]) -> str:
    if not links:
        return ""
    rows = "".join(
        f'<li><a href="{escape(address, quote=True)}">{escape(words)}</a></li>'
        for address, words in links
    )
    return f'<nav aria-label="Other pages"><ul>{rows}</ul></nav>'
