"""What a new generation may take over from the one before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus import parts
from corpus.embed import Embedder
from corpus.integrity import differing
from corpus.manifest import FORMAT, manifest_of
from corpus.model import PinciteError
from corpus.parts import Part, Segment
from corpus.units import UNITS

#: Formats that differ from this one in how parts are written, not in what of.
_BEFORE = (7,)


class _Before(Part):
    """A part as format 7 had it: its units in JSON. It is written anew, and shared no more."""

    shared = False

    @cached_property
    def table(self) -> tuple[np.ndarray, np.ndarray]:
        """As of `Part`."""
        held = json.loads((self.folder / "units.json").read_text(encoding="utf-8"))
        units = [(clause, UNITS.index(kind), *place) for clause, kind, *place in held["units"]]
        return np.asarray(held["clauses"], np.int32), np.asarray(units, np.int32).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A generation of the same model that another may take over from: its segments, of its parts
    those that are as they were written, the next number that its Chroma would give, and by document
    which of its units Chroma is known not to find. `sums` are those of Chroma's store; `store` says
    whether it is to be taken over too.
    """

    folder: Path
    segments: list[Segment]
    parts: dict[str, Part]
    numbers: int
    missed: Mapping[str, tuple[int, ...]]
    sums: Mapping[str, str]
    store: bool = True

    @classmethod
    def of(cls, folder: Path, embedder: Embedder) -> Earlier | None:
        """What can be taken over; None where the generation can't be believed at all."""
        try:
            manifest = manifest_of(folder, embedder, (FORMAT, *_BEFORE))
        except PinciteError:
            return None
        segments = parts.segments_in(manifest)
        kind = Part if manifest["format"] == FORMAT else _Before
        whole = {
            name: kind(part.folder)
            for name, part in parts.parts_of(folder, segments).items()
            if not differing(folder, _of_part(name, manifest["files"]))
        }
        missed, sums = _missed(manifest, segments), manifest.get("chroma") or {}
        return cls(folder, segments, whole, int(manifest["numbers"]), missed, sums)

    def without_store(self) -> Earlier:
        """The same, with Chroma's store to be written whole."""
        return replace(self, store=False)

    def missed_in(self, segments: list[Segment], kept: Mapping[str, Segment]) -> list[int]:
        """The units of a new generation that Chroma is known not to find, of documents kept."""
        found, start = [], 0
        for one in segments:
            if one.document in kept:
                found += [start + n for n in self.missed.get(one.document, ())]
            start += one.units
        return found


def _of_part(name: str, sums: Mapping[str, str]) -> dict[str, str]:
    return {file: one for file, one in sums.items() if file.startswith(f"parts/{name}/")}


def _missed(manifest: Mapping[str, Any], segments: list[Segment]) -> dict[str, tuple[int, ...]]:
    """By document, the units missed, counted from the document's first."""
    missed, start = [int(n) for n in manifest.get("missed", ())], 0
    found: dict[str, tuple[int, ...]] = {}
    for one in segments:
        found[one.document] = tuple(n - start for n in missed if 0 <= n - start < one.units)
        start += one.units
    return found
