"""An answer as HTML: its order, what stands open, and that no markup of others survives."""

import json
import re

import pytest

from assistant.web.member import answer_page, written
from tests.makers.pages import EN, citation, found, order_of, tags

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</article><h1>owned</h1>",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_markup_of_a_document_a_person_or_a_model_survives(words):
    bad = citation(
        title=words,
        locator=words,
        heading=words,
        quote=words,
        document=words,
        page_label=words,
        page=1,
    )
    shown = (
        answer_page.turn(
            found(
                question=words,
                standalone_question=words + "?",
                answer=words,
                statements=[{"text": words, "citations": [1]}],
                citations=[bad | {"short": words, "carried": words}],
                also=[bad | {"n": 2}],
                notes=[words],
                short={"text": words, "citations": [1], "from": "summary"},
                by_union=[{"union": words, "document": words, "short": words, "citation": 1}],
                caveat=words,
                follow_ups=[words],
                unread=[{"document": words, "pages": [3]}],
                scope={"sides": [{"title": words, "citations": [1]}]},
            ),
            EN,
        )
        + answer_page.failed(words, words, EN)
        + answer_page.growing(words, words, [{"text": words, "citations": [1]}], [bad], EN)
    )
    names, attributes = tags(shown)
    assert not names & {"script", "img", "svg", "h1", "iframe", "a", "style"}
    assert not [name for name in attributes if name.startswith("on")]
    assert (
        json.loads(
            re.search(r'data-answer="([^"]*)"', shown)
            .group(1)
            .replace("&quot;", '"')
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
        )["question"]
        == words
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http://example.org",
        'https://a.org/"onclick=x',
        "data:text/html,x",
        None,
    ],
)
def test_only_https_addresses_become_links(address):
    assert answer_page.official_link(address, EN) == ""
    assert 'rel="noopener noreferrer"' in answer_page.official_link("https://example.org/a?b=1", EN)


def test_a_kept_answer_that_is_none_is_refused_not_shown():
    for broken in (
        {"id": "a b"},
        {"status": "<b>"},
        {"citations": [{"n": 1}]},
        {"short": {"text": "x", "citations": [9], "from": "summary"}},
    ):
        with pytest.raises((KeyError, ValueError, TypeError)):
            answer_page.turn(found(**broken), EN)


def test_the_direct_answer_comes_first_and_is_what_a_screen_reader_hears():
    shown = answer_page.turn(
        found(caveat="Take care.", notes=["More."], follow_ups=["What then?"], also=[citation(2)]),
        EN,
    )
    assert order_of(
        shown,
        'class="question"',
        'class="short"',
        'class="chip"',
        'class="cite',
        'class="caveat"',
        'class="act"',
        'class="next"',
        'class="also"',
        'class="after"',
    )
    assert 'data-said="Your employer must ask you first."' in shown
    silent = answer_page.turn(
        found(
            status="not_found",
            answer="Not found: nothing.",
            short=None,
            statements=[],
            citations=[],
        ),
        EN,
    )
    assert 'data-said="Not found: nothing."' in silent


def test_a_summary_is_called_one_and_stands_in_no_quotation_marks():
    shown = re.sub(r' data-answer="[^"]*"', "", answer_page.turn(found(also=[citation(2)]), EN))
    assert (
        shown.count("Our summary of Article 1") >= 2
        and "“" not in shown
        and "quotation" not in shown.lower()
        and "<blockquote" not in shown
    )
    quoted = answer_page.turn(
        found(citations=[citation(basis="official", quote="“Tools” are not persons.")]), EN
    )
    assert (
        "“\u202f“Tools” are not persons.”</p>" in quoted
        and "““" not in quoted
        and "Our summary" not in quoted.split('class="after"')[0]
    )


@pytest.mark.parametrize(
    ("values", "opened"),
    [
        ({"basis": "official"}, True),
        ({"basis": "digest"}, False),
        ({"basis": "official", "quote": "word " * 61}, False),
        ({"basis": "official", "quote": "Your employer must ask you first."}, False),
    ],
)
def test_only_short_official_words_that_were_not_said_already_stand_open(values, opened):
    assert (
        '<details class="cite" open>' in answer_page.turn(found(citations=[citation(**values)]), EN)
    ) is opened


