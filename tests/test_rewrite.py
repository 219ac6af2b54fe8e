"""A follow-up stands alone after rewriting; a question that does so already is left as it is."""

import pytest

from assistant.rewrite import MAX_QUESTION, clean, standalone
from corpus import BadQuestion


@pytest.mark.parametrize(
    ("history", "asked", "holds", "not_holds"),
    [
        (["Can SAG-AFTRA producers scan me?"], "what about background actors?", ["SAG-AFTRA", "scan", "background actors"], []),
        (["Can SAG-AFTRA producers train on my work?"], "and under the WGA?", ["WGA", "train"], ["SAG-AFTRA"]),
        (["Can they scan me?", "what about my kid?"], "and after I die?", ["scan", "after I die"], []),
    ],
)
def test_a_follow_up_carries_the_topic(history, asked, holds, not_holds):
    text, changed = standalone(asked, history)
    assert changed
    assert all(part in text for part in holds) and not any(part in text for part in not_holds)


@pytest.mark.parametrize(
    "asked", ["Does the DGA agreement say who must be told about AI footage?", "can my drawings be used for training?"]
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
