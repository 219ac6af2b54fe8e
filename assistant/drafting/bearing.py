"""Whether one sentence bears another: its words in their order, with the same denials and doers.

A draft is borne where each of its rows (reading.py) is an ordered part of one of the cited
sentence's, and leaves out nothing of what it speaks of that would turn it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from assistant.drafting.reading import ADDED, DOERS, KEPT, MODALS, Part, Word, read

#: How far a word may stand before the one it follows in a draft: "training data".
_NEAR = 3


def unborne(said: str, source: str, names: frozenset[str]) -> str | None:
    """Why a draft is not borne by one cited sentence, or None where it is.

    `names` are the words that name the document, with which a draft may always speak of it.
    """
    mine, theirs = read(said), read(source)
    met = _met(mine[0], theirs[0], names, None)
    if isinstance(met, str):
        return met
    statements = {theirs[0].row[place].statement for place in met} | {-1}
    used: set[int] = set()
    for part in mine[1:]:
        tried = {
            n: _met(part, one, names, {one.statement})
            for n, one in enumerate(theirs)
            if one.opener == part.opener and one.statement in statements
        }
        borne = [(n, one) for n, one in tried.items() if not isinstance(one, str)]
        if not borne:
            reasons = (one for one in tried.values() if isinstance(one, str))
            return next(reasons, f"it names another condition ({part.opener.lower()})")
        first, places = borne[0]
        used.add(first)
        met |= {1000 * first + place for place in places}
    for n, part in enumerate(theirs[1:], 1):
        if n not in used and part.statement in statements:
            return f"it leaves out a condition ({part.opener.lower()})"
    met |= {-1 for word in mine[0].row if word.loose}
    return "too little of it is in the cited words" if len(met) < 2 else None


def _met(
    mine: Part, theirs: Part, names: frozenset[str], statements: set[int] | None
) -> set[int] | str:
    """The places of one row that another's words stand at, or why it does not bear them."""
    kept = [not _free(word, theirs.row, names) for word in mine.row]
    drafted = tuple(word for word, keep in zip(mine.row, kept, strict=True) if keep)
    places = _placed(drafted, tuple(theirs.row))
    if isinstance(places, str):
        return places
    if reason := _doer(drafted, theirs.row, places, bool(mine.denials)):
        return reason
    at = {n: places.get(sum(kept[:n])) for n, keep in enumerate(kept) if keep}
    for n, word in enumerate(mine.row):
        if word.loose and kept[n]:
            at[n] = next(p for p, one in enumerate(theirs.row) if one.bears(word))
    if reason := _denied(mine, theirs, at):
        return reason
    met = set(places.values())
    if theirs.opener and (lost := _narrowed(theirs.row, met)):
        return f"it leaves out “{lost}” of a condition"
    touched = statements or {theirs.row[place].statement for place in met}
    if lost := next(_lost(theirs.row, met, touched), None):
        return f"it leaves out “{lost}”"
    return met


def _free(word: Word, row: list[Word], names: frozenset[str]) -> bool:
    """Whether a draft may add a word: it speaks of the document, or of nothing."""
    if any(one.bears(word) for one in row):
        return False
    if word.number:
        return not word.number.quantity.unit and f"{word.number.quantity.value:g}" in names
    if word.written.lower() in ("you", "your"):  # a reader may be spoken to where no one else is
        return not any(one.means in DOERS for one in row)
    return word.means in ADDED or (word.written[0].isupper() and word.means in names)


