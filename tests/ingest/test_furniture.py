"""What is printed on every page of a text: feet at pages' edges, and lines that only look so."""

from __future__ import annotations

import pytest

from ingest.read.text import read_text
from ingest.segment import segment

SENTENCE = "The Employer tells the Union of every tool that it brings into use on any production. "

ASKED = ["writer who is told", "grip", "gaffer of that crew", "loader", "script supervisor"]


def page(number, foot, lines=11):
    """A page of running text whose last sentence goes on overleaf."""
    body = [f"{number}.{n}  {SENTENCE}" for n in range(1, lines)]
    return "\n".join([*body, f"and a {ASKED[number % 5]} may", "", foot, "refuse.", ""])


def places(text):
    return {(line.page, line.page_label) for line in read_text(text).lines}


def left(text):
    return [part.sample for part in read_text(text).left_out if "foot" in part.reason]


@pytest.mark.parametrize("foot", ["County / Union CBA - {}", "Local 9 Accord {}", "{}", "Page {}"])
def test_a_foot_that_sentences_run_on_through_gives_pages(foot):
    text = "\n".join(page(n, foot.format(n)) for n in range(1, 6))
    assert left(text) == [foot.format(n) for n in range(1, 6)]
    assert {(n, str(n)) for n in range(1, 6)} < places(text)


@pytest.mark.parametrize(
    "lines",
    [
        [f"Step {n} ..... {20 + n}" for n in range(1, 6)],
        [f"From {n}0 to {n}9 members the number of stewards is {n}" for n in range(1, 6)],
        [f"Grade {n}\n\n{SENTENCE * 14}\n" for n in range(1, 6)],
        [f"Wage scale - {n}\n\n{SENTENCE * 14}\n" for n in range(1, 6)],
        [f"{30 + n}\n\n{SENTENCE * 14}\n" for n in range(1, 6)],
    ],
)
def test_rising_numbers_alone_are_no_pages(lines):
    text = "SCALES\n\n" + "\n".join(lines) + "\n\nRates rise each May.\n"
    assert left(text) == [] and places(text) == {(None, None)}
    held = " ".join(clause.span.of(text) for clause in segment(read_text(text), "x").clauses)
    assert "".join(held.split()) == "".join(text.split())


def fed(*pages):
    return "\f".join("\n".join(lines) + "\n" for lines in pages)


@pytest.mark.parametrize("title", ["ARTICLE {}", "RULE {}", "Topic {}"])
def test_a_title_that_begins_each_page_is_no_foot_and_no_head(title):
    pages = [[title.format(n), "", SENTENCE, "", f"WORKING COPY {n}"] for n in range(1, 6)]
    text = fed(*pages)
    assert left(text) == [f"WORKING COPY {n}" for n in range(1, 6)]
    lines = read_text(text).lines
    titled = [text[line.start : line.end] for line in lines if line.page_label][::2]
    assert titled == [title.format(n) for n in range(1, 6)]
    assert places(text) == {(n, str(n)) for n in range(1, 6)}


def test_a_title_that_begins_each_page_stays_where_there_is_no_foot():
    text = fed(*[[f"Topic {n}", "", SENTENCE + "nothing"[n:]] for n in range(1, 6)])
    assert left(text) == [] and len(read_text(text).lines) == 10


def test_a_page_number_may_stand_at_the_head_of_pages():
    pages = [[f"{n}.{m}  {SENTENCE}" for m in range(1, 6)] for n in range(1, 6)]
    text = fed(*[[f"Accord of Local 9, page {n}", *lines] for n, lines in enumerate(pages, 1)])
    assert places(text) == {(n, str(n)) for n in range(1, 6)}
    assert len(read_text(text).lines) == 25


def test_a_form_feed_ends_a_page_and_is_no_word_of_it():
    reading = read_text("ARTICLE 1\n\nPay is weekly.\n\fARTICLE 2\n\nRest is daily.\n")
    assert [line.page for line in reading.lines] == [1, 1, 2, 2]
    assert [clause.locator for clause in segment(reading, "x").clauses] == [
        "Article 1",
        "Article 2",
    ]


@pytest.mark.parametrize("name", ["Step {}", "Year {} of service", "Grade {} (scale 1)"])
def test_a_scale_dotted_out_to_its_rates_is_no_table_of_contents(name):
    scale = "\n".join(f"{name.format(n)} ..... {20 + n}" for n in range(1, 8))
    text = f"ARTICLE 3\nPAY\n\nSection 1. The rates are:\n\n{scale}\n\nScale 2:\n\n{scale}\n"
    segmented = segment(read_text(text), "x")
    assert segmented.in_contents == 0
    assert "24" in segmented.clauses[-1].span.of(text)


def test_a_table_of_contents_without_a_title_is_one_where_its_entries_are_titles_below():
    titles = ["Scope", "Notice", "Consent", "Pay", "Rest"]
    listed = "\n".join(f"{title} ........ {n}" for n, title in enumerate(titles, 1))
    body = "\n\n".join(f"## {title}\n\n{SENTENCE}" for title in titles)
    segmented = segment(read_text(f"{listed}\n\n{body}\n"), "x")
    assert segmented.contents.entries == len(titles) or segmented.in_contents > 0
    assert [clause.locator for clause in segmented.clauses] == titles


def test_words_that_come_back_above_each_foot_are_no_head():
    pages = [page(n, f"Page {n} of 5").replace(ASKED[n % 5], "member") for n in range(1, 6)]
    assert left("\n".join(pages)) == [f"Page {n} of 5" for n in range(1, 6)]


def test_a_head_that_comes_back_above_each_foot_is_one():
    pages = [page(n, f"Accord of Local 9\nPage {n} of 5") for n in range(1, 6)]
    assert "Accord of Local 9" in left("\n".join(pages))
