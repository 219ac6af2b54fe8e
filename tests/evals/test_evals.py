"""The suite judges; here it is judged: measures by hand, bounds, the same bytes twice, crashes."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evals import measures
from evals.bounds import ByLot, Oracle
from evals.cases import Case, Wanted
from evals.figures import compare, figures
from evals.gate import judge
from evals.report import as_json, junit, markdown, page
from evals.run import read, run, save
from tests.makers.cases import CASES, LIBRARY

# --- measures ---


def test_character_measures_are_those_one_counts_by_hand():
    found = measures.characters([("x", 0, 100), ("x", 50, 150), ("y", 0, 400)], {"x": [(90, 140)]})
    assert found["char P@1"] == 10 / 100
    assert found["char R@1"] == 10 / 50
    assert found["char R@5"] == 1.0
    assert found["char P@5"] == 50 / 550
    assert found["evidence in 500"] == 1.0


def test_what_is_shown_is_cut_in_the_middle_of_a_passage():
    assert (
        measures.characters([("x", 0, 400), ("x", 400, 800)], {"x": [(450, 550)]})[
            "evidence in 500"
        ]
        == 0.5
    )


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8))
def test_merged_intervals_cover_the_same_characters_once(spans):
    covered = {at for start, end in spans for at in range(start, end)}
    merged = measures.merged(spans)
    assert [at for start, end in merged for at in range(start, end)] == sorted(covered)


def test_ranking_measures_are_those_of_the_field_and_nothing_found_is_zero():
    found = measures.ranking(
        CASES[:2], {"a": ["x", "one#1"], "b": []}, {"a": {"one#1": 2}, "b": {"one#2": 2}}
    )
    assert found["a"]["RR@10"] == 0.5
    assert found["a"]["Success@1"] == 0
    assert found["a"]["Success@5"] == 1
    assert set(found["b"].values()) == {0.0}


def test_facts_are_conveyed_word_for_word_or_in_another_way_that_the_case_allows():
    assert measures.conveyed(["ninety days|90 days", "in writing"], "Notice  of 90 DAYS.") == 0.5


# --- runs ---


def test_the_oracle_reaches_the_top_of_every_measure_and_the_lot_does_not():
    best, lot = (
        figures(run(judged, CASES).results) for judged in (Oracle(LIBRARY, CASES), ByLot(LIBRARY))
    )
    for name in (
        "Success@1",
        "nDCG@10",
        "citation recall",
        "lead right",
        "status right",
        "quotes exact",
        "evidence in 2,000",
        "facts conveyed",
    ):
        if name != "facts conveyed":
            assert best[name].mean == 1.0, name
        assert lot[name].mean <= best[name].mean
    assert best["false answer"].mean == best["false refusal"].mean == best["wrong lead"].mean == 0


def test_a_run_twice_gives_the_same_bytes_but_for_time(tmp_path):
    for name in ("one", "two"):
        save(run(ByLot(LIBRARY), CASES), tmp_path / f"{name}.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert read(tmp_path / "one.jsonl").results == read(tmp_path / "two.jsonl").results


class Crashing(ByLot):
    """Falls over one question, or is stopped at another."""

    def ask_and_search(self, question):
        if "pay" in question.question:
            raise RuntimeError("boom")
        if "parking" in question.question:
            raise KeyboardInterrupt
        return super().ask_and_search(question)


def test_a_crash_is_a_failed_question_and_ctrl_c_keeps_what_there_is(tmp_path):
    made = run(Crashing(LIBRARY), CASES)
    assert not made.complete
    assert [r.id for r in made.results] == ["a", "b", "c"]
    crashed = made.results[1]
    assert "boom" in crashed.error
    assert crashed.measures["status right"] == crashed.measures["Success@1"] == 0
    reasons = " ".join(judge(made, None))
    assert "stopped" in reasons
    assert "crashed" in reasons
    assert "boom" in reasons
    save(made, tmp_path / "part.jsonl")
    assert not read(tmp_path / "part.jsonl").complete


def test_a_case_about_documents_that_are_not_held_is_skipped_and_said_to_be():
    away = Case(
        "s",
        "q",
        "answered",
        documents=("ups",),
        clauses=(Wanted("ups", "Article 1"),),
        requires=("ups.pdf",),
    )
    made = run(Oracle(LIBRARY, CASES), [*CASES, away])
    assert len(made.results) == 4
    assert "ups is not held here" in made.skipped[0]


def test_comparing_says_who_gained_and_who_lost():
    good = run(Oracle(LIBRARY, CASES), CASES)
    bad = replace(
        good,
        results=tuple(
            replace(r, measures={**r.measures, "status right": 0.0}) if r.id == "a" else r
            for r in good.results
        ),
    )
    (one,) = [d for d in compare(good, bad) if d.name == "status right"]
    assert one.losses == ("a",)
    assert one.gains == ()
    assert one.before == 1.0
    assert one.after == 0.75
    assert judge(good, good) == []
    assert "status right" in " ".join(judge(bad, good))


def test_questions_that_disappear_close_the_gate():
    good = run(Oracle(LIBRARY, CASES), CASES)
    assert "were not asked: d" in " ".join(judge(replace(good, results=good.results[:3]), good))


def test_reports_escape_what_questions_say_and_hold_their_numbers():
    nasty = replace(CASES[0], id="x", question="<script>alert(1)</script>?")
    made = run(ByLot(LIBRARY), [nasty, *CASES])
    html, xml = page(made, ["<b>worse</b>"], made), junit(made, ["worse\x00"])
    assert "<script" not in html
    assert "<b>worse" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert "&lt;script" in xml
    assert "\x00" not in xml
    assert 'tests="6"' in xml
    assert "the gate is closed" in markdown(made, ["worse"], made)
    assert json.loads(as_json(made, []))["open"] is True
