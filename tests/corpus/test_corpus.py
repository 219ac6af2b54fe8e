"""The bundled corpus as data: schema, labels, dates, supersession, aliases, own sentences."""

import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from corpus import KINDS, Library
from corpus.digest import front_matter, read_digest
from corpus.names import find_unions, plain, works
from corpus.topics import READ

FOLDER = Path(__file__).parents[2] / "corpus" / "documents"
PATHS = sorted(FOLDER.glob("*.md"))
KEYS = [
    "id",
    "title",
    "union",
    "kind",
    "tier",
    "counterparty",
    "jurisdiction",
    "adopted",
    "effective",
    "expires",
    "supersedes",
    "status",
    "basis",
    "official_url",
    "confidence",
    "aliases",
]
SHEETS = FOLDER.parent.parent.parent / "shared" / "facts"
MARK = re.compile(r"\s*\[(?!XX|XX\.1|YY|##|XLIX|gaps)[^\]]*\]")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.of(read_digest(path) for path in PATHS)


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_a_digest_keeps_the_schema(path):
    values, _ = front_matter(path.read_text(encoding="utf-8"))
    added = ("work", "principal", "whole", "read", "checked")
    assert [key for key in values if key not in added] == KEYS
    assert set(values.get("work") or ()) <= set(works())
    assert values["read"] in READ and values["checked"]
    document = read_digest(path)
    assert document.id == path.stem
    assert document.basis == "digest"
    assert document.confidence
    assert document.aliases
    assert document.kind in KINDS
    assert document.tier == KINDS[document.kind] or document.kind in (
        "policy",
        "guidance",
        "commentary",
    )
    assert not document.official_url or document.official_url.startswith("http")
    for clause in document.clauses:
        assert clause.locator
        assert clause.heading
        assert len(clause.questions) >= 12, clause.label
        assert len({ask.lower() for ask in clause.questions}) == len(clause.questions), clause.label
        assert set(clause.work) <= set(works()), clause.label


def test_what_a_digest_says_of_the_whole_is_short_and_rests_on_facts(library):
    told = {path.stem: front_matter(path.read_text(encoding="utf-8"))[0] for path in PATHS}
    told = {name: values["whole"] for name, values in told.items() if values.get("whole")}
    assert len(told) >= 39
    for name, whole in told.items():
        assert library[name].whole == whole["text"] and len(whole["text"].split()) <= 40, name
        assert not re.match(r"(?:yes|no)\b", whole["text"], re.I), "a statement, never yes or no"
        for place in whole["facts"]:
            document, _, at = place.rpartition("#")
            clause, fact = (int(number) for number in at.split("."))
            assert library[document or name].clauses[clause - 1].facts[fact - 1].short, place
    today = date(2026, 11, 29)
    principal = {d.id for d in library if d.principal and library.status(d, today) == "in_force"}
    assert principal <= set(told), "every agreement in force says what matters most in it"


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_each_fact_says_in_one_plain_statement_what_it_is(path):
    document = read_digest(path)
    for clause in document.clauses:
        for fact in clause.facts:
            words, said = fact.span.of(document.text), fact.short
            assert 3 <= len(said.split()) <= 25, f"{clause.label}: {said!r}"
            assert said.endswith("."), f"{clause.label}: {said!r}"
            assert not re.match(
                r"(?:yes|no|it|this|that|they|he|she|these|those|such)\b", said, re.I
            ), f"{clause.label}: {said!r}"
            assert not re.search(
                r"\b(?:(?:this|the) digest|pursuant|herein|hereunder|notwithstanding|\(?p\. \d)",
                said,
                re.I,
            ), f"{clause.label}: {said!r}"
            assert fact.asks or not clause.facts, f"{clause.label}: no question for {said!r}"
            assert (
                fact.role == "absence"
                or not re.match(r"Nothing in\b", said)
                or re.search(r"\b(?:no|not|nothing|neither|nor|none|without)\b", words, re.I)
            ), clause.label
            # a figure that the fact does not have is invented, but for the year by which an
            # agreement is named
            for figure in re.findall(r"\d+(?:[.,]\d+)*", said):
                known = re.findall(
                    r"\d+",
                    f"{words} {document.title} {clause.label} {document.effective} "
                    f"{document.expires}",
                )
                numerals = all(
                    part.lstrip("0") in {one.lstrip("0") for one in known}
                    for part in re.split(r"[.,]", figure)
                    if part.lstrip("0")
                )
                assert (
                    numerals
                    or int(re.sub(r"\D", "", figure)) <= 100
                    or re.fullmatch(r"20[12]\d", figure)
                ), f"{clause.label}: {figure} in {said!r}"


