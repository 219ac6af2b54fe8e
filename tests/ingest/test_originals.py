"""Originals that need no flag: known by their bytes, or guessed from what their first pages say."""

import hashlib
from datetime import date

import pytest

from corpus import Document, Home, Library, Settings
from corpus.digest import read_digest
from ingest import Described, add, ensure_index, originals
from ingest.described import document_from

DIGEST = """---
id: {id}
title: {title}
union: SAG-AFTRA
kind: contract
tier: 1
counterparty: AMPTP
effective: 2031-02-01
expires: 2034-01-31
supersedes: [{old}]
status: in-force
basis: digest
aliases: [{alias}]
---

## Article 7(a) — scans

Nobody is scanned without a yes.

## Article 7(b) — notice

Notice comes ten days before.
"""
#: A title page, parties, a term and the places that the digest cites.
TEXT = """# The Harbour Stage Agreement of 2031

Memorandum between the Screen Actors Guild and the AMPTP, made on the third of January.

## Article 1 Term

This agreement runs from February 1, 2031 to {end}.

## Article 7 Likeness

(a) No company may scan a player without a yes in writing.

(b) Notice must come ten days before any scan is made.
"""


@pytest.fixture
def home(small, words_embedder) -> Settings:
    """A home with a digest of the Harbour Stage Agreement, one of a sister, and an old one."""
    digests = (
        ("harbour-2031", "Harbour Stage Agreement of 2031", "deal-2024", "Harbour Stage"),
        ("tower-2031", "Tower Stage Agreement of 2031", "", "Tower Stage"),
    )
    for identity, title, old, alias in digests:
        written = DIGEST.format(id=identity, title=title, old=old, alias=alias)
        (small.bundled / f"{identity}.md").write_text(written, encoding="utf-8")
    ensure_index(small)
    return small


def given(home: Settings, text: str, name: str = "scan0042.md", **how):
    path = home.bundled.parent / name
    path.write_text(text, encoding="utf-8")
    (done,) = add([path], how.pop("described", Described()), home, **how)
    assert done.error == ""
    return done


def held(home: Settings, identity: str) -> Document:
    return Library.load(Home.open(home.home), home.bundled)[identity]


@pytest.fixture
def known(monkeypatch):
    """Makes a text's very bytes those of a known original."""

    def of(text: str, digest: str, **more) -> None:
        row = {"digest": digest, "name": "the memorandum of 2031", **more}
        key = hashlib.sha256(text.encode()).hexdigest()
        monkeypatch.setattr(originals, "table", lambda: {key: row})

    return of


def test_a_known_file_needs_no_flag_and_says_what_it_is(home, known):
    text = TEXT.format(end="January 31, 2034")
    known(text, "harbour-2031", effective=date(2031, 2, 4))
    done = given(home, text, accept=lambda guess: pytest.fail("what is known is not asked"))
    assert done.told == (
        "This is the memorandum of 2031, official text of our digest harbour-2031: SAG-AFTRA, in "
        "force 4 February 2031 to 31 January 2034."
    )
    document = held(home, "scan0042")
    assert (document.text_of, document.union, document.kind, document.counterparty) == (
        "harbour-2031",
        "SAG-AFTRA",
        "contract",
        "AMPTP",
    )
    assert (document.effective, document.expires) == (date(2031, 2, 4), date(2034, 1, 31))
    assert (
        document.supersedes == ("deal-2024",)
        and document.title == "Harbour Stage Agreement of 2031"
    )


def test_a_person_and_a_changed_byte_come_before_what_is_known(home, known):
    text = TEXT.format(end="January 31, 2034")
    known(text, "harbour-2031")
    said = Described(union="Local 9", text_of="tower-2031")
    assert given(home, text, described=said).told == ""
    document = held(home, "scan0042")
    assert (document.union, document.text_of) == ("Local 9", "tower-2031")
    assert "a guess" in given(home, text + "\n", "other.md").told


def test_a_known_file_named_as_its_digest_stands_beside_it(home, known):
    text = TEXT.format(end="January 31, 2034")
    known(text, "harbour-2031")
    assert given(home, text, "harbour-2031.md").document.id == "harbour-2031-official"


