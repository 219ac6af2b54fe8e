"""The retriever as llama-index knows one, so that anyone's own pipeline can use it.

Nothing inside Pincite does.
"""

from __future__ import annotations

from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.answer import Passage
from assistant.assistant import Assistant, Question


class ClauseRetriever(BaseRetriever):
    """Clauses for a query, ranked as `pincite search` ranks them, as nodes with their place and
    standing as metadata.

    The node's text is the clause's exact words; no metadata is mixed into what an embedder or a
    model is given.
    """

    def __init__(
        self, assistant: Assistant, union: str | None = None, k: int = 10, **options: Any
    ) -> None:
        self._assistant, self._union, self._k = assistant, union, k
        super().__init__(**options)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = Question(query_bundle.query_str, union=self._union, k=self._k)
        passages, _ = self._assistant.search(question)
        return [NodeWithScore(node=node_of(passage), score=passage.score) for passage in passages]


def node_of(passage: Passage) -> TextNode:
    """A passage as a llama-index node; its id is the clause's readable key."""
    known = passage.json()
    text = known.pop("text")
    del known["rank"], known["score"]
    return TextNode(
        id_=passage.clause.key,
        text=text,
        metadata=known,
        excluded_embed_metadata_keys=list(known),
        excluded_llm_metadata_keys=list(known),
        start_char_idx=passage.clause.span.start,
        end_char_idx=passage.clause.span.end,
    )
