"""What is in force on a date, and the round trip of an added document."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import (
    BadDocument,
    Clause,
    Home,
    LeftOut,
    Library,
    NoSuchDocument,
    Report,
    Span,
    load_document,
    save_document,
)
from corpus.words import sentences, terms
from tests.conftest import make_document

OLD = make_document("old", effective=date(2023, 1, 1), expires=date(2026, 12, 31))
NEW = make_document("new", effective=date(2026, 5, 2), supersedes=("old",))
BILL = make_document("bill", kind="law", tier=2, declared="proposed")
LIBRARY = Library.of(
    [
        OLD,
        NEW,
        BILL,
        make_document(
            "said", kind="principle", tier=4, declared="statement", adopted=date(2023, 7, 5)
        ),
    ]
)


@pytest.mark.parametrize(
    ("identity", "day", "status"),
    [
        ("old", date(2022, 12, 31), "not_yet"),
        ("old", date(2023, 1, 1), "in_force"),
        ("old", date(2026, 5, 1), "in_force"),
        ("old", date(2026, 5, 2), "superseded"),
        ("new", date(2026, 5, 1), "not_yet"),
        ("bill", date(2026, 1, 1), "proposed"),
        ("said", date(2023, 7, 4), "not_yet"),
        ("said", date(2030, 1, 1), "statement"),
    ],
)
def test_dates_decide_how_a_document_stands(identity, day, status):
    assert LIBRARY.status(LIBRARY[identity], day) == status


def test_a_contract_past_its_end_with_no_successor_is_expired():
    alone = make_document("alone", effective=date(2023, 1, 1), expires=date(2024, 1, 1))
    assert Library.of([alone]).status(alone, date(2024, 1, 1)) == "in_force"
    assert Library.of([alone]).status(alone, date(2024, 1, 2)) == "expired"


def test_the_official_text_of_a_digest_is_replaced_with_it():
    official = make_document(
        "old-official", basis="official", text_of="old", effective=date(2023, 1, 1)
    )
    library = Library.of([OLD, NEW, official])
    assert library.status(official, date(2026, 6, 1)) == "superseded"
    assert library.replaced_by(official, date(2026, 6, 1)).id == "new"


def test_a_repeated_or_unknown_id_is_an_error_that_says_what_to_do():
    with pytest.raises(BadDocument, match="--id"):
        Library.of([OLD, OLD])
    with pytest.raises(NoSuchDocument, match="pincite list"):
        LIBRARY["nothing"]
    with pytest.raises(BadDocument, match="lower-case"):
        make_document("../../etc/passwd")
    with pytest.raises(BadDocument, match="takes effect"):
        make_document("x", effective=date(2025, 1, 1), expires=date(2024, 1, 1))


@settings(deadline=None)  # it writes to a disk that others use too
@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=200).filter(
        str.strip
    ),
    st.booleans(),
)
def test_an_added_document_comes_back_as_it_was_saved(tmp_path_factory, words, draft):
    home = Home.open(tmp_path_factory.mktemp("home") / "h")
    clause = Clause(
        "own", "Article 1", "scope", Span(0, len(words)), ("Part I",), 3, "1", 4, asks=("why?",)
    )
    report = Report("pdf", 10, 9, 2, (LeftOut("struck out", 1, 2, "x"),), ("odd",))
    made = make_document(
        "own",
        bundled=False,
        marked="draft" if draft else "",
        effective=date(2024, 1, 1),
        aliases=("ours",),
        original="Own.PDF",
        report=report,
    )
    from dataclasses import replace

    made = replace(made, text=words, clauses=(clause,))
    home = save_document(home, made, b"bytes")
    folder = home.folder_of(*home.added[0])
    assert load_document(folder) == made
    assert (folder / "original.pdf").read_bytes() == b"bytes"


@pytest.mark.parametrize("name", ["document.json", "text.txt"])
def test_a_damaged_added_document_is_named(tmp_path, name):
    home = save_document(Home.open(tmp_path / "h"), make_document("own", bundled=False), b"x")
    folder = home.folder_of(*home.added[0])
    (folder / name).write_text("{")
    with pytest.raises(BadDocument, match="own"):
        load_document(folder)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "Under Art. 9.2(b) of Sec. 4.1 it holds. No A.I. tool may run. See para. 3(i); Acme "
            "Inc. agreed.",
            3,
        ),
        ("The U.S. Senate met (p. 41 of the memorandum). It rose.", 2),
        ("One sentence without an end", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_they_do_and_not_at_abbreviations(text, count):
    assert len(sentences(text)) == count


@given(st.text(max_size=300))
def test_sentences_are_slices_in_order_that_lose_no_word(text):
    spans = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_section_numbers_are_words():
    assert terms("What does § 927(b)(1) say of my voice's pay (c) in Article 72?") == [
        "§927(b)(1)",
        "voic",
        "pay",
        "(c)",
        "articl",
        "72",
    ]


# --- clauses that are made when wanted ---


def test_a_stored_clause_is_made_once_however_many_want_it(tmp_path):
    home = Home.open(tmp_path / "home")
    rules = {f"Article {n}": f"Rule {n}." for n in range(50)}
    written = make_document("ours", rules, bundled=False)
    home = save_document(home, written, b"x")
    read = load_document(home.folder_of(*home.added[0]))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: read.clauses[n % 50], range(400)))
    assert all(one is read.clauses[n % 50] for n, one in enumerate(found))
    assert read.clauses == written.clauses and len(read.clauses) == 50
    assert read.clauses[-1] is read.clauses[49] and read.clauses[1:3] == written.clauses[1:3]
    with pytest.raises(IndexError):
        read.clauses[50]
    assert hash(read) == hash(load_document(home.folder_of(*home.added[0])))
