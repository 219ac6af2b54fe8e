"""Counts overviews: whether each clause that a representative would list is among the lines.

The questions (`evals/overviews/asked.jsonl`) were written by three hands who had not seen the
system, each with controls that sound like overviews and want one rule; `set` says which. "sealed2"
was counted once before anything was mended by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.assistant import Assistant, Question
from corpus.plain import JsonObject

ASKED = Path(__file__).parent / "overviews" / "asked.jsonl"
#: The day on which the questions were written.
DAY = date(2026, 11, 29)


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of some questions.

    Clauses `wanted`, those `shown` at once, those shown or `folded` beneath; questions `seen` as
    overviews, and of which every clause was listed (`whole`); controls, and `alarms` among them.
    """

    overviews: int
    seen: int
    wanted: int
    shown: int
    folded: int
    whole: int
    controls: int
    alarms: int


def asked(name: str) -> list[JsonObject]:
    """The questions of one set."""
    rows = [json.loads(line) for line in ASKED.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["set"] == name]


def count(assistant: Assistant, rows: Iterable[JsonObject]) -> Counted:
    """Ask each question and count."""
    overviews = seen = wanted = shown = folded = whole = controls = alarms = 0
    for row in rows:
        found = assistant.ask(Question(row["question"], row["union"], as_of=DAY)).json()
        listed = found["scope"]["question_kind"] == "overview"
        if not row["overview"]:
            controls, alarms = controls + 1, alarms + listed
            continue
        need = {_place(one) for one in row["clauses"] if one["need"]}
        at_once = {_place(one) for one in found["citations"]}
        every = at_once | {_place(one) for one in found["also"]}
        overviews, seen, wanted = overviews + 1, seen + listed, wanted + len(need)
        shown, folded = shown + len(need & at_once), folded + len(need & every)
        whole += need <= every
    return Counted(overviews, seen, wanted, shown, folded, whole, controls, alarms)


def _place(one: JsonObject) -> tuple[str, str, str]:
    return one["document"], one["locator"], one["heading"]