@pytest.mark.parametrize(
    ("values", "badge"),
    [
        ({}, "Binding agreement"),
        ({"role": None}, "Binding agreement"),
        ({"role": "definition", "tier": 2}, "Law"),
        ({"role": "allegation"}, "an allegation"),
        ({"role": "absence"}, "nothing found in it"),
        ({"role": "unknown"}, "not known"),
        ({"role": "report", "tier": 5}, "what is reported"),
        ({"role": "view", "tier": 4}, "a view"),
    ],
)
def test_the_first_badge_says_what_kind_of_thing_speaks(values, badge):
    assert badges_of(citation(**values))[0] == badge


def badges_of(one):
    return re.findall(r">([^<>]+)</li>", answer_page.badges(one, EN))


def test_a_term_that_is_carried_over_is_in_force_and_says_where_to():
    assert badges_of(citation(carried="wga-mba-2026"))[1] == "in force, carried into 2026"
    assert badges_of(citation(carried="deal"))[1] == "in force, carried over"


def test_a_printed_number_is_said_to_be_printed():
    assert "printed p. 39" in answer_page.place(citation(page=41, page_label="39"), EN)
    assert "p. 41 of the file" in answer_page.place(citation(page=41), EN)


def test_at_most_three_citations_stand_there_at_once():
    many = [citation(n) for n in range(1, 6)]
    shown = answer_page.turn(
        found(citations=many, statements=[{"text": "x", "citations": [1, 2, 3, 4, 5]}]), EN
    )
    assert shown.split('<details class="more">')[0].count('class="cite') == 4, (
        "three, and what holds them"
    )  # class="cited" is the fourth
    assert "More sources (2)" in shown


def test_each_union_has_a_row_and_a_button_and_what_is_many_is_folded():
    rows = [
        {"union": f"Union {n}", "document": "deal", "short": f"Rule {n}.", "citation": 1}
        for n in range(1, 11)
    ]
    shown = answer_page.turn(found(by_union=rows), EN)
    assert order_of(shown, 'class="which"', 'class="short"', 'class="unions"')
    assert (
        shown.count('data-do="union"') == 8
        and shown.count('role="row"') == 8
        and "5 more unions" in shown
    )


def test_pages_that_nobody_could_read_are_said():
    assert "Page 42 of The Deal could not be read." in answer_page.turn(
        found(unread=[{"document": "deal", "pages": [42]}]), EN
    )
    assert "Pages 4, 5 of other could not" in answer_page.turn(
        found(unread=[{"document": "other", "pages": [4, 5]}]), EN
    )


def test_an_answer_that_a_browser_kept_from_before_is_still_shown():
    old = {
        key: value
        for key, value in found().items()
        if key not in ("short", "by_union", "caveat", "follow_ups", "unread")
    }
    old["citations"] = [
        {key: value for key, value in citation().items() if key not in ("short", "role", "carried")}
    ]
    assert "The employer must ask." in answer_page.turn(
        old, EN
    ) and "The employer must ask." in written.plain(old, EN)


def test_nothing_found_offers_what_can_be_asked_and_folds_what_is_near_unless_it_is_little():
    def silent(count, **values):
        near = [citation(n) for n in range(1, count + 1)]
        return answer_page.turn(
            found(
                status="not_found",
                answer="No.",
                short=None,
                statements=[],
                citations=[],
                also=near,
                **values,
            ),
            EN,
        )

    assert '<details class="also" open>' in silent(3) and '<details class="also">' in silent(4)
    assert 'data-question="And this?"' in silent(1, follow_ups=["And this?"])


def test_history_is_named_history_and_stands_last():
    shown = answer_page.turn(
        found(also=[citation(2, status="superseded"), citation(3, tier=2)]), EN
    )
    assert order_of(shown, "<h3>Law ", "<h3>History: no longer in force ")


def test_a_comparison_stands_in_columns():
    two = found(
        statements=[{"text": "A", "citations": [1]}, {"text": "B", "citations": [2]}],
        citations=[citation(), citation(2, title="Other", short="Another rule.")],
        scope={
            "sides": [{"title": "Deal", "citations": [1]}, {"title": "Other", "citations": [2]}]
        },
    )
    shown = answer_page.turn(two, EN)
    assert (
        shown.count('class="side"') == 2
        and shown.count('<details class="cite"') == 2
        and "Another rule." in shown
    )


def test_what_a_model_wrote_is_said_to_be_its_words():
    def shown(mode):
        said = found(mode=mode, statements=[{"text": "They have to ask.", "citations": [1]}])
        return re.sub(r' data-answer="[^"]*"', "", answer_page.turn(said, EN))

    assert order_of(
        shown("llm:small"),
        'class="short"',
        "In more words",
        "They have to ask.",
        "language model (small)",
    )
    assert "They have to ask." not in shown("extractive"), "there the citations say it all"
