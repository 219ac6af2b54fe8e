"""Days and dates that a question wants counted: that is refused politely, the rule stands alone."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import SHORT_WORDS, Answer, Outcome

_UNIT = r"(?:hours?|days?|weeks?|months?|years?)"
#: Wants a span counted or a day found by counting; a rule's own "48 hours before" does not.
_COUNTS = re.compile(
    rf"\bhow (?:many|much) (?:more )?{_UNIT} (?:(?:are |do (?:i|we) have )?left|until|till|between"
    rf"|since|ago|remain\w*)\b"
    rf"|\bhow long (?:is it )?(?:until|till|since)\b"
    rf"|\bhow long (?:do (?:i|we) have|is) left\b"
    rf"|\bhow long has\b.*\bin (?:{_UNIT})\b"
    rf"|\b(?:what|which|wich) (?:date|day) (?:is|was|would|will|does|do|comes?)\b.*"
    rf"\b{_UNIT} (?:later|after|before|from)\b"
    rf"|\bwhat(?:'s| is| date is) \d+ {_UNIT} (?:after|before|from)\b"
    rf"|\bwhen (?:do|does|did|will|would) (?:the|those|my|our|these) \d+ (?:working |business )?"
    rf"{_UNIT} (?:run out|end|start|begin|expire|be (?:up|over)|lapse)\b",
    re.I,
)
_REFUSED = "Days are not counted here: count from the dates in the clause, or ask your union."


def uncounted(outcome: Outcome, question: str) -> Outcome:
    """The outcome, with a polite word where it was asked to count days.

    What answers is the clause that holds the dates; a day reckoned by a program is one that nobody
    can cite.
    """
    if not _COUNTS.search(question):
        return outcome
    if not isinstance(outcome, Answer):
        return replace(outcome, message=f"{outcome.message} {_REFUSED}")
    text = f"{outcome.short.text} {_REFUSED}"
    fits = len(text.split()) <= SHORT_WORDS
    short = replace(outcome.short, text=text) if fits else outcome.short
    return replace(outcome, short=short, notes=(_REFUSED, *outcome.notes))
