"""What an overview says first: where the person stands on the whole, or the rule on a topic."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import SHORT_WORDS, Citation, Short
from assistant.answering.listing import Line
from assistant.answering.short import standing_of
from assistant.question.overview import Overview
from assistant.question.scope import Scope
from assistant.ranking.whose import askers
from corpus import AGREEMENTS, NOT_IN_FORCE, Document, Library
from corpus.titles import short_title
from corpus.topics import topics


def leading(shown: Sequence[Line], overview: Overview, found: str, own: Sequence[Document]) -> Line:
    """The line that is cited first, of those shown.

    The clause with which the first topic's row begins; else the one `found` as nearest, by its key,
    where it says a rule, else what matters most; of the asker's `own` documents, where there are
    any. Without a term on AI in them, that none is known: what a union says beside it is no term.
    """
    none = (
        line for line in shown if line.document in own and line.fact.role in ("absence", "unknown")
    )
    if not any(_term(line) for line in shown) and (missing := next(none, None)):
        return missing
    able = [line for line in shown if not line.weight[1] and (not own or line.document in own)]
    begins = (
        line
        for topic in overview.topics
        for line in able
        for on in line.clause.topics
        if on.topic == topic and on.first
    )
    nearest = next((line for line in able if line.clause.key == found), None)
    return next(begins, None) or nearest or min(able or shown, key=lambda line: line.weight)


def headline(
    documents: Sequence[Document],
    overview: Overview,
    lines: Sequence[Line],
    cited: Citation,
    scope: Scope,
    library: Library,
    most: int,
) -> Short:
    """What an overview says first.

    Of the whole of a document what its writer says first of all of it; else how many points there
    are, of what, and what the leading clause says.
    """
    one = documents[0]
    before, after = standing_of(cited, scope, library)
    everything = not (overview.topics or overview.places or len(scope.work) > 1)
    if everything and one.whole and cited.document in documents:
        told = " ".join(f"{before} {one.whole} {after}".split())
        fits = len(told.split()) <= SHORT_WORDS
        if fits or cited.status not in NOT_IN_FORCE:  # that it ended is never left out
            return Short(told if fits else one.whole, (cited,), "summary")
    own = one.kind in AGREEMENTS and bool(askers(scope) & library.unions_of(one))
    if own and cited.role in ("absence", "unknown") and not any(map(_term, lines)):
        return Short(cited.short, (cited,), "summary")
    heads = _counted(documents, overview, lines, own, most)
    rule = f"{before} {cited.short} {after}"
    texts = [*(f"{head}. {rule}" for head in heads), rule, *(f"{head}." for head in heads)]
    fitting = [" ".join(text.split()) for text in texts if len(text.split()) <= SHORT_WORDS]
    return Short(fitting[0], (cited,), "summary")


def _counted(
    documents: Sequence[Document],
    overview: Overview,
    lines: Sequence[Line],
    own: bool,
    most: int,
) -> list[str]:
    """How many points stand in what, and how many elsewhere and beneath; then the same shorter."""
    one = documents[0]
    title = short_title(one.title)
    named = [f"your agreement ({title})", "your agreement"] if own else [title]
    if one.kind == "law" and len(documents) > 1:
        named = [f"{len(documents)} laws"]
    about = " and ".join(topics()[topic].said for topic in overview.topics) or "AI"
    points = [line for line in lines if _tells(line) and (_term(line) or not own)]
    here = sum(line.document in documents for line in points)
    if not here:
        return [f"Nothing on {about} was found in {where}" for where in named]
    more = f", {len(points) - here} elsewhere" if len(points) > here else ""
    shown = f"; the {most} that matter most are below" if len(lines) > most else ""
    said = ("{} point on {} stands" if here == 1 else "{} points on {} stand").format(here, about)
    return [f"{said} in {where}{tail}" for where in named for tail in (more + shown, "")]


def _term(line: Line) -> bool:
    """Whether a line is a term on AI of an agreement."""
    return _tells(line) and line.document.kind in AGREEMENTS and line.fact.role != "view"


def _tells(line: Line) -> bool:
    """Whether a line tells of AI: not of a term's dates, nor of what could not be found."""
    about = {on.topic for on in line.clause.topics} - {"dates"}
    return bool(about) and line.fact.role in ("rule", "definition", "view")
