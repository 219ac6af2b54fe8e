"""Questions that nothing answers: kept apart from the cases, and compared across hands only."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.unanswered import UNANSWERED, concerns, silence, to_unanswered
from evals.cases import load
from evals.unanswered import Crossed, Unanswered, hand, unanswered


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


def test_those_of_a_union_are_of_its_members_or_of_nobody_in_particular():
    one = np.ones(384, dtype=np.float32)
    everybody, theirs = to_unanswered(one, ()), to_unanswered(one, {"wga"})
    asked = [asked for asked in unanswered() if not asked.unions or "wga" in asked.unions]
    assert len(theirs) == len(asked) < len(everybody) == len(unanswered())
    assert concerns((), {"wga"}) and concerns({"wga"}, ()) and not concerns({"dga"}, {"wga"})


def test_the_more_like_those_that_nothing_answers_the_more_silent():
    near, far = np.asarray([0.9, 0.3]), np.asarray([0.5, 0.3])
    assert silence(far, near) > silence(near, near) == 0.0 > silence(near, far)
    assert silence(near, np.asarray([0.9, 0.9])) > 0.0  # two as near weigh more than one


def test_what_its_own_hand_wrote_does_not_count_in_learning():
    found = [Unanswered("one", "a", ("wga",)), Unanswered("other", "b", ())]
    crossed = Crossed(np.asarray([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32), found)
    asked = np.asarray([1.0, 0.0], dtype=np.float32)
    assert crossed.to_unanswered(asked, {"wga"}, "b").tolist() == [1.0]
    assert crossed.to_unanswered(asked, {"wga"}, "a").tolist() == [0.0]
    assert crossed.to_unanswered(asked, {"dga"}, "b").tolist() == []


@pytest.mark.slow
def test_they_were_read_as_a_question_is(assistant):
    from safetensors.numpy import load_file

    vectors = load_file(UNANSWERED)["vectors"]
    for number in (0, len(vectors) - 1):
        turned = assistant.embedder.question(unanswered()[number].question).turned
        assert float(turned @ vectors[number].astype(np.float32)) > 0.99


@pytest.mark.slow
def test_a_near_miss_lies_nearer_to_them_than_a_question_that_is_answered(assistant):
    def near(question: str) -> float:
        return float(to_unanswered(assistant.embedder.question(question).turned, ()).max())

    missed = near("does the 48 hours' notice before a scan count weekends and holidays")
    assert missed > near("May the company make me use ChatGPT to write?") + 0.1
