"""Cases: their schema, the committed ones, and other people's collections that become cases."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import read_digest
from evals.benchmarks import from_beir, from_qrels, from_spans
from evals.bounds import Oracle
from evals.cases import BadCase, Case, Wanted, add, case_of, line_of, load, set_of, stands
from evals.figures import figures
from evals.run import run
from tests.makers.cases import CASES, LIBRARY

DIGESTS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"id": "x", "question": "q", "status": "maybe"}, "status"),
        ({"id": "x", "question": "q", "status": "answered"}, "names the clauses"),
        ({"id": "x", "question": " ", "status": "not_found"}, "question"),
        ({"id": "x", "question": "q", "status": "not_found", "colour": "red"}, "unknown fields"),
        ({"id": "x", "question": "q", "status": "not_found", "as_of": "soon"}, ""),
    ],
)
def test_a_case_that_breaks_the_schema_is_named_with_its_line(tmp_path, row, why):
    path = tmp_path / "own.jsonl"
    path.write_text(
        json.dumps({"id": "fine", "question": "q", "status": "not_found"})
        + "\n"
        + json.dumps(row)
        + "\n"
    )
    with pytest.raises(BadCase, match=f"own.jsonl:2: .*{why}"):
        load(path)


def test_a_case_comes_back_from_its_line_and_an_id_can_stand_once(tmp_path):
    assert [case_of(json.loads(line_of(case))) for case in CASES] == CASES
    add(tmp_path / "own.jsonl", CASES)
    with pytest.raises(BadCase, match="used already"):
        add(tmp_path / "own.jsonl", CASES[:1])


def test_the_committed_cases_are_as_many_and_as_various_as_they_must_be():
    cases = load()
    count = {tag: sum(tag in case.tags for case in cases) for case in cases for tag in case.tags}
    assert len(cases) >= 400
    assert sum(case.status == "not_found" for case in cases) >= 60
    assert sum(case.status == "out_of_scope" for case in cases) >= 25
    assert count["false-premise"] >= 25
    assert count["follow-up"] >= 40
    assert count["as-of"] >= 40
    assert {set_of(case) for case in cases} == {"tune", "test"}


@pytest.mark.slow
def test_the_committed_cases_name_clauses_that_there_are(assistant):
    for case in load():
        for wanted in case.clauses:
            if not case.requires:
                labels = {
                    (clause.locator, clause.heading)
                    for clause in assistant.library[wanted.document].clauses
                }
                assert any(
                    locator == wanted.locator and wanted.heading in ("", heading)
                    for locator, heading in labels
                ), case.id


def test_a_fact_that_a_case_demands_stands_in_a_clause_that_answers_it():
    judged = [case for case in load() if case.facts and case.clauses and not case.requires]
    held = {
        name: read_digest(DIGESTS / f"{name}.md")
        for name in {w.document for case in judged for w in case.clauses}
    }
    nowhere = {case.id: missing for case in judged if (missing := _told_by_no_clause(case, held))}
    assert not nowhere
    asked_for = [set_of(case) for case in judged]
    assert asked_for.count("tune") >= 60
    assert asked_for.count("test") >= 60


def test_a_fact_is_told_by_whole_words_of_the_best_clauses_only():
    held = {document.id: document for document in LIBRARY}
    told = replace(CASES[0], facts=("ninety days|90 days", "notice is"))
    assert _told_by_no_clause(told, held) == []
    assert _told_by_no_clause(replace(told, facts=("inety days", "weekly", "90 days")), held) == [
        "inety days",
        "weekly",
        "90 days",
    ]
    helps = Case(
        "h", "when do we rest?", "answered", clauses=CASES[2].clauses, facts=("ten hours",)
    )
    assert _told_by_no_clause(helps, held) == ["ten hours"]


def _told_by_no_clause(case, held):
    """The facts of a case that none of its best clauses tells in whole words."""
    texts = [
        " ".join(clause.span.of(held[wanted.document].text).lower().split())
        for wanted in case.clauses
        for clause in held[wanted.document].clauses
        if wanted.grade == 2 and stands(clause, wanted)
    ]
    return [fact for fact in case.facts if not any(_in_whole_words(fact, text) for text in texts)]


def _in_whole_words(fact, text):
    each = (" ".join(words.lower().split()) for words in fact.split("|"))
    return any(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) for words in each)


# --- other people's collections ---


def test_questions_with_character_spans_become_cases(tmp_path):
    path = tmp_path / "mini.json"
    path.write_text(
        json.dumps(
            {
                "tests": [
                    {"query": "q?", "snippets": [{"file_path": "cuad/My NDA.txt", "span": [3, 9]}]}
                ]
            }
        )
    )
    (case,) = from_spans(path)
    assert case.spans[0].document == "my-nda"
    assert (case.spans[0].start, case.spans[0].end) == (3, 9)
    lines = tmp_path / "own.jsonl"
    lines.write_text('{"question": "q", "document": "a", "start": 5, "end": 2}\n')
    with pytest.raises(BadCase, match="question 1"):
        from_spans(lines)


def test_trec_and_beir_collections_become_cases(tmp_path):
    (tmp_path / "qrels.txt").write_text("1 0 one#Article 1 2\n1 0 two#Article 2 0\n")
    (tmp_path / "topics.txt").write_text("1\thow long is notice?\n")
    (case,) = from_qrels(tmp_path / "qrels.txt", tmp_path / "topics.txt")
    assert case.clauses == (Wanted("one", "Article 1", grade=2),)
    assert figures(run(Oracle(LIBRARY, [case]), [case]).results)["Success@1"].mean == 1.0
    beir = tmp_path / "beir"
    (beir / "qrels").mkdir(parents=True)
    (beir / "corpus.jsonl").write_text('{"_id": "D 1", "title": "T", "text": "Words."}\n')
    (beir / "queries.jsonl").write_text('{"_id": "q1", "text": "which words?"}\n')
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tD 1\t1\n")
    cases, corpus = from_beir(beir)
    assert list(corpus) == ["d-1"]
    assert cases[0].spans[0].end == len(corpus["d-1"])
