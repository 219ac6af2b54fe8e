"""Where words stand in the documents to the letter, and where they would stand if struck words were live.

To the letter means: after white space, quotation marks and hyphens are folded, the same characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.places import chains_of
from corpus import STRUCK, Clause, Document, Library
from corpus.compare import Edit

_QUOTES = frozenset("\"“”„«»‘’'‚‹›`´")
_HYPHENS = frozenset("-‐‑")
_DASHES = frozenset("–—―−")
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff*")
ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|(?:\.\s?){3,4}|…)\s*")
BRACKET = re.compile(r"\[([^\[\]]{1,80})\]")
REMARK = re.compile(r"\s*[\[(](?:sic|emphasis (?:added|ours|mine)|our emphasis|citations? omitted|footnotes? omitted)[\])]", re.I)
NEGATIONS = re.compile(r"\b(?:not|no|never|nor|neither|none|nothing|cannot|without|unless|except)\b|n't\b", re.I)
MODALS = re.compile(r"\b(?:may|must|shall|will|can|should|might|could|would)\b", re.I)
#: How far apart the parts of an elided quotation may stand, and how long a word in brackets may be in the document.
_ELIDED, _REPLACED = 4000, 70


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found: the document, the clause they begin in, their offsets; what an ellipsis leaves out that it must not."""

    document: Document
    clause: Clause
    start: int
    end: int
    fault: str = ""

    def found(self, note: str = "", diff: str = "", edits: tuple[Edit, ...] = ()) -> Found:
        """The same with what there is to say of it."""
        return Found(self.document.id, self.clause.locator, self.start, self.end, diff, note, edits)


@dataclass(frozen=True, slots=True)
class Found:
    """What the documents hold for a quotation: where, by id, locator and offsets; `edits`, and `diff` as text, are the words that differ."""

    document: str = ""
    locator: str = ""
    start: int | None = None
    end: int | None = None
    diff: str = ""
    note: str = ""
    edits: tuple[Edit, ...] = ()


def folded(text: str) -> tuple[str, list[int]]:
    """A text with white space, quotation marks and hyphens made one, and for each character where it came from."""
    out: list[str] = []
    places: list[int] = []
    at, size = 0, len(text)
    while at < size:
        letter = text[at]
        begin, at = at, at + 1
        if letter in _NOTHING:
            continue
        if letter.isspace():
            if out and out[-1] not in " -":
                out.append(" ")
                places.append(begin)
        elif letter in _QUOTES:
            if 0 < begin < size - 1 and text[begin - 1].isalnum() and text[begin + 1].isalnum():
                out.append("'")
                places.append(begin)
        elif letter in _HYPHENS or letter in _DASHES:
            after = at
            while after < size and (text[after].isspace() or text[after] in _HYPHENS or text[after] in _DASHES):
                after += 1
            if (
                out
                and out[-1].isalpha()
                and after < size
                and text[after].isalpha()
                and (letter in _HYPHENS or (text[at].isalpha() and letter == "–"))
                and text[begin - 1].isalpha()
            ):
                at = after  # "self-\nevident" and "em-\nployee": the parts of one word
                continue
            if out and out[-1] == " ":
                out.pop()
                places.pop()
            if not out or out[-1] != "-":
                out.append("-")
                places.append(begin)
            at = after
        else:
            if letter in ",;:." and out and out[-1] == " ":
                out.pop()  # "the zone , the Producer": words between were struck out
                places.pop()
            out.append(letter)
            places.append(begin)
    return "".join(out), places


@dataclass(frozen=True, slots=True)
class _Piece:
    """One run of a quotation: the words, and what stands before it: nothing, an ellipsis, or a word in brackets."""

    words: str
    gap: str = ""
    bracket: str = ""


class Wording:
    """Finds words in the documents of one library; each document is folded once."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @cached_property
    def folded(self) -> dict[str, tuple[str, list[int]]]:
        """Each document's folded text, and where its characters came from."""
        return {document.id: folded(document.text) for document in self.library}

    def exact(self, words: str) -> list[Hit]:
        """Every place that holds the words to the letter. Words left out (…) and replaced ([the Company]) stand within one clause."""
        pieces = _pieces(words)
        if not pieces:
            return []
        rest = re.compile("".join(_pattern(piece) for piece in pieces[1:]), re.S)
        hits = []
        for document in self.library:
            text, places = self.folded[document.id]
            for start in _starts(text, pieces[0].words):
                first = start + len(pieces[0].words)
                found = rest.match(text, first)
                if found is None or not _edge(text, found.end() - 1, found.end()):
                    continue
                begin, end = places[start], places[found.end() - 1] + 1
                clause = document.clause_at(begin)
                if clause is not None:
                    hits.append(Hit(document, clause, begin, end, _fault(text[start : found.end()], pieces, document, clause, end)))
        return hits

    def struck(self, words: str, among: Sequence[Document] | None = None) -> Hit | None:
        """A document, of these or of all, that holds the words only with words that were struck out of it."""
        pieces = _pieces(words)
        if len(pieces) != 1:
            return None
        for identity, (text, places, gone) in self._struck.items():
            if among is not None and self.library[identity] not in among:
                continue
            for start in _starts(text, pieces[0].words):
                end = start + len(pieces[0].words)
                if _edge(text, end - 1, end) and any(gone[start:end]):
                    document = self.library[identity]
                    offset = places[start]
                    before = [clause for clause in document.clauses if clause.span.start <= offset]
                    if clause := next(iter(before[-1:] or document.clauses[:1]), None):
                        return Hit(document, clause, offset, offset)
        return None

    @cached_property
    def _struck(self) -> dict[str, tuple[str, list[int], list[bool]]]:
        """Documents with struck words, as they were before: folded, with each character's offset in the live text and whether it is struck."""
        out = {}
        for document in self.library:
            parts = [p for p in (document.report.left_out if document.report else ()) if p.reason in STRUCK and p.at is not None]
            if not parts:
                continue
            text, origin, gone, last = [], [], [], 0
            for part in sorted(parts, key=lambda part: part.at or 0):
                at = part.at or 0
                sample = f" {part.sample} "
                text += [document.text[last:at], sample]
                origin += [*range(last, at), *[at] * len(sample)]
                gone += [False] * (at - last) + [True] * len(sample)
                last = at
            text.append(document.text[last:])
            origin += range(last, len(document.text))
            gone += [False] * (len(document.text) - last)
            flat, places = folded("".join(text))
            out[document.id] = (flat, [origin[at] for at in places], [gone[at] and flat[n] != " " for n, at in enumerate(places)])
        return out


