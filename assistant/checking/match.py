"""Where words stand in the documents to the letter, and where they would if struck words were live.

To the letter means the same characters once white space, quotation marks and hyphens are folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.places import chains_of
from corpus import STRUCK, Clause, Document, Library
from corpus.compare import Edit

_HYPHEN, _DASH, _LETTER = r"\-‐‑", r"\-‐‑–—―−", r"[^\W\d_]"
_QUOTES, _NOTHING = r"\"“”„«»‘’'‚‹›`´", r"\u00ad\u200b\u200c\u200d\u2060\ufeff*_"
_FOLDS = re.compile(
    # marks that are no words, and the hyphen of "self-\nevident" and "em-\nployee"
    rf"(?P<nothing>[{_NOTHING}]"
    rf"|(?<={_LETTER})(?:[{_HYPHEN}][{_DASH}\s]*|–)(?={_LETTER}))"
    rf"|(?P<space>\s+)|(?P<dash>[{_DASH}][{_DASH}\s]*)"
    rf"|(?P<apostrophe>(?<=[^\W_])[{_QUOTES}](?=[^\W_]))|[{_QUOTES}]"
    rf"|(?P<mark>[,;:.])|(?P<other>[^\s{_DASH}{_QUOTES}{_NOTHING},;:.]+)"
)
_DOTS = r"(?:\.\s?\.\s?\.|…)"
ELLIPSIS = re.compile(rf"\s*(?:\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|(?:\.\s?){{3,4}}|…)\s*")
BRACKET = re.compile(r"\[([^\[\]]{1,80})\]")
REMARK = re.compile(
    r"\s*[\[(](?:sic|emphasis (?:added|ours|mine)|our emphasis"
    r"|citations? omitted|footnotes? omitted)[\])]",
    re.I,
)
NEGATIONS = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nothing|cannot|without|unless|except)\b|n't\b", re.I
)
MODALS = re.compile(r"\b(?:may|must|shall|will|can|should|might|could|would)\b", re.I)
_NOT = r"\b(?:not|never|no|nor|without|unless)\b"
#: A denial that begins or ends what an ellipsis leaves out.
_NOT_AT_AN_EDGE = re.compile(rf"^\W*(?:\w+\W+)?{_NOT}|{_NOT}\W*(?:\w+\W*)?$", re.I)
#: How far apart the parts of an elided quotation may stand, and how long may be what a word in
#: brackets stands for.
_ELIDED, _REPLACED = 4000, 70


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found: the document, the clause they begin in, their offsets; what an ellipsis leaves
    out that it must not."""

    document: Document
    clause: Clause
    start: int
    end: int
    fault: str = ""

    def found(self, note: str = "", diff: str = "", edits: tuple[Edit, ...] = ()) -> Found:
        """The same with what there is to say of it."""
        place = self.document.id, self.clause.locator
        return Found(*place, self.start, self.end, diff, note, edits)


@dataclass(frozen=True, slots=True)
class Found:
    """What the documents hold for a quotation: where, by id, locator and offsets; the words that
    differ, as text and as edits."""

    document: str = ""
    locator: str = ""
    start: int | None = None
    end: int | None = None
    diff: str = ""
    note: str = ""
    edits: tuple[Edit, ...] = ()


