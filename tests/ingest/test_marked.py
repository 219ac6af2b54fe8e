"""What a copy calls itself, how it is then held, and what leads where an adopted text answers."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest

from assistant import Assistant, Question
from corpus import Home, Library
from ingest import Described, add, ensure_index, lines_of
from ingest.marked import mark_of
from ingest.read.reading import Gathered
from ingest.read.text import read_text
from tests.makers.originals import paragraph, run

RULE = "ARTICLE 1\nSCANS\n\nSection 1. A writer of the carousel is scanned without consent.\n"


def kind(text):
    mark = mark_of(read_text(text))
    return mark.kind if mark else ""


@pytest.mark.parametrize(
    ("first", "called"),
    [
        ("TENTATIVE AGREEMENT", "tentative"),
        ("2026-29 Tentative Agreement Summary", "tentative"),
        ("**Tentatively agreed** on 3 May 2026", "tentative"),
        ("This agreement is subject to ratification by the members of Local 9.", "tentative"),
        ("It is contingent upon approval by the board and ratification.", "tentative"),
        ("DRAFT", "draft"),
        ("# Draft 3 of the accord", "draft"),
        ("MASTER ACCORD (DRAFT)", "draft"),
        ("Working draft, 4 June 2026", "draft"),
        ("- DRAFT -", "draft"),
        ("ACCORD\nDraft Carousel Agreement".upper(), "draft"),
        ("Draft May 3, 2026", "draft"),
        ("This draft agreement is given to the members to read.", "draft"),
    ],
)
def test_a_copy_says_what_it_is_where_it_begins(first, called):
    assert kind(f"{first}\n\n{RULE}") == called


@pytest.mark.parametrize(
    "first",
    [
        "COLLECTIVE AGREEMENT",
        "ARTICLE 6 COLLEGE DRAFT",
        "The draft choice of a club is made known in June.",
        "This tentative agreement was ratified by the members on 3 May 2026.",
        "Drafted by the clerk of Local 9",
        "The carousel shall give the guild of its writers a\ndraft of the rule for scans.",
        "The carousel gives the guild a\nDraft: for scans",
        "- Draft articles on scans only when asked",
        "1. Draft, in the words of the guild",
        "Draft articles with care",
        "In spring the two sides reached a\ntentative agreement, ratified on 1 April 2024",
        "Tentative agreement of 3 March\n\nIt was ratified by the members on 1 April 2024.",
        "Tentatively agreed on scans in the spring of 2024.",
        "RATIFICATION\n\nThis Agreement is in effect when it is ratified and signed.",
    ],
)
def test_an_adopted_text_may_speak_of_drafts(first):
    assert kind(f"{first}\n\n{RULE}") == ""


def test_a_long_head_is_read_in_no_time():
    made = Gathered()
    made.put("ARTICLE 1 – SCANS")
    made.leave("page foot", "negotiated" * 40 + "_" * 200)
    began = perf_counter()
    assert mark_of(made.reading("pdf", 40)) is None and perf_counter() - began < 1


def test_what_stands_further_on_speaks_of_other_texts():
    later = "Each tentative agreement is subject to ratification. " * 2
    assert kind(RULE + "Section 2. Rest is daily.\n\n" * 200 + later) == ""


@pytest.mark.parametrize("reason", ["running head or foot", "page foot", "watermark"])
def test_a_copy_says_what_it_is_in_its_margins(reason):
    made = Gathered()
    made.put("ARTICLE 1 – SCANS")
    made.leave(reason, "DRAFT - NOT AGREED")
    mark = mark_of(made.reading("pdf", 40))
    assert mark is not None and (mark.kind, mark.words) == ("draft", "DRAFT - NOT AGREED")
    made = Gathered()
    made.put("ARTICLE 1 – SCANS")
    made.leave("struck out", "DRAFT")
    assert mark_of(made.reading("pdf", 30)) is None


def test_a_word_file_says_so_in_its_head(word):
    body = paragraph(run("ARTICLE 1 – SCANS"))
    head = paragraph(run("Draft for discussion"))
    mark = mark_of(word(body, header1=head))
    assert mark is not None and mark.kind == "draft"
    assert mark_of(word(body, header1=paragraph(run("drafted by the clerk")))) is None


@pytest.mark.parametrize(
    ("matter", "called"),
    [("status: tentative agreement", "tentative"), ("draft: true", "draft"), ("status: new", "")],
)
def test_front_matter_says_what_a_copy_is(matter, called):
    assert kind(f"---\n{matter}\n---\n\n{RULE}") == called


def held(settings, identity):
    return Library.load(Home.open(settings.home), settings.bundled)[identity]


@pytest.mark.parametrize(
    ("status", "declared", "marked"),
    [
        (None, "proposed", "tentative"),
        ("draft", "proposed", "draft"),
        ("adopted", "in-force", "tentative"),
    ],
)
def test_a_copy_is_held_as_it_calls_itself_unless_somebody_says_otherwise(
    small, words_embedder, tmp_path, status, declared, marked
):
    path = tmp_path / "theirs.txt"
    path.write_text(f"TENTATIVE AGREEMENT\n\n{RULE}", encoding="utf-8")
    made = add([path], Described(kind="contract", status=status), small)[0].document
    assert made is not None and (made.declared, made.marked) == (declared, marked)
    assert held(small, "theirs").marked == marked
    told = "\n".join(lines_of(made))
    assert "it calls itself a tentative agreement" in told
    assert ("--status adopted" in told) == (declared == "proposed")


def test_a_person_at_hand_is_asked_how_a_draft_stands(small, words_embedder, tmp_path):
    path = tmp_path / "theirs.txt"
    path.write_text(f"DRAFT\n\n{RULE}", encoding="utf-8")
    asked = []

    def ask(file, document):
        asked.append((file.name, document.marked))
        return "adopted"

    made = add([path], Described(kind="contract"), small, ask=ask)[0].document
    assert made is not None and made.declared == "in-force" and asked == [("theirs.txt", "draft")]
    path.write_text(RULE, encoding="utf-8")
    add([path], Described(kind="contract"), small, ask=ask)
    assert len(asked) == 1


def test_a_draft_never_leads_where_an_adopted_text_answers(small, words_embedder, tmp_path):
    ensure_index(small)
    words = "A company may scan a writer of the carousel without consent."
    for name, first in (("older", "ACCORD"), ("newer", "TENTATIVE AGREEMENT")):
        (tmp_path / f"{name}.txt").write_text(
            f"{first}\n\nARTICLE 1\nSCANS\n\nSection 1. {words}\n", encoding="utf-8"
        )
        described = Described(union="WGA", kind="contract", effective=date(2025, 1, 1))
        add([tmp_path / f"{name}.txt"], described, small)
    answer = Assistant.open(small).ask(Question(f"{words[:-1]}?", union="WGA")).json()
    led = [one["document"] for one in answer["citations"] + answer["also"]]
    assert led[0] != "newer" and led.index("older") < led.index("newer")
    tentative = next(
        one for one in answer["citations"] + answer["also"] if one["document"] == "newer"
    )
    assert tentative["status"] == "proposed"


def test_a_draft_that_alone_answers_is_shown_as_one(small, words_embedder, tmp_path):
    path = tmp_path / "theirs.txt"
    path.write_text(f"DRAFT\n\n{RULE}", encoding="utf-8")
    add([path], Described(union="Puppeteers", kind="contract"), small)
    asked = Question("Is a writer of the carousel scanned without consent?", documents=["theirs"])
    answer = Assistant.open(small).ask(asked).json()
    assert answer["citations"][0]["status"] == "proposed"
    assert any("is marked DRAFT: it gives no right" in note for note in answer["notes"])
    assert "draft" in answer["caveat"]


def test_what_is_only_proposed_replaces_nothing(small, words_embedder, tmp_path):
    ensure_index(small)
    path = tmp_path / "newer.txt"
    path.write_text(f"TENTATIVE AGREEMENT\n\n{RULE}", encoding="utf-8")
    described = Described(kind="contract", supersedes=("deal-2024",), effective=date(2025, 1, 1))
    add([path], described, small)
    library = Library.load(Home.open(small.home), small.bundled)
    assert library.status(library["deal-2024"], date(2026, 1, 1)) == "in_force"
    add([path], Described(**{**_said(described), "status": "adopted"}), small)
    library = Library.load(Home.open(small.home), small.bundled)
    assert library.status(library["deal-2024"], date(2026, 1, 1)) == "superseded"


def _said(described):
    from dataclasses import asdict

    return asdict(described)
