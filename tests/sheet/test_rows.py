"""What a row begins with: the digest's order, what is kept, and what is taken over."""

from __future__ import annotations

import pytest

from assistant.sheet.lines import sheet_lines
from assistant.sheet.sheet import sheet
from corpus import BadQuestion, Library
from corpus.digest import parse_digest
from tests.sheet.test_sheet import NEW, OLD, TODAY

LOCAL = """---
id: local-deal
title: The Local's Deal
union: Editors Guild
kind: contract
effective: 2026-05-02
read: ai_terms
---

## Item 1 — how it joins

The Deal's Article 3 holds here.

<!--
short:
- The Deal's article on training holds for you.
takes_over: {from: deal-2026, fact: 1, places: [Article 3]}
topics:
  dates: {facts: [1], first: true}
-->

## Item 2 — what it does not contain

None of the items is about AI.

<!--
short:
- None of the items is about AI.
roles: [absence]
topics:
  jobs: {facts: [1], first: true}
-->

## Item 3 — outside work

Work may go outside after notice.

<!--
short:
- Your union hears of work that goes outside.
topics:
  jobs: {mark: union_told, facts: [1]}
-->
"""


def test_a_kept_rule_leads_where_the_later_agreement_only_adds_to_it():
    later = NEW.replace("training: {", "told: {")
    old = OLD.replace("facts: [1], first: true", "facts: [1], first: kept", 1)
    for text, leads in ((OLD, "Your union must"), (old, "Your company must")):
        rows = sheet(Library.of([parse_digest(text), parse_digest(later)]), TODAY, "WGA").rows
        row = next(row for row in rows if row.topic.id == "told")
        assert row.short.startswith(leads) and len(row.citations) == 2


def test_a_row_begins_with_what_its_digest_puts_first_though_another_clause_has_the_mark():
    made = sheet(Library.of([parse_digest(LOCAL)]), TODAY, "Editors Guild")
    row = next(row for row in made.rows if row.topic.id == "jobs")
    assert (row.mark, row.short) == ("union_told", "None of the items is about AI.")


def test_a_local_stands_under_the_terms_that_its_agreement_takes_over():
    library = Library.of([parse_digest(NEW), parse_digest(LOCAL)])
    made = sheet(library, TODAY, "Editors Guild")
    rows = {row.topic.id: row for row in made.rows}
    taken = rows["training"]
    assert (taken.mark, taken.since) == (
        "union_told",
        "The Deal's article on training holds for you.",
    )
    assert [(c.document.id, c.clause.locator) for c in taken.citations] == [
        ("deal-2026", "Article 3"),
        ("local-deal", "Item 1"),
    ]
    assert "Article 3, The Deal of 2026" in sheet_lines(made)
    assert (rows["voice"].mark, rows["voice"].citations) == ("no_rule", ())
    assert "nor in The Deal of 2026" in rows["voice"].short
    unread = parse_digest(NEW.replace("read: whole", "read: secondhand"))
    part = sheet(Library.of([unread, parse_digest(LOCAL)]), TODAY, "Editors Guild")
    assert next(row for row in part.rows if row.topic.id == "voice").mark == "not_known"


def test_only_the_places_that_are_taken_over_hold():
    other = LOCAL.replace("places: [Article 3]", "places: [Article 30, Art]")
    made = sheet(Library.of([parse_digest(NEW), parse_digest(other)]), TODAY, "Editors Guild")
    assert next(row for row in made.rows if row.topic.id == "training").citations == ()
    with pytest.raises(ValueError, match="takes_over names paragraph 2 of 1"):
        parse_digest(LOCAL.replace("fact: 1, places", "fact: 2, places"))


def test_what_is_taken_over_is_held_and_said_by_its_digest(bundled):
    taken = [(d, c) for d in bundled for c in d.clauses if c.takes_over]
    assert {document.id for document, _ in taken} == {"local-700-2024", "iatse-videotape-2024"}
    for document, clause in taken:
        over = clause.takes_over
        assert over.agreement in bundled and over.agreement != document.id
        assert clause.facts[over.fact].role == "rule" and clause.facts[over.fact].short
        for place in over.places:
            one = type(over)(over.agreement, 0, (place,))
            assert any(one.holds(c.locator) for c in bundled[over.agreement].clauses), place


@pytest.mark.parametrize(
    ("union", "topic", "mark", "fact"),
    [
        ("WGA", "using", "partly", "wga-mba-2023#6.1"),
        ("WGA", "jobs", "partly", "wga-mba-2023#3.6"),
        ("WGA", "enforcement", "not_known", "wga-mba-2026#6.4"),
        ("SAG-AFTRA", "replicas", "partly", "sag-aftra-tv-theatrical-2023#5.2"),
        ("SAG-AFTRA", "pay", "partly", "sag-aftra-tv-theatrical-2023#9.1"),
        ("SAG-AFTRA", "deepfakes", "partly", "sag-aftra-tv-theatrical-2023#13.2"),
        ("IATSE", "using", "partly", "iatse-basic-agreement-2024#10.2"),
        ("IATSE", "told", "partly", "iatse-basic-agreement-2024#10.1"),
        ("IATSE", "jobs", "partly", "iatse-basic-agreement-2024#19.1"),
        ("The Animation Guild", "using", "partly", "tag-839-2024#8.2"),
        ("Teamsters 399", "jobs", "partly", "teamsters-399-2024#3.1"),
        ("Local 700", "voice", "partly", "iatse-basic-agreement-2024#17.1"),
        ("Local 700", "using", "partly", "iatse-basic-agreement-2024#10.2"),
        ("Local 700", "told", "partly", "iatse-basic-agreement-2024#10.1"),
        ("Local 700", "data", "no_rule", ""),
        ("Local 52", "told", "partly", "local-52-2024#6.1"),
        ("Local 600", "told", "partly", "iatse-basic-agreement-2024#10.1"),
    ],
)
def test_a_row_begins_with_what_a_careful_representative_says_first(
    bundled, union, topic, mark, fact
):
    row = next(row for row in sheet(bundled, TODAY, union, only=[topic]).rows)
    places = (
        {
            f"{row.citations[0].document.id}#{c}.{f}"
            for c, clause in enumerate(row.citations[0].document.clauses, 1)
            for f, one in enumerate(clause.facts, 1)
            if one.short == row.short
        }
        if row.citations
        else {""}
    )
    assert (row.mark, fact in places) == (mark, True), (row.mark, row.short)


def test_a_local_of_which_no_agreement_is_held_gets_its_unions_but_where_it_stands_apart(bundled):
    assert sheet(bundled, TODAY, "Local 600").agreement.id == "iatse-basic-agreement-2024"
    alone = Library.of([parse_digest(NEW.replace("union: WGA", "union: IATSE"))])
    assert sheet(alone, TODAY, "Local 80").agreement.id == "deal-2026"
    with pytest.raises(BadQuestion, match="no agreement of Local 52 is held"):
        sheet(alone, TODAY, "Local 52")
