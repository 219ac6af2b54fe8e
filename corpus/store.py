"""Chroma's store of a new generation: written whole, changed in a copy, or copied as it is.

An agreement's units are few beside all that are held, and putting them in costs more than embedding
them: they are left beside the store, where the vectors alone find them, until there are many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus import chroma, parts
from corpus.earlier import Earlier
from corpus.index import Progress
from corpus.model import IndexDamaged
from corpus.parts import Segment

#: Chroma keeps the place of what was deleted: past such a share its store is written anew.
_WASTED = 1 / 3
#: So many units, and at most half as many as the store has, are left beside it. One agreement has
#: 1,500; a question pays 8 ms for all of them (evals/LOG.md).
_BESIDE = 32_768


@dataclass(frozen=True, slots=True)
class Store:
    """Chroma's store of a generation: the segments with their numbers, the next number to be given,
    its sums, and the documents whose units were added to it; None where it is the earlier one's.
    """

    segments: list[Segment]
    numbers: int
    sums: Mapping[str, str]
    added: list[str] | None


def stored(
    folder: Path,
    segments: Sequence[Segment],
    earlier: Earlier | None,
    progress: Progress | None,
) -> Store:
    """Chroma's store written, or the earlier one's copied; few units are left beside it."""
    starts = np.cumsum([0, *(one.units for one in segments)]).tolist()
    live, number = starts[-1], earlier.numbers if earlier else 0
    beside = sum(one.units for one in segments if one.first < 0)
    wasted = number + beside - live
    usable = earlier and earlier.store and live and wasted <= _WASTED * live
    copied = earlier if usable and earlier and chroma.is_whole(earlier.folder) else None
    if copied and beside <= min(_BESIDE, (live - beside) // 2):
        return _beside(folder, segments, copied, progress)
    number, found, added, names = (number if copied else 0), [], [], []
    wide = parts.vectors_of(segments, parts.parts_of(folder, segments))
    for start, one in zip(starts, segments, strict=False):
        if one.first < 0 or not copied:
            added.append((number, wide[start : start + one.units]))
            names.append(one.document)
            one, number = replace(one, first=number), number + one.units
        found.append(one)
    if copied:
        _changed(copied, folder, found, added, progress)
    else:
        chroma.write(folder / "chroma", added, progress)
    return Store(found, number, chroma.sums(folder / "chroma"), names)


def _beside(
    folder: Path, segments: Sequence[Segment], earlier: Earlier, progress: Progress | None
) -> Store:
    """The earlier store with nothing added: what it has not, the vectors alone find."""
    left = {one.first for one in segments}
    if all(one.first in left for one in parts.in_store(earlier.segments) if one.units):
        chroma.copy(earlier.folder / "chroma", folder / "chroma")
        return Store(list(segments), earlier.numbers, earlier.sums, None)
    _changed(earlier, folder, segments, (), progress)
    return Store(list(segments), earlier.numbers, chroma.sums(folder / "chroma"), [])


def _changed(
    earlier: Earlier,
    folder: Path,
    found: Sequence[Segment],
    added: Sequence[chroma.Added],
    progress: Progress | None,
) -> None:
    """The earlier store's copy, changed; IndexDamaged where Chroma can't: its sums are not of all
    that it reads.
    """
    left = {one.first for one in found if one.units}
    stored = parts.in_store(earlier.segments)
    gone = [range(s.first, s.first + s.units) for s in stored if s.first not in left]
    try:
        chroma.change(earlier.folder / "chroma", folder / "chroma", gone, added, progress)
    except OSError:
        raise
    except Exception as error:  # Chroma raises many kinds
        raise IndexDamaged(f"Chroma's store in {earlier.folder} is damaged ({error})") from error
