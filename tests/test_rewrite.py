"""A follow-up stands alone after rewriting; a question that does so already is left as it is."""

import pytest

from assistant.rewrite import MAX_QUESTION, clean, remembered, standalone
from corpus import BadQuestion


@pytest.mark.parametrize(
    ("history", "asked", "holds", "not_holds"),
    [
        (["Can SAG-AFTRA producers scan me?"], "what about background actors?", ["SAG-AFTRA", "scan", "background actors"], []),
        (["Can SAG-AFTRA producers train on my work?"], "and under the WGA?", ["WGA", "train"], ["SAG-AFTRA"]),
        (["Can they scan me?", "what about my kid?"], "and after I die?", ["scan", "after I die"], []),
        (["Can SAG-AFTRA scan me?", "and the WGA?"], "for how long?", ["scan", "WGA", "how long"], ["SAG-AFTRA"]),
        (["can they clone my voice in new york"], "and under california law?", ["clone my voice", "california"], ["new york"]),
        (["what did the UK decide on AI training"], "what comes next?", ["UK", "what comes next"], []),
        (["who keeps my scan"], "can they use it in a sequel without paying me again", ["keeps my scan", "sequel"], []),
        (
            ["what does Article 72, Paragraph B of the 2026 MBA say?"],
            "what does paragraph D say?",
            ["Article 72, Paragraph D of the 2026 MBA"],
            [],
        ),
        (["what does article 72.B of the MBA say"], "and paragraph F?", ["article 72, Paragraph F of the MBA"], ["F.B"]),
        (["what does Section 4 of AB 412 say"], "and section 5?", ["Section 5 of AB 412"], ["Section 4"]),
    ],
)
def test_a_follow_up_carries_the_topic(history, asked, holds, not_holds):
    text, changed = standalone(asked, history)
    assert changed
    assert all(part in text for part in holds) and not any(part in text for part in not_holds)


@pytest.mark.parametrize(
    "asked",
    [
        "Does the DGA agreement say who must be told about AI footage?",
        "And does the DGA agreement say who must be told about AI footage?",
        "can my drawings be used for training?",
        "can they scan my face and keep it?",
        "do they need my consent to train on my voice",
        "Is it legal to clone a voice in Tennessee?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(asked):
    assert standalone(asked, ["Can they scan me?"]) == (asked, False)
    assert standalone(asked) == (asked, False)


def test_control_characters_go_and_nothing_else_does():
    assert clean("can\x00 they\n\n scan\u202e me?") == "can they scan me?"
    assert clean("¿pueden escanearme? 能扫描我吗") == "¿pueden escanearme? 能扫描我吗"


@pytest.mark.parametrize("bad", ["", "   ", "???", "\x00\x01", "x" * (MAX_QUESTION + 1), 7])
def test_what_is_no_question_is_refused_in_words(bad):
    with pytest.raises(BadQuestion):
        standalone(bad)


def test_a_part_is_of_the_clause_that_the_last_answer_led_with():
    asked = standalone("what does paragraph D say?", ["can they train on my script?"], "Article 72, Paragraph C of the 2026 MBA")
    assert asked == ("what does Article 72, Paragraph D of the 2026 MBA say?", True)
    assert standalone("what does paragraph D say?", [])[1] is False


@pytest.mark.parametrize(
    ("history", "union"),
    [
        (["I'm in SAG-AFTRA. Can they scan me?", "and my kid?"], "SAG-AFTRA"),
        (["can they scan me?", "WGA"], "WGA"),
        (["I'm in SAG-AFTRA", "actually, I am a member of the WGA"], "WGA"),
        (["does the WGA ban training?"], None),
        (["I'm curious: WGA or SAG-AFTRA, who has more?"], None),
        ([], None),
    ],
)
def test_the_union_that_a_person_said_is_theirs_is_remembered(history, union):
    assert remembered(history) == union
