"""The segmenter as llama-index knows one: a NodeParser whose nodes are clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, MetadataMode, TextNode

from ingest.read.text import read_text
from ingest.segment import segment


class ClauseParser(NodeParser):
    """Cuts each document's text into clauses by its own numbering.

    `start_char_idx` is an offset into that text.
    """

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        made: list[BaseNode] = []
        for node in nodes:
            reading = read_text(node.get_content(metadata_mode=MetadataMode.NONE))
            for clause in segment(reading, node.node_id).clauses:
                if clause.title_only:
                    continue
                known = {
                    **node.metadata,
                    "locator": clause.locator,
                    "heading": clause.heading,
                    "path": " > ".join(clause.path),
                }
                made.append(
                    TextNode(
                        text=clause.span.of(reading.text),
                        metadata=known,
                        excluded_embed_metadata_keys=list(known),
                        excluded_llm_metadata_keys=list(known),
                        start_char_idx=clause.span.start,
                        end_char_idx=clause.span.end,
                        relationships={},
                    )
                )
        return made
