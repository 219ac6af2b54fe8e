"""What can't be shown can't be built."""

import pytest

from assistant import Abstention, Answer, Citation, Statement
from assistant.answer import Asked, Short
from corpus import Span
from tests.conftest import TODAY, make_document

DOCUMENT = make_document(
    clauses={
        "Article 1 — scope": "The employer must give notice.",
        "Article 2 — pay": "Pay is weekly.",
    }
)
ASKED = Asked("q", "q", TODAY, {}, "abc")


def citation(start=None, end=None, clause=0, **values):
    span = DOCUMENT.clauses[clause].span
    made = {
        "document": DOCUMENT,
        "clause": DOCUMENT.clauses[clause],
        "span": Span(span.start if start is None else start, end or span.end),
        "status": "in_force",
        "force": "requires",
    }
    return Citation(**(made | values))


def said(*citations):
    return Short("You must get notice.", citations, "summary")


def test_a_quote_is_the_slice_and_nothing_else():
    found = citation().json(1)
    assert (
        found["quote"]
        == DOCUMENT.text[found["start"] : found["end"]]
        == "The employer must give notice."
    )
    with pytest.raises(TypeError):
        Citation(
            DOCUMENT,
            DOCUMENT.clauses[0],
            DOCUMENT.clauses[0].span,
            "in_force",
            "requires",
            quote="invented",
        )


def test_a_quote_outside_its_clause_cannot_be_built():
    with pytest.raises(ValueError, match="must lie inside"):
        citation(start=0)
    with pytest.raises(ValueError, match="no clause of"):
        citation(document=make_document("other"))
    with pytest.raises(ValueError, match="unknown status"):
        citation(force="bans")


def test_a_statement_needs_words_and_a_citation():
    with pytest.raises(ValueError, match="citation"):
        Statement("The employer must give notice.", ())
    with pytest.raises(ValueError, match="words"):
        Statement("  ", (citation(),))
    with pytest.raises(ValueError, match="statement"):
        Answer(ASKED, (), said(citation()))
    with pytest.raises(ValueError, match="abstention"):
        Abstention(ASKED, "answered", "no")


def test_citations_are_numbered_in_the_order_used_and_once_each():
    first, second = citation(clause=1), citation()
    answer = Answer(
        ASKED, (Statement("a", (first,)), Statement("b", (second, first))), said(second, first)
    ).json()
    assert [c["n"] for c in answer["citations"]] == [1, 2]
    assert [s["citations"] for s in answer["statements"]] == [[1], [2, 1]]
    assert answer["answer"] == "You must get notice. [2][1]\n\na [1]\n\nb [2][1]"
    assert answer["short"] == {
        "text": "You must get notice.",
        "citations": [2, 1],
        "from": "summary",
    }


@pytest.mark.parametrize(
    "text", ["", "Yes, they may.", "No.", "no rule stands here", " ".join(["word"] * 46)]
)
def test_a_direct_answer_is_a_short_statement_and_never_yes_or_no(text):
    with pytest.raises(ValueError, match="direct answer"):
        Short(text, (citation(),), "summary")


def test_a_direct_answer_cites_what_is_cited_beneath_it():
    with pytest.raises(ValueError, match="needs a citation"):
        Short("You must get notice.", (), "summary")
    with pytest.raises(ValueError, match="cited beneath"):
        Answer(ASKED, (Statement("a", (citation(),)),), said(citation(clause=1)))


def test_the_json_has_the_keys_of_the_interface():
    answer = Answer(
        ASKED, (Statement("a", (citation(),)),), said(citation()), also=(citation(clause=1),)
    ).json()
    assert list(answer) == [
        "id",
        "question",
        "standalone_question",
        "status",
        "short",
        "answer",
        "statements",
        "by_union",
        "citations",
        "also",
        "caveat",
        "notes",
        "follow_ups",
        "unread",
        "as_of",
        "scope",
        "mode",
        "corpus",
        "timings_ms",
    ]
    assert list(answer["citations"][0]) == [
        "n",
        "document",
        "title",
        "locator",
        "heading",
        "kind",
        "tier",
        "status",
        "force",
        "basis",
        "quote",
        "start",
        "end",
        "page",
        "page_label",
        "effective",
        "expires",
        "url",
        "short",
        "role",
        "carried",
        "over",
    ]


def test_an_agreement_of_a_union_that_no_list_knows_never_leads_for_a_member_of_another(
    small, words_embedder, tmp_path
):
    from assistant import Assistant, Question
    from ingest import ensure_index
    from ingest.add import Described, add

    ensure_index(small)
    (tmp_path / "theirs.md").write_text(
        "## Article 9 — scans\n\nA company may scan a writer of the carousel without consent.\n",
        encoding="utf-8",
    )
    add([tmp_path / "theirs.md"], Described(union="Puppeteers", kind="contract"), small)
    assistant = Assistant.open(small)
    asked = "May a company scan a writer of the carousel without consent?"
    led = {
        union: assistant.ask(Question(asked, union=union)).json()["citations"][0]["document"]
        for union in ("WGA", None)
    }
    assert led == {"WGA": "deal-2024", None: "theirs"}


def test_official_words_are_cut_only_where_no_condition_or_denial_is_lost():
    from dataclasses import replace as changed

    from assistant.answering.short import SHORT_WORDS, direct
    from assistant.question.scope import Scope
    from tests.conftest import library_of

    long = (
        "The Producer may scan the likeness of an employee for use in the motion picture, "
        + "and in its promotion and its archive, " * 6
    )
    texts = {
        "Article 1 — whole": "“Scan” means a capture. "
        "The Producer shall obtain consent before a scan.",
        "Article 2 — cut": long
        + "as is usual in the trade and customary among the parties of this agreement today.",
        "Article 3 — lost": long
        + "provided that the employee consents in writing at the time of each scan and each use.",
    }
    document = changed(make_document(clauses=texts), basis="official")
    said = [
        direct(
            (),
            Citation(document, c, c.span, "in_force", "permits"),
            Scope(TODAY),
            library_of(document),
        ).text
        for c in document.clauses
    ]
    assert all(len(text.split()) <= SHORT_WORDS for text in said)
    assert "shall obtain consent before a scan" in said[0]
    assert "““" not in said[0]
    assert said[1].startswith("Your agreement says: “The Producer may scan")
    assert said[1].endswith("…”")
    assert "may scan" not in said[2]
    assert "read its own words" in said[2]
