"""What altered words are an altered form of, and what is most serious in the change.

A search for likeness (rapidfuzz) only proposes where words may stand; it never decides that they
are exact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import cached_property

from rapidfuzz import fuzz

from assistant.checking.match import (
    BRACKET,
    ELLIPSIS,
    MODALS,
    NEGATIONS,
    REMARK,
    Found,
    Hit,
    Wording,
    folded,
)
from corpus import STRUCK, Clause, Document
from corpus.compare import Edit, edits_between

_NUMBERS = re.compile(
    r"\d+|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|twice|once"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|days?|weeks?|months?|years?|hours?|minutes?)\b",
    re.I,
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: Documents and stretches that are looked at for an altered form.
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Altered:
    """The stretch that quoted words are an altered form of: how much they share, what differs, what
    is called out first."""

    hit: Hit
    share: float
    edits: tuple[Edit, ...]
    called: str
    struck: bool = False

    @property
    def diff(self) -> str:
        """[-gone-] and {+new+} words, as a person reads them."""
        marks = {"gone": "[-{}-]", "new": "{{+{}+}}", "same": "{}"}
        return "".join(marks[edit.op].format(edit.words) for edit in self.edits)

    @property
    def kept(self) -> int:
        """How many words stand in both."""
        return sum(len(_tokens(edit.words)) for edit in self.edits if edit.op == "same")

    @property
    def found(self) -> Found:
        """Where it stands and what differs, as a check and a record tell it."""
        return self.hit.found(self.called, self.diff, self.edits)


class Likeness:
    """Finds what words are most like, in the documents of one library."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    @cached_property
    def _lower(self) -> dict[str, str]:
        return {identity: text.lower() for identity, (text, _) in self.wording.folded.items()}

    def altered(
        self,
        words: str,
        likely: Sequence[Document] = (),
        near: Sequence[Clause] = (),
        elsewhere: bool = True,
    ) -> Altered | None:
        """What the words are most likely an altered form of; documents and clauses that the text
        names come first where others are as like.

        Without `elsewhere` only those documents are looked at.
        """
        parts = [
            part for piece in ELLIPSIS.split(REMARK.sub("", words)) if (part := piece.strip(" ,;"))
        ]
        parts = [
            BRACKET.sub(lambda m: m.group(1) if len(m.group(1)) < 4 else m.group(), part)
            for part in parts
        ]
        if not parts or len(_tokens(words)) < 3:
            return None
        longest = max(parts, key=len)
        asked = folded(longest)[0].lower()
        found: list[tuple[float, Document, int]] = []
        for document in self.wording.library if elsewhere else likely:
            text = self._lower[document.id]
            if len(text) < len(asked):
                continue
            held = fuzz.partial_ratio_alignment(asked, text, score_cutoff=50)
            if held is not None:
                found.append((held.score + 4 * (document in likely), document, held.dest_start))
        found.sort(key=lambda row: -row[0])
        stretches = [
            self._stretch(document, at, len(words)) for _, document, at in found[:_CANDIDATES]
        ]
        stretches += [
            (self.wording.library[clause.document], clause.span.start, clause.span.end)
            for clause in near[:4]
        ]
        best: Altered | None = None
        score = 0.0
        for document, begin, until in stretches:
            one = self._compared(parts, document, begin, until)
            value = one.share + 0.04 * (document in likely) if one else 0.0
            if one and (best is None or value > score):
                best, score = one, value
        return best

    def _stretch(self, document: Document, at: int, size: int) -> tuple[Document, int, int]:
        """A wide stretch of the live text around a folded offset."""
        places = self.wording.folded[document.id][1]
        return (
            document,
            places[max(0, at - size - 200)],
            places[min(len(places) - 1, at + 2 * size + 200)] + 1,
        )

    def _compared(
        self, parts: Sequence[str], document: Document, begin: int, until: int
    ) -> Altered | None:
        text = document.text[begin:until]
        edits: list[Edit] = []
        spans: list[tuple[int, int]] = []
        held = total = 0.0
        clause: Clause | None = None
        for part in parts:
            share, start, end = _aligned(part, text)
            count = len(_tokens(part))
            held, total = held + share * count, total + count
            if not share:
                continue
            clause = document.clause_at(begin + (start + end) // 2) or clause
            if clause is not None and begin + start < clause.span.start < begin + end:
                start = clause.span.start - begin  # the words before a clause are its heading
            spans.append((begin + start, begin + end))
            edits += [Edit("same", " … ")] * bool(edits) + list(
                edits_between(_plain(text[start:end]), _plain(part))
            )
        if not spans or clause is None:
            return None
        start, end = min(a for a, _ in spans), max(b for _, b in spans)
        clause = document.clause_at(start) or clause
        gone = " ".join(edit.words for edit in edits if edit.op == "gone")
        new = " ".join(edit.words for edit in edits if edit.op == "new")
        struck = bool(new.strip()) and self._were_struck(
            [e.words for e in edits if e.op == "new"], document, clause, start, end
        )
        return Altered(
            Hit(document, clause, start, end),
            held / total,
            tuple(edits),
            called_out(gone, new),
            struck,
        )

    def _were_struck(
        self, new: Sequence[str], document: Document, clause: Clause, start: int, end: int
    ) -> bool:
        """Whether all that a quotation has more than the live text was struck out of this very
        stretch, or, if it is some words, of its clause."""
        wanted = Counter(word for words in new for word in _tokens(words))
        if wanted.total() > 1:
            start, end = min(start, clause.span.start), max(end, clause.span.end)
        parts = document.report.left_out if document.report else ()
        gone = " ".join(
            p.sample
            for p in parts
            if p.reason in STRUCK and p.at is not None and start - 40 <= p.at <= end + 40
        )
        return bool(wanted) and not wanted - Counter(_tokens(gone))


def called_out(gone: str, new: str) -> str:
    """What is most serious in a change of words: a "not", then may or must, then a number or date,
    then any word."""
    for name, pattern in (
        ("a “not” was changed", NEGATIONS),
        ("may, must or shall was changed", MODALS),
        ("a number or date was changed", _NUMBERS),
    ):
        if Counter(w.lower() for w in pattern.findall(gone)) != Counter(
            w.lower() for w in pattern.findall(new)
        ):
            return name
    return (
        "words were changed"
        if _tokens(gone) != _tokens(new)
        else "only marks or hyphens were changed"
    )


def _aligned(words: str, text: str) -> tuple[float, int, int]:
    """How much of the quoted words a stretch of the text holds in order, and where it stands."""
    pieces = list(_WORD.finditer(text))
    asked = _tokens(words)
    matcher = SequenceMatcher(
        None, asked, [p.group().lower().replace("’", "'") for p in pieces], autojunk=False
    )
    blocks = _dense([block for block in matcher.get_matching_blocks() if block.size], len(asked))
    if not blocks:
        return 0.0, 0, 0
    first, last = blocks[0], blocks[-1]
    # a word that was changed at either end belongs to the stretch too
    begin = max(0, first.b - min(first.a, 3))
    end = min(len(pieces), last.b + last.size + min(len(asked) - last.a - last.size, 3))
    held = sum(block.size for block in blocks)
    return held / max(len(asked), end - begin), pieces[begin].start(), pieces[end - 1].end()


def _dense(blocks: list[Match], size: int) -> list[Match]:
    """Without stray little matches far from the longest one, which would stretch the difference
    over half a clause."""
    if not blocks:
        return blocks
    core = max(range(len(blocks)), key=lambda n: blocks[n].size)
    kept = [blocks[core]]
    for block in reversed(blocks[:core]):
        if kept[0].b - block.b - block.size > max(
            6, (kept[0].a - block.a - block.size) * 2 + 4, size // 3
        ):
            break
        kept.insert(0, block)
    for block in blocks[core + 1 :]:
        last = kept[-1]
        if block.b - last.b - last.size > max(6, (block.a - last.a - last.size) * 2 + 4, size // 3):
            break
        kept.append(block)
    return kept


def _tokens(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _plain(text: str) -> str:
    """Marks and breaks that are no difference, made one for the difference that is shown."""
    text = re.sub(r"(?<=\w)[-‐‑]\s*\n\s*(?=[a-z])", "", text)
    return re.sub(
        r"[“”\"„«»]",
        "",
        text.replace("’", "'").replace("‘", "'").replace("—", "-").replace("–", "-"),
    ).strip()
