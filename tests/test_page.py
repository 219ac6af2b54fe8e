"""The member's page as HTML: everything from a document or a person is escaped, each word comes from words/*.toml, errors are said."""

import json
import re
import string
from datetime import date

import pytest

from assistant.web import answer_page, assets, security, turns
from assistant.web.chat import Choices, answers
from assistant.web.page_image import paired
from assistant.web.source import fragment
from assistant.web.words import LANGUAGES, words_in
from corpus import LeftOut, Report, Span
from tests.conftest import ROOT, library_of, make_document

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</article><h1>owned</h1>",
]
EN = words_in("en")


def citation(n=1, **values):
    known = {
        "n": n, "document": "deal", "title": "The Deal", "locator": "Article 1", "heading": "scope", "kind": "contract", "tier": 1,
        "status": "in_force", "force": "requires", "basis": "digest", "quote": "The employer must ask.", "start": 0, "end": 22,
        "page": None, "page_label": None, "effective": None, "expires": None, "url": None,
    }  # fmt: skip
    return known | values


def found(**values):
    known = {
        "id": "abc", "question": "May they?", "standalone_question": "May they?", "status": "answered", "answer": "The Deal says [1]",
        "statements": [{"text": "The Deal, Article 1, requires: “The employer must ask.”", "citations": [1]}],
        "citations": [citation()], "also": [], "notes": [], "as_of": "2026-11-24", "scope": {}, "mode": "extractive", "corpus": "x",
    }  # fmt: skip
    return known | values


