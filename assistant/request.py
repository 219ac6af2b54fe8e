"""A question as JSON says it: believed in nothing, refused with what was wanted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.answer import Outcome, Passage, Statement
from assistant.assistant import Question
from assistant.checking.quotations import first_place
from assistant.question.days import day_of
from corpus import BadQuestion, Library
from corpus.plain import JsonObject
from corpus.signs import is_halved

MAX_LINE = 200_000


class Answering(Protocol):
    """What a page or a program asks: an assistant, or one whose questions are counted."""

    @property
    def library(self) -> Library:
        """The documents answered from."""

    def ask(self, question: Question) -> Outcome:
        """An answer or an abstention."""

    def search(self, question: Question) -> tuple[list[Passage], dict[str, float]]:
        """Ranked clauses and milliseconds by step."""

    def stream(self, question: Question) -> Iterator[str | Statement | Outcome]:
        """The answer as it comes about; the outcome last."""


def question_of(values: JsonObject, base: Question) -> Question:
    """The question of one JSON object; what it does not say is as in `base`.

    BadQuestion or ValueError for what can't be asked.
    """
    if not isinstance(values.get("question"), str):
        raise BadQuestion('wanted a "question" that is text')
    check_letters(json.dumps(values, ensure_ascii=False, default=str))
    if history := values.get("history"):
        base = replace(
            base, history=tuple(turns(history)), cited=cited(history)
        )  # a list, or `turns` has refused it
    base = replace(base, question=values["question"], id=values.get("id"))
    as_of, k = values.get("as_of"), values.get("k")
    if k is not None and (not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= 200):
        raise BadQuestion(f'"k" is {k!r}; wanted a whole number from 1 to 200')
    return replace(
        base,
        union=_text(values, "union") or base.union,
        documents=_texts(values, "documents") or base.documents,
        kinds=_texts(values, "kinds") or base.kinds,
        as_of=day_of(as_of) or base.as_of,
        k=k or base.k,
    )


def check_letters(text: str) -> None:
    """BadQuestion for a text that holds half a letter, which no answer can hold."""
    if is_halved(text):
        raise BadQuestion("it holds half a letter (a lone surrogate), which is no text")


def searched(assistant: Answering, question: Question) -> JsonObject:
    """Ranked clauses as `pincite search --json` prints them, with the question's id if any."""
    passages, timings = assistant.search(question)
    found = {
        "query": question.question,
        "results": [passage.json() for passage in passages],
        "timings_ms": {name: round(spent, 2) for name, spent in timings.items()},
    }
    return {"id": question.id, **found} if question.id is not None else found


def _text(values: JsonObject, name: str) -> str | None:
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise BadQuestion(f'"{name}" is {type(value).__name__}; wanted text')
    return value


def _texts(values: JsonObject, name: str) -> tuple[str, ...]:
    value = values.get(name) or []
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadQuestion(f'"{name}": wanted a list of texts')
    return tuple(value)


def turns(history: object) -> list[str]:
    """The member's earlier questions, from texts, {"role", "content"} turns or {"question"}s."""
    if not isinstance(history, list):
        raise BadQuestion('"history": wanted a list of earlier turns')
    said: list[str] = []
    for turn in history:
        if isinstance(turn, str):
            said.append(turn)
        elif isinstance(turn, dict):
            if turn.get("role", "user") == "user":
                text = turn.get("content", turn.get("question", turn.get("text", "")))
                said.append(text if isinstance(text, str) else "")
        elif isinstance(turn, list) and turn and isinstance(turn[0], str):
            said.append(turn[0])
        else:
            raise BadQuestion('"history": a turn is text, or an object with "role" and "content"')
    return [text for text in said if text.strip()]


def cited(history: Sequence[object]) -> str:
    """The place that the last answer led with, from its citations or its words, or ""."""
    for turn in reversed(history):
        if not isinstance(turn, dict):
            continue
        found = turn.get("citations")
        if isinstance(found, list) and found and isinstance(found[0], dict):
            locator, title = (str(found[0].get(one, ""))[:200] for one in ("locator", "title"))
            return f"{locator} of {title}".replace(" — ", " ")
        if turn.get("role") == "assistant" and isinstance(
            words := turn.get("content", turn.get("text")), str
        ):
            return first_place(words[:MAX_LINE])
    return ""
