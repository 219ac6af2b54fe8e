"""The member's page as HTML: everything from a document or a person is escaped, each word comes
from words/*.toml, errors are said.
"""

import json
import re
import string
from datetime import date

import pytest

from assistant.web import assets, security
from assistant.web.member import answer_page, written
from assistant.web.member.chat import Choices, agreements, answers
from assistant.web.member.cited import short_title
from assistant.web.member.page_image import paired
from assistant.web.member.reflow import reflowed
from assistant.web.member.source import fragment
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
        "n": n,
        "document": "deal",
        "title": "The Deal",
        "locator": "Article 1",
        "heading": "scope",
        "kind": "contract",
        "tier": 1,
        "status": "in_force",
        "force": "requires",
        "basis": "digest",
        "quote": "The employer must ask.",
        "start": 0,
        "end": 22,
        "page": None,
        "page_label": None,
        "effective": None,
        "expires": None,
        "url": None,
        "short": "They must ask you.",
        "role": "rule",
        "carried": None,
    }
    return known | values


def found(**values):
    known = {
        "id": "abc",
        "question": "May they?",
        "standalone_question": "May they?",
        "status": "answered",
        "answer": "The Deal says [1]",
        "short": {"text": "Your employer must ask you first.", "citations": [1], "from": "summary"},
        "by_union": [],
        "caveat": None,
        "follow_ups": [],
        "unread": [],
        "statements": [
            {"text": "The Deal, Article 1, requires: “The employer must ask.”", "citations": [1]}
        ],
        "citations": [citation()],
        "also": [],
        "notes": [],
        "as_of": "2026-11-24",
        "scope": {},
        "mode": "extractive",
        "corpus": "x",
    }
    return known | values


def tags(html):
    """Tag names and attribute names that a browser would see."""
    from lxml import html as parser

    tree = parser.fragment_fromstring(html, create_parent="div")
    return {e.tag for e in tree.iter()}, {name for e in tree.iter() for name in e.attrib}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_markup_of_a_document_a_person_or_a_model_survives(words):
    bad = citation(
        title=words,
        locator=words,
        heading=words,
        quote=words,
        document=words,
        page_label=words,
        page=1,
    )
    shown = (
        answer_page.turn(
            found(
                question=words,
                standalone_question=words + "?",
                answer=words,
                statements=[{"text": words, "citations": [1]}],
                citations=[bad | {"short": words, "carried": words}],
                also=[bad | {"n": 2}],
                notes=[words],
                short={"text": words, "citations": [1], "from": "summary"},
                by_union=[{"union": words, "document": words, "short": words, "citation": 1}],
                caveat=words,
                follow_ups=[words],
                unread=[{"document": words, "pages": [3]}],
                scope={"sides": [{"title": words, "citations": [1]}]},
            ),
            EN,
        )
        + answer_page.failed(words, words, EN)
        + answer_page.growing(words, words, [{"text": words, "citations": [1]}], [bad], EN)
    )
    names, attributes = tags(shown)
    assert not names & {"script", "img", "svg", "h1", "iframe", "a", "style"}
    assert not [name for name in attributes if name.startswith("on")]
    assert (
        json.loads(
            re.search(r'data-answer="([^"]*)"', shown)
            .group(1)
            .replace("&quot;", '"')
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
        )["question"]
        == words
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http://example.org",
        'https://a.org/"onclick=x',
        "data:text/html,x",
        None,
    ],
)
def test_only_https_addresses_become_links(address):
    assert answer_page.official_link(address, EN) == ""
    assert 'rel="noopener noreferrer"' in answer_page.official_link("https://example.org/a?b=1", EN)


def test_a_kept_answer_that_is_none_is_refused_not_shown():
    for broken in (
        {"id": "a b"},
        {"status": "<b>"},
        {"citations": [{"n": 1}]},
        {"short": {"text": "x", "citations": [9], "from": "summary"}},
    ):
        with pytest.raises((KeyError, ValueError, TypeError)):
            answer_page.turn(found(**broken), EN)


def order_of(shown, *parts):
    at = [shown.index(part) for part in parts]
    return at == sorted(at)


