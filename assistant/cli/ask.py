"""What `pincite ask`, `search` and `rewrite` do, with one question or with a batch of them.

Results go to stdout, and a batch's errors too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant, Question
from assistant.cli import show
from assistant.cli.opening import open_assistant
from assistant.request import MAX_LINE, check_letters, cited, question_of, searched, turns
from corpus import BadQuestion, PinciteError, Settings
from corpus.plain import JsonObject
from corpus.signs import as_json


def _ask(options: argparse.Namespace) -> int:
    def run(assistant: Assistant, question: Question) -> JsonObject:
        if not options.save:
            return assistant.ask(question).json()
        from assistant.checking.record import record_of, write_record

        outcome, passages = assistant.ask_and_search(question)
        write_record(options.save, record_of(outcome, passages, assistant.basis()))
        return outcome.json()

    return _answer(options, run, lambda found: show.answer(found, options.full))


def _search(options: argparse.Namespace) -> int:
    return _answer(
        options, lambda assistant, question: searched(assistant, question), show.passages
    )


def _rewrite(options: argparse.Namespace) -> int:
    from assistant.question.follow_up import standalone

    def run(_: Assistant | None, question: Question) -> JsonObject:
        rewritten, changed = standalone(question.question, question.history, question.cited)
        return {
            "id": question.id,
            "question": question.question,
            "standalone": rewritten,
            "changed": changed,
        }

    return _answer(options, run, lambda found: found["standalone"], needs_index=False)


def _answer(
    options: argparse.Namespace,
    run: Callable[[Any, Question], JsonObject],
    human: Callable[[JsonObject], str],
    needs_index: bool = True,
) -> int:
    settings = Settings.from_environment()
    if options.batch is not None:
        source = (
            sys.stdin
            if options.batch == "-"
            else open(options.batch, encoding="utf-8", errors="replace")  # noqa: SIM115
        )
        with source:
            assistant = open_assistant(settings) if needs_index else None
            _batch(source, options, lambda question: run(assistant, question))
        return 0
    history = _turns_of(options.history)
    check_letters(options.question)
    question = Question(options.question, history=tuple(turns(history)), cited=cited(history))
    if needs_index:
        question = _with_options(question, options)
    assistant = open_assistant(settings, once=True) if needs_index else None
    found = run(assistant, question)
    if found.get("id", 0) is None and options.command == "search":
        del found["id"]
    print(as_json(found, 1) if options.json else human(found))
    return 0


def _with_options(question: Question, options: argparse.Namespace) -> Question:
    return replace(
        question,
        union=options.union,
        documents=tuple(options.document),
        kinds=tuple(options.kind),
        as_of=options.as_of,
        k=options.k,
    )


def _batch(
    lines: Iterator[str], options: argparse.Namespace, run: Callable[[Question], JsonObject]
) -> None:
    """One JSON object out for each line in, in the same order; a bad line is an error object and
    the rest goes on.
    """
    history = _turns_of(options.history)
    base = Question("", history=tuple(turns(history)), cited=cited(history))
    if options.command != "rewrite":
        base = _with_options(base, options)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity: object = None
        try:
            if len(line) > MAX_LINE:
                raise BadQuestion(
                    f"line {number} has {len(line):,} characters, more than {MAX_LINE:,}"
                )
            values = json.loads(line)
            if not isinstance(values, dict):
                raise BadQuestion(
                    f"line {number}: wanted a JSON object, found {type(values).__name__}"
                )
            identity = values.get("id")
            found = {**run(question_of(values, base)), "id": identity}
        except (PinciteError, ValueError, TypeError) as error:
            found = {
                "id": identity,
                "error": f"line {number}: {error}"
                if isinstance(error, json.JSONDecodeError)
                else str(error),
            }
        except Exception as error:  # noqa: BLE001 - one question must not end the batch
            found = {"id": identity, "error": f"{type(error).__name__}: {error}"}
        print(as_json(found), flush=True)


def _turns_of(path: Path | None) -> list[object]:
    if path is None:
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        values = json.loads(text)
    except ValueError:
        rows = [line for line in text.splitlines() if line.strip()]
        try:
            values = [json.loads(row) for row in rows]
        except ValueError:
            values = rows
    return values if isinstance(values, list) else [values]


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "ask": _ask,
    "search": _search,
    "rewrite": _rewrite,
}
