"""The quotations and citations in any text, whoever wrote it: what is quoted, the place given for it, and what stands around it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from assistant.checking.places import Place, first_place, places
from assistant.checking.quoted import Quoted, paragraphs, quoted_in, readable
from corpus.words import sentences

__all__ = ["LEAST_WORDS", "Quotation", "first_place", "quotations", "readable", "uncited"]

#: A quotation has at least this many words, or one less where a place is given with it; fewer are a term in quotation marks.
LEAST_WORDS = 4
#: What stands further away has nothing to do with a quotation, and a text without sentences must not take for ever.
_NEAR = 3000
_START = attrgetter("start")
#: A sentence that speaks of the one before: “...” That is Article 7.
_POINTS_BACK = re.compile(
    r"\W*(?:that|this|it|the (?:words|sentence|line|quotation|quote|text|clause)|those|these|so (?:says|reads|runs)|you (?:will|can) find|see(?! also)|source)\b",
    re.I,
)
#: Where the next point of a list, or the next cell of a table, begins inside what has no full stop.
_NEXT = re.compile(r"\n\s*(?:[-*•–—>]|\(?\w{1,3}[.)]|\[[ xX]?\])\s|\n(?=[^\w\n]{0,6}@\w)|\s\|\s")
#: "¶ 5." at the beginning of a line numbers the text itself.
_OWN_NUMBER = re.compile(r"[ \t]*¶\s*\d+[.:)]?\s")
#: What parts a quotation from its own place: “...” (see Article 7), or “...,” id. § 7.
_IN_BRACKETS = re.compile(r"[\s>]*[.,;]?\s*[(\[—–-]\s*[^)\]\n“\"]{0,120}")
_RIGHT_BEHIND = re.compile(r"[\s.,;]*(?:(?:Id|Ibid)\b[.,]*\s*(?:at\s+)?)?", re.I)
#: A place right behind one quotation that speaks of the next: “...,” Article 7 says, “...”
_LEADS_ON = re.compile(
    r"\W{0,3}(?:of\s[^.“\"]{1,60}\s)?(?:says?|said|reads?|provides?|states?|holds?|adds?|continues?|goes on|requires?|makes?|is|was)\b|\s*:|\W{0,4}[“\"«‘]"
)


def _is_tail(sentence: str) -> bool:
    """Whether a sentence only says where the one before comes from: (Article 7), — Article 7, "Id. § 3."."""
    if re.match(r"\s*[(\[—–]", sentence):
        return True
    first = next(places(sentence), None) if len(sentence) < 90 else None
    if first is None:
        return False
    return not re.sub(
        r"\b(?:id|ibid|see|cf|at|of|the)\b|[\W_]", "", sentence.replace(first.text, " "), flags=re.I
    )


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text quotes, or nothing where it only cites, and the place it gives.

    `sentence` and `paragraph` are what stands around it, with its own words as they are; `before` and `after` the words right beside it
    in its sentence; `bare` is the sentence without anything that it quotes; `context` the lead-in of a block, or the paragraph before.
    `runs` are the parts of a quotation that "he said" interrupts. `near` are other places in the same sentence; `apart` marks a block
    quotation or a paragraph of its own; `borrowed` says that the place is given for another quotation, or in a sentence on another document.
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
    """Everything that a text quotes or cites, in order. Offsets are into `readable(text)`; a number within one of `names` is no place."""
    text = readable(text)
    quoted = quoted_in(text)
    masked = _masked(text, quoted)
    around = _Around(text, masked, quoted)
    titles = [found.span() for found in names.finditer(masked)] if names else []
    ends = [b for _, b in titles]
    cited = [
        place
        for place in places(masked)
        if not any(
            a <= place.start < place.end <= b
            for a, b in titles[max(0, bisect_right(ends, place.start) - 1) :][:3]
        )
        and not _OWN_NUMBER.match(masked, masked.rfind("\n", 0, place.start) + 1, place.end + 2)
    ]
    found: list[Quotation] = []
    owned = [(one, _place_of(one, cited, around)) for one in quoted]
    kept = [
        (one, place)
        for one, place in owned
        if len(one.words.split()) >= LEAST_WORDS - bool(place and place.groups)
    ]
    taken = {place.start for _, place in kept if place}
    together = {place.start for one, place in kept if place and around.together(one, place)}
    behind = {place.start: one for one, place in kept if place and around.behind(one, place)}
    for one, place in kept:
        free = [
            other for other in around.near(cited, one.start, one.end) if other.start not in taken
        ]
        borrowed = place is not None and (
            behind.get(place.start, one) is not one
            or not around.together(one, place)
            and (place.start in together or around.names_one(one, names))
        )
        found.append(around.quotation(one, place, free, borrowed))
    for place in cited:
        if place.start not in taken and place.groups:
            found.append(around.citation(place))
    return sorted(found, key=lambda quotation: quotation.start)


def uncited(text: str, found: list[Quotation]) -> list[Quotation]:
    """The sentences of a text in which nothing of `found` stands with a place, each as a citation of nothing."""
    text = readable(text)
    quoted = quoted_in(text)
    masked = _masked(text, quoted)
    around = _Around(text, masked, quoted)
    placed = sorted({one.start for one in found if one.place is not None})
    out = []
    for begin, until in around.paragraphs:
        for span in sentences(masked, begin, until):
            cuts = [
                span.start,
                *(one.start() for one in _NEXT.finditer(masked, span.start, span.end)),
                span.end,
            ]
            for start, end in pairwise(cuts):
                at = bisect_left(placed, start)
                if at == len(placed) or placed[at] >= end:
                    out.append(
                        Quotation("", "", text[start:end], start, end, bare=masked[start:end])
                    )
    return out


def _masked(text: str, quoted: list[Quoted]) -> str:
    """The text with quoted words blotted out, of the same length: no place or sentence's end is found inside them."""
    out = list(text)
    for one in quoted:
        for at in range(one.start + 1, one.end - 1):
            if one.holds(at) and out[at] not in "\n>":
                out[at] = "Q" if at == one.start + 1 and text[at].isupper() else "x"
        last = one.end - 2
        if not one.block and last > one.start and text[last] in ".?!":
            out[last] = text[last]
    return "".join(out)


