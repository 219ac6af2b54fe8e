"""Pages that need no script: sheets, sheets side by side, and one clause by its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Query
from fastapi.responses import Response

from assistant.assistant import Assistant
from assistant.question.days import BadDay, day_of
from assistant.sheet.agreements import agreements_of
from assistant.sheet.matrix import Matrix, as_csv, matrix
from assistant.sheet.page import matrix_page, page, sheet_page
from assistant.sheet.printed import pdf_of
from assistant.sheet.sheet import Sheet, sheet
from assistant.web.shown import ShownPage
from corpus import BadQuestion, NoSuchDocument, Span
from corpus.names import unions
from corpus.titles import short_title
from corpus.topics import topics

#: Unions beside each other, at most.
MOST = 6
#: What may stand in an address several times.
Many = Annotated[list[str], Query(default_factory=list)]
_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages over one assistant; `root` is the path under which all of it is served."""

    assistant: Assistant
    root: str

    def front(self) -> str:
        """Every union that has an agreement, and the form that sets unions beside each other."""
        library, today = self.assistant.library, date.today()
        own = [d.union for d in library if d.union and not d.bundled and not library.unions_of(d)]
        named = {union: known.title for union, known in unions().items()} | {u: u for u in own}
        held = {union: found for union in named if (found := agreements_of(union, library, today))}
        rows = "".join(
            f'<li><a href="{self.root}/sheet/{quote(union, safe="")}">{escape(named[union])}</a>: '
            f"{escape(short_title(found[0].title))}</li>"
            for union, found in held.items()
        )
        known = [one for one in held if one in unions()]
        title = "Your rights on AI, on one page"
        body = (
            f"<h1>{title}</h1><p>Choose your union: its agreement, topic by topic, with what each "
            f"rule gives you.</p><ul>{rows}</ul>{self._choice(known)}{self._home()}"
        )
        return page(title, body)

    def one(self, union: str, agreement: str, day: date, place: str, large: bool) -> str:
        """One union's sheet."""
        made = self.sheet(union, agreement, day, place)
        at = f"{self.root}/sheet/{quote(union, safe='')}"
        asked = {"agreement": made.agreement.id, "as_of": day.isoformat()}
        asked |= {"place": place} if place else {}
        links = [
            (f"{at}.pdf?{urlencode(asked)}", "As a PDF to print and pin up"),
            (f"{at}.csv?{urlencode(asked)}", "As a table for a spreadsheet"),
            (f"{at}?{urlencode(asked | {'large': '1'})}", "In large type"),
        ]
        links += [
            (f"{at}?{urlencode({'agreement': other.id})}", f"Sheet of {short_title(other.title)}")
            for other in made.others
        ]
        links += [(f"{self.root}/sheet", "Other unions, and unions side by side")]
        links += [(f"{self.root}/", "Ask a question")]
        return sheet_page(made, links, self.root, large)

    def sheet(self, union: str, agreement: str, day: date, place: str) -> Sheet:
        """The sheet; errors as `assistant.sheet.sheet`."""
        held = self.assistant.held()
        chosen, where = agreement or None, place or None
        return sheet(held.library, day, union, chosen, where, index=held.index)

    def beside(self, named: list[str], chosen: list[str], day: date, was: date | None) -> str:
        """Unions side by side, or each on two days."""
        table = self.table(named, chosen, day, was)
        asked: list[tuple[str, str]] = [("union", one) for one in named]
        asked += [("topic", one) for one in chosen] + [("as_of", day.isoformat())]
        asked += [("was", was.isoformat())] if was else []
        links = [
            (f"{self.root}/sheet.csv?{urlencode(asked)}", "As a table for a spreadsheet"),
            (f"{self.root}/sheet", "Other unions"),
        ]
        return matrix_page(table, links, self.root)

    def table(self, named: list[str], chosen: list[str], day: date, was: date | None) -> Matrix:
        """The sheets beside each other; BadQuestion for too many."""
        if not 1 <= len(named) <= MOST:
            raise BadQuestion(f"{len(named)} unions are named; wanted one to {MOST}")
        library = self.assistant.library
        if not was:
            return matrix(library, day, named, chosen)
        days = (was, day)
        return Matrix(tuple(sheet(library, d, u, only=chosen) for u in named for d in days))

    def clause(self, document: str, start: int, end: int) -> str:
        """A clause by its address, its fact marked."""
        held = self.assistant.library[document]
        clause = held.clause_at(start)
        if clause is None or not start < end <= clause.span.end:
            raise BadQuestion(f"{document} has no clause at {start}:{end}")
        text, whole, marked = held.text, clause.span, Span(start, end)
        before, after = text[whole.start : marked.start], text[marked.end : whole.end]
        words = f"{escape(before)}<mark>{escape(marked.of(text))}</mark>{escape(after)}"
        basis = "Official text" if held.basis == "official" else "Our summary, not contract words"
        address = held.official_url or ""
        safe = escape(address, quote=True)
        link = f'<p><a href="{safe}" rel="noopener noreferrer">{safe}</a></p>'
        body = (
            f"<h1>{escape(clause.label)}</h1><p>{escape(held.title)}</p>"
            f'<p class="fine">{basis}.</p><div class="clause">{words}</div>'
            f"{link if address.startswith('https://') else ''}{self._home()}"
        )
        return page(clause.label, body)

    def _choice(self, held: list[str]) -> str:
        ticks = "".join(
            f'<label><input type="checkbox" name="union" value="{union}"> '
            f"{escape(unions()[union].title)}</label> "
            for union in held
        )
        rows = "".join(
            f'<option value="{topic.id}">{escape(topic.name)}</option>'
            for topic in topics().values()
            if topic.id != "dates"
        )
        return (
            f'<h2>Unions side by side</h2><form action="{self.root}/sheet"><fieldset><legend>'
            f"Up to {MOST} unions</legend>{ticks}</fieldset>"
            f'<label>Topic <select name="topic"><option value="">all topics</option>{rows}'
            "</select></label>"
            '<label>Beside how it was on <input type="date" name="was"></label>'
            "<button>Compare</button></form>"
        )

    def _home(self) -> str:
        return f'<nav aria-label="Other pages"><a href="{self.root}/">Ask a question</a></nav>'


