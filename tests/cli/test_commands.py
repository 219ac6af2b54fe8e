"""The command line as outside programs use it: JSON to the letter, exit codes, errors, nothing
lost.
"""

import json
import os
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT
from tests.makers.originals import pdf

PASSAGE = [
    "rank",
    "score",
    "document",
    "title",
    "locator",
    "heading",
    "kind",
    "tier",
    "status",
    "basis",
    "page",
    "page_label",
    "start",
    "end",
    "text",
]


def pincite(*arguments, home, stdin=None, timeout=180):
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PINCITE_HOME": str(home)},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory, shared_home):
    """A copy of the built home that these tests may change."""
    import shutil

    folder = tmp_path_factory.mktemp("cli") / "home"
    shutil.copytree(shared_home.home, folder)
    return folder


def test_help_answers_at_once():
    times = []
    for _ in range(3):
        began = time.perf_counter()
        done = pincite("--help", home="unused")
        times.append(time.perf_counter() - began)
        assert done.returncode == 0 and "ask" in done.stdout
    assert min(times) < 0.5


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "q", "--batch", "-"],
        ["ask", "q", "--as-of", "soon"],
        ["ask", "q", "-k", "0"],
        ["dance"],
        [],
    ],
)
def test_a_wrong_command_line_exits_2_and_makes_no_home(tmp_path, arguments):
    assert pincite(*arguments, home=tmp_path / "home").returncode == 2
    assert not (tmp_path / "home").exists()


@pytest.mark.slow
def test_ask_prints_the_interface(home):
    done = pincite(
        "ask",
        "can my work be used for training?",
        "--union",
        "IATSE",
        "--json",
        "--as-of",
        "2026-11-24",
        home=home,
    )
    found = json.loads(done.stdout)
    assert done.returncode == 0 and found["status"] == "answered" and found["mode"] == "extractive"
    assert found["as_of"] == "2026-11-24" and set(found["timings_ms"]) == {
        "rewrite",
        "embed",
        "retrieve",
        "compose",
        "total",
    }
    text = {
        c["document"]: pincite("text", c["document"], home=home).stdout
        for c in found["citations"] + found["also"]
    }
    for c in found["citations"] + found["also"]:
        assert text[c["document"]][c["start"] : c["end"]] == c["quote"]
    assert all(s["citations"] for s in found["statements"])


@pytest.mark.slow
def test_search_prints_passages_that_are_slices(home):
    done = pincite(
        "search", "digital replica consent", "--union", "SAG-AFTRA", "--json", "-k", "4", home=home
    )
    found = json.loads(done.stdout)
    assert set(found) == {"query", "results", "timings_ms"}
    assert [list(p) for p in found["results"]] == [PASSAGE] * 4
    assert [p["rank"] for p in found["results"]] == [1, 2, 3, 4]
    for p in found["results"]:
        assert pincite("text", p["document"], home=home).stdout[p["start"] : p["end"]] == p["text"]


