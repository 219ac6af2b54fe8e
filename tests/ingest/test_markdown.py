"""Markdown: the text is the file itself; marks, tags and lists are read as they are shown."""

import pytest

from ingest.read.text import read_text
from ingest.segment import segment


def live(text):
    reading = read_text(text)
    return [reading.of(line) for line in reading.lines]


def places(text):
    return [clause.locator for clause in segment(read_text(text), "x").clauses]


def whole(text):
    reading = read_text(text)
    held = sum(len("".join(reading.of(line).split())) for line in reading.lines)
    return held + sum(part.characters for part in reading.left_out) == reading.characters


@pytest.mark.parametrize(
    "entries",
    [
        ["1. Paid.", "1. Due in June.", "1. In cash."],
        ["1. Paid.\n", "1. Due in June.\n", "1. In cash.\n"],
        ["1) Paid.", "   - at once", "1) Due in June.", "1) In cash."],
    ],
)
def test_a_list_that_writes_one_number_counts_on(entries):
    text = "# Article 2 — Bonus\n\n" + "\n".join(entries) + "\n"
    assert places(text) == ["Article 2", "Article 2.1", "Article 2.2", "Article 2.3"]
    assert "1. Due in June." in text or "1) Due" in text


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("1. Paid.\n2. Due.\n4. Cash.\n", ["2", "2.1", "2.2", "2.4"]),
        ("1. Paid.\n\n# Article 3 — Rest\n\n1. Daily.\n", ["2", "2.1", "3", "3.1"]),
        ("1. Paid.\n\nOf the others:\n\n1. Due.\n", ["2", "2.1", "2.1"]),
    ],
)
def test_a_list_counts_as_it_is_written_and_ends_where_it_ends(body, found):
    text = f"# Article 2 — Bonus\n\n{body}"
    assert [place.removeprefix("Article ") for place in places(text)] == found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_pages_own_html_is_no_clause(end):
    text = (
        "## Your accord\n\nRead it below.\n\n<br>\n"
        '<a class="button"\n   href="https://x.example/a.pdf">\n   The accord of 2024\n</a>\n'
        "<br> <br>"
        "\n\n## ARTICLE 1—SCOPE\n\n<p>The Union speaks for all.</p>\n"
    ).replace("\n", end)
    assert live(text) == [
        "Your accord",
        "Read it below.",
        "ARTICLE 1—SCOPE",
        "The Union speaks for all.",
    ]
    assert whole(text)


@pytest.mark.parametrize(
    "line",
    [
        'A scan is made as <a href="#a">Section 4</a> says.',
        "Rest of <b>ten</b> hours is given.",
        "A crew < 12 members, or <CREW NAME>, gets none.",
    ],
)
def test_a_tag_inside_a_sentence_parts_no_words(line):
    assert live(f"# Article 1\n\n{line}\n") == ["Article 1", line]


def test_in_plain_text_a_tag_is_a_word():
    reading = read_text("<p>Pay is weekly.</p>\n", marked=False)
    assert [reading.of(line) for line in reading.lines] == ["<p>Pay is weekly.</p>"]


@pytest.mark.parametrize("words", ["Consent is in writing.", "1. Consent is in writing.", "NOTES"])
def test_a_note_stays_with_its_clause(words):
    text = (
        f"# Article 1 — Scans\n\nNo scan is made.[^1]\n\n[^1]: {words}\n\n# Article 2 — Pay\n\nX.\n"
    )
    clauses = segment(read_text(text), "x").clauses
    assert [clause.locator for clause in clauses] == ["Article 1", "Article 2"]
    assert words in clauses[0].span.of(text)


def test_a_heading_shows_no_marks():
    text = "# Pay\n\n**1.1** _Step One:_ the grip is paid at the end of each week of work.\n"
    assert not any(
        set("*_") & set(clause.heading) for clause in segment(read_text(text), "x").clauses
    )


def test_a_note_at_the_end_is_cited_with_the_clause_that_calls_it():
    text = (
        "# Article 1 — Scans\n\nNo scan is made.[^a] It is deleted.[^b]\n\n"
        "# Article 2 — Pay\n\nPay is weekly.[^c]\n\n"
        "[^a]: Consent is in writing.\n[^b]: After ten days,\n    or at once.\n[^c]: In cash.\n"
        "[^d]: Called by nothing.\n"
    )
    clauses = segment(read_text(text), "x").clauses
    found = [(one.locator, one.heading, one.span.of(text)) for one in clauses[2:]]
    assert [clause.locator for clause in clauses[:2]] == ["Article 1", "Article 2"]
    assert found == [
        ("Article 1", "Note a", "[^a]: Consent is in writing."),
        ("Article 1", "Note b", "[^b]: After ten days,\n    or at once."),
        ("Article 2", "Note c", "[^c]: In cash.\n[^d]: Called by nothing."),
    ]


@pytest.mark.parametrize(
    "matter", ["day: 2024-02-31", "a: " + "[" * 5000, "day: !!int nine", "a: [1"]
)
def test_front_matter_that_nobody_can_read_is_text(matter):
    reading = read_text(f"---\n{matter}\n---\n\nRest is daily.\n")
    assert reading.metadata is None and reading.of(reading.lines[-1]) == "Rest is daily."
