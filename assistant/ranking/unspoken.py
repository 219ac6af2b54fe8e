"""Agreements that have not a word of AI: no clause of them answers a question that names it."""

from __future__ import annotations

from assistant.answer import Passage
from assistant.question.query import Query
from assistant.question.unread import unread_in, unread_line
from corpus import Library
from corpus.spoken import asks_of_ai


def _silent(query: Query, library: Library) -> frozenset[str]:
    """Ids of those agreements, where a question names AI; else none.

    What stands at a place asked for by its number is told, whatever else the question says.
    """
    named = not query.located and asks_of_ai(query.judged)
    return library.without_ai if named else frozenset()


def spoken(query: Query, passages: list[Passage], library: Library) -> list[Passage]:
    """The passages without those of silent agreements, unless nothing else is found."""
    silent = _silent(query, library)
    return [p for p in passages if p.document.id not in silent] or passages


def silence(query: Query, library: Library) -> str:
    """What to say where nothing that was searched has a word of AI; empty where one of it has."""
    silent = _silent(query, library)
    searched = query.scope.documents or tuple(library.documents)
    if not searched or not silent.issuperset(searched):
        return ""
    named = "; ".join(library[one].name for one in searched[:3])
    more = f" and {len(searched) - 3} more" if len(searched) > 3 else ""
    unread = unread_line(unread_in(query.scope, library), library)
    read = f"what could be read has not one such word ({unread})" if unread else "has no such word"
    return (
        f"Not found: {named}{more} was searched for artificial intelligence and what else it is"
        f" called (algorithm, automation, robot, biometric, digital replica), and {read}."
    )
