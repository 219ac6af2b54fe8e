"""The bundled model, a BERT of six layers, run by torch alone: a question at a terminal would wait
three seconds for the libraries around it, which do forty lines of arithmetic for it.

Each step is theirs (BertModel of transformers, the mean and length of sentence-transformers), in
their order and number format, so that every vector is theirs to the last bit (tests/corpus). Models
that a deployment names go through those libraries.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

Progress = Callable[[int, int], None]
#: Texts read at a time: 64 took 23 s and 1.8 GB for a 220-page agreement, 16 takes 18 s and 1.1 GB
#: (evals/LOG.md).
BATCH = 16
#: Of texts of fewer pieces than so many four times as many: a fifth less time for the questions
#: beside clauses.
SHORT = 40
#: So many texts are worth a second core: the vectors are the same.
MANY = 512
_HEADS = 12
_EPSILON = 1e-12


class Bert:
    """The weights of a folder, with changes of low rank (corpus.adapter) that files have."""

    def __init__(self, folder: Path, bfloat16: bool, changes: Sequence[Path] = ()) -> None:
        import torch
        from safetensors.torch import load_file

        self._folder = folder
        held = load_file(folder / "model.safetensors")
        for path in changes:
            low = load_file(path)
            for up in [name for name in low if name.endswith(".up")]:
                name = up.removesuffix(".up")
                place = f"{name.partition('.model.')[2]}.weight"
                held[place] = held[place] + low[up].float() @ low[f"{name}.down"].float()
        kind = torch.bfloat16 if bfloat16 else torch.float32
        self._held = {n: one.to(kind) for n, one in held.items() if one.is_floating_point()}
        self._layers = len({n.split(".")[2] for n in held if n.startswith("encoder.layer.")})

    @cached_property
    def max_tokens(self) -> int:
        """Longer texts are cut here."""
        said = (self._folder / "sentence_bert_config.json").read_text(encoding="utf-8")
        return int(json.loads(said)["max_seq_length"])

    @cached_property
    def tokenizer(self) -> Any:
        """What cuts texts into pieces: its first and last are marks of its own."""
        from tokenizers import Tokenizer

        made = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        made.enable_truncation(self.max_tokens)
        made.enable_padding()
        return made

    def read(
        self, texts: Sequence[str], progress: Progress | None
    ) -> Iterator[tuple[list[int], tuple[Any, Any, Any]]]:
        """The numbers of texts about equally long, and their `states`.

        By the model's own pieces: by letters a fifth of what it reads would be filling.
        """
        sizes = [sum(one.attention_mask) for one in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda n: (sizes[n], len(texts[n])))
        batches: list[list[int]] = []
        while order:
            many = BATCH * 4 if sizes[order[: BATCH * 4][-1]] < SHORT else BATCH
            batches.append(order[:many])
            order = order[many:]
        done = 0
        for batch, found in zip(batches, self._read_all(texts, batches), strict=True):
            yield batch, found
            done += len(batch)
            if progress:
                progress(done, len(texts))

    def _read_all(
        self, texts: Sequence[str], batches: Sequence[list[int]]
    ) -> Iterator[tuple[Any, Any, Any]]:
        """What it makes of each batch, in order; of many texts on two cores."""

        def made(batch: list[int]) -> tuple[Any, Any, Any]:
            return self.states([texts[n] for n in batch])

        if len(texts) < MANY or (os.cpu_count() or 1) < 2:
            yield from map(made, batches)
            return
        with ThreadPoolExecutor(2) as pool:
            yield from pool.map(made, batches)

    def states(self, texts: Sequence[str]) -> tuple[Any, Any, Any]:
        """Each text's vector of length one, its pieces' states, and which pieces are its own."""
        import torch

        read = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([one.ids for one in read])
        mask = torch.tensor([one.attention_mask for one in read])
        with torch.inference_mode():
            states = self._states(ids, None if bool(mask.all()) else mask.bool())
            own = mask.unsqueeze(-1).to(states.dtype)
            total = (states * own).sum(dim=1, dtype=torch.float32)
            mean = total / own.sum(dim=1, dtype=torch.float32).clamp(min=1e-9)
            whole = torch.nn.functional.normalize(mean.to(states.dtype), p=2, dim=1)
        return whole, states, mask

    def _states(self, ids: Any, mask: Any) -> Any:
        from torch.nn import functional

        weight = {part: self._held[f"embeddings.{part}_embeddings.weight"] for part in _EMBEDDED}
        said = weight["word"][ids] + weight["token_type"][0] + weight["position"][: ids.shape[1]]
        states = self._normed("embeddings", said)
        seen = None if mask is None else mask[:, None, None, :].expand(-1, 1, ids.shape[1], -1)
        shape = (*ids.shape, _HEADS, -1)
        for at in (f"encoder.layer.{n}" for n in range(self._layers)):
            query, key, value = (
                self._linear(f"{at}.attention.self.{part}", states).view(shape).transpose(1, 2)
                for part in ("query", "key", "value")
            )
            found = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
            found = found.transpose(1, 2).contiguous().reshape(*ids.shape, -1)
            found = self._linear(f"{at}.attention.output.dense", found)
            states = self._normed(f"{at}.attention.output", found + states)
            inner = functional.gelu(self._linear(f"{at}.intermediate.dense", states))
            inner = self._linear(f"{at}.output.dense", inner)
            states = self._normed(f"{at}.output", inner + states)
        return states

    def _linear(self, name: str, values: Any) -> Any:
        from torch.nn import functional

        return functional.linear(values, self._held[f"{name}.weight"], self._held[f"{name}.bias"])

    def _normed(self, name: str, values: Any) -> Any:
        from torch.nn import functional

        weight, bias = (self._held[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        return functional.layer_norm(values, values.shape[-1:], weight, bias, _EPSILON)


_EMBEDDED = ("word", "token_type", "position")