def test_the_direct_answer_comes_first_and_is_what_a_screen_reader_hears():
    shown = answer_page.turn(
        found(caveat="Take care.", notes=["More."], follow_ups=["What then?"], also=[citation(2)]),
        EN,
    )
    assert order_of(
        shown,
        'class="question"',
        'class="short"',
        'class="chip"',
        'class="cite',
        'class="caveat"',
        'class="act"',
        'class="next"',
        'class="also"',
        'class="after"',
    )
    assert 'data-said="Your employer must ask you first."' in shown
    silent = answer_page.turn(
        found(
            status="not_found",
            answer="Not found: nothing.",
            short=None,
            statements=[],
            citations=[],
        ),
        EN,
    )
    assert 'data-said="Not found: nothing."' in silent


def test_a_summary_is_called_one_and_stands_in_no_quotation_marks():
    shown = re.sub(r' data-answer="[^"]*"', "", answer_page.turn(found(also=[citation(2)]), EN))
    assert (
        shown.count("Our summary of Article 1") >= 2
        and "“" not in shown
        and "quotation" not in shown.lower()
        and "<blockquote" not in shown
    )
    quoted = answer_page.turn(
        found(citations=[citation(basis="official", quote="“Tools” are not persons.")]), EN
    )
    assert (
        "“\u202f“Tools” are not persons.”</p>" in quoted
        and "““" not in quoted
        and "Our summary" not in quoted.split('class="after"')[0]
    )


@pytest.mark.parametrize(
    ("values", "opened"),
    [
        ({"basis": "official"}, True),
        ({"basis": "digest"}, False),
        ({"basis": "official", "quote": "word " * 61}, False),
        ({"basis": "official", "quote": "Your employer must ask you first."}, False),
    ],
)
def test_only_short_official_words_that_were_not_said_already_stand_open(values, opened):
    assert (
        '<details class="cite" open>' in answer_page.turn(found(citations=[citation(**values)]), EN)
    ) is opened


@pytest.mark.parametrize(
    ("values", "badge"),
    [
        ({}, "Binding agreement"),
        ({"role": None}, "Binding agreement"),
        ({"role": "definition", "tier": 2}, "Law"),
        ({"role": "allegation"}, "an allegation"),
        ({"role": "absence"}, "nothing found in it"),
        ({"role": "unknown"}, "not known"),
        ({"role": "report", "tier": 5}, "what is reported"),
        ({"role": "view", "tier": 4}, "a view"),
    ],
)
def test_the_first_badge_says_what_kind_of_thing_speaks(values, badge):
    assert badges_of(citation(**values))[0] == badge


def badges_of(one):
    return re.findall(r">([^<>]+)</li>", answer_page.badges(one, EN))


def test_a_term_that_is_carried_over_is_in_force_and_says_where_to():
    assert badges_of(citation(carried="wga-mba-2026"))[1] == "in force, carried into 2026"
    assert badges_of(citation(carried="deal"))[1] == "in force, carried over"


def test_a_printed_number_is_said_to_be_printed():
    assert "printed p. 39" in answer_page.place(citation(page=41, page_label="39"), EN)
    assert "p. 41 of the file" in answer_page.place(citation(page=41), EN)


def test_at_most_three_citations_stand_there_at_once():
    many = [citation(n) for n in range(1, 6)]
    shown = answer_page.turn(
        found(citations=many, statements=[{"text": "x", "citations": [1, 2, 3, 4, 5]}]), EN
    )
    assert shown.split('<details class="more">')[0].count('class="cite') == 4, (
        "three, and what holds them"
    )  # class="cited" is the fourth
    assert "More sources (2)" in shown


def test_each_union_has_a_row_and_a_button_and_what_is_many_is_folded():
    rows = [
        {"union": f"Union {n}", "document": "deal", "short": f"Rule {n}.", "citation": 1}
        for n in range(1, 11)
    ]
    shown = answer_page.turn(found(by_union=rows), EN)
    assert order_of(shown, 'class="which"', 'class="short"', 'class="unions"')
    assert (
        shown.count('data-do="union"') == 8
        and shown.count('role="row"') == 8
        and "5 more unions" in shown
    )


def test_pages_that_nobody_could_read_are_said():
    assert "Page 42 of The Deal could not be read." in answer_page.turn(
        found(unread=[{"document": "deal", "pages": [42]}]), EN
    )
    assert "Pages 4, 5 of other could not" in answer_page.turn(
        found(unread=[{"document": "other", "pages": [4, 5]}]), EN
    )


def test_an_answer_that_a_browser_kept_from_before_is_still_shown():
    old = {
        key: value
        for key, value in found().items()
        if key not in ("short", "by_union", "caveat", "follow_ups", "unread")
    }
    old["citations"] = [
        {key: value for key, value in citation().items() if key not in ("short", "role", "carried")}
    ]
    assert "The employer must ask." in answer_page.turn(
        old, EN
    ) and "The employer must ask." in written.plain(old, EN)


