"""A clause that is still open, and what only all of them together tell: a title page, articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.outline import Level
from ingest.read.reading import Line

_ADDS = re.compile(
    r"\b(?:new|following|modify|modifying|revise|amend|replace)\s+(?:the\s+)?"
    r"(Article|Section|Paragraph|Schedule|Exhibit|Sideletter)s?\b",
    re.I,
)
_CITED = re.compile(r"\bArticle\s+([IVXL]+[A-H]?)\b(?:\([A-Za-z0-9]+\))*")
# what says of an article that it is another agreement's: the words before it, and those after it
_CHANGED = re.compile(r"\b(?:modify|amend|revise|add|delete)s?\b[^.;]*$", re.I)
_ANOTHERS = re.compile(r",?\s+of\s+(?:the|that|its)\s+[“\"]?[A-Z]")
_NEAR = 40
#: So many headings without a word between them are none.
_RUN = 3


@dataclass(slots=True)
class Open:
    """A clause being gathered: its lines, and the numbers around it, `quoted` ones apart.

    `base` is the word for a bracketed number. `title_only` holds as long as the lines are no more
    than the title of the innermost number.
    """

    levels: list[Level]
    lines: list[Line]
    quoted: list[Level] = field(default_factory=list)
    base: str = ""
    heading: str = ""
    title_only: bool = False


def run_together(made: list[Open]) -> list[Open]:
    """Headings that follow one another and have no words beneath, three or more, as one.

    They are the lines of a title page, or the names of officers: no outline.
    """
    out: list[Open] = []
    run: list[Open] = []
    for opened in made:
        bare = opened.title_only and bool(opened.levels) and opened.levels[-1].kind == "h7"
        if run and not bare:
            out += [_one(run)] if len(run) >= _RUN else run
            run = []
        (run if bare else out).append(opened)
    return [*out, *([_one(run)] if len(run) >= _RUN else run)]


def _one(run: list[Open]) -> Open:
    first = run[0]
    return replace(first, lines=[line for each in run for line in each.lines], title_only=False)


def base_of(adding: str, known: str) -> str:
    """Whether a bracketed number is an Article or a Section: the sentence that adds it says so."""
    found: list[str] = _ADDS.findall(adding)
    return found[-1].title() if found else known or "Article"


def call_articles(made: list[Open], text: str) -> None:
    """Outermost Roman numerals are articles where the document itself cites them so.

    "As provided in Article IX"; but "Modify Article IX of the Basic Agreement" cites another.
    """
    firsts: dict[str, list[tuple[Open, int]]] = {}
    for opened in made:
        at = next((n for n, level in enumerate(opened.levels) if not level.heading), None)
        if at is not None and opened.levels[at].kind == "ROMAN.":
            firsts.setdefault(opened.levels[at].number, []).append((opened, at))
    cited = {
        found[1]
        for found in _CITED.finditer(text)
        if not _ANOTHERS.match(text, found.end())
        and not _CHANGED.search(text[max(0, found.start() - _NEAR) : found.start()])
    }
    if len(firsts) >= 3 and len(cited & set(firsts)) >= 2:
        for places in firsts.values():
            for opened, at in places:
                opened.levels[at] = replace(opened.levels[at], kind="article")