@pytest.mark.slow
def test_the_text_of_a_digest_is_its_file(home):
    assert pincite("text", "wga-mba-2023", home=home).stdout == (
        ROOT / "corpus/documents/wga-mba-2023.md"
    ).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_batch_keeps_its_order_and_a_bad_line_stays_its_own(home):
    lines = [
        json.dumps({"id": "a", "question": "can they scan me?", "union": "SAG-AFTRA", "k": 3}),
        "{broken",
        json.dumps({"id": 3, "question": ""}),
        json.dumps({"id": "d", "question": "x" * 20000}),
        json.dumps({"id": "e", "question": "scan", "documents": ["no-such-document"]}),
        json.dumps({"id": "f", "question": "scan me", "as_of": "yesterday"}),
        json.dumps(["not an object"]),
        json.dumps(
            {
                "id": "h",
                "question": "and for extras?",
                "history": ["can SAG-AFTRA producers scan me?"],
                "as_of": "2024-06-01",
            }
        ),
        json.dumps({"id": "i", "question": "\x00\x07 scan \x1b[31m me", "union": "WGA"}),
        json.dumps({"id": "j", "question": "¿Pueden escanear mi cara?"}),
        json.dumps({"id": "k", "question": "scan"}),
    ]
    done = pincite("ask", "--batch", "-", home=home, stdin="\n".join(lines) + "\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [row["id"] for row in rows] == ["a", None, 3, "d", "e", "f", None, "h", "i", "j", "k"]
    assert [("error" in row) for row in rows] == [
        False,
        True,
        True,
        True,
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert rows[7]["standalone_question"] != "and for extras?" and rows[7]["as_of"] == "2024-06-01"
    assert "20,000 characters" in rows[3]["error"]


@pytest.mark.slow
def test_adding_a_file_answers_from_its_own_words_and_removing_it_leaves_no_trace(home, tmp_path):
    lines = [
        "ARTICLE 12. FALCONRY",
        "",
        "Section 4. The Employer shall pay each falconer nine",
        "dollars a feather for every zeppelin flight.",
    ]
    made = tmp_path / "Falcon Deal.pdf"
    made.write_bytes(
        pdf([[("text", 72, 700 - 14 * n, 10, words) for n, words in enumerate(lines) if words]])
    )
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"%PDF-1.4 rubbish")
    done = pincite("add", made, bad, "--union", "WGA", "--effective", "2025-01-01", home=home)
    assert (
        done.returncode == 1
        and "broken.pdf" in done.stderr
        and "falcon-deal: pdf, 1 pages" in done.stdout
    )
    found = json.loads(
        pincite(
            "ask",
            "how much is a falconer paid for a zeppelin flight?",
            "--union",
            "WGA",
            "--json",
            home=home,
        ).stdout
    )
    lead = found["citations"][0]
    assert (lead["document"], lead["locator"], lead["page"], lead["basis"]) == (
        "falcon-deal",
        "Article 12, Section 4",
        1,
        "official",
    )
    assert "nine\ndollars a feather" in lead["quote"] and lead["force"] == "requires"
    assert pincite("remove", "falcon-deal", home=home).returncode == 0
    after = pincite(
        "ask",
        "how much is a falconer paid for a zeppelin flight?",
        "--union",
        "WGA",
        "--json",
        home=home,
    ).stdout
    assert "falcon-deal" not in after and "falcon-deal" not in pincite("list", home=home).stdout


@pytest.mark.slow
def test_a_scan_is_held_and_said_to_be_unreadable(home, tmp_path):
    scan = tmp_path / "old-scan.pdf"
    scan.write_bytes(pdf([[("rule", 10, 10, 20)]]))
    assert "no text layer" in pincite("add", scan, home=home).stdout
    found = json.loads(
        pincite("ask", "what about notice?", "--document", "old-scan", "--json", home=home).stdout
    )
    assert found["status"] == "unreadable"
    pincite("remove", "old-scan", home=home)


@pytest.mark.slow
def test_list_show_report_and_doctor_say_what_there_is(home):
    assert "89 documents, 632 clauses" in pincite("list", home=home).stdout
    assert (
        "Article 72, Paragraph E — no compelled use"
        in pincite("show", "wga-mba-2023", home=home).stdout
    )
    assert "may not" in pincite("show", "wga-mba-2023", "Article 72, Paragraph E", home=home).stdout
    missing = pincite("show", "wga-mba-2023", "Article 99", home=home)
    assert missing.returncode == 1 and "no clause at 'Article 99'" in missing.stderr
    assert "timeline: a bundled digest" in pincite("report", "timeline", home=home).stdout
    doctor = pincite("doctor", home=home)
    assert (
        doctor.returncode == 0
        and "53aa51172d142c89" in doctor.stdout
        and "leaves this machine: nothing" in doctor.stdout
    )


@pytest.mark.slow
def test_an_empty_home_has_nothing_and_says_so(tmp_path):
    assert pincite("init", "--empty", home=tmp_path / "h").returncode == 0
    found = json.loads(pincite("ask", "can they scan me?", "--json", home=tmp_path / "h").stdout)
    assert found["status"] in ("not_found", "out_of_scope") and found["citations"] == []
    again = pincite("init", home=tmp_path / "h")
    assert again.returncode == 1 and "is a home already" in again.stderr


@pytest.mark.slow
def test_a_home_that_cannot_be_written_is_a_clear_error(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    done = pincite("ask", "can they scan me?", home=file / "home")
    assert (
        done.returncode == 1 and "cannot be used" in done.stderr and "Traceback" not in done.stderr
    )


@pytest.mark.slow
def test_another_model_says_what_to_run(home):
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "ask", "scan me"],
        cwd=ROOT,
        env={**os.environ, "PINCITE_HOME": str(home), "PINCITE_DTYPE": "float32"},
        capture_output=True,
        text=True,
    )
    if "bfloat16" in pincite("doctor", home=home).stdout:
        assert done.returncode == 1 and "pincite index" in done.stderr
    else:
        assert done.returncode == 0
