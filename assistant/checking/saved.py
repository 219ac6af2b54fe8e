"""What a saved file holds: a record, an answer, or a conversation's turns; and whether what it quotes still stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assistant.checking.check import Check, Checker
from assistant.checking.record import changes_since, refuse_foreign
from assistant.checking.restated import restated
from corpus import PinciteError

SAVED = (".json", ".jsonl")


def saved(path: Path, max_mb: int) -> object:
    """What a JSON or JSON Lines file holds. PinciteError for one that is too large, no JSON, or a record of a newer format."""
    if not path.is_file():
        raise PinciteError(f"{path} is not there, or is no file; check the name")
    if path.stat().st_size > max_mb * 2**20:
        raise PinciteError(f"{path.name} has {path.stat().st_size >> 20} MB; at most {max_mb} MB are read (PINCITE_MAX_FILE_MB)")
    try:
        text = path.read_text(encoding="utf-8")
        values = [json.loads(line) for line in text.splitlines() if line.strip()] if path.suffix.lower() == ".jsonl" else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PinciteError(
            f"{path.name} can't be read as JSON ({str(error)[:120]}); wanted what 'pincite ask --save' or '--json' writes, or a record that the page saved"
        ) from error
    if isinstance(values, dict) and "pincite_record" in values:
        refuse_foreign(values, path.name)
    return values


def is_answer(values: object) -> bool:
    """Whether a JSON value is a saved answer: a record, or what `pincite ask --json` prints."""
    return isinstance(values, dict) and isinstance(values.get("citations"), list) and "statements" in values


def turns(values: object) -> Iterator[dict | str]:
    """The answers and the words of a saved conversation, in order; what the member asked is left out."""
    if is_answer(values):
        yield values  # type: ignore[misc]
        return
    if isinstance(values, dict):
        values = next(
            (values[name] for name in ("messages", "history", "conversation", "turns") if isinstance(values.get(name), list)),
            [values],
        )
    if not isinstance(values, list):
        raise PinciteError(
            f"this JSON holds {type(values).__name__}; wanted an answer, or a list of turns with 'role' and 'content'"
        )
    for turn in values:
        if is_answer(turn) or isinstance(turn, str):
            yield turn
        elif isinstance(turn, list):  # [question, answer], as some chats keep their turns
            yield from (part for part in turn[1:2] if isinstance(part, str))
        elif isinstance(turn, dict) and turn.get("role") != "user":
            yield from _words(turn.get("content", turn.get("text", turn.get("answer", ""))))
        elif not isinstance(turn, dict):
            raise PinciteError(f"a turn is text or an object, not {type(turn).__name__}; wanted 'role' and 'content'")


def verdicts(values: object, checker: Checker) -> tuple[list[Check], list[str]]:
    """A verdict for each quotation of a saved answer or conversation, in order, and the fingerprints of other documents that it rests on."""
    checks: list[Check] = []
    others: list[str] = []
    for turn in turns(values):
        if isinstance(turn, str):
            checks += checker.check(turn)
            continue
        checks += [since.check for since in (*changes_since(turn, checker.library, checker.day), *restated(turn, checker.library))]
        if "corpus" in turn and turn["corpus"] != checker.library.fingerprint:
            others.append(str(turn["corpus"])[:12])
    return checks, list(dict.fromkeys(others))


def _words(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    for part in content if isinstance(content, list) else ():
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict) and isinstance(part.get("text"), str):
            yield part["text"]
