"""What a question names narrows or leads the search: union, document, date, place, locator."""

from datetime import date

import pytest

from assistant.question.scope import read_scope
from corpus import BadQuestion, Library, NoSuchDocument
from corpus.names import find_crafts, find_places, find_unions, lineage
from tests.conftest import TODAY, make_document

LIBRARY = Library.of(
    [
        make_document(
            "wga-2023",
            union="WGA",
            effective=date(2023, 9, 25),
            expires=date(2026, 5, 1),
            aliases=("2023 MBA",),
        ),
        make_document(
            "wga-2026",
            union="WGA",
            effective=date(2026, 5, 2),
            supersedes=("wga-2023",),
            aliases=("the MBA", "MBA"),
        ),
        make_document(
            "local-700",
            union="Motion Picture Editors Guild, IATSE Local 700",
            aliases=("Local 700 agreement",),
        ),
        make_document("ab-2602", kind="law", tier=2, jurisdiction="US-CA", aliases=("AB 2602",)),
    ]
)


def scope(question, **options):
    return read_scope(question, LIBRARY, options.pop("as_of", TODAY), **options)


@pytest.mark.parametrize(
    ("text", "unions"),
    [
        ("under the Writers Guild contract", ["wga"]),
        ("SAG-AFTRA or UBCP/ACTRA?", ["sag-aftra", "ubcp-actra"]),
        ("I'm in Local 700 of IATSE", ["local-700", "iatse"]),
        ("I work on Slate and sage advice", []),
        ("the editors’ guild", []),
        ("the Editors Guild’s view", ["local-700"]),
    ],
)
def test_unions_are_found_as_whole_names(text, unions):
    assert find_unions(text) == unions


def test_crafts_point_to_a_union_and_places_are_no_part_of_a_union_s_name():
    assert find_crafts("I'm an assistant editor") == ["local-700"]
    assert find_places("does it bind us in new york, Directors Guild of Canada?") == ["US-NY"]
    assert lineage("local-700") == ["local-700", "iatse"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("she was a known jazz singer in LA, died 1998", ["US-CA"]),
        ("la la land, can they scan me", []),
        ("CAN THEY SCAN ME IN LA", []),
        ("Heard NY wants a label on it now", ["US-NY"]),
        ("my lips move in the latin america version", []),
        ("does it bind them in South America or in America?", ["US"]),
    ],
)
def test_places_are_found_by_what_people_call_them(text, places):
    assert find_places(text) == places


def test_a_local_named_with_its_parent_is_the_local():
    assert scope("my IATSE Local 700 contract").unions == ("local-700",)


def test_a_union_that_is_chosen_gives_way_to_one_that_is_named():
    assert scope("can they scan me?", union="SAG-AFTRA").unions == ("sag-aftra",)
    assert scope("what does the WGA say?", union="SAG-AFTRA").unions == ("wga",)


def test_an_alias_means_the_version_in_force_on_the_day():
    assert scope("what does the MBA say on training?").documents == ("wga-2026",)
    assert scope("what does the MBA say on training?", as_of=date(2024, 3, 1)).documents == (
        "wga-2023",
    )
    assert scope("what does the 2023 MBA say?").documents == ("wga-2023",)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("what was the rule in March 2024?", date(2024, 3, 31)),
        ("as of 2024-05-02, may they scan me?", date(2024, 5, 2)),
        ("they scanned me on 3 June 2025, what did my deal say", date(2025, 6, 3)),
        ("I was hired in 2023", date(2023, 12, 31)),
        ("does it expire in 2027?", TODAY),
        ("may they use it?", TODAY),
    ],
)
def test_a_date_in_the_past_tense_moves_the_day(question, day):
    assert scope(question).as_of == day


def test_a_year_before_an_alias_or_its_union_picks_the_version():
    assert scope("what does the 2023 WGA MBA say?").documents == ("wga-2023",)
    assert scope("what does the 2019 WGA MBA say?").missing == ("the 2019 MBA",)


def test_a_question_that_only_wants_to_read_a_place_is_told_from_one_that_asks_more():
    assert scope("what does Article 72.G of the MBA say?").only_places
    assert not scope("does Article 72.G of the MBA give me money?").only_places
    assert not scope("what does the MBA say?").only_places


def test_what_is_not_held_is_named():
    assert scope("what does the NABET contract say?").missing == ("NABET-CWA",)
    assert scope("can they scan me?", union="Bakers Union").missing == ("Bakers Union",)
    assert scope("is that legal in Texas?").missing == ("the law of Texas",)
    assert scope("is that legal in California?").missing == ()


def test_filters_that_are_wrong_are_errors_and_not_empty_answers():
    with pytest.raises(NoSuchDocument, match="no document 'nothing'"):
        scope("x", documents=("nothing",))
    with pytest.raises(BadQuestion, match="no such kind"):
        scope("x", kinds=("novel",))
    assert "memorandum" in scope("x", kinds=("contract",)).kinds
