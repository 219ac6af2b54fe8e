"""The quotations and citations in any text: what is quoted, the place given for it, what stands
around it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from assistant.checking.marks import Quoted, readable
from assistant.checking.places import Place, first_place, places
from assistant.checking.surroundings import NEAR, Surroundings
from corpus.words import sentences

__all__ = ["LEAST_WORDS", "Quotation", "first_place", "quotations", "readable", "uncited"]

#: A quotation has at least this many words, or one less where a place is given with it; fewer are a
#: term in quotation marks.
LEAST_WORDS = 4
#: A sentence that speaks of the one before: “...” That is Article 7.
_POINTS_BACK = re.compile(
    r"\W*(?:that|this|it|the (?:words|sentence|line|quotation|quote|text|clause)|those|these"
    r"|so (?:says|reads|runs)|you (?:will|can) find|see(?! also)|source)\b",
    re.I,
)
_OPENS_BRACKET = re.compile(r"\s*[(\[—–-]")
#: "¶ 5." at the beginning of a line numbers the text itself.
_OWN_NUMBER = re.compile(r"[ \t]*¶\s*\d+[.:)]?\s")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text quotes, or nothing where it only cites, and the place it gives.

    `sentence` and `paragraph` are what stands around it, with its own words as they are; `before`
    and `after` the words right beside it in its sentence; `bare` is the sentence without anything
    that it quotes; `context` the lead-in of a block, or the paragraph before. `runs` are the parts
    of a quotation that "he said" interrupts. `near` are other places in the same sentence; `apart`
    marks a block quotation or a paragraph of its own; `borrowed` says that the place is given for
    another quotation, or in a sentence on another document.
    """

    words: str
    claimed: str
    sentence: str
    start: int
    end: int
    paragraph: str = ""
    place: Place | None = None
    before: str = ""
    after: str = ""
    bare: str = ""
    context: str = ""
    runs: tuple[str, ...] = ()
    near: tuple[Place, ...] = ()
    apart: bool = False
    borrowed: bool = False

    @property
    def introduced(self) -> bool:
        """Whether the quotation's own sentence says whose words they are."""
        return self.placed or bool(re.search(r"\w{3}", f"{self.before} {self.after}"))

    @property
    def placed(self) -> bool:
        """Whether the text gives a place for this very quotation."""
        return self.place is not None and not self.borrowed


def quotations(text: str, names: re.Pattern[str] | None = None) -> list[Quotation]:
    """Everything that a text quotes or cites, in order.

    Offsets are into `readable(text)`; a number within one of `names` is no place.
    """
    around = Surroundings(readable(text))
    cited = _cited(around.masked, names)
    owned = [(one, _place_of(one, cited, around)) for one in around.quoted]
    kept = [
        (one, place)
        for one, place in owned
        if len(one.words.split()) >= LEAST_WORDS - bool(place and place.groups)
    ]
    placed = [(one, place) for one, place in kept if place]
    taken = {place.start for _, place in placed}
    together = {place.start for one, place in placed if around.together(one, place)}
    behind = {place.start: one for one, place in placed if around.behind(one, place)}

    def is_borrowed(one: Quoted, place: Place) -> bool:
        if behind.get(place.start, one) is not one:
            return True
        if around.together(one, place):
            return False
        sentence = around.unquoted(*around.span(one.start, one.end))
        return place.start in together or bool(names and names.search(sentence))

    free = [place for place in cited if place.start not in taken]
    found = [
        _quotation(one, place, free, place is not None and is_borrowed(one, place), around)
        for one, place in kept
    ]
    found += [_citation(place, around) for place in free if place.groups]
    return sorted(found, key=lambda quotation: quotation.start)


def uncited(text: str, found: list[Quotation]) -> list[Quotation]:
    """The sentences of a text in which nothing of `found` stands with a place, each as a citation
    of nothing."""
    around = Surroundings(readable(text))
    placed = sorted({one.start for one in found if one.place is not None})
    return [
        Quotation("", "", around.text[start:end], start, end, bare=around.masked[start:end])
        for start, end in around.sentences
        if bisect_left(placed, start) == bisect_left(placed, end)
    ]


def _cited(masked: str, names: re.Pattern[str] | None) -> list[Place]:
    """The places that a text gives outside what it quotes and outside documents' names."""
    titles = [found.span() for found in names.finditer(masked)] if names else []
    ends = [end for _, end in titles]

    def is_name(place: Place) -> bool:
        first = max(0, bisect_right(ends, place.start) - 1)
        return any(a <= place.start < place.end <= b for a, b in titles[first : first + 3])

    def is_own(place: Place) -> bool:
        line = masked.rfind("\n", 0, place.start) + 1
        return bool(_OWN_NUMBER.match(masked, line, place.end + 2))

    return [place for place in places(masked) if not is_name(place) and not is_own(place)]