@dataclass(slots=True)
class _Around:
    """What stands around an offset of one text."""

    text: str
    masked: str
    quoted: list[Quoted]
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    split: list[tuple[int, int]] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.paragraphs = paragraphs(self.text)
        self.starts = [a for a, _ in self.paragraphs]
        for begin, until in self.paragraphs:
            lines = self._lines(begin, until)
            for a, b in lines:
                for span in sentences(self.masked, a, b):
                    if (
                        _is_tail(self.masked[span.start : span.end])
                        and self.split
                        and self.split[-1][0] >= a
                    ):
                        self.split[-1] = (self.split[-1][0], span.end)
                    else:
                        self.split.append((span.start, span.end))
        self.firsts = [a for a, _ in self.split]

    def _lines(self, begin: int, until: int) -> list[tuple[int, int]]:
        """A list's items and a table's rows are apart even without an empty line between."""
        cuts = [
            m.start() + 1
            for m in re.finditer(
                r"\n(?=[ \t]*(?:\||(?:[-*•+]|\d{1,2}[.)]|[A-Z]:)[ \t]))", self.text[begin:until]
            )
        ]
        edges = [begin, *(begin + cut for cut in cuts), until]
        return [(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]

    def paragraph(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def sentence(self, at: int) -> int:
        return max(0, bisect_right(self.firsts, at) - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The sentence, or sentences, that a stretch stands in."""
        if not self.split:
            return 0, len(self.text)
        first, last = (
            self.split[self.sentence(start)],
            self.split[self.sentence(max(start, end - 1))],
        )
        return max(min(first[0], start), start - _NEAR), min(max(last[1], end), end + _NEAR)

    def near(self, cited: list[Place], start: int, end: int) -> list[Place]:
        """The places that are near enough to a stretch to be meant for it."""
        return cited[
            bisect_left(cited, start - _NEAR, key=_START) : bisect_right(
                cited, end + _NEAR, key=_START
            )
        ]

    def between(self, one: Quoted, at: int) -> int:
        """How many other quotations begin between this one and an offset."""
        low, high = sorted((one.start, at))
        return bisect_left(self.quoted, high, key=_START) - bisect_right(
            self.quoted, low, key=_START
        )

    def alone(self, one: Quoted) -> bool:
        """Whether a quotation is a paragraph by itself, introduced by the one before."""
        begin, until = self.paragraphs[self.paragraph(one.start)]
        beside = [
            self.text[begin : one.start],
            self.text[min(one.end, until) : until],
            *(self.text[a:b] for a, b in one.holes),
        ]
        return one.block or not re.search(r"\w", " ".join(beside))

    def beside(self, one: Quoted) -> tuple[str, str]:
        """The paragraph before a quotation that stands by itself, and the one after."""
        at = self.paragraph(one.start)
        before = self.text[slice(*self.paragraphs[at - 1])] if at else ""
        last = self.paragraph(one.end - 1)
        return before, self.text[slice(*self.paragraphs[last + 1])] if last + 1 < len(
            self.paragraphs
        ) else ""

    def together(self, one: Quoted, place: Place) -> bool:
        """Whether a quotation and a place stand in one sentence."""
        begin, until = self.span(one.start, one.end)
        return begin <= place.start < until

    def behind(self, one: Quoted, place: Place) -> bool:
        """Whether a place stands right behind a quotation, in brackets or not, and belongs to no other."""
        between = self.text[one.end : place.start] if place.start >= one.end else "nothing"
        return bool(
            _IN_BRACKETS.fullmatch(between)
            or _RIGHT_BEHIND.fullmatch(between)
            and not _LEADS_ON.match(self.text[place.end :])
        )

    def unquoted(self, begin: int, until: int) -> str:
        """A stretch without anything that is quoted in it."""
        kept, at = [], begin
        for one in self.quoted:
            if one.end <= begin or one.start >= until:
                continue
            kept += [self.text[at : max(at, one.start)], *(self.text[a:b] for a, b in one.holes)]
            at = max(at, one.end)
        return " ".join(" ".join([*kept, self.text[at:until]]).split())

    def names_one(self, one: Quoted, names: re.Pattern[str] | None) -> bool:
        """Whether the sentence around a quotation names a document of its own."""
        return bool(names and names.search(self.unquoted(*self.span(one.start, one.end))))

    def quotation(
        self, one: Quoted, place: Place | None, cited: list[Place], borrowed: bool
    ) -> Quotation:
        begin, until = self.span(one.start, one.end)
        at = self.paragraph(one.start)
        first, last = self.paragraphs[at]
        own = slice(max(first, one.start - _NEAR), max(min(last, one.end + _NEAR), one.end))
        before, after = self.text[begin : one.start], self.text[one.end : until]
        holes = " ".join(self.text[a:b] for a, b in one.holes)
        alone = self.alone(one)
        earlier = self.text[slice(*self.paragraphs[at - 1])][-_NEAR:] if at else ""
        if alone:
            lines = [line for line in earlier.strip().split("\n") if line.strip()]
            before = _last_sentence(" ".join(lines)) if not before.strip() else before
            follows = self.beside(one)[1]
            after = one.who or (follows if re.match(r"\s*[(—–-]", follows) else after)
        sentence = (
            " ".join(f"{before} {one.words} {holes} {after}".split())
            if alone or holes
            else " ".join(self.text[begin:until].split())
        )
        bare = (
            " ".join(f"{before} {holes} {after}".split()) if alone else self.unquoted(begin, until)
        )
        near = tuple(
            p
            for p in cited
            if begin <= p.start < until and p is not place and not self.between(one, p.start)
        )
        return Quotation(
            one.words,
            place.text if place else "",
            sentence,
            one.start,
            one.end,
            " ".join(self.text[own].split()),
            place,
            " ".join(before.split()),
            " ".join(f"{holes} {after}".split()),
            bare,
            " ".join(earlier.split()),
            one.runs,
            near,
            alone,
            borrowed,
        )

    def citation(self, place: Place) -> Quotation:
        begin, until = self.span(place.start, place.end)
        own, at = self.paragraphs[self.paragraph(place.start)], self.paragraph(place.start)
        earlier = self.text[slice(*self.paragraphs[at - 1])][-_NEAR:] if at else ""
        return Quotation(
            "",
            place.text,
            " ".join(self.text[begin:until].split()),
            place.start,
            place.end,
            " ".join(
                self.text[max(own[0], place.start - _NEAR) : min(own[1], place.end + _NEAR)].split()
            ),
            place,
            " ".join(self.text[begin : place.start].split()),
            " ".join(self.text[place.end : until].split()),
            self.unquoted(begin, until),
            " ".join(earlier.split()),
        )


def _last_sentence(text: str) -> str:
    spans = sentences(text)
    return spans[-1].of(text) if spans else text


def _place_of(one: Quoted, cited: list[Place], around: _Around) -> Place | None:
    """The place that a text gives for a quotation: beside it, in its sentence, in the one before, or in one that points back to it."""
    alone = around.alone(one)
    own = around.paragraph(one.start)
    last = around.paragraph(one.end - 1)
    begin, until = around.span(one.start, one.end)
    best: tuple[float, Place] | None = None
    for place in around.near(cited, one.start, one.end):
        at = around.paragraph(place.start)
        if not (own - alone <= at <= last + alone):
            continue
        gap = place.start - one.end if place.start >= one.end else one.start - place.end
        crossed = around.between(one, place.start)
        cost = float(max(gap, 0))
        if any(a <= place.start < b for a, b in one.holes):
            cost = 0.0
        elif own <= at <= last and begin <= place.start < until:
            follows = 40 * (
                place.start >= one.end
            )  # what leads in to a quotation is its own before what comes after
            if not crossed and around.behind(one, place):
                cost = 0.5 if _IN_BRACKETS.fullmatch(around.text[one.end : place.start]) else 15.0
            else:
                cost = min(cost, 400.0) + follows + 5000 * crossed
        elif crossed:
            continue
        elif place.start > one.end:
            opening = around.text[one.end : place.start].lstrip(' ”"»’\n')
            if at > last and not re.match(r"[(\[—–-]", opening) and not _POINTS_BACK.match(opening):
                continue
            if at <= last and not _POINTS_BACK.match(
                around.text[around.split[around.sentence(place.start)][0] :]
            ):
                continue
            if around.sentence(place.start) - around.sentence(one.end - 1) > 1:
                continue
            cost += 1500 if at > last and not re.match(r"[(\[—–-]", opening) else 600
        else:
            cost += 1000
        if best is None or cost < best[0]:
            best = (cost, place)
    return best[1] if best else None
