"""A new index before it is used: it finds what it holds, and no file of it grows past a cap."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from corpus import ClauseIndex, IndexDamaged, Progress, QueryVectors

_NEAREST = 24  # a clause must be among so many that are nearest to itself
_TWINS = 0.99
_LENGTH = 0.01
_SAMPLE = 200  # so many clauses of documents that were there before are asked for again
_MISSED = 0.01  # of those asked for, Chroma may miss such a share


def check(index: ClauseIndex, max_mb: int, progress: Progress | None = None) -> list[int]:
    """Every clause that was put into Chroma's store, and a sample of the others, finds itself
    through it; what stands beside the store has vectors that can be found.

    Returns the units that did not: few are borne, for the vectors find them. IndexDamaged where
    many did not, or all takes more than its cap.
    """
    _check_vectors(index)
    asked, first = _asked(index)
    missed = []
    for done, row in enumerate(asked, 1):
        near = index.nearest(np.asarray(index.vectors[first[row]]), _NEAREST)
        if index.chroma_failed:
            raise IndexDamaged(f"Chroma's store of the new index fails ({index.chroma_failed})")
        if row not in near and not _twin(index, first[row], near):
            missed.append(first[row])
        if progress and (done % 50 == 0 or done == len(asked)):
            progress("checking", done, len(asked))
    if len(missed) > _MISSED * len(asked):
        row = int(index.unit_clauses[missed[0]])
        raise IndexDamaged(
            f"{len(missed)} of {len(asked)} clauses do not find themselves in the new index, the "
            f"first {index.clauses[row]}"
        )
    size = sum(path.stat().st_size for path in index.folder.rglob("*") if path.is_file())
    if size > max_mb * 2**20:
        raise IndexDamaged(
            f"the new index takes {size >> 20} MB, more than PINCITE_MAX_INDEX_MB={max_mb}"
        )
    return missed


def _asked(index: ClauseIndex) -> tuple[list[int], dict[int, int]]:
    """The clauses to ask Chroma for, and the first unit of every clause.

    None of a store that is a copy of one that was asked: its sums are compared when it is opened.
    """
    rows, units = np.unique(index.unit_clauses, return_index=True)
    first = dict(zip(rows.tolist(), units.tolist(), strict=True))
    if index.manifest["stored"] is None:
        return [], first
    new = set(index.manifest["stored"])
    stored = {one.document for one in index.segments if one.first >= 0}
    there = [row for row in first if index.clauses[row][0] in stored]
    others = [row for row in there if index.clauses[row][0] not in new]
    sample = random.Random(index.folder.name).sample(others, min(_SAMPLE, len(others)))
    return sorted({*(row for row in there if index.clauses[row][0] in new), *sample}), first


def _check_vectors(index: ClauseIndex) -> None:
    """IndexDamaged for a new document whose vectors are not of length one: no question finds it."""
    new, start = set(index.manifest["new"]), 0
    for one in index.segments:
        if one.document in new and one.units:
            lengths = np.linalg.norm(index.vectors[start : start + one.units], axis=1)
            if not bool(np.all(np.abs(lengths - 1) < _LENGTH)):
                raise IndexDamaged(f"the vectors of {one.document} are not of length one")
        start += one.units


def _twin(index: ClauseIndex, number: int, near: np.ndarray[Any, Any]) -> bool:
    """Whether what was found has the very same words: boilerplate repeated in many documents."""
    own = QueryVectors(np.asarray(index.vectors[number]), np.zeros((0, 0), dtype=np.float32))
    found = index.similarities(own, near.tolist())
    return bool(len(near)) and max(float(values.max()) for values in found.values()) > _TWINS


@contextlib.contextmanager
def capped(max_mb: int) -> Iterator[None]:
    """No file may grow past the cap meanwhile.

    A broken store was seen to write 72 GB in two minutes.
    """
    try:
        import resource
        import signal
    except ImportError:  # Windows has neither; the size is still checked afterwards
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    cap = max_mb * 2**20
    previous = signal.getsignal(signal.SIGXFSZ)
    with contextlib.suppress(ValueError):  # not the main thread: Python ignores the signal already
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = cap if hard == resource.RLIM_INFINITY else min(cap, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGXFSZ, previous)