def _placed(drafted: tuple[Word, ...], row: tuple[Word, ...]) -> dict[int, int] | str:
    """Where each of a draft's words stands in a row, in one order, or why they do not."""
    if missing := next((w for w in drafted if not any(one.bears(w) for one in row)), None):
        return f"“{missing.written}” is not in the cited words"
    ordered = [at for at, word in enumerate(drafted) if not word.loose]

    @cache
    def best(nth: int, last: int, floor: int, back: bool) -> tuple[int, tuple[int, ...]] | None:
        if nth == len(ordered):
            return 0, ()
        word, found = drafted[ordered[nth]], None
        first = max(floor + 1, last - _NEAR) if back and not word.firm else last + 1
        for place in range(first, len(row)):
            before = place < last
            if (
                place == last
                or not row[place].bears(word)
                or before
                and not _swaps(row, place, last, word)
            ):
                continue
            rest = best(nth + 1, place, floor if before else last, back and not before)
            if rest is None or place in rest[1]:
                continue
            skipped = sum(1 + 100 * (one.means in KEPT) for one in row[last + 1 : place])
            if found is None or skipped + rest[0] < found[0]:
                found = skipped + rest[0], (place, *rest[1])
        return found

    if (found := best(0, -1, -1, True)) is None:
        return "the cited words have it in another order"
    return dict(zip(ordered, found[1], strict=True))


def _swaps(row: tuple[Word, ...], place: int, last: int, word: Word) -> bool:
    """Whether a word may stand before the one it follows: "training data" and "data to train"."""
    after = row[place + 1]
    joined = word.close or after.close or bool(word.head) or after.head == word.means
    return joined and not any(one.firm for one in row[place : last + 1])


def _doer(
    drafted: tuple[Word, ...], row: list[Word], places: dict[int, int], denied: bool
) -> str | None:
    """Whether a draft says of one what its sentence says of another: the actor nearest before."""
    for at, word in enumerate(drafted):
        theirs = row[places[at]].link if at in places else ""
        other = word.link in ("and", "or") and theirs in ("and", "or") and not denied
        to = word.link == "by" or word.link == "to" and word.means in DOERS
        if word.link != theirs and (other or to):
            return f"it has “{word.link} {word.written}” where the cited words do not"
        if word.means not in MODALS:
            continue
        mine = [n for n in range(at) if drafted[n].means in DOERS and n in places] or range(at)
        doer = [n for n in range(places[at]) if row[n].means in DOERS]
        said = mine[-1] if mine else -1
        nearer = doer and said in places and places[said] < doer[-1]
        if nearer and drafted[said].means != row[doer[-1]].means:
            return f"the cited words say it of “{row[doer[-1]].written}”"
    return None


def _denied(mine: Part, theirs: Part, at: dict[int, int | None]) -> str | None:
    """Whether a denial stands on one side only."""
    place = {n: p for n, p in at.items() if p is not None}
    here = [{place[n] for n in mine.reached(one) if n in place} for one in mine.denials]
    there = [theirs.reached(one) for one in theirs.denials]
    left = list(there)
    for reach in here:  # each denial needs one of its own
        if (own := next((other for other in left if reach & other), None)) is None:
            return "it denies what the cited words do not"
        left.remove(own)
    met = set(place.values())
    for reach in there:
        if reach & met and not any(reach & other for other in here):
            return "it leaves out a denial"
    return None


def _narrowed(row: list[Word], met: set[int]) -> str | None:
    """What a draft leaves out of a condition that narrows it: its beginning, an "and", a number."""
    if row and met and min(met) > 1:
        return row[0].written
    return next(
        (
            one.written
            for at, one in enumerate(row)
            if at not in met and (one.link == "and" or one.number)
        ),
        None,
    )


def _lost(row: list[Word], met: set[int], touched: set[int]) -> Iterator[str]:
    """What a draft leaves out of the statements that it speaks of and may not: marks, and heads."""
    last, verb = "", False
    for at, word in enumerate(row):
        if verb and at not in met and word.means not in ADDED and not word.loose:
            yield word.written
        verb = at in met and word.means in MODALS or verb and word.means in ADDED
        if at in met:
            last = word.means if word.means in MODALS else last
            if word.head and word.head not in {row[n].means for n in met}:
                yield word.head
        elif word.means in KEPT and word.statement in touched and word.means != last:
            yield word.written
