"""Agreements that have not a word of AI: no clause of them answers a question that names it."""

from __future__ import annotations

from assistant.answer import Passage
from assistant.question.query import Query
from assistant.question.unread import unread_in, unread_line
from corpus import Library
from corpus.spoken import asks_of_ai


def _names_ai(query: Query) -> bool:
    """Whether a question names AI.

    What stands at a place asked for by its number is told, whatever else the question says.
    """
    return not query.located and asks_of_ai(query.judged)


def spoken(query: Query, passages: list[Passage], library: Library) -> list[Passage]:
    """The passages without those of silent agreements, unless nothing else is found."""
    if not _names_ai(query):
        return passages
    return [p for p in passages if not library.is_without_ai(p.document.id)] or passages


def silence(query: Query, library: Library) -> str:
    """What to say where nothing that was searched has a word of AI; empty where one of it has."""
    searched = query.scope.documents or tuple(library.documents)
    if not searched or not _names_ai(query) or not all(map(library.is_without_ai, searched)):
        return ""
    named = "; ".join(library[one].name for one in searched[:3])
    more = f" and {len(searched) - 3} more" if len(searched) > 3 else ""
    unread = unread_line(unread_in(query.scope, library), library)
    read = f"what could be read has not one such word ({unread})" if unread else "has no such word"
    return (
        f"Not found: {named}{more} was searched for artificial intelligence and what else it is"
        f" called (algorithm, automation, robot, biometric, digital replica), and {read}."
    )
