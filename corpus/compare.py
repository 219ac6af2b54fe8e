"""Two versions of a document, clause by clause: added, removed, carried over, reworded, renumbered.

Clauses are paired by locator and heading first, then by the words they share, so that a clause that
moved from Article 10 to Article 12 is one renumbered clause and not a removal beside an addition.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.document import Document
from corpus.locators import Label, Locator, label, read
from corpus.model import Clause

#: Two clauses that share a locator are one clause in two versions from this share of words on;
#: others from the second.
SAME_PLACE, ELSEWHERE = 0.25, 0.55
#: Below this share of words in common two texts are shown whole; above this product of lengths
#: frequent words are skipped.
_REWRITTEN, _MANY = 0.5, 20_000_000
_KEPT = ("same", "reworded", "renumbered", "renumbered and reworded")
KINDS_OF_CHANGE = (*_KEPT, "removed", "carried over", "added")
_CARRIES = re.compile(r"[\s,(]*(?:\b20\d\d )?\bcarr(?:y-over|ied over)\b", re.I)
_WORD = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of words of a change: `op` is `same`, `gone` (old only) or `new` (new only)."""

    op: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one clause, one of KINDS_OF_CHANGE; `old` is None for an added one.

    A clause that the new version keeps without repeating it is carried over; `new` is then the
    clause that says so, where one does; of a removed one it is None.
    """

    kind: str
    old: Clause | None
    new: Clause | None
    edits: tuple[Edit, ...] = ()


def compare(old: Document, new: Document) -> list[Change]:
    """Every clause of both documents once: the new one's in order, one gone after its neighbour."""
    ours = [clause for clause in old.clauses if not clause.title_only]
    theirs = [clause for clause in new.clauses if not clause.title_only]
    pairs = _pairs(old, new, ours, theirs)
    taken = {mine: other for other, mine in pairs.items()}
    out: list[Change] = []
    for at, clause in enumerate(theirs):
        mine = pairs.get(at)
        out.append(
            Change("added", None, clause) if mine is None else _change(old, new, ours[mine], clause)
        )
    for mine, clause in enumerate(ours):
        if mine not in taken:
            # every clause before this one stands in `out` already, paired or inserted
            before = ours[mine - 1] if mine else None
            at = next((n for n, one in enumerate(out) if before and one.old is before), -1)
            kept, said = _carried(clause, old, new)
            kind = "carried over" if kept else "removed"
            out.insert(at + 1, Change(kind, clause, said if kept else None))
    return out


def _carried(clause: Clause, old: Document, new: Document) -> tuple[bool, Clause | None]:
    """Whether the new version keeps a clause that it does not repeat, and its clause that says so.

    The digest's own marks tell; only where none of them speaks of the new version, a carry-over
    clause of the same article does.
    """
    own, place = {new.id, new.text_of}, read(clause.locator)
    says = [one for one in new.clauses if _CARRIES.search(one.locator)]
    says = [one for one in says if _holds(_CARRIES.split(one.locator)[0], place)]
    said = says[0] if says else None
    if any(one.carried in own for one in old.clauses if one.carried):
        return bool(clause.carried) and clause.carried in own, said
    return said is not None, said


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """The words that differ between two texts, in order; white space alone is no difference."""
    a, b = _WORD.findall(" ".join(old.split())), _WORD.findall(" ".join(new.split()))
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > _MANY)
    if matcher.ratio() < _REWRITTEN and a and b:
        # shared little words would only make both unreadable
        return (Edit("gone", "".join(a)), Edit("new", "".join(b)))
    edits: list[Edit] = []
    for op, i, j, m, n in matcher.get_opcodes():
        if op == "equal":
            edits.append(Edit("same", "".join(b[m:n])))
            continue
        edits += [Edit("gone", "".join(a[i:j]))] if j > i else []
        edits += [Edit("new", "".join(b[m:n]))] if n > m else []
    return _joined(edits)


def _joined(edits: list[Edit]) -> tuple[Edit, ...]:
    """Changes joined over a blank: "two weeks" becomes "three months" in one step."""
    out: list[Edit] = []
    held = {"gone": "", "new": ""}

    def flush() -> None:
        out.extend(Edit(op, words) for op, words in held.items() if words)
        held.update(gone="", new="")

    for at, edit in enumerate(edits):
        if edit.op != "same":
            held[edit.op] += edit.words
        elif not edit.words.strip() and any(held.values()) and at + 1 < len(edits):
            held.update({op: words + edit.words for op, words in held.items()})
        else:
            flush()
            out.append(edit)
    flush()
    return tuple(out)


def _change(old: Document, new: Document, before: Clause, after: Clause) -> Change:
    one, two = old.quote(before), new.quote(after)
    moved = _place(before) != _place(after)
    edits = edits_between(_body(one, before), _body(two, after))
    changed = any(edit.op != "same" and edit.words.strip() for edit in edits)
    return Change(_KEPT[2 * moved + changed], before, after, edits)


def _body(text: str, clause: Clause) -> str:
    """A clause's words without the number that opens it, which the locator tells."""
    number = re.split(r"[\s,(]", clause.locator.rstrip(")"))[-1].split(".")[-1]
    if len(number) >= 4:
        return text
    return re.sub(rf"\A[\s“\"*_(]*{re.escape(number)}[.):]?\s", "", text, count=1)


def _holds(carrying: str, place: Sequence[Locator]) -> bool:
    """Whether what a carry-over clause is about ("Article 72 (carry-over)") holds a place."""
    return any(one.inside(whole) for whole in read(carrying) for one in place)


def _place(clause: Clause) -> Label:
    return label(clause.locator)


def _pairs(
    old: Document, new: Document, ours: list[Clause], theirs: list[Clause]
) -> dict[int, int]:
    """Which clause of the new document is which of the old: index by index, each used once."""
    bags_a = [Counter(re.findall(r"\w+", old.quote(clause).lower())) for clause in ours]
    bags_b = [Counter(re.findall(r"\w+", new.quote(clause).lower())) for clause in theirs]
    places: dict[Label, list[int]] = defaultdict(list)
    holders: dict[str, list[int]] = defaultdict(list)
    for at, clause in enumerate(ours):
        places[_place(clause)].append(at)
        for word in bags_a[at]:
            holders[word].append(at)
    rare = max(8, len(ours) // 20)
    scored: list[tuple[float, int, int]] = []
    for at, clause in enumerate(theirs):
        near = Counter(
            mine for word in bags_b[at] if len(holders[word]) <= rare for mine in holders[word]
        )
        candidates = {mine for mine, _ in near.most_common(12)} | set(places[_place(clause)])
        for mine in candidates:
            score = _likeness(bags_a[mine], bags_b[at])
            here = _place(ours[mine]) == _place(clause)
            titled = ours[mine].heading.lower() == clause.heading.lower()
            titled = titled and not clause.heading.endswith("…")
            if score >= (SAME_PLACE if here or titled else ELSEWHERE):
                scored.append((score + 0.2 * here + 0.15 * titled, -at, mine))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, negative, mine in sorted(scored, reverse=True):
        if -negative not in pairs and mine not in used:
            pairs[-negative] = mine
            used.add(mine)
    return pairs


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    """Shared words over all words of both (Dice), from 0 to 1."""
    total = one.total() + two.total()
    return 2 * (one & two).total() / total if total else 1.0