def install(app: FastAPI, assistant: Assistant, root: str) -> None:
    """The routes /sheet, /sheet/UNION (.pdf, .csv) and /clause."""
    pages = _Pages(assistant, root)

    @app.get("/sheet", include_in_schema=False)
    def front(union: Many, topic: Many, as_of: str = "", was: str = "") -> Response:
        if not union:
            return _shown(pages.front)
        chosen = [one for one in topic if one]
        return _shown(lambda: pages.beside(union, chosen, _day(as_of), _earlier(was)))

    _files(app, pages)

    @app.get("/sheet/{union}", include_in_schema=False)
    def one(
        union: str, agreement: str = "", as_of: str = "", place: str = "", large: bool = False
    ) -> Response:
        return _shown(lambda: pages.one(union, agreement, _day(as_of), place, large))

    @app.get("/clause", include_in_schema=False)
    def clause(document: str, start: int, end: int) -> Response:
        return _shown(lambda: pages.clause(document, start, end))


def _files(app: FastAPI, pages: _Pages) -> None:
    """The routes of what is saved: PDF and tables. They stand before the page of a union."""

    @app.get("/sheet.csv", include_in_schema=False)
    def table(union: Many, topic: Many, as_of: str = "", was: str = "") -> Response:
        chosen = [one for one in topic if one]
        return _csv(lambda: pages.table(union, chosen, _day(as_of), _earlier(was)))

    @app.get("/sheet/{union}.pdf", include_in_schema=False)
    def printed(
        union: str, agreement: str = "", as_of: str = "", place: str = "", paper: str = "A4"
    ) -> Response:
        try:
            one = pages.sheet(union, agreement, _day(as_of), place)
        except (BadQuestion, BadDay, NoSuchDocument) as error:
            return _refused(error)
        body, _ = pdf_of(one, "letter" if paper == "letter" else "A4")
        named = {"Content-Disposition": f'inline; filename="ai-{one.agreement.id}.pdf"'}
        return Response(body, media_type="application/pdf", headers=named)

    @app.get("/sheet/{union}.csv", include_in_schema=False)
    def spreadsheet(union: str, agreement: str = "", as_of: str = "", place: str = "") -> Response:
        return _csv(lambda: Matrix((pages.sheet(union, agreement, _day(as_of), place),)))


def _day(text: str) -> date:
    return day_of(text, "as_of") or date.today()


def _earlier(text: str) -> date | None:
    return day_of(text, "was")


def _shown(made: Callable[[], str]) -> Response:
    try:
        return ShownPage(made(), headers=_KEPT)
    except (BadQuestion, BadDay, NoSuchDocument) as error:
        return _refused(error)


def _csv(made: Callable[[], Matrix]) -> Response:
    try:
        body = as_csv(made())
    except (BadQuestion, BadDay, NoSuchDocument) as error:
        return _refused(error)
    named = {"Content-Disposition": 'attachment; filename="ai-rules.csv"'}
    return Response("\ufeff" + body, media_type="text/csv; charset=utf-8", headers=named)


def _refused(error: Exception) -> Response:
    title = "There is no such page"
    body = f"<h1>{title}</h1><p>{escape(str(error))}</p>"
    return ShownPage(page(title, body), 404, headers=_KEPT)
