"""A drafted statement is shown only when the clauses it cites say it: honest ones pass, lies don't,
whatever they look like.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from assistant.answer import Citation, Statement
from assistant.drafting.verify import Citing, Drafted, Refusal
from corpus import Library
from corpus.digest import read_digest
from tests.conftest import ROOT, TODAY

DRAFTS = Path(__file__).parents[1] / "drafts"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (DRAFTS / name).read_text(encoding="utf-8").splitlines()]


@cache
def bundled() -> Library:
    return Library.of(
        read_digest(path) for path in sorted((ROOT / "corpus" / "documents").glob("*.md"))
    )


def given_for(row: dict) -> dict[str, Citation]:
    """The one clause that a row is about, as it would be given to a model."""
    library = bundled()
    document = library[row["document"]]
    (clause,) = [clause for clause in document.clauses if clause.label.startswith(row["clause"])]
    return {
        "S1": Citation(document, clause, clause.span, library.status(document, TODAY), "informs")
    }


def checked(row: dict, text: str | None = None) -> Statement | Refusal:
    quotes = [row["quote"]] if isinstance(row["quote"], str) else row["quote"]
    return Citing(bundled(), given_for(row)).check(
        Drafted(text or row["text"], tuple(("S1", quote) for quote in quotes))
    )


# --- honest, and lies ---


@pytest.mark.parametrize(("name", "least"), [("honest.jsonl", 25), ("honest_later.jsonl", 19)])
def test_most_honest_paraphrases_pass(name, least):
    passed = [row for row in rows(name) if isinstance(checked(row), Statement)]
    assert len(passed) >= least


@pytest.mark.parametrize(
    "row",
    rows("lies.jsonl") + rows("lies_later.jsonl"),
    ids=lambda row: f"{row['kind']}: {row['text'][:60]}",
)
def test_no_lie_passes(row):
    assert isinstance(checked(row), Refusal)


def written(part: str) -> list[tuple[bool, Statement | Refusal]]:
    """Sentences as models write them, each with whether it is faithful, and what comes of it."""
    found = []
    for row in (row for row in rows("written.jsonl") if row["part"] == part):
        document = bundled()[row["document"]]
        place = (row["locator"], row["heading"])
        (clause,) = (one for one in document.clauses if (one.locator, one.heading) == place)
        status = bundled().status(document, TODAY)
        given = {"S1": Citation(document, clause, clause.span, status, "informs")}
        facts = (clause.facts[number - 1].span.of(document.text) for number in row["facts"])
        draft = Drafted(row["text"], tuple(("S1", fact) for fact in facts))
        found.append((row["faithful"], Citing(bundled(), given, row["question"]).check(draft)))
    return found


@pytest.mark.parametrize(("part", "least", "most"), [("develop", 35, 0), ("judge", 5, 1)])
def test_of_what_models_write_more_honest_sentences_are_shown_than_lies(part, least, most):
    """The rules were made on one part, and the other was counted only when they stood."""
    shown = [faithful for faithful, said in written(part) if isinstance(said, Statement)]
    assert shown.count(True) >= least and shown.count(False) <= most


SWAPPED = {
    **{
        "company": "guild",
        "guild": "company",
        "producer": "performer",
        "performer": "producer",
        "union": "producer",
    },
    **{
        "companies": "writers",
        "writer": "company",
        "employer": "director",
        "director": "employer",
        "employee": "producer",
    },
}
CHANGES = {
    "a dropped not": lambda t: re.sub(r"\b(may|must|does|do|is|has|have) not\b", r"\1", t),
    "cannot made can": lambda t: t.replace("cannot", "can"),
    "no made a": lambda t: re.sub(r"\bno\b", "a", t),
    "a not added": lambda t: re.sub(
        r"\b(must|may|would|will|had to|have to)\b(?! not)", r"\1 not", t, count=1
    ),
    "a never added": lambda t: re.sub(r"\b(is|are|goes|sets|states)\b", r"\1 never", t, count=1),
    "must made may": lambda t: re.sub(
        r"\b(must|has to|have to|is obliged to|had to)\b(?! not)", "may", t
    ),
    "may made must": lambda t: re.sub(r"\bmay\b(?! not)", "must", t),
    "may not made must": lambda t: t.replace("may not", "must"),
    "another number": lambda t: re.sub(
        r"\b(48|10|15|70|2026|2023)\b", lambda m: str(int(m[0]) + 3), t
    ),
    "once for twice": lambda t: t.replace("twice", "once"),
    "at most for at least": lambda t: t.replace("at least", "at most"),
    "after for before": lambda t: re.sub(r"\b(before|first)\b", "after", t, flags=re.I),
    "actors exchanged": lambda t: re.sub(
        rf"(?<!synthetic )\b({'|'.join(SWAPPED)})\b", lambda m: SWAPPED[m[0].lower()], t, flags=re.I
    ),
    "only some": lambda t: re.sub(
        r"\b(performer|writer|employee|director)\b", r"background \1", t, count=1
    ),
}
TAILS = (
    *(
        " and pay double",
        " without any consent",
        ", no matter what the contract says",
        " and then fire them",
        " only in California",
    ),
    *(
        " and the union may strike",
        " within five days",
        ", and you are entitled to damages",
        ", unless the Teamsters object",
    ),
    *(
        " at any time",
        " or replace the worker with AI",
        ", except for background actors",
        " and share it with third parties",
    ),
)


@pytest.mark.parametrize("change", [*CHANGES, *TAILS])
def test_an_honest_statement_with_one_thing_changed_does_not_pass(change):
    passed, tried = [], 0
    for row in rows("honest.jsonl"):
        text = (
            CHANGES[change](row["text"])
            if change in CHANGES
            else f"{row['text'].rstrip('.')}{change}."
        )
        if text != row["text"]:
            tried += 1
            passed += [text] if isinstance(checked(row, text), Statement) else []
    assert tried and passed == []
