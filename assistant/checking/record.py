"""An answer kept whole in a file: written, and read again with the answers and turns it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeGuard

from assistant.answer import Outcome, Passage
from assistant.checking.check import Check, Checker
from assistant.checking.fates import changes_since, restated, sha256
from corpus import Library, PinciteError, write_whole
from corpus.plain import JsonObject

FORMAT = 1
SAVED = (".json", ".jsonl")
#: What a saved conversation calls its turns.
_TURNS = ("messages", "history", "conversation", "turns")


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rested on: the documents, the index's generation, the model that embedded."""

    library: Library
    generation: str
    model: Mapping[str, object]


def record_of(outcome: Outcome, passages: Sequence[Passage], basis: Basis) -> JsonObject:
    """An answer or abstention as a record, in JSON's types: all that `pincite ask --json` prints,
    and what it rested on."""
    answered = outcome.json()
    for cited in (*answered["citations"], *answered["also"]):
        document = basis.library[cited["document"]]
        clause = document.clause_at(cited["start"])
        cited["clause_sha256"] = sha256(document.quote(clause)) if clause else None
    record = {
        "pincite_record": FORMAT,
        "program": program(),
        "saved": datetime.now(UTC).isoformat(timespec="seconds"),
        **answered,
        "generation": basis.generation,
        "model": {**basis.model, "name": Path(str(basis.model["name"])).name},
        "passages": [passage.json() for passage in passages],
    }
    checks = changes_since(record, basis.library, outcome.asked.as_of)
    record["checks"] = [{"n": n, "verdict": one.check.verdict} for n, one in enumerate(checks, 1)]
    return record


@cache
def program() -> str:
    """The version of this program."""
    try:
        return version("pincite")
    except PackageNotFoundError:
        return "0.1.0"


def write_record(path: Path, record: JsonObject) -> None:
    """Write a record whole or not at all; OSError where the folder can't be written."""
    write_whole(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def refuse_foreign(record: JsonObject, name: str) -> None:
    """PinciteError where a record is not ours, or was written by a newer version."""
    made = record["pincite_record"]
    if not isinstance(made, int) or isinstance(made, bool) or made < 1:
        raise PinciteError(
            f"{name} is no record of ours: its format is {str(made)[:40]!r}; wanted a whole number"
        )
    if made > FORMAT:
        raise PinciteError(
            f"{name} was saved by a newer version (format {made}, this one reads {FORMAT}); "
            "update pincite"
        )


def saved(path: Path, max_mb: int) -> object:
    """What a JSON or JSON Lines file holds.

    PinciteError for one that is too large, no JSON, or a record of a newer format.
    """
    if not path.is_file():
        raise PinciteError(f"{path} is not there, or is no file; check the name")
    if (size := path.stat().st_size) > max_mb * 2**20:
        raise PinciteError(
            f"{path.name} has {size >> 20} MB; at most {max_mb} MB are read (PINCITE_MAX_FILE_MB)"
        )
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix.lower() == ".jsonl":
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PinciteError(
            f"{path.name} can't be read as JSON ({str(error)[:120]}); wanted what "
            "'pincite ask --save' or '--json' writes, or a record that the page saved"
        ) from error
    if isinstance(values, dict) and "pincite_record" in values:
        refuse_foreign(values, path.name)
    return values


def is_answer(values: object) -> TypeGuard[JsonObject]:
    """Whether a JSON value is a saved answer: a record, or what `pincite ask --json` prints."""
    if not isinstance(values, dict):
        return False
    return isinstance(values.get("citations"), list) and "statements" in values


def turns(values: object) -> Iterator[JsonObject | str]:
    """The answers and words of a saved conversation, in order; the member's are left out."""
    if is_answer(values):
        yield values
        return
    if isinstance(values, dict):
        lists = (values[name] for name in _TURNS if isinstance(values.get(name), list))
        values = next(lists, [values])
    if not isinstance(values, list):
        raise PinciteError(
            f"this JSON holds {type(values).__name__}; wanted an answer, or a list of turns with "
            "'role' and 'content'"
        )
    for turn in values:
        yield from _turn(turn)


def _turn(turn: object) -> Iterator[JsonObject | str]:
    if isinstance(turn, str) or is_answer(turn):
        yield turn
    elif isinstance(turn, list):  # [question, answer], as some chats keep their turns
        yield from (part for part in turn[1:2] if isinstance(part, str))
    elif not isinstance(turn, dict):
        name = type(turn).__name__
        raise PinciteError(f"a turn is text or an object, not {name}; wanted 'role' and 'content'")
    elif turn.get("role") != "user":
        said = turn.get("content", turn.get("text", turn.get("answer", "")))
        for part in said if isinstance(said, list) else [said]:
            words = part.get("text") if isinstance(part, dict) else part
            if isinstance(words, str):
                yield words


def verdicts(values: object, checker: Checker) -> tuple[list[Check], list[str]]:
    """A verdict for each quotation of a saved answer or conversation, in order, and the
    fingerprints of other documents that it rests on."""
    checks: list[Check] = []
    others: list[str] = []
    library = checker.library
    for turn in turns(values):
        if isinstance(turn, str):
            checks += checker.check(turn)
            continue
        since = [*changes_since(turn, library, checker.day), *restated(turn, library)]
        checks += [one.check for one in since]
        if turn.get("corpus", library.fingerprint) != library.fingerprint:
            others.append(str(turn["corpus"])[:12])
    return checks, list(dict.fromkeys(others))
