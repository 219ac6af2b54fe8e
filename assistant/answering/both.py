"""A question of two halves: both answered, or the one that isn't said to be missing."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import SHORT_WORDS, Answer, Outcome, Short
from assistant.answering.compose import STATEMENTS

_EACH = "Your question has two parts; what was found on each stands below."


def joined(outcome: Outcome, halves: tuple[str, str], found: tuple[Outcome, Outcome]) -> Outcome:
    """What both halves found, as the answer to the whole; its own outcome where neither did."""
    answered = [one for one in found if isinstance(one, Answer)]
    missing = [half for half, one in zip(halves, found, strict=True) if not isinstance(one, Answer)]
    notes = tuple(f"On “{half}” nothing was found in what was searched." for half in missing)
    if not answered:
        return outcome
    if missing:
        return replace(answered[0], asked=outcome.asked, notes=(*notes, *answered[0].notes))
    one, two = answered
    most = STATEMENTS - 1
    statements = tuple(dict.fromkeys((*one.statements[:most], *two.statements[:most])))
    cited = tuple(dict.fromkeys((*one.short.citations, *two.short.citations)))
    texts = (f"{one.short.text} {two.short.text}", _EACH)
    text = next(text for text in texts if len(text.split()) <= SHORT_WORDS)
    places = {citation.place for each in statements for citation in each.citations}
    official = one.short.origin == two.short.origin == "official"
    origin = "official" if official else "summary"
    return replace(
        one,
        asked=outcome.asked,
        statements=statements,
        short=Short(text, tuple(c for c in cited if c.place in places), origin),
        caveat=" ".join(dict.fromkeys(text for text in (one.caveat, two.caveat) if text)),
        also=tuple(c for c in (*one.also, *two.also) if c.place not in places),
        notes=tuple(dict.fromkeys((*one.notes, *two.notes))),
        follow_ups=(*one.follow_ups[:1], *two.follow_ups[:1]),
    )
