"""The member's page: its words are from words/*.toml, its choices are not believed, its sources
show what is in the document.
"""

import re
import string
from datetime import date

import pytest

from assistant.web import assets, security
from assistant.web.member import answer_page
from assistant.web.member.chat import Choices, agreements, answers
from assistant.web.member.cited import short_title
from assistant.web.member.page_image import paired
from assistant.web.member.reflow import reflowed
from assistant.web.member.source import fragment
from assistant.web.words import LANGUAGES, words_in
from corpus import LeftOut, Report, Span
from tests.conftest import ROOT, library_of, make_document
from tests.makers.pages import EN, citation, order_of, tags


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "no object"),
        ("nonsense", "Expecting value"),
        ('{"as_of": "soon"}', "isoformat"),
        ('{"history": [1]}', "history: wanted"),
        ('{"kinds": "law"}', "kinds: wanted"),
        ("x" * 200_000, "too long"),
    ],
)
def test_choices_of_a_browser_are_not_believed(text, said):
    with pytest.raises(ValueError, match=said):
        Choices.read(text)


def test_choices_become_a_question():
    read = Choices.read(
        '{"union":"WGA","documents":["deal"],"kinds":["law"],"as_of":"2024-01-02",'
        '"history":["a"],"cited":"x of y"}'
    )
    assert read == Choices("WGA", ("deal",), ("law",), date(2024, 1, 2), ("a",), "x of y")
    assert Choices.read('{"kinds":["agreement","law","policy","principle"]}').kinds == ()


