"""Words compared with words: the best match of each, and nothing where there are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.late import DIMENSIONS, HEAT, WordVectors, packed, small


def words(*directions: int) -> np.ndarray:
    """One small vector a direction, each along an axis of its own."""
    return packed(np.eye(DIMENSIONS, dtype=np.float32)[list(directions)])


def test_each_word_of_the_question_finds_its_best_match_and_the_mean_counts():
    held = WordVectors.of([words(0, 1, 2), words(3), words(0)])
    question = np.eye(DIMENSIONS, dtype=np.float32)[[0, 3]]
    assert held.matches(question, [0, 1, 2])[0].tolist() == pytest.approx([0.5, 0.5, 0.5])
    assert held.matches(question[:1], [2, 1])[0].tolist() == pytest.approx([1.0, 0.0])


def test_a_text_without_words_and_a_question_without_words_score_nothing():
    held = WordVectors.of([words(0), np.zeros((0, DIMENSIONS), dtype=np.int8)])
    question = np.eye(DIMENSIONS, dtype=np.float32)[[0]]
    assert held.matches(question, [1, 0, 1])[0].tolist() == pytest.approx([0.0, 1.0, 0.0])
    assert held.matches(np.zeros((0, DIMENSIONS), dtype=np.float32), [0])[0].tolist() == [0.0]
    assert held.matches(question, [])[0].tolist() == []
    assert len(WordVectors.of([])) == 0


@given(st.lists(st.integers(0, 6), max_size=12), st.randoms())
def test_what_was_saved_is_read_again_and_order_changes_no_score(tmp_path_factory, sizes, random):
    made = np.random.default_rng(random.randrange(1 << 30))
    texts = [packed(_unit(made.normal(size=(size, DIMENSIONS)))) for size in sizes]
    question = _unit(made.normal(size=(3, DIMENSIONS)))
    folder = tmp_path_factory.mktemp("words")
    WordVectors.of(texts).save(folder)
    held = WordVectors.load(folder)
    numbers = list(range(len(texts)))
    scores = held.matches(question, numbers)[0]
    for n, text in zip(numbers, texts, strict=True):
        by_hand = (
            (text.astype(np.float32) / 127 @ question.T).max(axis=0).mean() if len(text) else 0.0
        )
        assert scores[n] == pytest.approx(by_hand, abs=1e-4)
    random.shuffle(numbers)
    assert held.matches(question, numbers)[0].tolist() == pytest.approx(
        [scores[n] for n in numbers], abs=1e-5
    )


def _unit(values: np.ndarray) -> np.ndarray:
    return (values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)).astype(
        np.float32
    )


def test_a_table_that_does_not_fit_its_vectors_is_refused():
    with pytest.raises(ValueError, match="2 are held and 3 are told of"):
        WordVectors(words(0, 1), np.asarray([0, 3]))


def test_small_vectors_have_length_one():
    states = np.random.default_rng(1).normal(size=(5, 384)).astype(np.float32)
    assert np.linalg.norm(small(states), axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_words_that_count_more_weigh_more():
    held = WordVectors.of([words(0), words(1)])
    question = np.eye(DIMENSIONS, dtype=np.float32)[[0, 1]]
    counts = np.asarray([0.9, 0.1], dtype=np.float32)
    assert held.matches(question, [0, 1], counts)[0].tolist() == pytest.approx([0.9, 0.1])


def test_one_good_word_in_a_long_text_is_a_best_match_and_is_little_spread():
    short, long = words(0, 1), words(0, *range(2, 40))
    held = WordVectors.of([short, long])
    question = np.eye(DIMENSIONS, dtype=np.float32)[[0]]
    assert held.matches(question, [0, 1])[0].tolist() == pytest.approx([1.0, 1.0])
    spread = held.matches(question, [0, 1])[1]
    by_hand = [
        np.log(np.mean(np.exp(HEAT * np.asarray([1.0] + [0.0] * (len(text) - 1))))) / HEAT
        for text in (short, long)
    ]
    assert spread.tolist() == pytest.approx(by_hand, abs=1e-4)
    assert spread[0] > spread[1]
    assert held.matches(question[:0], [0])[1].tolist() == [0.0]
    assert held.of_text(0).shape == (
        2,
        DIMENSIONS,
    )
