"""A saved answer tells later what became of each of its quotations: nothing, a changed word,
another place, or no place at all."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from assistant import Assistant
from assistant.assistant import Question
from assistant.checking.check import Checker
from assistant.checking.fates import FATES, changes_since
from assistant.checking.record import FORMAT, record_of, saved, turns, write_record
from corpus import Library, PinciteError
from tests.cli.test_commands import pincite
from tests.conftest import DIGEST, library_of, make_document

DAY = date(2026, 11, 24)
RULE = "A company may not scan a writer without the consent of that writer."
OTHER = "The company must delete the scan after ten days."
DEAL = make_document(
    "deal",
    {"Article 1 — scanning": RULE, "Article 2 — deletion": OTHER},
    title="The Deal",
    effective=date(2024, 1, 1),
)


def cited(document, words, **values):
    start = document.text.index(words)
    clause = document.clause_at(start)
    known = {
        "document": document.id,
        "title": document.title,
        "locator": clause.locator,
        "heading": clause.heading,
        "status": "in_force",
        "quote": words,
        "start": start,
        "end": start + len(words),
        "clause_sha256": hashlib.sha256(document.quote(clause).encode()).hexdigest(),
    }
    return {"citations": [known | values], "statements": [], "corpus": "0"}


def since(library, record=None, day=DAY):
    (one,) = changes_since(record or cited(DEAL, RULE), library, day)
    return one


def changed(clauses, identity="deal", **values):
    return make_document(identity, clauses, title="The Deal", effective=date(2024, 1, 1), **values)


def test_nothing_changed():
    one = since(library_of(DEAL))
    assert (one.fate, one.found.note, one.check.verdict, one.check.json()["diff"]) == (
        "unchanged",
        "",
        "exact",
        None,
    )


def test_words_that_only_moved_down_the_page_are_exact_and_their_offsets_are_told():
    later = changed(
        {
            "Article 0 — new": "A new clause stands first.",
            "Article 1 — scanning": RULE,
            "Article 2 — deletion": OTHER,
        }
    )
    one = since(library_of(later))
    assert one.fate == "shifted" and one.check.verdict == "exact"
    assert (
        later.text[one.found.start : one.found.end] == RULE
        and str(one.found.start) in one.check.json()["diff"]
    )


def test_a_changed_word_is_shown_and_a_lost_not_is_called_out():
    one = since(
        library_of(
            changed(
                {"Article 1 — scanning": RULE.replace(" not", ""), "Article 2 — deletion": OTHER}
            )
        )
    )
    assert (one.fate, one.check.verdict) == ("changed", "altered")
    assert "not" in one.found.note and "{+ not+}" in one.found.diff.replace("{+not +}", "{+ not+}")


def test_a_clause_under_another_number_is_named():
    one = since(library_of(changed({"Article 1 — deletion": OTHER, "Article 7 — scanning": RULE})))
    assert (one.fate, one.found.locator, one.check.verdict) == ("moved", "Article 7", "wrong_place")
    assert "Article 7" in one.found.note


def test_words_that_are_gone_and_where_else_they_stand():
    gone = changed({"Article 2 — deletion": OTHER})
    assert since(library_of(gone)).fate == "vanished"
    elsewhere = make_document("sister", {"Article 9 — scanning": RULE}, title="The Sister Deal")
    assert "Article 9 of The Sister Deal" in since(library_of(gone, elsewhere)).found.note
    removed = since(library_of(elsewhere))
    assert (removed.fate, removed.check.verdict) == (
        "removed",
        "not_found",
    ) and "Article 9 of The Sister Deal" in removed.found.note


def test_a_document_that_was_replaced_since_says_by_which_and_history_stays_history():
    new = make_document(
        "deal-2",
        {"Article 1": "Another rule."},
        title="The New Deal",
        effective=date(2025, 1, 1),
        supersedes=("deal",),
    )
    library = library_of(DEAL, new)
    one = since(library)
    assert one.fate == "superseded" and "The New Deal" in one.found.note
    assert since(library, cited(DEAL, RULE, status="superseded")).fate == "unchanged"
    assert since(library, day=date(2024, 6, 1)).fate == "unchanged"
    assert since(library_of(replace(DEAL, expires=date(2026, 1, 1)))).fate == "expired"


def test_a_clause_that_changed_around_its_quotation_says_so():
    one = since(
        library_of(
            changed(
                {
                    "Article 1 — scanning": RULE + " This does not bind streamers.",
                    "Article 2 — deletion": OTHER,
                }
            )
        )
    )
    assert one.fate == "unchanged" and "rest of its clause has changed" in one.found.note


def test_the_same_words_with_other_breaks_are_not_called_changed():
    one = since(
        library_of(
            changed(
                {
                    "Article 1 — scanning": RULE.replace(" the consent", "\nthe con-\nsent"),
                    "Article 2 — deletion": OTHER,
                }
            )
        )
    )
    assert one.fate in ("shifted", "unchanged") and one.check.verdict == "exact"


def test_every_fate_has_a_verdict_of_the_interface():
    from assistant.checking.check import VERDICTS

    assert set(FATES.values()) <= set(VERDICTS)


def test_an_answer_makes_the_round_trip(words_embedder, small, tmp_path):
    from ingest import ensure_index

    ensure_index(small)
    assistant = Assistant.open(small)
    outcome = assistant.ask(Question("may they scan a writer without consent?"))
    passages, _ = assistant.search(Question("may they scan a writer without consent?"))
    record = record_of(outcome, passages, assistant.basis())
    write_record(tmp_path / "answer.json", record)
    read = saved(tmp_path / "answer.json", 4)
    assert read == json.loads(json.dumps(record))
    printed = json.loads(json.dumps(outcome.json()))
    assert all(
        read[name] == value for name, value in printed.items() if name not in ("citations", "also")
    )
    assert (read["pincite_record"], read["corpus"]) == (FORMAT, assistant.library.fingerprint)
    assert (
        read["generation"] == assistant.held().index.folder.name
        and read["model"]["name"] == "words"
    )
    assert [p["text"] for p in read["passages"]] == [p.json()["text"] for p in passages]
    assert read["checks"] and {check["verdict"] for check in read["checks"]} == {"exact"}
    for one in read["citations"]:
        clause = assistant.library[one["document"]].clause_at(one["start"])
        text = assistant.library[one["document"]].quote(clause)
        assert (
            one["clause_sha256"] == hashlib.sha256(text.encode()).hexdigest()
            and one["quote"] in text
        )
    # the digest is corrected: the same record says which quotation no longer holds
    edited = DIGEST.replace("may not scan", "may scan")
    (small.bundled / "deal-2024.md").write_text(edited, encoding="utf-8")
    from corpus import Home

    later = changes_since(read, Library.load(Home.open(small.home), small.bundled), DAY)
    assert any(one.fate == "changed" and "not" in one.found.note for one in later)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"pincite_record": 2, "citations": [], "statements": []}', "newer version"),
        ('{"pincite_record": "x", "citations": []}', "no record of ours"),
        ("{", "can't be read as JSON"),
        ("[" * 200_000, "can't be read as JSON"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path, text, said):
    path = tmp_path / "record.json"
    path.write_text(text)
    with pytest.raises(PinciteError, match=said):
        saved(path, 4)


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "record.json"
    path.write_text(" " * (2**20 + 10))
    with pytest.raises(PinciteError, match="has 1 MB; at most 0"):
        saved(path, 0)


@pytest.mark.parametrize(
    "broken",
    [
        {"quote": 5},
        {"start": "7"},
        {"start": True},
        {"document": None},
        {"quote": " "},
        {"locator": "x" * 300_000},
    ],
)
def test_a_damaged_record_is_refused(broken):
    record = cited(DEAL, RULE)
    record["citations"][0] |= broken
    with pytest.raises(PinciteError, match="damaged"):
        changes_since(record, library_of(DEAL), DAY)


@pytest.mark.parametrize(
    "broken", [{"also": 5}, {"also": "text"}, {"citations": {"a": 1}}, {"also": [1]}]
)
def test_a_record_whose_lists_are_none_is_refused(broken):
    with pytest.raises(PinciteError, match="damaged"):
        changes_since(cited(DEAL, RULE) | broken, library_of(DEAL), DAY)


def test_a_conversation_is_read_turn_by_turn_and_the_members_own_words_are_not_checked():
    wrong = "The Deal, Article 1: “A company may scan a writer without the consent of that writer.”"
    talk = [
        {"role": "user", "content": wrong},
        {"role": "assistant", "content": f"The Deal, Article 1: “{RULE}”"},
        {"role": "assistant", "content": [{"type": "text", "text": wrong}]},
        cited(DEAL, RULE),
    ]
    kept = list(turns({"messages": talk}))
    assert kept[0].endswith(f"“{RULE}”") and kept[1] == wrong and kept[2]["citations"]
    checker = Checker(library_of(replace(DEAL, aliases=("The Deal",))), DAY)
    assert [check.verdict for text in kept[:2] for check in checker.check(text)] == [
        "exact",
        "altered",
    ]
    with pytest.raises(PinciteError, match="wanted an answer"):
        list(turns(5))
    with pytest.raises(PinciteError, match="a turn is"):
        list(turns([5]))


@pytest.mark.slow
def test_the_commands_save_an_answer_and_check_a_folder_of_them(tmp_path, shared_home):
    folder = tmp_path / "records"
    folder.mkdir()
    done = pincite(
        "ask",
        "can a company make me use AI?",
        "--union",
        "WGA",
        "--save",
        folder / "one.json",
        home=shared_home.home,
    )
    assert done.returncode == 0, done.stderr
    checked = pincite("check", folder / "one.json", "--json", home=shared_home.home)
    found = json.loads(checked.stdout)
    assert checked.returncode == 0 and found["wrong"] == 0 and found["checks"]
    record = json.loads((folder / "one.json").read_text())
    record["citations"][0]["quote"] = re.sub(
        r"\w+", "may", record["citations"][0]["quote"], count=1
    )
    (folder / "two.json").write_text(json.dumps(record))
    (folder / "three.json").write_text('{"pincite_record": 99}')
    checked = pincite("check", folder, "--json", home=shared_home.home)
    found = json.loads(checked.stdout)
    assert (
        checked.returncode == 1
        and found["wrong"] == 1
        and "three.json" in checked.stderr
        and "newer" in checked.stderr
    )
    assert next(c for c in found["checks"] if c["verdict"] != "exact")["claimed"].startswith(
        "two.json: "
    )
