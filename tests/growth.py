"""What a home costs as it grows: processor seconds, disk and memory beside so many agreements.

Run `make bench`, or `python tests/growth.py [--sizes 0,1,10,50] [--keep FOLDER]`. The agreements
are made ones (tests/makers/agreements.py) or the files of `--documents`. Each figure is of a
process of its own with what it started: `add` is one more agreement, and beside it stands how many
times that is what it costs beside none; `ask` is a question put to a home that nobody has open.
Sizes are those after that agreement was added: the home, its index, both indexes that are kept
(what they share counts once), and the cache of vectors.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus import Embedder, Home, Library, Settings, VectorCache  # noqa: E402
from corpus.late import packed  # noqa: E402
from corpus.units import units_of  # noqa: E402
from ingest import Described  # noqa: E402
from ingest.described import document_from  # noqa: E402
from tests.makers.agreements import write_agreements  # noqa: E402

QUESTION = "Can the company use my work to train AI?"


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor seconds and the most memory (MB) of a process with those that it waited for."""

    seconds: float
    memory: float


@dataclass(frozen=True, slots=True)
class Row:
    """What a home of so many agreements costs; sizes in MB."""

    agreements: int
    filled: float
    add: Spent
    ask: Spent
    home: float
    generation: float
    both: float
    cache: float


def run(home: Path, *words: str) -> Spent:
    """What one command costs over a home; SystemExit where it fails."""
    command = [sys.executable, "-m", "assistant.cli", *words]
    environment = {**os.environ, "PINCITE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 3):  # 3: nothing held answers
            said.seek(0)
            raise SystemExit(f"{' '.join(words)}: {said.read().decode()[-2000:]}")
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def size_of(*folders: Path) -> float:
    """MB on the disk, a file with several names once."""
    held = {}
    for folder in folders:
        for path in [folder, *folder.rglob("*")]:
            if path.is_file():
                known = path.stat()
                held[known.st_ino] = known.st_blocks * 512
    return sum(held.values()) / 2**20


class MadeUp:
    """Vectors in no time for the agreements that stand by: alike where their words are."""

    def read(
        self, texts: Sequence[str], progress: object = None
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """As of `Embedder.read`."""
        words = [re.findall(r"\w+", text.lower()) for text in texts]
        small = [np.asarray([_drawn(one, 128) for one in said], np.float32) for said in words]
        lengths = [np.maximum(np.linalg.norm(one, axis=1, keepdims=True), 1e-9) for one in small]
        inside = [packed(one / length) for one, length in zip(small, lengths, strict=True)]
        return self.documents(texts), inside

    def documents(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        """As of `Embedder.documents`."""
        words = [re.findall(r"\w+", text.lower()) for text in texts]
        whole = np.asarray([sum(_drawn(one, 384) for one in said) for said in words], np.float32)
        return whole / np.linalg.norm(whole, axis=1, keepdims=True)

    beside = documents


@lru_cache(maxsize=100_000)
def _drawn(word: str, wide: int) -> np.ndarray:
    return np.random.default_rng(zlib.crc32(word.encode())).normal(size=wide)


def make_up(home: Path, files: Sequence[Path]) -> None:
    """Put vectors of these agreements into a home's cache, so that adding them embeds nothing."""
    settings = replace(Settings.from_environment(), home=home)
    library = Library.load(Home.open(home), settings.bundled)
    made = [document_from(path, Described(), library, settings)[0] for path in files]
    found = [unit for one in made for unit in units_of(one)[1]]
    cache = VectorCache(home / "vectors.sqlite", Embedder(settings).key)
    ways = {"window": cache.words, "sentence": cache.vectors}
    for kind in {unit.kind for unit in found}:
        ways.get(kind, cache.beside)([one.text for one in found if one.kind == kind], MadeUp())


def measure(home: Path, extra: Path, filled: float, agreements: int) -> Row:
    """One row of the table; the home is left as it was."""
    ask = min((run(home, "ask", QUESTION) for _ in range(2)), key=lambda one: one.seconds)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder) / "home"
        subprocess.run(["cp", "-a", str(home), str(copy)], check=True)
        add = run(copy, "add", str(extra))
        current = copy / "generations" / (copy / "current").read_text().split()[0]
        shown = (copy, current, copy / "generations", copy / "vectors.sqlite")
        sizes = [size_of(path) for path in shown]
    return Row(agreements, filled, add, ask, *sizes)


def measured(
    base: Path, sizes: Sequence[int], files: Sequence[Path], made_up: bool
) -> list[Row]:
    """The rows of a home that grows from its digests alone; the last file is added to each."""
    home, rows, held = base / "home", [], 0
    for size in sizes:
        if size > held and made_up:
            make_up(home, files[held:size])
        if size:
            spent = run(home, "add", *map(str, files[held:size])) if size > held else Spent(0, 0)
        else:
            spent = run(home, "index")
        held = size
        rows.append(measure(home, files[-1], spent.seconds, size))
        print(_line(rows[-1], rows[0]), flush=True)
    return rows


def _line(row: Row, first: Row) -> str:
    ratio = row.add.seconds / first.add.seconds
    return (
        f"{row.agreements:>10}{row.filled:>9.1f}{row.add.seconds:>9.1f}{ratio:>6.1f}x"
        f"{row.add.memory:>9.0f}{row.ask.seconds:>8.1f}{row.ask.memory:>9.0f}"
        f"{row.home:>8.0f}{row.generation:>8.0f}{row.both:>8.0f}{row.cache:>8.0f}"
    )


HEAD = (
    f"{'agreements':>10}{'fill s':>9}{'add s':>9}{'':>7}{'add MB':>9}{'ask s':>8}{'ask MB':>9}"
    f"{'home':>8}{'index':>8}{'both':>8}{'cache':>8}"
)


def main() -> None:
    """Print the table, a row as soon as it is measured."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--sizes", default="0,1,10,50")
    wanted.add_argument("--documents", type=Path, help="a folder of agreements to use instead")
    wanted.add_argument(
        "--made-up", action="store_true", help="don't embed the agreements that stand by"
    )
    wanted.add_argument("--keep", type=Path, help="a folder for the home, which is kept")
    options = wanted.parse_args()
    sizes = sorted({0, *map(int, options.sizes.split(","))})
    base = options.keep or Path(tempfile.mkdtemp(prefix="pincite-growth-"))
    if options.documents:
        files = sorted(path for path in options.documents.rglob("*") if path.is_file())
    else:
        files = write_agreements(base / "files", range(sizes[-1] + 1))
    if len(files) <= sizes[-1]:
        raise SystemExit(f"{len(files)} files for {sizes[-1]} agreements and one more")
    print(HEAD)
    try:
        measured(base, sizes, files, options.made_up)
    finally:
        if not options.keep:
            shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