def test_terms_carried_over_name_the_agreement_that_replaced_theirs(library):
    kept = [
        (document, clause) for document in library for clause in document.clauses if clause.carried
    ]
    assert len(kept) > 30
    for document, clause in kept:
        assert document.id in library[clause.carried].supersedes, clause.key


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_marks_are_structure_and_not_noise_in_the_words(path):
    document = read_digest(path)
    for clause in document.clauses:
        words = document.quote(clause)
        assert not re.search(
            r"\[(?:secondary|from general|locator|details|inference)|<!--|-->|\bCLAIM:|VERDICT:"
            r"|^\s*[-*#>] ",
            words,
            re.M,
        ), clause.label
        assert not any(ask in words for ask in clause.questions if ask.endswith("?")), (
            f"{clause.label}: a question stands in the text"
        )


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_locator_and_heading_together_are_unique(path):
    labels = Counter((c.locator, c.heading) for c in read_digest(path).clauses)
    assert max(labels.values()) == 1


def test_there_are_89_documents_and_632_clauses(library):
    assert (len(library), sum(len(d.clauses) for d in library)) == (89, 632)


def test_dates_are_in_order_and_supersession_has_no_loop(library):
    for document in library:
        if document.effective and document.expires:
            assert document.effective < document.expires
        seen, line = {document.id}, list(document.supersedes)
        while line:
            old = library[line.pop()]
            assert old.id not in seen, f"{document.id} supersedes itself through {old.id}"
            seen.add(old.id)
            line += old.supersedes


@pytest.mark.parametrize(
    ("old", "new", "last_day"),
    [
        ("wga-mba-2023", "wga-mba-2026", date(2026, 5, 1)),
        ("sag-aftra-tv-theatrical-2023", "sag-aftra-tv-theatrical-2026", date(2026, 6, 30)),
        ("dga-basic-agreement-2023", "dga-basic-agreement-2026", date(2026, 6, 30)),
    ],
)
def test_the_agreements_of_2026_replace_those_of_2023_from_their_dates(library, old, new, last_day):
    first_day = library[new].effective
    assert (first_day - last_day).days == 1
    assert [library.status(library[old], day) for day in (last_day, first_day)] == [
        "in_force",
        "superseded",
    ]
    assert [library.status(library[new], day) for day in (last_day, first_day)] == [
        "not_yet",
        "in_force",
    ]
    assert library.replaced_by(library[old], first_day).id == new


def test_today_every_document_stands_as_its_sheet_says(library):
    told = {"in-force": "in_force"}
    for document in library:
        assert library.status(document, date(2026, 11, 21)) == told.get(
            document.declared, document.declared
        ), document.id


def test_aliases_collide_nowhere(library):
    names = Counter(
        re.sub(r"[\s-]+", " ", plain(name)).lower() for d in library for name in {d.id, *d.aliases}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_every_union_that_is_named_is_known(library):
    unknown = [d.id for d in library if d.union and not find_unions(d.union)]
    assert unknown == []


def test_claims_of_articles_carry_a_verdict_and_name_real_clauses(library):
    claims = [(d, c) for d in library for c in d.clauses if c.claim]
    assert len(claims) >= 30
    for document, clause in claims:
        for against in clause.claim.against:
            identity, _, locator = against.partition(":")
            assert identity in library, f"{document.id} {clause.label}: {against}"
            held = {c.locator for c in library[identity].clauses}
            assert locator.strip() in held, (
                f"{document.id} {clause.label}: {against} is not one of {sorted(held)}"
            )


def test_the_training_claim_about_the_iatse_deal_is_contradicted(library):
    clause = next(
        c
        for c in library["commentary-buttonai-2025"].clauses
        if c.heading.startswith("no training on members")
    )
    assert clause.claim.verdict in ("contradicted", "unsupported")
    assert any(a.startswith("iatse-basic-agreement-2024") for a in clause.claim.against)
    silent = next(
        c
        for c in library["iatse-basic-agreement-2024"].clauses
        if "no clause on training" in c.heading
    )
    assert any(mark.kind == "absent" for fact in silent.facts for mark in fact.marks)


@pytest.mark.skipif(
    not SHEETS.is_dir(), reason="the fact sheets (../shared/facts) are not on this machine"
)
@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_headings_are_the_sheets_word_for_word_and_no_figure_is_lost_or_added(path):
    def sections(text):
        for part in re.split(r"^## ", text, flags=re.M)[1:]:
            head, _, body = part.partition("\n")
            yield re.sub(r"\s+", " ", MARK.sub("", head)).strip(), body

    def figures(text):
        return set(re.findall(r"\d[\d,.]*\d|\d", text))

    document = read_digest(path)
    sheet = list(sections((SHEETS / path.name).read_text(encoding="utf-8")))
    assert [c.label for c in document.clauses] == [head for head, _ in sheet]
    for clause, (head, body) in zip(document.clauses, sheet, strict=True):
        words = document.quote(clause)
        assert figures(re.sub(r"\[[^\]]*\]", "", body)) <= figures(words), head
        assert figures(words) <= figures(body), head


def test_no_sentence_of_a_source_stands_in_the_corpus():
    check = FOLDER.parent.parent.parent / "shared" / "checks" / "copied.py"
    if not check.exists():
        pytest.skip("the fingerprints of the sources (../shared/checks) are not on this machine")
    done = subprocess.run(
        [sys.executable, str(check), "corpus"],
        cwd=FOLDER.parent.parent,
        capture_output=True,
        text=True,
    )
    assert done.stdout == ""