def _quotation(
    one: Quoted, place: Place | None, free: list[Place], borrowed: bool, around: Surroundings
) -> Quotation:
    text = around.text
    begin, until = around.span(one.start, one.end)
    before, inside, after = text[begin : one.start], around.inside(one), text[one.end : until]
    earlier = around.words_of(around.paragraph(one.start) - 1)[-NEAR:]
    alone = around.alone(one)
    if alone:
        before = before if before.strip() else _last_sentence(" ".join(earlier.split("\n")))
        follows = around.words_of(around.paragraph(one.end - 1) + 1)
        after = one.who or (follows if _OPENS_BRACKET.match(follows) else after)
    whole = f"{before} {one.words} {inside} {after}" if alone or inside else text[begin:until]
    near = tuple(
        other
        for other in around.near(free, one.start, one.end)
        if begin <= other.start < until and not around.between(one, other.start)
    )
    return Quotation(
        words=one.words,
        claimed=place.text if place else "",
        sentence=_spaced(whole),
        start=one.start,
        end=one.end,
        paragraph=_spaced(around.words_near(one.start, one.end)),
        place=place,
        before=_spaced(before),
        after=_spaced(f"{inside} {after}"),
        bare=_spaced(f"{before} {inside} {after}") if alone else around.unquoted(begin, until),
        context=_spaced(earlier),
        runs=one.runs,
        near=near,
        apart=alone,
        borrowed=borrowed,
    )


def _citation(place: Place, around: Surroundings) -> Quotation:
    begin, until = around.span(place.start, place.end)
    return Quotation(
        words="",
        claimed=place.text,
        sentence=_spaced(around.text[begin:until]),
        start=place.start,
        end=place.end,
        paragraph=_spaced(around.words_near(place.start, place.end)),
        place=place,
        before=_spaced(around.text[begin : place.start]),
        after=_spaced(around.text[place.end : until]),
        bare=around.unquoted(begin, until),
        context=_spaced(around.words_of(around.paragraph(place.start) - 1)[-NEAR:]),
    )


def _spaced(words: str) -> str:
    return " ".join(words.split())


def _last_sentence(text: str) -> str:
    spans = sentences(text)
    return spans[-1].of(text) if spans else text


def _place_of(one: Quoted, cited: list[Place], around: Surroundings) -> Place | None:
    """The place that a text gives for a quotation: beside it, in its sentence, in the one before,
    or in one that points back to it."""
    costs = [(_cost(one, place, around), place) for place in around.near(cited, one.start, one.end)]
    near = [(cost, place) for cost, place in costs if cost is not None]
    return min(near, key=lambda each: each[0])[1] if near else None


def _cost(one: Quoted, place: Place, around: Surroundings) -> float | None:
    """How far a place is from being a quotation's own; None where it can't be."""
    alone, crossed = around.alone(one), around.between(one, place.start)
    own, last = around.paragraph(one.start), around.paragraph(one.end - 1)
    at, follows = around.paragraph(place.start), place.start >= one.end
    if not own - alone <= at <= last + alone:
        return None
    if any(start <= place.start < end for start, end in one.holes):
        return 0.0
    gap = float(max(place.start - one.end if follows else one.start - place.end, 0))
    if own <= at <= last and around.together(one, place):
        if not crossed and around.behind(one, place):
            return 0.5 if around.in_brackets(one, place) else 15.0
        # what leads in to a quotation is its own before what comes after
        return min(gap, 400.0) + 40 * follows + 5000 * crossed
    if crossed:
        return None
    if place.start <= one.end:
        return gap + 1000
    return _cost_behind(one, place, at > last, gap, around)


def _cost_behind(
    one: Quoted, place: Place, apart: bool, gap: float, around: Surroundings
) -> float | None:
    """The same of a place in a later sentence, or `apart` in a later paragraph."""
    opening = around.text[one.end : place.start].lstrip(' ”"»’\n')
    sentence = around.sentence(place.start)
    if sentence - around.sentence(one.end - 1) > 1:
        return None
    if apart:
        if _OPENS_BRACKET.match(opening):
            return gap + 600
        return gap + 1500 if _POINTS_BACK.match(opening) else None
    points_back = _POINTS_BACK.match(around.text[around.sentences[sentence][0] :])
    return gap + 600 if points_back else None
