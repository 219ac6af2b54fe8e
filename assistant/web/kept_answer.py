"""What is kept of an answer that a browser sent with feedback: the parts that a reviewer needs,
each of its kind, and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import ORIGINS
from corpus.plain import JsonObject

MAX_WORDS = 2000
_WANTED = "answer: wanted the JSON of an answer as 'pincite ask --json' prints it"
_TEXTS = ("question", "standalone_question", "status", "as_of", "mode", "corpus", "answer")
_CITED_TEXTS = (
    "document",
    "title",
    "locator",
    "heading",
    "kind",
    "status",
    "force",
    "basis",
    "quote",
)
_CITED_NUMBERS = ("n", "tier", "start", "end")
_CITED_MORE = ("page_label", "effective", "expires", "url", "short", "role", "carried")
_ROW_TEXTS = ("union", "document", "short")


class BadFeedback(ValueError):
    """What came is no feedback on an answer; the message says what was wanted."""


def kept_of(answer: object) -> JsonObject:
    """The parts of an answer that are kept. BadFeedback for what is no answer."""
    if not isinstance(answer, dict) or not _all_texts(answer, _TEXTS):
        raise BadFeedback(_WANTED)
    kept: JsonObject = {name: answer[name] for name in _TEXTS}
    for name in ("citations", "also"):
        kept[name] = [_cited(row) for row in _rows(answer.get(name), 200, _is_cited)]
    numbers = {row["n"] for row in kept["citations"]}
    statements = _rows(
        answer.get("statements"),
        200,
        lambda one: _all_texts(one, ("text",)) and _cites(one, numbers),
    )
    kept["statements"] = [{name: one[name] for name in ("text", "citations")} for one in statements]
    kept |= {"short": _short(answer.get("short"), numbers), "by_union": _by_union(answer, numbers)}
    notes = [note[:2000] for note in answer.get("notes") or [] if isinstance(note, str)]
    scope = answer.get("scope")
    unions = scope.get("union") if isinstance(scope, dict) else None
    unions = unions[:10] if isinstance(unions, list) else []
    unions = [one[:200] for one in unions if isinstance(one, str)]
    return kept | {"notes": notes[:50], "scope": {"union": unions}}


def _all_texts(row: JsonObject, names: tuple[str, ...]) -> bool:
    return all(isinstance(row.get(name), str) for name in names)


def _cites(row: JsonObject, numbers: set[int]) -> bool:
    cited = row.get("citations")
    return isinstance(cited, list) and all(isinstance(n, int) and n in numbers for n in cited)


def _rows(rows: object, most: int, good: Callable[[JsonObject], bool]) -> list[JsonObject]:
    """A list of records that are all good. BadFeedback for anything else."""
    if (
        not isinstance(rows, list)
        or len(rows) > most
        or not all(isinstance(row, dict) and good(row) for row in rows)
    ):
        raise BadFeedback(_WANTED)
    return rows


def _is_cited(row: JsonObject) -> bool:
    numbers = [row.get(name) for name in _CITED_NUMBERS]
    whole = all(isinstance(one, int) and not isinstance(one, bool) for one in numbers)
    return whole and _all_texts(row, _CITED_TEXTS)


def _cited(row: JsonObject) -> JsonObject:
    kept = {name: row[name] for name in (*_CITED_TEXTS, *_CITED_NUMBERS)}
    kept["page"] = row.get("page") if isinstance(row.get("page"), int) else None
    for name in _CITED_MORE:
        kept[name] = row[name][:500] if isinstance(row.get(name), str) else None
    return kept


def _short(short: object, numbers: set[int]) -> JsonObject | None:
    """The direct answer as the member saw it; None for what an older page sent."""
    if short is None:
        return None
    if not isinstance(short, dict) or not _all_texts(short, ("text",)):
        raise BadFeedback(_WANTED)
    if not _cites(short, numbers) or short.get("from") not in ORIGINS:
        raise BadFeedback(_WANTED)
    return {
        "text": short["text"][:MAX_WORDS],
        "citations": short["citations"],
        "from": short["from"],
    }


def _by_union(answer: JsonObject, numbers: set[int]) -> list[JsonObject]:
    """The table of unions as the member saw it; no rows for what an older page sent."""

    def good(row: JsonObject) -> bool:
        number = row.get("citation")
        return _all_texts(row, _ROW_TEXTS) and isinstance(number, int) and number in numbers

    return [
        {name: row[name][:MAX_WORDS] for name in _ROW_TEXTS} | {"citation": row["citation"]}
        for row in _rows(answer.get("by_union") or [], 100, good)
    ]