def tags(html):
    """Tag names and attribute names that a browser would see."""
    from lxml import html as parser

    tree = parser.fragment_fromstring(html, create_parent="div")
    return {e.tag for e in tree.iter()}, {name for e in tree.iter() for name in e.attrib}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_markup_of_a_document_a_person_or_a_model_survives(words):
    bad = citation(title=words, locator=words, heading=words, quote=words, document=words, page_label=words, page=1)
    shown = answer_page.turn(
        found(
            question=words,
            standalone_question=words + "?",
            answer=words,
            statements=[{"text": words, "citations": [1]}],
            citations=[bad],
            also=[bad | {"n": 2}],
            notes=[words],
            scope={"sides": [{"title": words, "citations": [1]}]},
        ),
        EN,
    ) + answer_page.failed(words, words, EN) + answer_page.growing(words, words, [{"text": words, "citations": [1]}], [bad], EN)  # fmt: skip
    names, attributes = tags(shown)
    assert not names & {"script", "img", "svg", "h1", "iframe", "a", "style"}
    assert not [name for name in attributes if name.startswith("on")]
    assert json.loads(re.search(r'data-answer="([^"]*)"', shown).group(1).replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&amp;", "&"))["question"] == words  # fmt: skip


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.org", "https://a.org/\"onclick=x", "data:text/html,x", None])  # fmt: skip
def test_only_https_addresses_become_links(address):
    assert answer_page.official_link(address, EN) == ""
    assert 'rel="noopener noreferrer"' in answer_page.official_link("https://example.org/a?b=1", EN)


def test_a_kept_answer_that_is_none_is_refused_not_shown():
    for broken in ({"id": "a b"}, {"status": "<b>"}, {"citations": [{"n": 1}]}, {"statements": [{"text": "x", "citations": [9]}]}):
        with pytest.raises((KeyError, ValueError, TypeError)):
            answer_page.turn(found(**broken), EN)


def test_what_leads_says_no_more_than_the_clause():
    assert "gives no right by itself" in answer_page.turn(found(citations=[citation(tier=4, status="statement")]), EN)
    assert "no longer applies" in answer_page.turn(found(citations=[citation(status="expired")]), EN)
    assert "settles nothing" in answer_page.turn(found(citations=[citation(force="reserves")]), EN)


def test_history_is_named_history_and_stands_last():
    shown = answer_page.turn(found(also=[citation(2, status="superseded"), citation(3, tier=2)]), EN)
    assert shown.index("<h4>Law</h4>") < shown.index("<h4>History: no longer in force</h4>")


def test_a_comparison_stands_in_columns():
    two = found(
        statements=[{"text": "A: “The employer must ask.”", "citations": [1]}, {"text": "B", "citations": [2]}],
        citations=[citation(), citation(2, title="Other")],
        scope={"sides": [{"title": "Deal", "citations": [1]}, {"title": "Other", "citations": [2]}]},
    )
    shown = answer_page.turn(two, EN)
    assert shown.count('class="side"') == 2 and 'class="statement"' not in shown


def test_markdown_shows_words_and_no_markup():
    shown = turns.as_markdown(found(question="![x](http://evil/x.png) <b>", notes=["# head"]), EN)
    assert "![x]" not in shown and "<b>" not in shown and r"\# head" in shown
    assert "> The employer must ask." in shown


@pytest.mark.parametrize("text", ["[]", "nonsense", '{"as_of": "soon"}', '{"history": [1]}', '{"kinds": "law"}', "x" * 200_000])
def test_choices_of_a_browser_are_not_believed(text):
    with pytest.raises(ValueError):
        Choices.read(text)


def test_choices_become_a_question():
    read = Choices.read('{"union":"WGA","documents":["deal"],"kinds":["law"],"as_of":"2024-01-02","history":["a"],"cited":"x of y"}')
    assert read == Choices("WGA", ("deal",), ("law",), date(2024, 1, 2), ("a",), "x of y")
    assert Choices.read('{"kinds":["agreement","law","policy","principle"]}').kinds == ()


def test_languages_have_the_same_keys_and_placeholders():
    def placeholders(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    tables = {language: words_in(language).table for language in LANGUAGES}
    assert tables["es"].keys() == tables["en"].keys()
    assert {k: placeholders(v) for k, v in tables["es"].items()} == {k: placeholders(v) for k, v in tables["en"].items()}
    same = [k for k in tables["en"] if tables["en"][k] == tables["es"][k]]
    assert set(same) <= {"page.name", "after.markdown", "answer.page", "desk.signed_in"}, "not translated"


def test_no_words_of_the_page_stand_outside_the_words_files():
    script = (ROOT / "assistant/web/assets/pincite.js").read_text(encoding="utf-8")
    used = set(re.findall(r'word\((?:[\w.]+ \? )?"([a-z.-]+\.[\w]+)"', script))
    assert used and used <= EN.table.keys()
    code = re.sub(r"//.*", "", script)
    sentences = [s for s in re.findall(r'"([^"\n]*)"|`([^`\n]*)`', code) if re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", s[0] or s[1])]
    assert sentences == []
    for module in ("answer_page", "chat", "frame", "source"):
        text = (ROOT / f"assistant/web/{module}.py").read_text(encoding="utf-8")
        asked = set(re.findall(r'(?:words|_w)\((?:words, )?"([a-z]+\.[\w]+)"', text))
        assert asked <= EN.table.keys(), asked - EN.table.keys()
        shown = re.findall(r">([^<>{}\"']*[A-Za-z]{3}[^<>{}\"']*)<", text)
        assert [s for s in shown if not re.search(r"[=()\[\]]", s)] == []


def test_the_first_screen_says_private_only_where_nothing_goes_elsewhere():
    from assistant.web import frame

    here, far = frame.page("en").before, frame.page("en", elsewhere="llm.example.org").before
    assert "private: your questions stay" in here and "language model" not in here
    assert "private: your questions stay" not in far and "llm.example.org gets your questions" in far


def test_an_example_is_asked_in_the_documents_language_whatever_language_it_is_shown_in():
    from assistant.web import frame

    shown = frame.page("es").before
    for name, question in EN.section("examples").items():
        assert f'data-question="{question}">{words_in("es").table[f"examples.{name}"]}</button>' in shown
    assert words_in("es").table["first.in_english"] in shown and EN.table["first.in_english"] not in frame.page("en").before


def test_a_policy_lets_known_inline_scripts_through_and_no_other():
    page = '<script>window.gradio_config = {"a":1};</script><script>alert(1)</script><script src="x.js"></script>'
    said = security.policy(page)
    assert said.count("'sha256-") == 1 and "unsafe-eval" not in said and "default-src 'none'" in said
    assert "unsafe-inline" not in said.split("script-src")[1].split(";")[0]


def test_assets_have_names_that_change_with_their_bytes():
    assert re.fullmatch(r"own/pincite\.[0-9a-f]{10}\.css", assets.address("pincite.css"))
    with pytest.raises(KeyError):
        assets.address("other.css")


def test_a_source_marks_the_words_and_shows_struck_ones_struck():
    document = make_document(clauses={"Article 1 — scans": "The employer must ask. <b>Always.</b>", "Article 2 — pay": "Pay is due."})
    at = document.text.index("must ask")
    report = Report("pdf", 1, 1, left_out=(LeftOut("struck out", 6, 1, "<i>thirty</i>", at),))
    import dataclasses

    document = dataclasses.replace(document, report=report, bundled=False)
    shown = fragment(library_of(document), document, Span(at, at + len("must ask.")), date(2026, 11, 24), EN)
    assert "<mark>must ask.</mark>" in shown and "&lt;i&gt;thirty&lt;/i&gt;" in shown and "<del>" in shown
    names, _ = tags(shown)
    assert not names & {"b", "i", "script", "img"}
    assert 'aria-current="true"' in shown


def test_words_of_a_page_pair_with_the_quotation_only():
    page = ["the", "union", "may", "ask", "the", "employer", "must", "not", "scan", "any", "member", "without", "old", "notice", "consent", "the", "end"]
    around = ["employer", "must", "not", "scan", "any", "member", "without", "consent", "the"]
    assert [page[n] for n in paired(page, around, range(2, 8))] == ["not", "scan", "any", "member", "without", "consent"]
    assert paired(page, ["words", "that", "are", "elsewhere"], range(0, 4)) == []


@pytest.mark.slow
def test_an_answer_grows_statement_by_statement(assistant):
    seen = list(answers(assistant, "can they scan me?", '{"union":"SAG-AFTRA"}', EN))
    assert f"Searching {len(assistant.library)} documents" in seen[0] and "growing" in seen[0]
    counts = [shown.count('class="statement') for shown in seen]
    assert counts[0] == 0 and counts == sorted(counts) and counts[-1] > 2
    assert "data-answer" in seen[-1]


@pytest.mark.slow
def test_a_bad_date_is_said_in_words_and_a_broken_answer_names_no_secrets(assistant, monkeypatch):
    assert "failed" in list(answers(assistant, "scan me?", '{"as_of":"soon"}', EN))[-1]
    monkeypatch.setattr(type(assistant), "stream", lambda self, question: 1 / 0)
    last = list(answers(assistant, "scan me?", "{}", EN))[-1]
    assert "went wrong on this machine" in last and "division" not in last
