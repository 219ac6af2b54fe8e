"""A saved answer's direct answer is held against the statements that the documents make now."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.checking.check import Checker
from assistant.checking.fates import restated
from assistant.checking.record import verdicts
from corpus.digest import parse_digest
from tests.checking.test_record import DAY, cited, since
from tests.conftest import library_of, make_document

KEPT = """---
id: deal
title: The Deal
kind: contract
---

## Article 1 — scanning

Nobody may be scanned without consent.

A scan is deleted after ten days.

<!--
short:
- Your company may not scan you without your consent.
- Your company must delete your scan after ten days.
-->
"""


def answered(text, *, origin="summary", rows=()):
    record = cited(
        parse_digest(KEPT),
        "Nobody may be scanned without consent.",
        n=1,
        short="Your company may not scan you without your consent.",
    )
    return record | {
        "short": {"text": text, "citations": [1], "from": origin},
        "by_union": list(rows),
    }


BOTH = (
    "Your company may not scan you without your consent. "
    "Your company must delete your scan after ten days."
)


@pytest.mark.parametrize(
    ("record", "gone"),
    [
        (answered(BOTH), []),
        (answered(f"For WGA members: {BOTH} That agreement was replaced on 2 May 2026."), []),
        (answered(BOTH, origin="official"), []),
        (
            answered(BOTH.replace("ten", "twenty")),
            ["Your company must delete your scan after twenty days."],
        ),
        (
            answered(
                BOTH,
                rows=[
                    {
                        "union": "WGA",
                        "document": "deal",
                        "short": "Your company may scan you.",
                        "citation": 1,
                    }
                ],
            ),
            ["Your company may scan you."],
        ),
        ({"citations": [], "statements": []}, []),
        ({"citations": [], "statements": [], "short": None, "by_union": None}, []),
    ],
)
def test_a_short_answer_is_held_against_the_statements_that_the_documents_make_now(record, gone):
    found = restated(record, library_of(parse_digest(KEPT)))
    assert [one.quote for one in found] == gone
    assert all(
        one.fate == "restated"
        and one.check.verdict == "altered"
        and "statement has changed" in one.check.json()["diff"]
        for one in found
    )


def test_a_statement_that_was_mended_since_is_said_with_what_it_is_now():
    now = parse_digest(
        KEPT.replace(
            "may not scan you without your consent", "may scan you only with your signed consent"
        )
    )
    (one,) = restated(answered(BOTH), library_of(now))
    assert (one.found.document, one.found.locator) == (
        "deal",
        "Article 1",
    ) and "signed consent" in one.found.note
    checks, _ = verdicts(answered(BOTH), Checker(library_of(now), DAY))
    assert [check.verdict for check in checks] == ["exact", "altered"]


def test_a_term_carried_into_an_agreement_in_force_is_not_called_replaced_since():
    old = parse_digest(
        KEPT.replace(
            "title: The Deal\n", "title: The Deal\neffective: 2023-01-01\nexpires: 2026-01-01\n"
        ).replace("short:", "carried: deal-2\nshort:")
    )
    new = make_document(
        "deal-2", title="The New Deal", effective=date(2026, 1, 2), supersedes=("deal",)
    )
    record = cited(old, "Nobody may be scanned without consent.", carried="deal-2")
    assert since(library_of(old, new), record).fate == "unchanged"
    assert since(library_of(old, replace(new, expires=date(2026, 2, 1))), record).fate in (
        "superseded",
        "expired",
    )
