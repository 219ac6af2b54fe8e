"""Whether a document's body keeps what its printed table of contents promises."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus import Clause, ContentsCheck
from ingest.contents import Contents, Entry
from ingest.labels import labels_at

#: A title shorter than this finds its clause only whole, not by how something longer begins.
_TELLING = 8


def kept(contents: Contents, clauses: Sequence[Clause], text: str) -> ContentsCheck:
    """Look every entry up in the body, and compare its page with the clause's."""
    body = _Body(clauses, text)
    found, elsewhere, missing = 0, [], []
    for entry in contents.entries:
        said = " ".join(part for part in (entry.label, entry.title) if part)[:90]
        held = body.find(entry)
        if not held:
            missing.append(said)
        elif entry.page and _on_other_pages(entry.page, held):
            where = held[0].page_label or held[0].page
            elsewhere.append(f"{said} (printed p. {entry.page}, found on {where})")
        else:
            found += 1
    return ContentsCheck(len(contents.entries), found, tuple(elsewhere), tuple(missing))


def _on_other_pages(page: str, held: Sequence[Clause]) -> bool:
    """Whether pages are printed there, and none of them is this one."""
    printed = any(clause.page_label for clause in held)
    return printed and not any(page in (c.page_label, str(c.page)) for c in held)


class _Body:
    """Clauses by what an entry may call them: their number, their title, how they begin."""

    def __init__(self, clauses: Sequence[Clause], text: str) -> None:
        self.by_label: dict[str, list[Clause]] = defaultdict(list)
        self.by_title: dict[str, list[Clause]] = defaultdict(list)
        self.by_start: dict[str, list[tuple[str, Clause]]] = defaultdict(list)
        for clause in clauses:
            for place in (clause.locator, *clause.path):
                for name in (place, *re.split(r",\s*| — ", place)):
                    self.by_label[_folded(name)].append(clause)
            for title in (clause.heading, *clause.path):
                self.by_title[_folded(title.split(" — ")[-1])].append(clause)
            start = _start(clause.span.of(text)[:300])
            self.by_start[start[:_TELLING]].append((start, clause))

    def find(self, entry: Entry) -> list[Clause]:
        """The clauses that an entry can mean, by the surest of its signs that finds any."""
        held = self._titled(entry.title) if entry.title else []
        if not held and entry.label:
            held = self.by_label.get(_folded(entry.label), [])
        bare = re.match(r"(\d{1,3}|[A-Z]{1,2})[\s.–—-]+(.+)", entry.title)
        if not held and not entry.label and bare:
            # "4 Recognition" promises "Article 4: Recognition"
            held = self._titled(bare[2]) or self._article(bare[1], entry.page)
        wanted = _folded(entry.title)
        if held or len(wanted) < _TELLING:
            return held
        begun = self.by_start.get(wanted[:_TELLING], [])
        return [clause for start, clause in begun if start.startswith(wanted)] or [
            clause
            for title, clauses in self.by_title.items()
            if title.startswith(wanted) or wanted.startswith(title) and len(title) >= _TELLING
            for clause in clauses
        ]

    def _article(self, number: str, page: str | None) -> list[Clause]:
        """The article of a bare number; "8 Hour Requests" on another page promises none."""
        held = self.by_label.get(_folded(f"article {number}"), [])
        return [] if page and _on_other_pages(page, held) else held

    def _titled(self, title: str) -> list[Clause]:
        return self.by_title.get(_folded(title), [])


def _start(opening: str) -> str:
    """How a clause begins, without its number."""
    labels = labels_at(opening)
    rest = opening[labels[0].end if labels else 0 :]
    return _folded(" ".join(rest.split()).lstrip(" .:–—-"))


def _folded(text: str) -> str:
    text = re.sub(r"\bart\.?\s*(?=[\divxl])", "article ", text.lower())
    return re.sub(r"[\W_]+", "", re.sub(r"\b(?:sec\.?)\s", "section ", text))
