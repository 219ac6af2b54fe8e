"""Locators as data: however a place is written it is one, and inside those around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Settings
from corpus.digest import read_digest
from corpus.locators import Locator, Part, label, read, ways
from corpus.locators_in_text import cited, locators_in


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Art. XLIX(h)", "article 49 h"),
        ("article 49 h", "Article 49(h)"),
        ("Article 72, Paragraph G", "Art. 72.G"),
        ("§ 927(c)", "Section 927(c)"),
        ("Section 64.1.A", "Sec. 64.1(A)"),
        ("Sideletter 4", "Side Letter No. 4"),
        ("Schedule A-III", "schedule A-3"),
        ("Part I", "Part I"),
        ("ARTICLE I RECOGNITION", "Article 1"),
        ("Tenn. Code Ann. § 47-25-1105(a)", "Tenn. Code Ann. Section 47-25-1105(a)"),
        ("1.01.6(d)", "1.1.6(d)"),
        ("Article One", "Article 1"),
        ("article twenty-one, section four", "Article 21, Section 4"),
        ("ARTICLE FORTY TWO", "Article 42"),
    ],
)
def test_a_place_is_the_same_however_it_is_written(written, place):
    assert read(written)[0].place == read(place)[0].place
    assert read(written)[0].steps


def test_words_that_only_count_are_no_place():
    assert locators_in("does the one article, or do two sections, need ten days?") == ()
    assert locators_in("is one article enough, or two sections?") == ()


#: Bundled locators that the two grammars before this one read differently, and what each names.
DISPUTED = [
    ("Civil Code § 3344.1", ["Civil Code Section 3344.1"]),
    ("Civil Code § 3111(a)(1)-(4)", [f"Civil Code Section 3111(a)({n})" for n in range(1, 5)]),
    ("Civil Code § 3111(a)(7)-(8)", [f"Civil Code Section 3111(a)({n})" for n in (7, 8)]),
    ("Civil Code § 3111(a)(10)-(12)", [f"Civil Code Section 3111(a)({n})" for n in (10, 11, 12)]),
    ("Bus. & Prof. Code § 22757.3(b)", ["Bus. & Prof. Code Section 22757.3(b)"]),
    ("Bus. & Prof. Code § 22757.5", ["Bus. & Prof. Code Section 22757.5"]),
    ("Bus. & Prof. Code § 22757.6", ["Bus. & Prof. Code Section 22757.6"]),
    ("Articles 99(4) and 101", ["Article 99(4)", "Article 101"]),
    ("Article 5(1)(ba) and 5(1)(f)", ["Article 5(1)(ba)", "Article 5(1)(f)"]),
    ("Sec. 2(b)(1)-(2)(A)", ["Section 2(b)(1)", "Section 2(b)(2)(a)"]),
    ("Sec. 2(b)(2)(A)(iv)-(v)", ["Section 2(b)(2)(a)(iv)", "Section 2(b)(2)(a)(v)"]),
    ("Sec. 2(c)(1)-(3)", ["Section 2(c)(1)", "Section 2(c)(2)", "Section 2(c)(3)"]),
    ("Sec. 2(c)(4)-(5)", ["Section 2(c)(4)", "Section 2(c)(5)"]),
    ("Article [##](a) and (b)", ["Article [##](a)", "Article [##](b)"]),
    (
        "Article [##](c)(2)(i) and footnote 1",
        ["Article [##](c)(2)(i)", "Article [##](c)(2)(i), Footnote 1"],
    ),
    ("Article [##](d) and (e)", ["Article [##](d)", "Article [##](e)"]),
    ("Article [##](f) and (g)", ["Article [##](f)", "Article [##](g)"]),
    ("AI sideletter (item 21.b)", ["Sideletter", "Item 21(b)"]),
    ("Article [##] and AI sideletter", ["Article [##]", "Sideletter"]),
    ("Article XLIX(c)(1) and (c)(2)(i)", ["Article 49(c)(1)", "Article 49(c)(2)(i)"]),
    ("Article XLIX(c)(2)(i), footnote 1", ["Article 49(c)(2)(i), Footnote 1"]),
    ("AI sideletter (item 13.b), first and last paragraphs", ["Sideletter", "Item 13(b)"]),
    ("AI sideletter (item 13.b), second and third paragraphs", ["Sideletter", "Item 13(b)"]),
    ("Article XLIX and AI sideletter", ["Article 49", "Sideletter"]),
    ("815 ILCS 550/5", ["815 ILCS 550/5"]),
    ("815 ILCS 550/10(a) as amended from 1 January 2026", ["815 ILCS 550/10(a)"]),
    ("815 ILCS 550/10(a)(3)(A)", ["815 ILCS 550/10(a)(3)(a)"]),
    ("815 ILCS 550/10(a)(3)(B)", ["815 ILCS 550/10(a)(3)(b)"]),
    ("815 ILCS 550/10 as amended", ["815 ILCS 550/10"]),
    ("765 ILCS 1075/5", ["765 ILCS 1075/5"]),
    ("765 ILCS 1075/20", ["765 ILCS 1075/20"]),
    ("765 ILCS 1075/30", ["765 ILCS 1075/30"]),
    ("765 ILCS 1075/35", ["765 ILCS 1075/35"]),
    ("765 ILCS 1075", ["765 ILCS 1075"]),
    ("Article 20(a) and (b)", ["Article 20(a)", "Article 20(b)"]),
    (
        "Article 20(c)(2)(i) and footnote 4",
        ["Article 20(c)(2)(i)", "Article 20(c)(2)(i), Footnote 4"],
    ),
    ("Article 20(f) and (g)", ["Article 20(f)", "Article 20(g)"]),
    ("AI sideletter (item 17.b)", ["Sideletter", "Item 17(b)"]),
    ("Article 20 and AI sideletter", ["Article 20", "Sideletter"]),
    ("AI sideletter of the Basic Agreement", ["Sideletter"]),
    (
        "Item 4.b, Paragraph 3(a)(27)(B) and (C)",
        ["Item 4(b), Paragraph 3(a)(27)(b)", "Item 4(b), Paragraph 3(a)(27)(c)"],
    ),
    (
        "Item 4.b, Paragraph 3(a)(27)(G) and (H)",
        ["Item 4(b), Paragraph 3(a)(27)(g)", "Item 4(b), Paragraph 3(a)(27)(h)"],
    ),
    ("Item 1, sideletter", ["Item 1", "Sideletter"]),
    ("Civil Rights Law § 50-f", ["Civil Rights Law Section 50-f"]),
    ("Civil Rights Law § 50-f(1)", ["Civil Rights Law Section 50-f(1)"]),
    ("Civil Rights Law § 50-f(1)(c) as amended", ["Civil Rights Law Section 50-f(1)(c)"]),
    ("Civil Rights Law § 50-f(2)", ["Civil Rights Law Section 50-f(2)"]),
    ("Civil Rights Law § 50-f(2)(c)", ["Civil Rights Law Section 50-f(2)(c)"]),
    ("General Business Law § 396-b(1)", ["General Business Law Section 396-b(1)"]),
    ("General Business Law § 396-b(3)", ["General Business Law Section 396-b(3)"]),
    ("General Business Law § 396-b(4)", ["General Business Law Section 396-b(4)"]),
    (
        "General Business Law § 396-b(5)-(6)",
        ["General Business Law Section 396-b(5)", "General Business Law Section 396-b(6)"],
    ),
    (
        "Item 29.a, Section [XX].A.(2)(b), opening and footnote 1",
        ["Item 29(a), Section [XX](a)(2)(b)", "Item 29(a), Section [XX](a)(2)(b), Footnote 1"],
    ),
    (
        "Item 29.a, Section [XX].D and E",
        ["Item 29(a), Section [XX](d)", "Item 29(a), Section [XX](e)"],
    ),
    ("Item 29.c, background section, D and E", ["Item 29(c)"]),
    (
        "Item 9, Section 47.D.(9)-(10) and 47.E.(7)",
        [f"Item 9, Section 47{place}" for place in ("(d)(9)", "(d)(10)", "(e)(7)")],
    ),
    ("Summary items 39.F and 43.E", ["Item 39(f)", "Item 43(e)"]),
    ("Article 21.N.7 and 21.N.8", ["Article 21(n)(7)", "Article 21(n)(8)"]),
    ("2023", []),
    ("2024", []),
    ("2025", []),
    ("2026", []),
    (
        "Data (Use and Access) Act 2025, sections 135-137",
        ["Section 135", "Section 136", "Section 137"],
    ),
    ("2023 opening proposal", []),
    ("G/O Media, Onion Inc. Union contract (ratified 2024-02-06, three years)", []),
]


@pytest.mark.parametrize(("written", "places"), DISPUTED)
def test_a_locator_names_what_a_representative_would_find_there(written, places):
    assert [str(place) for place in read(written)] == places


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Section 3 of Article 40", ["Article 40, Section 3"]),
        ("what does MBA 72 say", ["72"]),
        ("side letter 4", ["Sideletter 4"]),
        ("the side letter I signed", ["Sideletter"]),
        ("the part I auditioned for", []),
        ("PARCC tests", []),
    ],
)
def test_what_a_person_types_is_read_by_the_same_rules(typed, printed):
    assert [str(place) for place in locators_in(typed)] == printed


@pytest.mark.parametrize(
    ("text", "words", "parts", "page"),
    [
        ("see Article XLIX(h) (item 13, p. 39).", "Article XLIX(h) (item 13, p. 39)", 2, 39),
        ("paragraph B of Article 72 says", "paragraph B of Article 72", 2, None),
        ("Sections 14 and 15 of Schedule A; it", "Sections 14 and 15 of Schedule A", 2, None),
        ("(footnote 7, p. 16 of the memorandum)", "p. 16", 0, 16),
    ],
)
def test_a_printed_place_keeps_its_words_and_its_page(text, words, parts, page):
    (found,) = cited(text)
    assert (found.text, len(found.parts), found.page) == (words, parts, page)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "call 212-555-1234 at 10.a.m.",
        "my 401(k)",
        "a clause I signed",
        "3(b) is done",
        "a 3-D scan",
        "the Labor Code 927 says",
    ],
)
def test_what_is_no_place_in_print_is_let_be(text):
    assert list(cited(text)) == []


def test_two_labels_are_one_where_only_the_writing_differs():
    assert label("Article XLIX(c)") == label("Art. 49(c)") == label("ARTICLE 49, Paragraph C")
    assert label("AI sideletter, first paragraph") != label("AI sideletter, second paragraph")
    assert label("Article 7") != label("Article 72")


def test_a_clause_is_reached_by_the_section_that_a_memorandum_s_item_writes():
    assert ("section", ("47", "d", "9")) in ways("Item 9, Section 47.D.(9)")


_LETTERS = st.lists(
    st.sampled_from(["a", "b", "c", "h", "1", "2", "27", "ii", "iv"]), max_size=3
).map(tuple)
_NUMBERS = st.sampled_from(
    ["1", "2", "15", "49", "72", "927", "3344.1", "64.1", "50-f", "47-25-1105"]
)
_KINDS = st.sampled_from(["article", "section", "paragraph", "item", "principle", "rule"])
_ONE = st.builds(lambda *part: Locator((Part(*part),)), _KINDS, _NUMBERS, _LETTERS)
_TWO = st.builds(
    lambda outer, number, letters: Locator((*outer.parts, Part("paragraph", number, letters))),
    st.builds(lambda *part: Locator((Part("article", *part),)), _NUMBERS, _LETTERS),
    st.sampled_from(["b", "g", "3"]),
    _LETTERS,
)
LOCATORS = _ONE | _TWO


@given(LOCATORS)
def test_a_locator_that_is_printed_reads_the_same(locator):
    assert read(str(locator)) == (locator,)


def test_every_bundled_locator_that_is_printed_reads_the_same():
    bundled = Settings.from_environment({}).bundled
    clauses = [clause for path in bundled.glob("*.md") for clause in read_digest(path).clauses]
    places = {place for clause in clauses for place in read(clause.locator)}
    assert len(places) > 250
    assert [place for place in places if read(str(place)) != (place,)] == []


@given(LOCATORS)
def test_a_locator_is_inside_itself_and_holds_itself_not(locator):
    assert locator.inside(locator)
    assert not locator.holds(locator)


@given(LOCATORS, _LETTERS, _LETTERS)
def test_nesting_goes_through(locator, some, more):
    def deeper(one, letters):
        last = one.parts[-1]
        return Locator((*one.parts[:-1], Part(last.kind, last.number, (*last.letters, *letters))))

    inner = deeper(locator, some)
    innermost = deeper(inner, more)
    assert inner.inside(locator)
    assert innermost.inside(inner)
    assert innermost.inside(locator)
    assert locator.holds(innermost) is bool(some or more)


@given(LOCATORS, LOCATORS, LOCATORS)
def test_of_any_three_that_nest_the_last_is_inside_the_first(one, two, three):
    assert three.inside(one) or not (two.inside(one) and three.inside(two))
