"""Sheets, matrices and coverage are made of what stands beside the clauses, and of nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from assistant.cli.main import main
from assistant.sheet.coverage import as_text, coverage
from assistant.sheet.lines import matrix_lines, sheet_lines
from assistant.sheet.matrix import Matrix, as_csv, matrix
from assistant.sheet.page import matrix_page, sheet_page
from assistant.sheet.printed import PAGES, pdf_of
from assistant.sheet.sheet import sheet
from corpus import AGREEMENTS, BadQuestion, Library, NoSuchDocument, Settings
from corpus.digest import parse_digest
from corpus.topics import MARKS, topics
from tests.conftest import make_document

TODAY = date(2026, 11, 29)

OLD = """---
id: deal-2023
title: The Deal of 2023
union: WGA
kind: contract
effective: 2023-05-02
expires: 2026-05-01
read: whole
principal: true
---

## Article 1 — being told

The company must tell a writer that a text was made by AI.

<!--
short:
- Your company must tell you that a text was made by AI.
carried: deal-2026
topics:
  told: {mark: protected, facts: [1], first: true}
-->

## Article 2 — training

No rule on training.

<!--
facts:
  1: absent
short:
- Nothing in your agreement is about training.
roles: [absence]
topics:
  training: {mark: no_rule, facts: [1], first: true}
-->
"""
NEW = """---
id: deal-2026
title: The Deal of 2026 <script>
union: WGA
kind: contract
effective: 2026-05-02
expires: 2030-05-01
supersedes: [deal-2023]
read: whole
checked: 2026-11-24
official_url: javascript:alert(1)
principal: true
---

## Article 3 — training

The guild hears of a licence. No writer is paid for it.

A writer may ask for the notice.

<!--
short:
- Your union must be told of a licence, and you are not paid for it.
- You may ask for the notice.
topics:
  training: {mark: union_told, facts: [1, 2], first: true}
  pay: {mark: no_rule, facts: [1], first: true}
