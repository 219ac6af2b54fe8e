"""The places that questions name: read in any style, and never answered by another place."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.question.locate import absence, locate, remarks
from assistant.question.scope import read_scope
from corpus import Library, Settings
from corpus.digest import read_digest
from corpus.law_books import of_book
from corpus.locators import ways
from corpus.locators_in_text import locators_in
from tests.conftest import TODAY, make_document


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("what does Art 72B say?", ["article 72 b"]),
        ("paragraph B of Article 72", ["article 72 b"]),
        ("article seventy-two of the 2023 MBA, paragraph E", ["article 72 e"]),
        ("paragraphs D and E of Article 72", ["article 72 d", "article 72 e"]),
        ("MBA 72(G)", [" 72 g"]),
        ("ArticleXLIX(d)", ["article 49 d"]),
        ("art xlix (e)", ["article 49 e"]),
        ("Article XLIX(c)(1) and (c)(2)(i)", ["article 49 c 1", "article 49 c 2 i"]),
        ("footnote 1 of article XLIX(c)(2)(i)", ["article 49 c 2 i fn1"]),
        ("Section [XX].A.(2)(b)(i)a)", ["section xx a 2 b i a"]),
        ("Article 21 N 3 b v", ["article 21 n 3 b v"]),
        ("art 21N4", ["article 21 n 4"]),
        ("6th principle", ["principle 6"]),
        ("principle six", ["principle 6"]),
        ("Principles 1 to 3", ["principle 1", "principle 2", "principle 3"]),
        ("principle 7 legislative goal 2", ["principle 7 2"]),
        ("Articles 99(4) and 101", ["article 99 4", "article 101"]),
        ("815 ILCS 550/10(a)(3)(A)", ["section 815 550 10 a 3 a"]),
        ("Civil Rights Law 50-f(2)(c)", ["section 50 f 2 c"]),
        ("Cal. Labor Code 927", ["section 927"]),
        ("Civil Code 3344 or 3344.1", ["section 3344", "section 3344.1"]),
        ("Article 40 Section 1(3)", ["article 40 1 3"]),
        ("the AI side letter", ["letter"]),
        ("page 40 of the memorandum", ["page 40"]),
        ("page 3 of my script", []),
        ("can they use an article I wrote?", []),
        ("is there a clause in my contract", []),
        ("my 401(k) plan", []),
        ("art 3D models, AB 2602(a), in law 25 years", []),
        ("they scanned me on 25.11.2026", []),
    ],
)
def test_places_are_read_in_the_styles_that_people_type(question, places):
    assert [" ".join([one.kind, *one.steps]) for one in locators_in(question)] == places


@pytest.mark.parametrize(
    ("question", "locator", "same"),
    [
        ("GBL 396-b(3)", "General Business Law § 396-b(3)", True),
        ("N.Y. Gen. Bus. Law § 396-b(3)", "General Business Law § 396-b(3)", True),
        ("B&P Code 22757.6", "Bus. & Prof. Code § 22757.6", True),
        ("T.C.A. § 47-25-1107", "Tenn. Code Ann. § 47-25-1107", True),
        ("17 USC 514(a)", "Proposed 17 U.S.C. § 514(a)", True),
        ("18 USC 514(a)", "Proposed 17 U.S.C. § 514(a)", False),
        ("Civil Code 927", "Labor Code § 927(a)", False),
    ],
)
def test_a_law_book_is_known_by_its_abbreviations_and_no_other_is_taken_for_it(
    question, locator, same
):
    assert of_book(locators_in(question)[0], locator, "") is same


def test_an_act_is_known_by_its_name():
    assert of_book(
        locators_in("Section 3 of the take it down act")[0], "Section 3", "TAKE IT DOWN Act"
    )
    assert not of_book(
        locators_in("Section 2 of the Copyright Act")[0], "Section 2", "TAKE IT DOWN Act"
    )


def test_a_word_for_a_place_before_a_bracket_without_a_number_is_no_place():
    assert (
        locators_in("before I hand in my pages (CBC drama, WGC contract), do I need their okay?")
        == ()
    )


def test_a_number_of_one_s_own_is_a_place_and_a_year_is_none():
    assert ways("15.01.6(d)") == (("", ("15", "1", "6", "d")),)
    assert ways("Article XLIX(c), memorandum item 13") == (
        ("article", ("49", "c")),
        ("item", ("13",)),
    )
    assert ways("2023") == ways("Report of 18 March 2026") == ()


LIBRARY = Library.of(
    [
        make_document(
            "wga-2023",
            {
                "Article 72, Paragraph A": "Old definition.",
                "Article 72, Paragraph B": "AI is no writer.",
            },
            union="WGA",
            effective=date(2023, 9, 25),
            expires=date(2026, 5, 1),
        ),
        make_document(
            "wga-2026",
            {"Article 72 (carry-over)": "The terms stay.", "Article 72, Paragraph G": "They meet."},
            union="WGA",
            effective=date(2026, 5, 2),
            supersedes=("wga-2023",),
            aliases=("the MBA", "MBA"),
        ),
        make_document("local", {"Article 20(h)": "No scan."}, union="IATSE Local 52"),
        make_document(
            "code",
            {"Labor Code § 927(a)": "Void.", "Labor Code § 927(b)": "The rest stays."},
            kind="law",
            tier=2,
        ),
    ]
)


def found(question, **options):
    scope = read_scope(question, LIBRARY, TODAY, **options)
    return scope, locate(scope, LIBRARY)


@pytest.mark.parametrize(
    ("question", "union"),
    [
        ("Article 72.Z of the MBA", None),
        ("Article 72 paragraph K", "WGA"),
        ("Article 20(m)", "IATSE Local 52"),
        ("Labor Code 931", None),
        ("Labor Code § 927(f)", None),
        ("820 ILCS 42/10", None),
        ("Penal Code 927(a)", None),
    ],
)
def test_a_place_that_no_document_has_is_absent_and_named(question, union):
    _, located = found(question, union=union)
    assert not located.standing and located.absent
    assert located.absent[0].place.words in absence(located)


def test_the_nearest_numbers_stand_beside_a_place_that_is_not_there():
    _, located = found("Labor Code § 927(f)")
    assert set(located.wanted) == {clause.key for clause in LIBRARY["code"].clauses}


def test_a_place_deeper_than_the_clauses_go_is_answered_by_the_clause_around_it_and_said():
    scope, located = found("Labor Code § 927(b)(1)")
    around = LIBRARY["code"].clauses[1]
    assert list(located.standing) == [around.key]
    said = list(remarks(located, [(LIBRARY["code"], around)], scope, LIBRARY))
    assert said == [
        f"No clause held here stands at Labor Code § 927(b)(1) itself: {around.locator}"
        f" of {LIBRARY['code'].title}, quoted here, is the clause around it."
    ]


def test_a_paragraph_of_the_version_before_is_found_with_the_clause_in_force_that_carries_it_over():
    _, located = found("Article 72.B of the MBA")
    assert [key.split("#")[0] for key in located.standing] == ["wga-2023", "wga-2026"]
    assert not found("Article 72.B of the 2026 MBA")[1].standing


def test_a_page_that_a_digest_tells_is_found():
    library = Library.of(
        [
            make_document(
                "moa",
                {"Item 1": "They meet (p. 40-41 of the memorandum).", "Item 2": "Pay (p. 7)."},
                aliases=("the MOA",),
            )
        ]
    )
    scope = read_scope("what is on page 41 of the MOA?", library, TODAY)
    assert list(locate(scope, library).standing) == ["moa#Item 1"]
    assert not locate(read_scope("what is on page 9 of the MOA?", library, TODAY), library).standing


def test_another_union_s_place_is_no_answer_and_is_listed():
    _, located = found("Article 20(h)", union="WGA")
    assert not located.standing and located.absent[0].elsewhere
    assert "what another document has" in absence(located)


def test_words_that_only_may_number_a_place_are_let_be():
    assert found("claim 3 is denied, point 4 too")[1] is None
    assert found("version 2.0.1 of the tool")[1] is None


def test_every_number_of_the_bundled_digests_is_found_at_its_own_clause():
    library = Library.of(
        read_digest(path) for path in sorted(Settings.from_environment({}).bundled.glob("*.md"))
    )
    numbered = [
        (d, c) for d in library for c in d.clauses if locators_in(f"what does {c.locator} say?")
    ]
    assert len(numbered) > 300
    for document, clause in numbered:
        scope = read_scope(
            f"what does {clause.locator} say?", library, TODAY, documents=(document.id,)
        )
        located = locate(scope, library)
        assert located and clause.key in located.standing, clause.key
