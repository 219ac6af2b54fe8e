"""Lines become clauses by the document's own numbering. Pure: a Reading in, clauses out.

A clause is the smallest numbered unit, or what stands under an unnumbered heading. A heading whose
words are its children is kept as a clause of its own that is never searched (`title_only`). What a
memorandum quotes is cited by the article it creates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus import Clause, ContentsCheck, Span
from corpus.shown import as_shown
from ingest.amended import with_amended
from ingest.contents import find_contents
from ingest.faults import Numbers
from ingest.gather import gather
from ingest.labels import ORDER, locator
from ingest.opened import Open
from ingest.outline import Level
from ingest.promises import kept
from ingest.read.reading import Line, Reading, size
from ingest.references import linked
from ingest.tables import rows_in

#: A place named by its heading is named by so many characters of it at most.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Segmented:
    """A document's clauses in order, what its contents promise of them, faults in its numbering.

    `in_clauses` and `in_headings` count the characters of lines, without white space, that stand in
    clauses and in headings; `in_contents` those of the table of contents.
    """

    clauses: tuple[Clause, ...]
    contents: ContentsCheck
    numbering: tuple[str, ...]
    in_clauses: int
    in_headings: int
    in_contents: int


def segment(reading: Reading, document: str) -> Segmented:
    """The clauses of a reading, in order, each a slice of its text.

    Every live line outside contents is in one of them.
    """
    contents = find_contents(reading)
    numbers = Numbers()
    clauses: list[Clause] = []
    in_clauses = in_headings = 0
    made = gather(reading, contents, numbers)
    held = [opened for opened in made if _body(opened)]
    for opened, follower in zip(held, [*held[1:], None], strict=False):
        clause = _clause(opened, follower, reading, document)
        clauses.append(clause)
        words = sum(size(reading.of(line)) for line in _body(opened))
        in_headings += words if clause.title_only else 0
        in_clauses += 0 if clause.title_only else words
    named = _named(with_amended(linked(clauses, reading.text), reading.text))
    promised = kept(contents, named, reading.text)
    listed = (line for at, line in enumerate(reading.lines) if at in contents.lines)
    in_contents = sum(size(reading.of(line)) for line in listed)
    return Segmented(named, promised, numbers.faults(), in_clauses, in_headings, in_contents)


def _body(opened: Open) -> list[Line]:
    """The lines of a clause that hold words."""
    return [line for line in opened.lines if line.end > line.start]


def _clause(opened: Open, follower: Open | None, reading: Reading, document: str) -> Clause:
    body = _body(opened)
    return Clause(
        document=document,
        locator=_locator(opened.levels, opened.quoted, opened.base),
        heading=_heading(opened, as_shown(" ".join(reading.of(line) for line in body[:6]))),
        span=Span(body[0].start, body[-1].end),
        path=_path(opened),
        page=body[0].page,
        page_label=body[0].page_label,
        last_page=body[-1].page,
        turns=tuple(
            (line.start, line.page, line.page_label)
            for above, line in zip(body, body[1:], strict=False)
            if line.page is not None and line.page != above.page
        ),
        rows=rows_in(body, reading),
        title_only=opened.title_only and follower is not None and _beneath(opened, follower),
    )


def _beneath(opened: Open, follower: Open) -> bool:
    """Whether the clause that follows stands inside this one."""
    own = [level.number for level in opened.levels]
    inside = [level.number for level in follower.levels][: len(own)] == own
    return inside and _depth(follower) > _depth(opened)


def _depth(opened: Open) -> int:
    return len(opened.levels) + len(opened.quoted)


def _path(opened: Open) -> tuple[str, ...]:
    """The headings above a clause, outermost first: "Article 5 — Electronic Technology"."""
    above = [*opened.levels, *opened.quoted][:-1]
    path = []
    for level in above:
        named = level.kind in ORDER and level.kind not in ("bracket", "decimal")
        label = locator([(level.kind, level.number)], opened.base) if named else ""
        title = level.title if level.heading or level.title != level.number else ""
        path.append(" — ".join(part for part in (label, title) if part))
    return tuple(dict.fromkeys(part for part in path if part))


def _locator(levels: list[Level], quoted: list[Level], base: str) -> str:
    numbered = [(level.kind, level.number) for level in levels if not level.heading]
    if quoted:
        inside = locator([(level.kind, level.number) for level in quoted], base)
        if quoted[0].kind not in ORDER:  # a paragraph of an article that the item names in words
            return f"{_locator(levels, [], base)}, quoted {inside}"
        item = next((number for kind, number in numbered if kind in ("digit.", "item")), "")
        return f"{inside}, memorandum item {item}" if item else inside
    if numbered:
        if numbered[0][0] == "digit.":
            numbered[0] = ("item", numbered[0][1])
        return locator(numbered)
    heading = next((level.title for level in reversed(levels) if level.heading), "")
    return _cut(heading) or "Opening"


def _cut(heading: str) -> str:
    """A heading as a locator: no longer than forty characters, cut between words."""
    if len(heading) <= LONGEST:
        return heading
    return heading[: heading[:LONGEST].rfind(" ")].rstrip(" ,;:–—-") + "…"


def _heading(opened: Open, text: str) -> str:
    """A clause's own title, or how it begins, after the title it stands under."""
    if opened.heading:
        return opened.heading[:200]
    titles = [level.title for level in [*opened.levels, *opened.quoted] if level.title]
    words = text.split()
    start = " ".join(words[:9]).strip('“" ')
    if titles:
        return f"{titles[-1]}: {start} …"[:240]
    return f"{start} …" if len(words) > 9 else start


def _named(clauses: list[Clause]) -> tuple[Clause, ...]:
    """Locator and heading together are made unique: a repeat is counted, never dropped."""
    seen: dict[tuple[str, str], int] = {}
    out = []
    for clause in clauses:
        key = (clause.locator, clause.heading)
        seen[key] = seen.get(key, 0) + 1
        again = f"{clause.heading} ({seen[key]})"
        out.append(clause if seen[key] == 1 else replace(clause, heading=again))
    return tuple(out)