def folded(text: str) -> tuple[str, list[int]]:
    """A text with white space, quotation marks and hyphens made one, and for each character where
    it came from."""
    out: list[str] = []
    places: list[int] = []
    for found in _FOLDS.finditer(text):
        kind, letter = found.lastgroup, found.group()
        if kind in (None, "nothing"):
            continue
        if kind == "space":
            if not out or out[-1] in " -":
                continue
            letter = " "
        elif kind in ("dash", "mark"):
            if out and out[-1] == " ":  # "the zone , the Producer": words between were struck out
                out.pop()
                places.pop()
            letter = "-" if kind == "dash" else letter
            if letter == "-" and out and out[-1] == "-":
                continue
        out += "'" if kind == "apostrophe" else letter
        places += range(found.start(), found.start() + len(letter))
    return "".join(out), places


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that must stand to the letter, and what stands before them: nothing, an ellipsis, or a
    word in brackets."""

    words: str
    gap: str = ""
    bracket: str = ""

    @property
    def pattern(self) -> str:
        """What may stand between the run before and this one, then this run."""
        first, rest = self.words[0], re.escape(self.words[1:])
        words = rf"(?<!\w)[{re.escape(first + first.swapcase())}]{rest}"
        if self.gap != "bracket":
            return rf".{{0,{_ELIDED}}}?{words}"
        literal = rf"[\s\[]*{re.escape(folded(self.bracket)[0])}[\s\],;:.]*"
        weighty = any(one.search(self.bracket) for one in (NEGATIONS, MODALS, re.compile(r"\d")))
        return rf"(?:{literal}{'' if weighty else f'|.{{0,{_REPLACED}}}?'}){words}"


class Wording:
    """Finds words in the documents of one library; each document is folded once."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @cached_property
    def folded(self) -> dict[str, tuple[str, list[int]]]:
        """Each document's folded text, and where its characters came from."""
        return {document.id: folded(document.text) for document in self.library}

    def exact(self, words: str) -> list[Hit]:
        """Every place that holds the words to the letter.

        Words left out (…) and replaced ([the Company]) stand within one clause.
        """
        runs = _runs(words)
        if not runs:
            return []
        rest = re.compile("".join(run.pattern for run in runs[1:]), re.S)
        hits = []
        for document in self.library:
            text, places = self.folded[document.id]
            for start in _starts(text, runs[0].words):
                found = rest.match(text, start + len(runs[0].words))
                if found is None or not _is_edge(text, found.end()):
                    continue
                begin, end = places[start], places[found.end() - 1] + 1
                clause = document.clause_at(begin)
                if clause is not None:
                    held = text[start : found.end()]
                    fault = _fault(held, runs, document, clause, end)
                    hits.append(Hit(document, clause, begin, end, fault))
        return hits

    def struck(self, words: str, among: Sequence[Document] | None = None) -> Hit | None:
        """A document, of these or of all, that holds the words only with words struck out of it."""
        runs = _runs(words)
        if len(runs) != 1:
            return None
        for identity, (text, places, gone) in self._struck.items():
            document = self.library[identity]
            if among is not None and document not in among:
                continue
            for start in _starts(text, runs[0].words):
                end = start + len(runs[0].words)
                if _is_edge(text, end) and any(gone[start:end]):
                    at = places[start]
                    before = [one for one in document.clauses if one.span.start <= at]
                    clauses = before[-1:] or document.clauses[:1]
                    if clauses:
                        return Hit(document, clauses[0], at, at)
        return None

    @cached_property
    def _struck(self) -> dict[str, tuple[str, list[int], list[bool]]]:
        """Documents with struck words, as they were before: folded, with each character's offset in
        the live text and whether it is struck."""
        out = {}
        for document in self.library:
            parts = document.report.left_out if document.report else ()
            struck = [part for part in parts if part.reason in STRUCK and part.at is not None]
            if not struck:
                continue
            text, origin, gone, last = "", [], [], 0
            for part in sorted(struck, key=lambda part: part.at or 0):
                at, sample = part.at or 0, f" {part.sample} "
                text += document.text[last:at] + sample
                origin += [*range(last, at), *[at] * len(sample)]
                gone += [False] * (at - last) + [True] * len(sample)
                last = at
            text += document.text[last:]
            origin += range(last, len(document.text))
            gone += [False] * (len(document.text) - last)
            flat, places = folded(text)
            marks = [gone[at] and letter != " " for letter, at in zip(flat, places, strict=True)]
            out[document.id] = flat, [origin[at] for at in places], marks
        return out


def _runs(words: str) -> list[_Run]:
    """The runs of a quotation that must stand to the letter, each with the gap before it."""
    runs: list[_Run] = []
    words = re.sub(r"\[(\w)\](?=\w)", r"\1", REMARK.sub("", words))
    for number, part in enumerate(ELLIPSIS.split(words)):
        at, gap, bracket = 0, "ellipsis" if number else "", ""
        for found in [*BRACKET.finditer(part), None]:
            run = folded(part[at : found.start() if found else len(part)])[0].strip(" ,;:.!?-")
            if run:
                runs.append(_Run(run, gap, bracket))
                gap, bracket = "", ""
            if found:
                gap, bracket, at = gap or "bracket", found.group(1), found.end()
    return runs


def _starts(text: str, words: str) -> Iterator[int]:
    """Where a run begins at a word's edge, its first letter in either case."""
    for one in {words, words[0].swapcase() + words[1:]}:
        at = text.find(one)
        while at >= 0:
            if _is_edge(text, at):
                yield at
            at = text.find(one, at + 1)


def _is_edge(text: str, at: int) -> bool:
    """Whether no word or number goes on over an offset."""
    beside = text[max(0, at - 1) : at + 1]
    inside = at > 0 and len(beside) == 2 and beside.isalnum()
    return not inside and not re.search(r"\d[.,]\d", text[max(0, at - 2) : at + 2])


def _fault(found: str, runs: Sequence[_Run], document: Document, clause: Clause, end: int) -> str:
    """What an ellipsis or a bracket hides that it must not: a "not" beside it, or that another
    clause goes on."""
    if len(runs) == 1:
        return ""
    if end > clause.span.end:
        other = document.clause_at(end - 1)
        if other is None or not _kin(clause, other):
            there = other.locator if other else "another part"
            return f"the ellipsis joins words of {clause.locator} with words of {there}"
    at = len(runs[0].words)
    for run in runs[1:]:
        after = max(at, found.lower().find(run.words.lower(), at))
        if _NOT_AT_AN_EDGE.search(found[at:after]) and not NEGATIONS.search(run.bracket):
            return "the words left out hold a “not”"
        at = after + len(run.words)
    return ""


def _kin(one: Clause, other: Clause) -> bool:
    """Whether one clause is a part of the other."""
    chains = [[chain for _, chain in chains_of(clause.locator)] for clause in (one, other)]
    short, long = sorted((max(each, key=len, default=()) for each in chains), key=len)
    return bool(short) and long[: len(short)] == short
