"""Text becomes unit vectors (the only user of sentence-transformers)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus import late, turn
from corpus.adapter import ADAPTER, word_counts
from corpus.bert import Bert, Progress
from corpus.model import ModelMismatch
from corpus.settings import Settings
from corpus.units import BESIDE
from corpus.weights import BUNDLED_NAME, BUNDLED_SHA256, bundled_folder, has_bfloat16, sha256

#: Texts that a named model embeds at a time.
_BATCH = 16


@dataclass(frozen=True, slots=True)
class QueryVectors:
    """A question as vectors: `whole` of length one, float32, the small vectors of its `words` (none
    for another model), and how much each of them `counts`, in sum one (None: all alike). `turned`
    is the question read a second time, for what stands beside clauses (corpus.turn): the same as
    `whole` for another model.
    """

    whole: np.ndarray
    words: np.ndarray
    counts: np.ndarray | None = None
    turn: np.ndarray | None = None

    @property
    def turned(self) -> np.ndarray:
        """The vector that is compared with questions and statements beside clauses."""
        return self.whole if self.turn is None else self.turn

    def of(self, kind: str) -> np.ndarray:
        """The vector that is compared with units of a kind (corpus.units)."""
        return self.turned if kind in BESIDE else self.whole


class Embedder:
    """One sentence-transformers model, loaded when first needed.

    `identity` names the weights, prompts, length limit and number format: two embedders of one
    identity give one vector for one text of a document, so it keys the cache and is recorded in
    every index generation. Questions are embedded by the same weights with `corpus/adapter` in
    them, which no index depends on; what stands beside clauses with `corpus/turn` too, which is
    part of the identity.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.name = settings.embed_model or BUNDLED_NAME
        self._kept = lru_cache(maxsize=256)(self._question)

    @cached_property
    def folder(self) -> str:
        """The model's folder or its name at the hub. The bundled weights are checked first."""
        if self._settings.embed_model:
            return self._settings.embed_model
        return str(bundled_folder())

    @cached_property
    def dtype(self) -> str:
        """`bfloat16` where it is asked for or the processor has it, else `float32`."""
        wanted = self._settings.dtype
        if wanted == "auto":
            return "bfloat16" if has_bfloat16() else "float32"
        if wanted not in ("float32", "bfloat16"):
            raise ModelMismatch(f"PINCITE_DTYPE={wanted!r}: wanted auto, float32 or bfloat16")
        return wanted

    @cached_property
    def _named(self) -> Any:
        """The model that a deployment names."""
        import torch

        model = self.weights()
        return model.to(torch.bfloat16) if self.dtype == "bfloat16" else model

    @cached_property
    def _model(self) -> Bert:
        return self._bundled()

    @cached_property
    def _question_model(self) -> Bert:
        """The same model with the adapter for questions, which fits the bundled weights only."""
        return self._bundled(ADAPTER) if self._settings.adapter else self._model

    @cached_property
    def _turned_model(self) -> Bert:
        """That model changed further, for what stands beside clauses (corpus.turn)."""
        return self._bundled(ADAPTER, turn.TURN)

    def _bundled(self, *changes: Path) -> Bert:
        self._prepare()
        return Bert(Path(self.folder), self.dtype == "bfloat16", changes)

    def _prepare(self) -> None:
        """Set what suits a small model before torch reads it, and that no hub is asked."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # torch keeps a compiled kernel for each shape of a batch it has seen: 0.5 GB after one long
        # agreement
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "32")
        if self._settings.offline:
            os.environ["HF_HUB_OFFLINE"] = "1"
            os.environ["TRANSFORMERS_OFFLINE"] = "1"
        import threadpoolctl
        import torch

        torch.set_num_threads(self._settings.threads)
        # numpy's own threads wait for each other busily: half the processor time of an answer, for
        # nothing (evals/LOG.md)
        threadpoolctl.threadpool_limits(self._settings.threads, user_api="blas")

    def weights(self) -> Any:
        """The model as published, float32, from its folder only; ModelMismatch where it fails."""
        self._prepare()
        folder = self.folder
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        progress_bars_off: Callable[[], None] = transformers_logging.disable_progress_bar
        progress_bars_off()  # a bar for a load of a tenth of a second
        try:
            return SentenceTransformer(
                folder, device="cpu", local_files_only=self._settings.offline
            )
        except (OSError, ValueError, ImportError) as error:
            raise ModelMismatch(
                f"the embedding model {self.name!r} cannot be loaded "
                f"({str(error).splitlines()[0]}); PINCITE_EMBED_MODEL wants "
                "a sentence-transformers folder, or unset it for the bundled model"
            ) from error

    @cached_property
    def max_tokens(self) -> int:
        """Longer texts are cut here by the model, silently; windows are kept under it."""
        if self.reads_words:
            return self._model.max_tokens
        return int(self._named.max_seq_length or 512)

    @cached_property
    def _pieces(self) -> frozenset[str]:
        model = self._question_model if self.reads_words else self._named
        return frozenset(model.tokenizer.get_vocab())

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is one piece to the model: a common word, or a known name."""
        return word in self._pieces

    @cached_property
    def identity(self) -> dict[str, object]:
        """What an index records of the model. Reading it loads no weights for the bundled one."""
        known: dict[str, object] = {"name": self.name, "dtype": self.dtype}
        folder = Path(self.folder)
        if folder.is_dir():
            weights = folder / "model.safetensors"
            known["sha256"] = BUNDLED_SHA256
            if self._settings.embed_model:
                known["sha256"] = sha256(weights) if weights.exists() else ""
            prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
            known["prompts"] = {k: v for k, v in prompts.items() if v}
            known["max_tokens"] = _json(folder / "sentence_bert_config.json").get("max_seq_length")
        else:
            known |= {"prompts": dict(self._named.prompts or {}), "max_tokens": self.max_tokens}
        if self.reads_words:
            known |= {"words": late.checksum(), "beside": turn.checksum()}
        return known

    @property
    def reads_words(self) -> bool:
        """Whether words have vectors too: the projection fits the bundled weights only."""
        return not self._settings.embed_model

    @cached_property
    def key(self) -> str:
        """A short name for `identity`."""
        return hashlib.sha256(json.dumps(self.identity, sort_keys=True).encode()).hexdigest()[:16]

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of clauses' own words, float32, one row a text."""
        if not self.reads_words:
            return self._encode(self._named.encode_document, texts, progress)
        return self._whole(self._model, texts, progress)

    def beside(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Unit vectors of questions and statements that stand beside clauses, one row a text."""
        if not self.reads_words:
            return self.documents(texts, progress)
        return self._whole(self._turned_model, texts, progress)

    def questions(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of many questions, one row a text: what `query` gives of each."""
        if not self.reads_words:
            return self._encode(self._named.encode_query, texts, None)
        return self._whole(self._question_model, texts, None)

    def read(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """Unit vectors as of `documents`, and each text's packed word vectors, from one reading."""
        whole: list[np.ndarray | None] = [None] * len(texts)
        words = [np.zeros((0, late.DIMENSIONS), dtype=np.int8)] * len(texts)
        for some, found in self._model.read(texts, progress):
            for n, (vector, states) in zip(some, _each(*found), strict=True):
                whole[n], words[n] = vector, late.packed(late.small(states))
        return np.asarray(whole, dtype=np.float32), words

    def query(self, text: str) -> np.ndarray:
        """The unit vector of one question, float32, moved by the adapter towards clauses' words."""
        return self.question(text).whole

    def question(self, text: str) -> QueryVectors:
        """One question as vectors. The last few hundred are kept, for many are asked twice."""
        return self._kept(text)

    def _question(self, text: str) -> QueryVectors:
        if not self.reads_words:
            whole = self._encode(self._named.encode_query, [text], None)[0]
            return QueryVectors(whole, np.zeros((0, late.DIMENSIONS), dtype=np.float32))
        [(whole, states)] = _each(*self._question_model.states([text]))
        counts = word_counts(states) if self._settings.adapter else None
        return QueryVectors(whole, late.small(states), counts, self.beside([text])[0])

    def states(self, text: str) -> np.ndarray:
        """The model's last states of a document's words, (words, width): for `corpus.late`."""
        [(_, states)] = _each(*self._model.states([text]))
        return states

    def _whole(self, model: Bert, texts: Sequence[str], progress: Progress | None) -> np.ndarray:
        whole: list[np.ndarray | None] = [None] * len(texts)
        for some, found in model.read(texts, progress):
            for n, vector in zip(some, _long(found[0]), strict=True):
                whole[n] = vector
        return np.asarray(whole, dtype=np.float32)

    def _encode(
        self, encode: Callable[..., Any], texts: Sequence[str], progress: Progress | None
    ) -> np.ndarray:
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        rows: list[np.ndarray | None] = [None] * len(texts)
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            # sentence-transformers gives bf16 models' vectors as float32 numpy only when asked for
            # tensors first
            vectors = encode(
                [texts[n] for n in batch],
                batch_size=_BATCH,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
            values = vectors.float().cpu().numpy()
            values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-12)
            for n, row in zip(batch, values, strict=True):
                rows[n] = row
            if progress:
                progress(min(begin + _BATCH, len(order)), len(order))
        return np.asarray(rows, dtype=np.float32)


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _each(whole: Any, states: Any, mask: Any) -> list[tuple[np.ndarray, np.ndarray]]:
    """Each text's unit vector and its words' states, less the two marks of the tokenizer."""
    found = zip(_long(whole), states, mask.bool(), strict=True)
    return [(vector, inside[own][1:-1].float().numpy()) for vector, inside, own in found]


def _long(whole: Any) -> list[np.ndarray]:
    """Vectors of length one in single precision: their own numbers are coarser."""
    rows = whole.float().numpy()
    return [row / max(float(np.linalg.norm(row)), 1e-12) for row in rows]
