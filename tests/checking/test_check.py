"""A bulletin's quotations and citations, each with its verdict: what a lost "not" would cost is
the reason for this room."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.check import Checker
from assistant.checking.match import folded
from assistant.checking.quotations import quotations
from assistant.checking.report import lines, page
from corpus import BadQuestion, LeftOut, Report
from tests.cli.test_commands import pincite
from tests.conftest import library_of, make_document

TODAY = date(2026, 11, 24)
NEW = make_document(
    "deal-2026",
    {
        "Article 7.B — use": (
            "A company may not require a writer to use a generative system — not once."
        ),
        "Article 7.C — notice": (
            "A company shall give thirty days' notice before it licenses a script."
        ),
        "Article 7.F — training": (
            "The guild reserves the right to assert that training infringes its members' rights."
        ),
    },
    basis="official",
    title="The Deal of 2026",
    union="WGA",
    aliases=("the 2026 Deal",),
    effective=date(2026, 5, 2),
    expires=date(2029, 5, 1),
    supersedes=("deal-2023",),
    report=Report(
        "docx",
        10,
        10,
        left_out=(
            LeftOut(
                "struck out", 40, sample="A company may use any script to train a system.", at=4
            ),
        ),
    ),
)
OLD = make_document(
    "deal-2023",
    {"Article 7.B — use": "A company may ask a writer to use a generative system with consent."},
    basis="official",
    title="The Deal of 2023",
    union="WGA",
    aliases=("the 2023 Deal",),
    effective=date(2023, 9, 25),
    expires=date(2026, 5, 1),
)
CHECKER = Checker(library_of(NEW, OLD), TODAY)
RULE = "A company may not require a writer to use a generative system"
NOTICE = "A company shall give thirty days' notice before it licenses a script."


def verdict(text):
    (check,) = CHECKER.check(text)
    return check


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "Article 7.B of the 2026 Deal: “A company may not require a writer to use a "
                "generative system - not once.”"
            ),
            "exact",
        ),
        (
            'The 2026 Deal says "a company may not require a writer\n to use a generative system" '
            "(Art. 7(B)).",
            "exact",
        ),
        ("The 2026 Deal, Article 7.B: “A company may not require a writer … not once.”", "exact"),
        (
            (
                "Article 7.B of the 2026 Deal: “A company may require a writer to use a "
                "generative system”"
            ),
            "altered",
        ),
        (
            (
                "Article 7.C of the 2026 Deal: “A company shall give ninety days' notice before "
                "it licenses a script.”"
            ),
            "altered",
        ),
        (
            (
                "Article 7.C of the 2026 Deal: “A company may not require a writer to use a "
                "generative system”"
            ),
            "wrong_place",
        ),
        ("The 2026 Deal: “A company may use any script to train a system.”", "struck"),
        ("The 2026 Deal: “Every writer gets a pony on the first day of work.”", "not_found"),
        (
            "Article 99 of the 2026 Deal: “Every writer gets a pony on the first day of work.”",
            "no_such_place",
        ),
        ("See Article 99 of the 2026 Deal.", "no_such_place"),
        ("See Article 7.C of the 2026 Deal.", "exact"),
        (
            "The 2023 Deal: “A company may ask a writer to use a generative system with consent.”",
            "superseded",
        ),
        ("Article 7.F of the 2026 Deal prohibits training.", "overstated"),
        ("Read the 2026 Deal with care. See also Article 99.", "no_such_place"),
        ("Nobody says whose it is: Article 7.C.", "exact"),
        ("We read the 2023 Deal too. Article 7.C stands elsewhere.", "exact"),
        ("The MBA 2026 is long. See Article 88(x).", "no_such_place"),
        ("Article 7.F of the 2026 Deal does not prohibit training.", "exact"),
    ],
)
def test_each_quotation_and_citation_has_its_verdict(text, wanted):
    assert verdict(text).verdict == wanted, verdict(text)


def test_a_changed_not_is_called_out_first_and_shown_as_a_difference():
    check = verdict(
        "Article 7.B of the 2026 Deal: “A company may require a writer to use a generative system”"
    )
    assert "not" in check.found.note and "[- not-]" in check.found.diff
    number = verdict(
        "Article 7.C of the 2026 Deal: “A company shall give ninety days' notice before it "
        "licenses a script.”"
    )
    assert "number" in number.found.note and "{+ninety+}" in number.found.diff


def test_the_right_place_and_what_replaced_it_are_named():
    assert (
        "Article 7.B"
        in verdict(
            "Article 7.C of the 2026 Deal: “A company may not require a writer to use a "
            "generative system”"
        ).found.note
    )
    assert (
        "The Deal of 2026"
        in verdict(
            "The 2023 Deal: “A company may ask a writer to use a generative system with consent.”"
        ).found.note
    )


def test_words_that_only_an_official_text_could_hold_are_not_called_false_without_saying_so():
    digest = make_document(
        "law",
        {"Section 5": "Our words on a rule about scans."},
        title="The Scan Act",
        aliases=("the Scan Act",),
    )
    (check,) = Checker(library_of(digest), TODAY).check(
        "Section 5 of the Scan Act: “No person shall be scanned by any other person.”"
    )
    assert (
        check.verdict == "not_found"
        and "only our digest of The Scan Act is held" in check.found.note
    )


def test_an_older_date_makes_the_old_deal_right():
    (check,) = Checker(CHECKER.library, date(2024, 6, 1)).check(
        "The 2023 Deal: “A company may ask a writer to use a generative system with consent.”"
    )
    assert check.verdict == "exact"


def test_blocks_terms_and_nested_places_are_told_apart():
    text = (
        "They call it “a system”. Under Section 927(b):\n\n> A company shall give\n"
        "> thirty days' notice.\n\nSee also Article XLIX(c)(2), MBA 72.G and Principle 6."
    )
    assert [(q.words, q.claimed) for q in quotations(text)] == [
        ("A company shall give thirty days' notice.", "Section 927(b)"),
        ("", "Article XLIX(c)(2)"),
        ("", "MBA 72.G"),
        ("", "Principle 6"),
    ]


@given(st.text(alphabet="ab “”\"'’–-\n\t\u00a0", max_size=60))
def test_folding_keeps_where_each_character_came_from(text):
    out, places = folded(text)
    assert (
        len(out) == len(places)
        and places == sorted(places)
        and all(0 <= at < len(text) for at in places)
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "The studio's handbook bans such training; Article 7.F of the 2026 Deal is about "
                "it too."
            ),
            "exact",
        ),
        ("California forbids it, and Article 7.F of the 2026 Deal keeps our claim.", "exact"),
        (
            (
                "Read Article 7.F of the 2026 Deal: while management requires the tool, members "
                "keep their claim."
            ),
            "exact",
        ),
        ("Article 7.F of the 2026 Deal matters because the producers ban our own tools.", "exact"),
        ("Article 7.F of the 2026 Deal expressly forbids training.", "overstated"),
        ("Article 7.F of our 2026 Deal with the studios bans training.", "overstated"),
        ("Article 7.F of the 2026 Deal reserves a claim and bans training.", "overstated"),
        ("Training is banned by Article 7.F of the 2026 Deal.", "overstated"),
        ("Does Article 7.F of the 2026 Deal forbid training?", "exact"),
        (
            "State law forbids training, which Article 7.F of the 2026 Deal does not mention.",
            "exact",
        ),
    ],
)
def test_a_verb_of_another_subject_says_nothing_of_the_clause(text, wanted):
    assert verdicts(text)[0] == wanted, CHECKER.check(text)


def test_words_struck_from_the_document_named_are_struck_though_another_has_them_live():
    words = "A company may use any script to train a system."
    older = make_document(
        "deal-2020", {"Article 7.F — training": words}, title="The Deal of 2020", basis="official"
    )
    checker = Checker(library_of(NEW, older), TODAY)
    assert verdicts(f"Article 7.F of the 2026 Deal: “{words}”", checker) == ["struck"]
    assert verdicts(f"We read the 2026 Deal. It begins so: “{words}”", checker) == ["struck"]
    assert verdicts(f"The Deal of 2020: “{words}”", checker) == ["exact"]


def test_a_comma_that_struck_words_left_alone_is_no_difference():
    assert folded("in the studio zone\n, Producer")[0] == folded("in the studio zone, Producer")[0]


@given(st.text(max_size=200))
def test_any_text_can_be_checked(text):
    for check in CHECKER.check(text):
        assert check.found.start is None or 0 <= check.found.start < check.found.end


def test_the_page_escapes_both_texts():
    checks = CHECKER.check("The 2026 Deal: “<script>alert(1)</script> and four more words here”")
    made = page(checks, CHECKER.library, "<b>bulletin</b>.md")
    assert (
        "<script" not in made
        and "<b>bulletin" not in made
        and "1 of 1 quotations and citations are wrong: 1 not found."
        in lines(checks, colours=False)
    )


@pytest.mark.slow
def test_the_command_turns_red_for_a_wrong_bulletin_and_reads_a_saved_answer(tmp_path, shared_home):
    bulletin = tmp_path / "bulletin.md"
    bulletin.write_text(
        "Members: Article 72, Paragraph Z of the WGA MBA 2023 says “every script is free to "
        "train on for all time”.\n"
    )
    done = pincite("check", bulletin, "--json", home=shared_home.home)
    assert done.returncode == 1 and json.loads(done.stdout)["wrong"] >= 1
    answer = pincite(
        "ask", "can a company make me use AI?", "--union", "WGA", "--json", home=shared_home.home
    ).stdout
    saved = tmp_path / "answer.json"
    saved.write_text(answer)
    found = json.loads(pincite("check", saved, "--json", home=shared_home.home).stdout)
    assert found["checks"] and {c["verdict"] for c in found["checks"]} <= {
        "exact",
        "superseded",
        "expired",
    }


def verdicts(text, checker=CHECKER):
    return [check.verdict for check in checker.check(text)]


@pytest.mark.parametrize(
    ("text", "wanted", "said"),
    [
        (
            (
                "Article 7.B of the 2026 Deal: “A company may … require a writer to use a "
                "generative system”"
            ),
            "altered",
            "left out hold a “not”",
        ),
        (
            "The 2026 Deal says a company may “require a writer to use a generative system”.",
            "altered",
            "right before these words",
        ),
        (
            (
                "The 2026 Deal: “A company may not require a writer to use a generative system … "
                "before it licenses a script”"
            ),
            "altered",
            "joins words of",
        ),
        (
            (
                "Article 7.B of the 2026 Deal: “A company must not require a writer to use a "
                "generative system”"
            ),
            "altered",
            "may, must or shall",
        ),
        (
            "“A company shall give thirty days' notice” (Article 7.C of the 2023 Deal)",
            "wrong_place",
            "The Deal of 2026",
        ),
        (
            "Under Article 7.F of the 2026 Deal companies cannot train on scripts.",
            "overstated",
            "prohibits",
        ),
        (
            "Article 7.B of the 2026 Deal: “require a writer to use a generative system”",
            "altered",
            "right before these words",
        ),
        ("Article 7.B of the 2026 Deal: “A company may”", "altered", "right after these words"),
        ("The 2026 Deal wants “ninety days' notice before” any licence.", "altered", "number"),
        (
            (
                "Scanning: “A company may require a writer to use a generative system.” That is "
                "the 2026 Deal."
            ),
            "altered",
            "“not”",
        ),
        (
            (
                "Bo wrote: “I read this to them: ‘A company may require a writer to use a "
                "generative system’, Article 7.B of the 2026 Deal.”"
            ),
            "altered",
            "not",
        ),
    ],
)
def test_what_is_wrong_is_said(text, wanted, said):
    (check,) = CHECKER.check(text)
    assert check.verdict == wanted and said in check.found.note and said in check.json()["diff"], (
        check
    )


def test_what_is_printed_is_the_interfaces_fields_only():
    (check,) = CHECKER.check(
        "Article 7.B of the 2026 Deal: “A company may require a writer to use a generative system”"
    )
    assert list(check.json()) == [
        "quote",
        "claimed",
        "verdict",
        "document",
        "locator",
        "start",
        "end",
        "diff",
    ]
    assert check.json()["diff"].startswith("a “not” was changed: ")


def test_nothing_in_either_text_reaches_the_page_unescaped():
    evil = "<img src=x onerror=alert(1)> & may not be seen by any writer at all"
    hostile = make_document(
        "evil",
        {"Article 1 — <b>x</b>": evil},
        basis="official",
        title="<script>t()</script>",
        aliases=("Evil Deal",),
    )
    checks = Checker(library_of(hostile), TODAY).check(
        f"Article 1 of the Evil Deal: “{evil.replace('not', 'now')}” See Article 9<script>."
    )
    made = page(checks, library_of(hostile), "'\"><script>n()</script>")
    assert (
        [check.verdict for check in checks][0] == "altered" and "<ins>" in made and "<del>" in made
    )
    assert not {"<script", "<img", "<b>"} & {
        part for part in ("<script", "<img", "<b>") if part in made
    }


def test_the_planted_errors_are_found_and_true_bulletins_pass():
    """The suite's own gate: the digests alone, a part of each set. `pincite evals planted --with
    FOLDER` measures the whole."""
    from corpus import Home, Library, Settings
    from evals.planted import bulletins, run

    library = Library.load(Home(Settings().home), Settings().bundled)
    kept = [clause for document in library for clause in document.clauses if clause.carried]
    carried = [
        library[clause.document].quote(clause) for clause in kept
    ]  # no errors any more: their terms are in force in a successor
    made = [
        one
        for one in bulletins(library, each=5, true=20)
        if one.kind != "superseded" or not any(one.words[:40] in text for text in carried)
    ]
    judged = run(library, made)
    planted = [one for one in judged if one.bulletin.kind != "true"]
    assert len(planted) > 100 and sum(one.found for one in planted) >= 0.975 * len(planted)
    assert sum(one.alarms for one in judged) <= 0.01 * len(judged)


@pytest.mark.slow
def test_a_bulletin_in_word_or_html_is_read_and_one_that_cannot_be_says_why(tmp_path, shared_home):
    from tests.makers.originals import docx, paragraph, run

    false = "Principle 6 of the IATSE Core Principles bans second-class jobs."
    (tmp_path / "b.docx").write_bytes(docx(paragraph(run(false))))
    (tmp_path / "b.html").write_text(f"<html><body><h1>News</h1><p>{false}</p></body></html>")
    for name in ("b.docx", "b.html"):
        done = pincite("check", tmp_path / name, "--json", home=shared_home.home)
        assert done.returncode == 1 and [
            c["verdict"] for c in json.loads(done.stdout)["checks"]
        ] == ["overstated"]
    (tmp_path / "b.pdf").write_bytes(b"no pdf")
    done = pincite("check", tmp_path / "b.pdf", home=shared_home.home)
    assert done.returncode == 1 and "is no PDF" in done.stderr and not done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "“" * 60_000,
        "Article 7, " * 3_000,
        "“aaa bbb ccc ddd,” he said, " * 1_500,
        "Article 7" + "(a)" * 20_000,
        "**a" * 20_000,
        "> x\n" * 20_000,
    ],
)
def test_a_text_made_to_take_for_ever_does_not(text):
    import time

    begin = time.process_time()
    quotations(text)
    assert time.process_time() - begin < 8


def test_a_text_of_too_many_places_is_refused_at_once():
    """Three thousand places once held the desk's check up for minutes."""
    checker = Checker(library_of(make_document("deal")), date(2026, 11, 25))
    with pytest.raises(BadQuestion, match="3,000 quotations and citations, and 1,000"):
        checker.check("Article 72(B)(1)(a)(i) " * 3000)
