"""Each kind of question answered over the bundled corpus with the real model.

What leads, and what is corrected.
"""

from datetime import date

import pytest

from assistant import Assistant, Question

pytestmark = pytest.mark.slow
DAY = date(2026, 11, 25)


def answer(assistant: Assistant, question: str, union: str | None = None, **more) -> dict:
    return assistant.ask(Question(question, union, as_of=DAY, **more)).json()


@pytest.mark.parametrize(
    ("question", "union", "document", "locator"),
    [
        ("What does Article 72.G of the MBA say?", None, "wga-mba-2026", "Article 72, Paragraph G"),
        ("Art. 72(E) in the 2023 MBA", None, "wga-mba-2023", "Article 72, Paragraph E"),
        ("paragraph F of article 72, 2023 MBA", "WGA", "wga-mba-2023", "Article 72, Paragraph F"),
        (
            "what does § 927(b) of the Labor Code say",
            None,
            "california-ab-2602",
            "Labor Code § 927(b)",
        ),
        ("21.N.3.b.ii animation guild", None, "tag-839-2024", "Article 21.N.3.b.ii"),
        (
            "what is in Summary item 39.J",
            "SAG-AFTRA",
            "sag-aftra-tv-theatrical-2026",
            "Summary item 39.J",
        ),
        ("Principle 6 IATSE core principles", None, "iatse-core-principles-2023", "Principle 6"),
        ("Article 50(4) of the AI Act", None, "eu-ai-act-transparency", "Article 50(4)"),
        (
            "Tenn. Code 47-25-1105(a)(2)",
            None,
            "tennessee-elvis-act-2024",
            "Tenn. Code Ann. § 47-25-1105(a)(2)",
        ),
        ("Article XLIX(h)", "IATSE", "iatse-basic-agreement-2024", "Article XLIX(h)"),
        ("Article 20(h) local 52", None, "local-52-2024", "Article 20(h)"),
        (
            "Civil Code section 3344(a) california",
            None,
            "california-sb-683",
            "Civil Code § 3344(a)",
        ),
        ("article 4(3) of the DSM directive", None, "eu-dsm-directive-tdm", "Article 4(3)"),
        ("Cal. Labor Code 927", None, "california-ab-2602", "Labor Code § 927(a)"),
        ("§ 927(b)(1)", None, "california-ab-2602", "Labor Code § 927(b)"),
        ("the 6th principle of the AFL-CIO", None, "afl-cio-ai-principles-2025", "Principle 6"),
        (
            "Guiding principle (5) Netflix",
            None,
            "netflix-genai-guidance-2025",
            "Guiding Principles (5)",
        ),
        (
            "ai side letter of the area standards agreement",
            None,
            "iatse-area-standards-2024",
            "AI sideletter",
        ),
        (
            "XX.A.(2)(a)(ii) of the 2023 SAG-AFTRA memorandum",
            None,
            "sag-aftra-tv-theatrical-2023",
            "Item 29.a, Section [XX].A.(2)(a)(ii)",
        ),
        (
            "article 72.B",
            "WGA",
            "wga-mba-2023",
            "Article 72, Paragraph B",
        ),  # which the agreement of 2026 keeps
    ],
)
def test_a_place_that_is_named_leads(assistant, question, union, document, locator):
    lead = answer(assistant, question, union)["citations"][0]
    assert lead["document"] == document
    assert lead["locator"].startswith(locator)


@pytest.mark.parametrize(
    ("question", "union", "place", "nearest"),
    [
        ("what's in article 99 of the MBA?", "WGA", "article 99", "wga-mba-2026"),
        ("Article 72.Z of the MBA", None, "Article 72.Z", "wga-mba-2026"),
        ("Article XLIX(k)", "IATSE", "Article XLIX(k)", "iatse-basic-agreement-2024"),
        ("principle nine of the AFL-CIO", None, "principle 9", "afl-cio-ai-principles-2025"),
        ("820 ILCS 42/10", None, "820 ILCS 42/10", "illinois-hb-4762"),
        ("Labor Code 931", None, "Labor Code 931", "california-ab-2602"),
        (
            "Section XX.A.(2)(b) of the 2026 SAG-AFTRA TV/theatrical agreement",
            None,
            "Section XX.A.(2)(b)",
            "sag-aftra-tv-theatrical-2023",
        ),
    ],
)
def test_a_place_that_does_not_exist_is_an_honest_no_with_the_nearest(
    assistant, question, union, place, nearest
):
    found = answer(assistant, question, union)
    assert found["status"] == "not_found"
    assert not found["citations"]
    assert place in found["answer"]
    assert found["also"][0]["document"] == nearest


