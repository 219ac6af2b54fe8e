"""Counts on sets that others wrote, unseen, to judge rules once: kinds of questions, follow-ups,
drafts and bulletins.

They were counted before and after the rules were cut (evals/LOG.md, 29 November) and are kept so
that nothing falls below that unnoticed. Run with `python -m evals.spent`; only totals are printed,
and no rule should be mended on a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answer import Citation, Statement
from assistant.checking.check import Checker
from assistant.drafting.verify import Citing, Drafted
from assistant.question.follow_up import standalone
from assistant.question.kind import kind_of
from assistant.question.scope import read_scope
from corpus import Clause, Library
from corpus.plain import JsonObject

_FOLDER = Path(__file__).parent / "spent"
#: The day for which the sets were written.
DAY = date(2026, 11, 29)
KINDS = ("comparison", "change", "question")
#: The verdicts that name a planted error rightly.
_NAMED = {
    "word": ("altered",),
    "negation": ("altered",),
    "number": ("altered",),
    "place": ("wrong_place", "no_such_place"),
    "invented": ("not_found",),
    "superseded": ("superseded", "expired"),
    "overstated": ("overstated",),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many."""

    name: str
    found: int
    of: int


def count(library: Library) -> list[Count]:
    """All counts, in the order of the sets."""
    return [*kinds(library), *turns(), *drafts(library), *bulletins(library)]


def rows(name: str) -> list[JsonObject]:
    """The rows of one set."""
    lines = (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def kinds(library: Library) -> Iterator[Count]:
    """Questions read to be of the kind that they are."""
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for row in rows("kinds"):
        scope = read_scope(row["question"], library, DAY, row["union"])
        name = kind_of(row["question"], scope, library).name
        found[row["kind"]].append((name if name in KINDS else "question") == row["kind"])
    yield from (Count(f"kind: {kind}", sum(right), len(right)) for kind, right in found.items())


def turns() -> Iterator[Count]:
    """Follow-ups left alone where they stand alone, and changed where they lean."""
    alone: list[bool] = []
    leaning: list[bool] = []
    for talk in rows("turns"):
        said: list[str] = []
        for turn in talk["turns"]:
            if said:
                stands = turn["question"] == turn["standalone"]
                _, changed = standalone(turn["question"], said)
                (alone if stands else leaning).append(changed)
            said.append(turn["question"])
    yield Count("follow-ups left alone", alone.count(False), len(alone))
    yield Count("follow-ups changed", leaning.count(True), len(leaning))


def drafts(library: Library) -> Iterator[Count]:
    """Sentences shown, of the faithful ones and of those with one fault."""
    shown: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows("drafts"):
        document = library[row["document"]]
        clause = _clause(document.clauses, row)
        quotes = [clause.facts[number - 1].span.of(document.text) for number in row["facts"]]
        given = {
            "S1": Citation(document, clause, clause.span, library.status(document, DAY), "informs")
        }
        drafted = Drafted(row["sentence"], tuple(("S1", quote) for quote in quotes))
        told = Citing(library, given, row["question"]).check(drafted)
        shown[row["faithful"]].append(isinstance(told, Statement))
    yield Count("faithful drafts shown", sum(shown[True]), len(shown[True]))
    yield Count("unfaithful drafts shown", sum(shown[False]), len(shown[False]))


def bulletins(library: Library) -> Iterator[Count]:
    """Bulletins with an error found, rightly named, and clean ones that raise an alarm."""
    checker, found, named, alarms = Checker(library, DAY), [], [], []
    for row in rows("bulletins"):
        wrong = [check.verdict for check in checker.check(row["text"]) if check.verdict != "exact"]
        if row["errors"]:
            found.append(bool(wrong))
            named.append(any(verdict in _NAMED[row["errors"][0]["kind"]] for verdict in wrong))
        else:
            alarms.append(bool(wrong))
    yield Count("bulletins: error found", sum(found), len(found))
    yield Count("bulletins: rightly named", sum(named), len(named))
    yield Count("bulletins: clean ones alarmed", sum(alarms), len(alarms))


def _clause(clauses: Sequence[Clause], row: JsonObject) -> Clause:
    return next(c for c in clauses if (c.locator, c.heading) == (row["locator"], row["heading"]))


def main() -> None:
    """Print the counts."""
    from corpus import Home, Settings

    settings = Settings.from_environment()
    library = Library.load(Home(settings.home), settings.bundled)
    width = 32
    print("\n".join(f"{one.name:<{width}}{one.found:>4} of {one.of}" for one in count(library)))


if __name__ == "__main__":
    main()