def test_languages_have_the_same_keys_and_placeholders():
    def placeholders(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    tables = {language: words_in(language).table for language in LANGUAGES}
    assert tables["es"].keys() == tables["en"].keys()
    assert {k: placeholders(v) for k, v in tables["es"].items()} == {
        k: placeholders(v) for k, v in tables["en"].items()
    }
    same = [k for k in tables["en"] if tables["en"][k] == tables["es"][k]]
    assert set(same) <= {"page.name", "after.markdown", "answer.page", "desk.signed_in"}, (
        "not translated"
    )


def test_no_words_of_the_page_stand_outside_the_words_files():
    script = (ROOT / "assistant/web/assets/pincite.js").read_text(encoding="utf-8")
    used = set(re.findall(r'word\((?:[\w.]+ \? )?"([a-z.-]+\.[\w]+)"', script))
    assert used and used <= EN.table.keys()
    code = re.sub(r"//.*", "", script)
    sentences = [
        s
        for s in re.findall(r'"([^"\n]*)"|`([^`\n]*)`', code)
        if re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", s[0] or s[1])
    ]
    assert sentences == []
    for module in ("answer_page", "cited", "after", "written", "chat", "frame", "source"):
        text = (ROOT / f"assistant/web/member/{module}.py").read_text(encoding="utf-8")
        asked = set(re.findall(r'(?:words|_w)\((?:words, )?"([a-z]+\.[\w]+)"', text))
        assert asked <= EN.table.keys(), asked - EN.table.keys()
        shown = re.findall(r">([^<>{}\"']*[A-Za-z]{3}[^<>{}\"']*)<", text)
        assert [s for s in shown if not re.search(r"[=()\[\]]", s)] == []


def test_the_first_screen_says_private_only_where_nothing_goes_elsewhere():
    from assistant.web.member import frame

    here, far = frame.page("en").before, frame.page("en", elsewhere="llm.example.org").before
    assert "private: your questions stay" in here and "language model" not in here
    assert (
        "private: your questions stay" not in far and "llm.example.org gets your questions" in far
    )


def test_an_example_is_asked_in_the_documents_language_whatever_language_it_is_shown_in():
    from assistant.web.member import frame

    shown = frame.page("es").before
    for name, question in EN.section("examples").items():
        assert (
            f'data-question="{question}">{words_in("es").table[f"examples.{name}"]}</button>'
            in shown
        )
    assert (
        words_in("es").table["first.in_english"] in shown
        and EN.table["first.in_english"] not in frame.page("en").before
    )


def test_a_policy_lets_known_inline_scripts_through_and_no_other():
    page = (
        '<script>window.gradio_config = {"a":1};</script><script>alert(1)</script>'
        '<script src="x.js"></script>'
    )
    said = security.policy(page)
    assert (
        said.count("'sha256-") == 1 and "unsafe-eval" not in said and "default-src 'none'" in said
    )
    assert "unsafe-inline" not in said.split("script-src")[1].split(";")[0]


def test_assets_have_names_that_change_with_their_bytes():
    assert re.fullmatch(r"own/pincite\.[0-9a-f]{10}\.css", assets.address("pincite.css"))
    with pytest.raises(KeyError):
        assets.address("other.css")


def test_a_source_marks_the_words_and_shows_struck_ones_struck():
    document = make_document(
        clauses={
            "Article 1 — scans": "The employer must ask. <b>Always.</b>",
            "Article 2 — pay": "Pay is due.",
        }
    )
    at = document.text.index("must ask")
    report = Report("pdf", 1, 1, left_out=(LeftOut("struck out", 6, 1, "<i>thirty</i>", at),))
    import dataclasses

    document = dataclasses.replace(document, report=report, bundled=False)
    shown = fragment(
        library_of(document), document, Span(at, at + len("must ask.")), date(2026, 11, 24), EN
    )
    assert (
        "<mark>must ask.</mark>" in shown
        and "&lt;i&gt;thirty&lt;/i&gt;" in shown
        and "<del>" in shown
    )
    names, _ = tags(shown)
    assert not names & {"b", "i", "script", "img"}
    assert 'aria-current="true"' in shown


def test_wrapped_lines_of_a_page_flow_and_no_word_changes():
    page = (
        "    (iv) The Producer shall cover\nthe employee from any claims that come of the\nuse "
        "of AI Systems.\n(v) Nothing else is said of the use of AI at work\nin here.\n\nSCHEDULE "
        "A\nRates  10\nOvertime  15"
    )
    shown = reflowed(page, 0, len(page))
    assert len(shown) == len(page) and shown.split() == page.split()
    assert shown.split("\n") == [
        "    (iv) The Producer shall cover the employee from any claims that come of the use of "
        "AI Systems.",
        "(v) Nothing else is said of the use of AI at work in here.",
        "",
        "SCHEDULE A",
        "Rates  10",
        "Overtime  15",
    ]


def test_a_source_of_a_summary_says_whose_words_it_shows():
    document = make_document(
        clauses={"Article 1 — scans": "The employer must ask."}, basis="digest"
    )
    span = document.clauses[0].span
    shown = fragment(library_of(document), document, span, date(2026, 11, 24), EN)
    assert "Our summary of Article 1" in shown and "“" not in shown
    official = make_document(
        clauses={"Article 1 — scans": "The employer must ask."}, basis="official"
    )
    assert "Our summary" not in fragment(
        library_of(official), official, span, date(2026, 11, 24), EN
    )


@pytest.mark.parametrize(
    ("title", "short"),
    [
        (
            "Germany — AI agreements between BFFS and Netflix (screen)",
            "Germany: AI agreements between BFFS and Netflix",
        ),
        ("Equity (UK) — talks", "Equity (UK): talks"),
        ("The Studio Deal (2024), artificial-intelligence terms", "The Studio Deal"),
        ("A deal — its AI terms", "A deal"),
        ("WGA", "WGA"),
    ],
)
def test_a_short_title_tells_which_document_it_is(title, short):
    assert short_title(title) == short


def test_a_digest_and_its_official_text_are_one_choice_and_so_is_a_union_without_any():
    digest = make_document("deal-2024", union="WGA", basis="digest")
    text = make_document(
        "deal-moa", union="WGA", basis="official", text_of="deal-2024", bundled=False
    )
    talks = make_document("talks", union="Equity (UK)", kind="commentary", tier=5)

    class Held:
        library = library_of(digest, text, talks)

    offered = agreements(Held(), EN)
    assert [(row["id"], row["documents"]) for row in offered["agreements"]] == [
        ("deal-2024", ["deal-2024", "deal-moa"])
    ]
    assert {"WGA", "Equity (UK)"} == {row["title"] for row in offered["unions"]}


def test_words_of_a_page_pair_with_the_quotation_only():
    page = [
        "the",
        "union",
        "may",
        "ask",
        "the",
        "employer",
        "must",
        "not",
        "scan",
        "any",
        "member",
        "without",
        "old",
        "notice",
        "consent",
        "the",
        "end",
    ]
    around = ["employer", "must", "not", "scan", "any", "member", "without", "consent", "the"]
    assert [page[n] for n in paired(page, around, range(2, 8))] == [
        "not",
        "scan",
        "any",
        "member",
        "without",
        "consent",
    ]
    assert paired(page, ["words", "that", "are", "elsewhere"], range(0, 4)) == []


def test_while_it_grows_what_is_there_stays_where_it_is():
    one, two = (
        [{"text": "x: The employer must ask.", "citations": [n]} for n in range(1, most)]
        for most in (2, 3)
    )
    first, second = (
        answer_page.growing(
            "May they?", "Reading…", some, [citation(1), citation(2, quote="Other words.")], EN
        )
        for some in (one, two)
    )
    assert order_of(first, 'class="question"', 'class="stage"', 'class="coming"')
    assert second.startswith(first.removesuffix("</article>"))


@pytest.mark.slow
def test_an_answer_grows_statement_by_statement(assistant):
    seen = list(answers(assistant, "can they scan me?", '{"union":"SAG-AFTRA"}', EN))
    assert f"Searching {len(assistant.library)} documents" in seen[0] and "growing" in seen[0]
    counts = [shown.count('<details class="cite') for shown in seen]
    assert counts[0] == 0 and counts == sorted(counts) and counts[-1] > 2
    assert "data-answer" in seen[-1]


@pytest.mark.slow
def test_a_bad_date_is_said_in_words_and_a_broken_answer_names_no_secrets(assistant, monkeypatch):
    assert "failed" in list(answers(assistant, "scan me?", '{"as_of":"soon"}', EN))[-1]
    monkeypatch.setattr(type(assistant), "stream", lambda self, question: 1 / 0)
    last = list(answers(assistant, "scan me?", "{}", EN))[-1]
    assert "went wrong on this machine" in last and "division" not in last