def test_a_home_without_the_digest_still_learns_what_a_known_file_is(home, known, tmp_path):
    text = TEXT.format(end="January 31, 2034")
    known(text, "harbour-2031")
    path = tmp_path / "moa.md"
    path.write_text(text, encoding="utf-8")
    read = document_from(path, Described(), Library.of([]), home)
    assert "(this home doesn't hold the digest)" in read.told
    assert (read.document.union, read.document.text_of) == ("SAG-AFTRA", None)
    assert (read.document.expires, read.document.supersedes) == (date(2034, 1, 31), ())


@pytest.mark.parametrize("end", ["January 31, 2034", "the 31st day of January 2034", "2034-01-31"])
def test_a_guess_is_said_as_one_and_taken_only_where_somebody_says_so(home, end):
    asked: list[str] = []
    text = TEXT.format(end=end)
    done = given(home, text, accept=lambda guess: bool(asked.append(guess)))
    assert len(asked) == 1 and "a guess" in asked[0] and "harbour-2031" in asked[0]
    assert "not taken" in done.told and held(home, "scan0042").text_of is None
    done = given(home, text, accept=lambda guess: True)
    assert "a guess" in done.told and held(home, "scan0042").text_of == "harbour-2031"
    assert held(home, "scan0042").expires == date(2034, 1, 31)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{end}", "January 31, 2031"),  # the agreement before it
        ("Harbour Stage", "Garden Stage"),  # another one of the same parties and days
        ("AMPTP", "Harbour Theatre"),  # another employer
        ("Screen Actors Guild", "Dancers' Circle"),  # another union
        ("2031", "2028"),  # another start
        ("## Article 7 Likeness\n\n(a) No", "## Rates\n\nNo"),  # a sheet of its rates
    ],
)
def test_a_neighbour_is_not_guessed(home, old, new):
    text = TEXT.replace(old, new).replace("(b) ", "" if "Rates" in new else "(b) ")
    done = given(home, text.format(end="January 31, 2034"), accept=lambda guess: True)
    assert done.told == "" and held(home, "scan0042").text_of is None


def test_two_digests_that_fit_are_no_guess(home):
    text = TEXT.replace("Harbour Stage", "Harbour Stage and Tower Stage")
    done = given(home, text.format(end="January 31, 2034"), accept=lambda guess: True)
    assert done.told == ""


@pytest.mark.parametrize("other", ["Players' Alliance (PA)", "AMPTP"])
def test_another_party_is_found_however_its_name_ends(home, other):
    path = home.bundled / "harbour-2031.md"
    path.write_text(path.read_text().replace("counterparty: AMPTP", f"counterparty: {other}"))
    text = TEXT.replace("the AMPTP,", f"the {other},").format(end="January 31, 2034")
    assert "harbour-2031" in given(home, text, accept=lambda guess: True).told
    longer = text.replace(f"the {other},", f"the {other}s,")
    assert given(home, longer, "other.md", accept=lambda guess: True).told == ""


@pytest.mark.parametrize("heading", ["On scans", "Rates of pay"])
def test_a_digest_that_cites_no_numbered_place_is_never_guessed(home, heading):
    path = home.bundled / "harbour-2031.md"
    head = path.read_text().partition("## Article")[0]
    path.write_text(f"{head}## {heading}\n\nNobody is scanned without a yes.\n")
    text = TEXT.format(end="January 31, 2034")
    assert given(home, text, accept=lambda guess: True).told == ""


def test_every_known_original_names_a_digest_that_is_here():
    bundled = Settings().bundled
    for digits, row in originals.table().items():
        assert len(digits) == 64 and int(digits, 16)
        digest = read_digest(bundled / f"{row['digest']}.md")
        assert digest.basis == "digest" and digest.effective and digest.expires


@pytest.mark.slow
def test_real_memoranda_are_known_both_ways_and_nothing_else_is(real_documents):
    bundled = Settings().bundled
    library = Library.of(read_digest(path) for path in sorted(bundled.glob("*.md")))
    found = {}
    for path in sorted(real_documents.iterdir()):
        if path.name == "README.md":
            continue
        read = document_from(path, Described(), library, Settings())
        guess = originals.guessed(read.document.text, read.document.clauses, library)
        if guess or read.told:
            assert guess and guess.digest.id == read.document.text_of
            found[read.document.text_of] = read.told
    assert sorted(found) == ["iatse-basic-agreement-2024", "sag-aftra-tv-theatrical-2023"]
    assert found["iatse-basic-agreement-2024"].endswith("4 August 2024 to 31 July 2027.")
