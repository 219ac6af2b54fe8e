"""At its edges this speaks llama-index.

A retriever that returns nodes with scores, a parser that cuts clauses.
"""

import pytest


@pytest.mark.slow
def test_the_retriever_gives_clauses_as_nodes(assistant):
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import MetadataMode

    from assistant.llama import ClauseRetriever

    retriever = ClauseRetriever(assistant, union="SAG-AFTRA", k=5)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.retrieve("digital replica consent")
    assert len(found) == 5
    assert all(node.score is not None for node in found)
    first = found[0].node
    document = assistant.library[first.metadata["document"]]
    assert (
        first.get_content(MetadataMode.EMBED)
        == document.text[first.start_char_idx : first.end_char_idx]
    )


def test_the_parser_gives_clauses_with_true_offsets():
    from llama_index.core.node_parser import NodeParser
    from llama_index.core.schema import Document as LlamaDocument

    from ingest.llama import ClauseParser

    text = "Article 1. Scope\n\n(a) The employer must give notice.\n\n(b) The union may meet.\n"
    parser = ClauseParser()
    assert isinstance(parser, NodeParser)
    nodes = parser.get_nodes_from_documents(
        [LlamaDocument(text=text, metadata={"file": "deal.md"})]
    )
    assert [node.metadata["locator"] for node in nodes] == ["Article 1(a)", "Article 1(b)"]
    assert all(text[node.start_char_idx : node.end_char_idx] == node.text for node in nodes)
    assert nodes[0].metadata["file"] == "deal.md"
