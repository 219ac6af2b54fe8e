"""The server's log: a JSON object a line on stderr.

No question's words unless the operator asks, and then with numbers that name people masked.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpus.signs import escaped

if TYPE_CHECKING:
    from assistant.answer import Outcome
    from assistant.assistant import Question

#: Says that a question was answered: its status, the seconds it took, and what came of it.
Say = Callable[["Question", str, float, "Outcome | None"], None]

log = logging.getLogger("pincite.web")
_KEPT = ("event", "status", "seconds", "mode", "documents", "question")
#: Masked in this order; each leaves a word that says what stood there.
_MASKS = (
    ("e-mail", re.compile(r"[\w.+%'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?\.\s?[\w-]+)+", re.I)),
    ("ssn", re.compile(r"(?<!\d)\d{3}[-\s.–—]?\d{2}[-\s.–—]?\d{4}(?!\d)")),
    (
        "phone",
        re.compile(
            r"(?<!\w)(?!\d{4}-\d\d-\d\d(?!\d))(?:\+|00)?\(?\d{1,4}\)?"
            r"(?:[-\s.–—/]{0,2}\(?\d{2,4}\)?){2,5}(?!\w)"
        ),
    ),
    (
        "membership",
        re.compile(
            r"\b(?:member(?:ship)?|card|badge|employee|staff|id|número|socio|miembro|afiliad[oa])\b"
            r"(?:\s*(?:card|id|number|no\.?|nr\.?|num(?:ber)?\.?|número|de|is|es|#|:|-))*"
            r"\s*(?:[A-Z]{1,4}[-\s]?)?\d[\d-]{2,}",
            re.I,
        ),
    ),
    ("number", re.compile(r"(?<![\w.,$€£-])(?!\d{4}-\d\d-\d\d(?!\d))\d(?:[-\s.]?\d){6,}(?!\w)")),
    ("number", re.compile(r"\b(?=[A-Z0-9-]*\d{4})[A-Z]{1,4}-?\d{4,}\b")),
)


def masked(text: str) -> str:
    """Words with e-mail addresses, phone, social-security and membership numbers taken out."""
    text = unicodedata.normalize("NFKC", text)  # full-width figures are figures
    for name, pattern in _MASKS:
        text = pattern.sub(f"[{name}]", text)
    return text


class AsJson(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the fields we name; nothing else
    that a record may carry.
    """

    def format(self, record: logging.LogRecord) -> str:
        """A record as its line."""
        values: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        values |= {name: getattr(record, name) for name in _KEPT if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            # where it failed, and not the message of the error, which may hold what a person typed
            trace = record.exc_info[2]
            where: list[str] = []
            while trace:
                where.append(
                    f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
                )
                trace = trace.tb_next
            values |= {"error": record.exc_info[0].__name__, "at": where[-6:]}
        return escaped(json.dumps(values, ensure_ascii=False, default=str))


def begin() -> None:
    """Send everything that is logged to stderr as JSON lines. Called once, by the server."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(AsJson())
    lines.setLevel(logging.INFO)  # one library sets its own logger to say everything
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)


def speaker(with_questions: bool) -> Say:
    """What says one answered question in the log."""

    def say(question: Question, status: str, seconds: float, outcome: Outcome | None) -> None:
        fields: dict[str, object] = {"event": "answer", "status": status}
        fields["seconds"] = round(seconds, 4)
        if outcome is not None:
            fields["mode"] = outcome.asked.mode
            fields["documents"] = outcome.asked.corpus
        if with_questions:
            fields["question"] = masked(question.question[:4000])
        log.info("answered a question", extra=fields)

    return say