@pytest.mark.parametrize(
    ("question", "union", "document", "locator"),
    [
        ("can I refuse to use AI at work?", "The Animation Guild", "tag-839-2024", "Article 21.N"),
        (
            "Must I be told when I am hired that AI will be used in the film?",
            "DGA",
            "dga-basic-agreement-2026",
            "AI terms",
        ),
        (
            "does the producer have to give us notice before technological change?",
            "Local 700",
            "local-700-2024",
            "Item 4.b, Paragraph 3(a)(27)",
        ),
        (
            "does our contract say we get paid when our work trains AI, like the principles say?",
            "IATSE",
            "iatse-",
            "Article ",
        ),
        ("what counts as generative AI?", "WGA", "wga-mba-2023", "Article 72, Paragraph A"),
        (
            "I work in France, must deepfakes be labelled?",
            None,
            "eu-ai-act-transparency",
            "Article 50(4)",
        ),
        (
            "I work in New York, must an ad say that the performer is synthetic?",
            None,
            "new-york-synthetic-performer-disclosure-2025",
            "General Business Law § 396-b(",
        ),
    ],
)
def test_what_the_kind_of_question_asks_for_leads(assistant, question, union, document, locator):
    lead = answer(assistant, question, union)["citations"][0]
    assert lead["document"].startswith(document)
    assert lead["locator"].startswith(locator)
    assert lead["tier"] <= 2, "of several agreements of one union any may lead, a principle may not"


def test_a_question_for_a_figure_is_answered_by_the_sentence_that_has_it(assistant):
    assert (
        "48 hours"
        in answer(assistant, "how quickly must a platform take down an intimate deepfake?")[
            "citations"
        ][0]["quote"]
    )


@pytest.mark.parametrize(
    ("question", "union", "document"),
    [
        ("in March 2024, could they make me use chatgpt?", "WGA", "wga-mba-2023"),
        ("under the old contract, was there a rule on training?", "WGA", "wga-mba-2023"),
        (
            "before the 2026 deal, what did they need to scan me?",
            "SAG-AFTRA",
            "sag-aftra-tv-theatrical-2023",
        ),
        ("in 2025, did directors have to be asked about AI?", "DGA", "dga-basic-agreement-2023"),
        ("last year, did they have to tell me the pages came from AI?", "WGA", "wga-mba-2023"),
        ("do they have to say why they scan me", "SAG-AFTRA", "sag-aftra-tv-theatrical-2026"),
    ],
)
def test_what_was_in_force_on_the_day_leads(assistant, question, union, document):
    lead = answer(assistant, question, union)["citations"][0]
    assert (lead["document"], lead["status"]) == (document, "in_force")


def test_nothing_later_leads_for_a_day_before_any_agreement(assistant):
    found = answer(assistant, "before the strike, was training on scripts covered?", "WGA")
    assert found["as_of"] == "2023-05-01"
    assert not found["citations"] or not found["citations"][0]["document"].startswith("wga-mba")


@pytest.mark.parametrize(
    ("question", "union", "titles"),
    [
        ("WGA or SAG-AFTRA, who has more on training?", None, ["WGA", "SAG-AFTRA"]),
        ("California vs Tennessee on voice clones", None, ["California", "Tennessee"]),
        ("what changed about training from 2023 to 2026?", "WGA", ["2026", "2023"]),
    ],
)
def test_sides_stand_in_columns_of_their_own(assistant, question, union, titles):
    found = answer(assistant, question, union)
    sides = found["scope"]["sides"]
    assert all(title in side["title"] for title, side in zip(titles, sides, strict=True))
    numbers = [set(side["citations"]) for side in sides]
    assert all(numbers)
    assert not numbers[0] & numbers[1]
    assert found["citations"][0]["status"] == "in_force"


def test_what_changed_on_ai_begins_with_what_the_new_agreement_says_on_the_whole(assistant):
    asked = "has the DGA got a new deal in 2026 and what changed for AI"
    outcome = assistant.ask(Question(asked, "DGA", as_of=date(2026, 11, 29)))
    new = assistant.library["dga-basic-agreement-2026"]
    assert outcome.short.text == new.whole
    assert [side.statements[0].citations[0].document.id for side in outcome.sides] == [
        "dga-basic-agreement-2026",
        "dga-basic-agreement-2023",
    ]
    narrower = assistant.ask(Question("What changed on meetings in the new DGA deal?", "DGA"))
    assert narrower.short.text != new.whole


def test_the_union_is_asked_for_once_and_its_name_answers_the_question_before(assistant):
    asks = "The answer depends on which agreement covers you"
    assert any(asks in note for note in answer(assistant, "can they scan me?")["notes"])
    again = answer(assistant, "and can they keep the scan?", history=("can they scan me?",))
    assert not any(asks in note for note in again["notes"])
    mine = answer(assistant, "I'm in the WGA", history=("can they train on my scripts?",))
    assert mine["standalone_question"] == "can they train on my scripts? (WGA)"
    assert mine["citations"][0]["document"] == "wga-mba-2026"


@pytest.mark.parametrize(
    ("question", "union", "readings"),
    [
        (
            "did writers win money for training in the new deal",
            "WGA",
            ("sets up pay for training", "no payment is fixed"),
        ),
        (
            "is the studio told to give notice when it licenses my footage for training",
            "SAG-AFTRA",
            ("written notice", "consent for AI training data"),
        ),
        (
            "when did the new york synthetic performer law take effect",
            None,
            ("9 June 2026", "11 December 2025"),
        ),
    ],
)
def test_where_sources_disagree_every_reading_is_quoted_and_it_is_said(
    assistant, question, union, readings
):
    found = answer(assistant, question, union)
    disputed = [
        c
        for c in found["citations"]
        if all(any(r in d["quote"] for d in found["citations"]) for r in readings)
    ]
    assert disputed, found["answer"]
    assert any(
        note.startswith("Sources disagree on") and note.endswith("each reading is quoted.")
        for note in found["notes"]
    )