def test_nothing_found_offers_what_can_be_asked_and_folds_what_is_near_unless_it_is_little():
    def silent(count, **values):
        near = [citation(n) for n in range(1, count + 1)]
        return answer_page.turn(
            found(
                status="not_found",
                answer="No.",
                short=None,
                statements=[],
                citations=[],
                also=near,
                **values,
            ),
            EN,
        )

    assert '<details class="also" open>' in silent(3) and '<details class="also">' in silent(4)
    assert 'data-question="And this?"' in silent(1, follow_ups=["And this?"])


def test_history_is_named_history_and_stands_last():
    shown = answer_page.turn(
        found(also=[citation(2, status="superseded"), citation(3, tier=2)]), EN
    )
    assert order_of(shown, "<h3>Law ", "<h3>History: no longer in force ")


def test_a_comparison_stands_in_columns():
    two = found(
        statements=[{"text": "A", "citations": [1]}, {"text": "B", "citations": [2]}],
        citations=[citation(), citation(2, title="Other", short="Another rule.")],
        scope={
            "sides": [{"title": "Deal", "citations": [1]}, {"title": "Other", "citations": [2]}]
        },
    )
    shown = answer_page.turn(two, EN)
    assert (
        shown.count('class="side"') == 2
        and shown.count('<details class="cite"') == 2
        and "Another rule." in shown
    )


def test_what_a_model_wrote_is_said_to_be_its_words():
    def shown(mode):
        said = found(mode=mode, statements=[{"text": "They have to ask.", "citations": [1]}])
        return re.sub(r' data-answer="[^"]*"', "", answer_page.turn(said, EN))

    assert order_of(
        shown("llm:small"),
        'class="short"',
        "In more words",
        "They have to ask.",
        "language model (small)",
    )
    assert "They have to ask." not in shown("extractive"), "there the citations say it all"


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


def test_markdown_shows_words_and_no_markup():
    shown = written.markdown(found(question="![x](http://evil/x.png) <b>", notes=["# head"]), EN)
    assert "![x]" not in shown and "](" not in shown and "<b>" not in shown and r"\# head" in shown


@pytest.mark.parametrize(
    "text",
    [
        "[1] of 2",
        "a snake_case word",
        "AT&T",
        "x < y",
        "(see [##])",
        "30. September was",
        "it - that",
        "3 * 4".replace("*", "x"),
    ],
)
def test_markdown_leaves_alone_what_it_would_not_misread(text):
    assert written.as_markdown(text) == (
        text if not text[0].isdigit() or ". " not in text else text.replace(".", "\\.", 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        "*bold*",
        "_so_",
        "`code`",
        "[a](b)",
        "[[a]](b)",
        "[a]: http://x.y",
        "![a][b]",
        "<i>",
        "&lt;",
        "# a",
        "- a",
        "> a",
        "+ a",
        "1) a",
        "~~a~~",
    ],
)
def test_markdown_of_a_text_reads_as_the_text(text):
    assert written.as_markdown(text) != text


def test_texts_keep_the_pages_order_and_tell_our_words_from_official_ones():
    two = found(
        citations=[citation(), citation(2, basis="official", quote="“All” shall ask.")],
        caveat="Take care.",
        unread=[{"document": "deal", "pages": [42]}],
    )
    plain, marked, letter = (
        written.plain(two, EN),
        written.markdown(two, EN),
        written.letter(two, EN),
    )
    for text in (plain, marked, letter):
        assert order_of(
            text,
            "Your employer must ask you first. [1]",
            "Our summary of Article 1: The employer must ask.",
            "“\u202f“All” shall ask.”",
        )
        assert "“The employer" not in text and "\\[" not in text
    assert (
        order_of(plain, "Our summary", "Take care.", "Page 42 of The Deal could not be read.")
        and "#" not in plain
        and "> “" in marked
        and "> Our" not in marked
    )


@pytest.mark.parametrize(
    "text",
    ["[]", "nonsense", '{"as_of": "soon"}', '{"history": [1]}', '{"kinds": "law"}', "x" * 200_000],
)
def test_choices_of_a_browser_are_not_believed(text):
    with pytest.raises(ValueError):
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


def test_a_digest_and_its_official_text_are_one_choice_and_a_union_without_an_agreement_is_one_too():
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
