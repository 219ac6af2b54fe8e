"""An original becomes clauses, and clauses become an index. Other rooms import from this door."""

from ingest.add import Added, Described, add, describe, remove
from ingest.build import ensure_index, generations, roll_back
from ingest.fetch import Outcome, fetch
from ingest.questions import write_questions
from ingest.report import lines_of, values_of
from ingest.rollback import Undone, undoing
from ingest.segment import segment