def _pieces(words: str) -> list[_Piece]:
    """A quotation in the runs that must stand to the letter, each with the gap before it."""
    pieces: list[_Piece] = []
    words = REMARK.sub("", words)
    words = re.sub(r"\[(\w)\](?=\w)", r"\1", words)
    for number, part in enumerate(ELLIPSIS.split(words)):
        at, gap, bracket = 0, "ellipsis" if number else "", ""
        for found in [*BRACKET.finditer(part), None]:
            run = folded(part[at : found.start() if found else len(part)])[0].strip(" ,;:.!?-")
            if run:
                pieces.append(_Piece(run, gap, bracket))
                gap, bracket = "", ""
            if found:
                gap, bracket, at = gap or "bracket", found.group(1), found.end()
    return pieces


def _pattern(piece: _Piece) -> str:
    """What may stand between the run before and this one, then this run; its first letter in either case."""
    words = f"[{re.escape(piece.words[0])}{re.escape(piece.words[0].swapcase())}]{re.escape(piece.words[1:])}"
    if piece.gap == "bracket":
        literal = r"[\s\[]*" + re.escape(folded(piece.bracket)[0]) + r"[\s\],;:.]*"
        grave = NEGATIONS.search(piece.bracket) or MODALS.search(piece.bracket) or re.search(r"\d", piece.bracket)
        return rf"(?:{literal}{'' if grave else f'|.{{0,{_REPLACED}}}?'})(?<!\w){words}"
    return rf".{{0,{_ELIDED}}}?(?<!\w){words}"


def _starts(text: str, words: str) -> Iterator[int]:
    """Where a run begins at a word's edge, its first letter in either case."""
    for one in {words, words[0].swapcase() + words[1:]}:
        at = text.find(one)
        while at >= 0:
            if _edge(text, at, at):
                yield at
            at = text.find(one, at + 1)


def _edge(text: str, inner: int, outer: int) -> bool:
    """Whether no word or number goes on over an edge: `inner` is the character inside, `outer` the one outside or at the start."""
    if inner == outer:
        return not (outer and text[outer].isalnum() and text[outer - 1].isalnum()) and not re.match(
            r"\d[.,]\d", text[max(0, outer - 2) : outer + 1]
        )
    if outer >= len(text):
        return True
    return not (text[inner].isalnum() and text[outer].isalnum()) and not re.match(r"\d[.,]\d", text[inner : outer + 2])


def _fault(found: str, pieces: Sequence[_Piece], document: Document, clause: Clause, end: int) -> str:
    """What an ellipsis or a bracket hides that it must not: a "not" beside it, or that another clause goes on."""
    if len(pieces) == 1:
        return ""
    if end > clause.span.end:
        other = document.clause_at(end - 1)
        if other is None or not _kin(clause, other):
            return f"the ellipsis joins words of {clause.locator} with words of {other.locator if other else 'another part'}"
    at = len(pieces[0].words)
    for piece in pieces[1:]:
        after = found.lower().find(piece.words.lower(), at)
        left = found[at : max(at, after)]
        near = re.match(r"\W*(?:\w+\W+)?(?:not|never|no|nor)\b", left, re.I) or re.search(
            r"\b(?:not|never|no|nor|without|unless)\b\W*(?:\w+\W*)?$", left, re.I
        )
        kept = NEGATIONS.search(piece.bracket)
        if near and not kept:
            return "the words left out hold a “not”"
        at = max(at, after) + len(piece.words)
    return ""


def _kin(one: Clause, other: Clause) -> bool:
    """Whether one clause is a part of the other."""
    a, b = (max((chain for _, chain in chains_of(clause.locator)), key=len, default=()) for clause in (one, other))
    a, b = sorted((a, b), key=len)
    return bool(a) and b[: len(a)] == a
