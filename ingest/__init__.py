"""An original becomes clauses, and clauses become an index. Other rooms import from this door."""

from ingest.add import Added, add, remove
from ingest.build import ensure_index
from ingest.described import HELD_AS, Described, describe
from ingest.fetch import Outcome, fetch
from ingest.keeping import generations
from ingest.mending import repair
from ingest.questions import write_questions
from ingest.report import lines_of, values_of
from ingest.rollback import Undone, roll_back, undoing
from ingest.segment import segment

__all__ = [
    "HELD_AS",
    "Added",
    "Described",
    "Outcome",
    "Undone",
    "add",
    "describe",
    "ensure_index",
    "fetch",
    "generations",
    "lines_of",
    "remove",
    "repair",
    "roll_back",
    "segment",
    "undoing",
    "values_of",
    "write_questions",
]
