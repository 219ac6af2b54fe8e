"""Marks of Markdown are not shown, and a lone sign of a table is no mark."""

import pytest

from corpus.shown import as_shown
from corpus.words import sentences


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**3.1 Students first.** They are.", "3.1 Students first. They are."),
        ("*Notice* and __consent__ and _Step One:_ warn", "Notice and consent and Step One: warn"),
        ("see [the policy](https://x.example/a) here", "see the policy here"),
        ("No scan without consent.[^1]", "No scan without consent."),
        ("[^1]: In writing.", " In writing."),
        ("thirty ~~sixty~~ days<br>", "thirty  days"),
        ("thirty ~~sixty\nor~~ <s>ninety</s> days", "thirty   days"),
        ("at 1<sup>1</sup>/<sub>2</sub> times, 10<sup>2</sup> m", "at 1 1/2 times, 10² m"),
    ],
)
def test_marks_are_not_shown(source, shown):
    assert as_shown(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        "Grip 41.10 * and gaffer 42.90 **",
        "2 * 3 * 4 hours",
        "if x < 5 and y > 3 days",
        "signed ______ and ______ here",
        "the file_name_of the <EMPLOYER NAME>",
        "[3] and [XX](a)",
        "hours*rate*1.5 is paid",
        "rates (*) after 2025 and rates (*) before",
        "*a star opens.\n\nanother closes*",
        "**two open.\n \ntwo close**",
        "~~~~~~~~~~~\nRest is daily.\n~~~~~~~~~~~",
        "~~~\nRest is daily.\n~~~",
        "at ~~ten hours.\n\nRest is~~ daily.",
        "a <s>mark left open.\n \nRest is daily.</s>",
    ],
)
def test_what_is_no_mark_stays(source):
    assert as_shown(source) == source


@pytest.mark.parametrize(
    "sentence",
    [
        "Under scale 1 the Gen. Foreman is paid 3,283.42 dollars a week.",
        "The Asst. Chief and operator No. 3 rest.",
        "A week of 54 hrs. Sundays apart is paid.",
    ],
)
def test_a_shortened_title_ends_no_sentence(sentence):
    text = f"{sentence} Another follows. A third ends."
    assert [span.of(text) for span in sentences(text)][0] == sentence
    assert len(sentences(text)) == 3
