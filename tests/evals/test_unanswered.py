"""Questions that nothing answers: kept apart from the cases, and compared across hands only."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.unanswered import UNANSWERED, silence
from evals.cases import load
from evals.unanswered import Crossed, hand, unanswered


def test_no_case_that_judges_is_among_them():
    asked = {case.question for case in load()}
    assert [one.question for one in unanswered() if one.question in asked] == []


def test_each_stands_once_with_its_hand():
    found = unanswered()
    assert len(found) == len({one.question for one in found}) > 5000
    assert all(one.hand and one.question.strip() == one.question for one in found)
    assert hand("fa-001") == "fa"


def test_the_vectors_that_ship_are_of_those_questions_and_of_length_one():
    from safetensors.numpy import load_file

    vectors = load_file(UNANSWERED)["vectors"]
    assert len(vectors) == len(unanswered())
    lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
    assert lengths == pytest.approx(np.ones(len(vectors)), abs=0.01)


def test_a_question_is_as_silent_as_the_nearest_of_them():
    from safetensors.numpy import load_file

    one = load_file(UNANSWERED)["vectors"][7].astype(np.float32)
    assert silence(one) == pytest.approx(1.0, abs=0.01)
    assert silence(-one) < silence(one)


def test_what_its_own_hand_wrote_does_not_count_in_learning():
    crossed = Crossed(np.asarray([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32), ["a", "b"])
    asked = np.asarray([1.0, 0.0], dtype=np.float32)
    assert crossed.silence(asked, "b") == 1.0
    assert crossed.silence(asked, "a") == 0.0


@pytest.mark.slow
def test_a_near_miss_lies_nearer_to_them_than_a_question_that_is_answered(assistant):
    def near(question: str) -> float:
        return silence(assistant.embedder.question(question).turned)

    missed = near("does the 48 hours' notice before a scan count weekends and holidays")
    assert missed > near("May the company make me use ChatGPT to write?") + 0.1