-->
"""


@pytest.fixture(scope="module")
def two() -> Library:
    return Library.of([parse_digest(OLD), parse_digest(NEW)])


def test_a_row_says_what_the_agreement_in_force_says_and_what_stood_before(two):
    rows = {row.topic.id: row for row in sheet(two, TODAY, "WGA").rows}
    assert (
        rows["training"].short
        == "Your union must be told of a licence, and you are not paid for it."
    )
    assert rows["training"].mark == "union_told"
    assert rows["training"].since == "In 2023: Nothing in your agreement is about training."
    assert rows["pay"].since == "New: nothing on this stood in the agreement before (2023)."


def test_a_term_that_was_carried_is_in_force_and_says_that_it_was_kept(two):
    row = next(row for row in sheet(two, TODAY, "WGA").rows if row.topic.id == "told")
    assert (row.mark, row.citations[0].document.id) == ("protected", "deal-2023")
    assert (row.citations[0].status, row.citations[0].carried) == ("in_force", "deal-2026")
    assert row.since.startswith("Kept from the agreement before")


def test_a_term_that_was_not_carried_stands_on_no_later_sheet(two):
    quoted = [c for row in sheet(two, TODAY, "WGA").rows for c in row.citations]
    assert ("deal-2023", "Article 2") not in {(c.document.id, c.clause.locator) for c in quoted}


def test_a_topic_without_a_clause_is_told_apart_by_how_much_was_read(two):
    silent = next(row for row in sheet(two, TODAY, "WGA").rows if row.topic.id == "voice")
    assert (silent.mark, silent.citations) == ("no_rule", ())
    part = Library.of([parse_digest(NEW.replace("read: whole", "read: secondhand"))])
    unread = next(row for row in sheet(part, TODAY, "WGA").rows if row.topic.id == "voice")
    assert unread.mark == "not_known"


def test_the_sheet_of_an_earlier_day_is_of_the_agreement_then(two):
    then = sheet(two, date(2024, 1, 1), "WGA")
    assert (then.agreement.id, then.status) == ("deal-2023", "in_force")
    assert next(r for r in then.rows if r.topic.id == "training").mark == "no_rule"


def test_an_agreement_that_has_run_out_says_so_at_the_head():
    alone = Library.of([parse_digest(OLD)])
    gone = sheet(alone, TODAY, "WGA")
    assert gone.status == "expired"
    assert "EXPIRED on 29 November 2026" in sheet_lines(gone)
    assert "EXPIRED on 29 November 2026" in sheet_page(gone)
    assert [(one.ends, one.wanted) for one in coverage(alone, TODAY)] == [
        ("expired", "the agreement that followed it")
    ]


def test_what_cannot_be_shown_is_refused_in_words(two):
    with pytest.raises(BadQuestion, match="no union 'Starfleet' is known"):
        sheet(two, TODAY, "Starfleet")
    with pytest.raises(BadQuestion, match="no agreement of DGA is held"):
        sheet(two, TODAY, "DGA")
    with pytest.raises(NoSuchDocument):
        sheet(two, TODAY, "WGA", "deal-1999")
    with pytest.raises(BadQuestion, match="no topic parking"):
        sheet(two, TODAY, "WGA", only=["parking"])
    with pytest.raises(BadQuestion, match="no place 'Atlantis'"):
        sheet(two, TODAY, "WGA", place="Atlantis")


def test_a_page_escapes_its_documents_and_links_only_to_https(two):
    shown = sheet_page(sheet(two, TODAY, "WGA"), root="")
    assert "<script>" not in shown and "The Deal of 2026 &lt;script&gt;" in shown
    assert 'href="javascript' not in shown


def test_two_days_stand_beside_each_other(two):
    table = Matrix(tuple(sheet(two, day, "WGA") for day in (date(2024, 1, 1), TODAY)))
    assert "WGA, 1 January 2024" in matrix_page(table) and "29 November 2026" in matrix_page(table)
    assert "WGA, 2024-01-01: Nothing in your agreement is about training." in matrix_lines(table)


def test_a_table_for_a_spreadsheet_has_a_line_for_each_cell_and_runs_no_formula(two):
    changed = NEW.replace("- Your union must be told", "- =1+1 must be told")
    table = matrix(Library.of([parse_digest(changed)]), TODAY, ["WGA"])
    rows = list(csv.reader(io.StringIO(as_csv(table))))
    assert len(rows) == len(topics())  # the head, and every topic but the dates
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_a_digest_with_a_topic_or_mark_that_is_none_is_refused():
    with pytest.raises(ValueError, match="unknown topic 'parking'"):
        parse_digest(NEW.replace("  pay: {", "  parking: {"))
    with pytest.raises(ValueError, match="mark 'splendid'"):
        parse_digest(NEW.replace("mark: union_told", "mark: splendid"))
    with pytest.raises(ValueError, match="names paragraphs"):
        parse_digest(NEW.replace("facts: [1, 2]", "facts: [3]"))


def test_every_bundled_agreement_in_force_has_a_sheet(bundled):
    made = 0
    for document in bundled:
        live = bundled.status(document, TODAY) == "in_force"
        for union in bundled.unions_of(document) if live and document.kind in AGREEMENTS else ():
            one = sheet(bundled, TODAY, union, document.id)
            assert len(one.rows) == len(topics()) - 1
            silent = {row.mark for row in one.rows if not row.citations}
            assert silent <= {"not_known", "no_rule"} and (document.read or not silent)
            assert {row.mark for row in one.rows} <= set(MARKS)
            made += 1
    assert made >= 20


def test_each_row_begins_with_one_clause_and_nothing_out_of_force_is_unmarked(bundled):
    wide: list[str] = []
    for document in bundled:
        first = [on.topic for clause in document.clauses for on in clause.topics if on.first]
        assert len(first) == len(set(first)), document.id
        every = {on.topic for clause in document.clauses for on in clause.topics}
        assert set(first) == every, document.id
        wide += [clause.heading for clause in document.clauses if len(clause.topics) > 2]
        marked = [on.mark for clause in document.clauses for on in clause.topics if on.mark]
        assert not marked or document.kind in (*AGREEMENTS, "law"), document.id
    # two topics a clause, but where a sheet would be false without a third: "you stay covered" and
    # "they pay for your own AI" stand in one clause with "they may require it", "they must give you
    # their policies" with "they may require consent", and what an AI draft does to a writer's job
    # with what it does to pay and credit
    assert len(wide) <= 6
    for union in ("wga", "sag-aftra", "dga", "iatse"):
        for row in sheet(bundled, TODAY, union).rows:
            assert {c.status for c in row.citations} <= {"in_force"}, (union, row.topic.id)


@pytest.mark.parametrize("union", ["WGA", "SAG-AFTRA", "IATSE", "The Animation Guild"])
@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_a_sheet_prints_on_two_pages(bundled, union, paper):
    from pypdfium2 import PdfDocument

    made, pages = pdf_of(sheet(bundled, TODAY, union), paper)
    read = PdfDocument(made)
    words = " ".join(page.get_textpage().get_text_bounded() for page in read)
    assert pages == len(read) <= PAGES
    assert "What the marks mean" in words and "29 November 2026" in words


def test_the_command_prints_writes_and_refuses(small, monkeypatch, tmp_path, capsys):
    (small.bundled / "deal-2026.md").write_text(NEW, encoding="utf-8")
    (small.bundled / "deal-2023.md").write_text(OLD, encoding="utf-8")
    monkeypatch.setattr("corpus.settings.BUNDLED", small.bundled, raising=False)
    monkeypatch.setattr(Settings, "from_environment", classmethod(lambda cls, *_: small))
    assert (
        main(["sheet", "WGA", "--html", str(tmp_path / "s.html"), "--pdf", str(tmp_path / "s.pdf")])
        == 0
    )
    assert (tmp_path / "s.html").read_text().startswith("<!DOCTYPE html>")
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    assert main(["sheet", "WGA", "--was", "2024-01-01", "--topic", "training"]) == 0
    assert main(["sheet", "--compare", "WGA", "--csv", str(tmp_path / "s.csv")]) == 0
    assert main(["coverage"]) == 0
    assert "wanted:" in capsys.readouterr().out
    assert main(["sheet", "Nobody"]) == 1
    assert main(["sheet"]) == 1


def test_coverage_says_what_is_held_and_what_to_fetch_next(bundled):
    rows = {one.document.id: one for one in coverage(bundled, TODAY)}
    basic = rows["iatse-basic-agreement-2024"]
    assert (basic.known, basic.ends) == ("digest of the whole text", "")
    assert basic.clauses["training"] and not basic.clauses["deepfakes"]
    assert "wga-mba-2023" not in rows
    assert "nothing on:" in as_text(list(rows.values()))


def test_an_added_agreement_is_found_by_machine_and_given_no_mark(tmp_path):
    from types import SimpleNamespace

    import numpy as np

    from corpus.topical import _layers

    own = make_document(
        "ours",
        {
            "Article 1 — training": "The company may not train artificial intelligence on work.",
            "Article 2 — parking": "Parking is free.",
        },
        union="Local 12",
        basis="official",
        bundled=False,
    )
    column = _layers()["topics"][:, list(topics()).index("training")]
    near = (column / np.linalg.norm(column)).astype(np.float32)
    index = SimpleNamespace(
        clauses=[("ours", 0), ("ours", 1)],
        units=lambda row, kind: [(row, None)] if kind == "window" else [],
        vectors=np.stack([near, near]),
    )
    made = sheet(Library.of([own]), TODAY, "Local 12", index=index)
    row = next(row for row in made.rows if row.topic.id == "training")
    assert {one.mark for one in made.rows} == {"not_known"}
    assert row.short == "Found by machine, read by nobody: see Article 1."
    assert row.citations[0].quote.startswith("The company may not train")
    assert [c.clause.locator for c in row.citations] == ["Article 1"]
