"""True quotations and what people say of them, in every turn of phrase met so far: a false alarm
teaches staff to ignore the true one."""

import pytest

from assistant.checking.check import Checker
from assistant.checking.quotations import readable
from tests.checking.test_check import CHECKER, NOTICE, RULE, TODAY, verdicts
from tests.conftest import library_of, make_document


@pytest.mark.parametrize(
    "text",
    [
        f"‘{RULE}’ (the 2026 Deal, Art. 7(B))",
        f"It could not be plainer than Article 7.B of the 2026 Deal, '{RULE}'",
        f"«{RULE}», says the 2026 Deal in Article 7, paragraph B.",
        f"The 2026 Deal, paragraph B of Article 7: „{RULE}“",
        (
            f"The rule is old.[^1] “{RULE}”[^2]\n\n[^1]: Nobody doubts it.\n[^2]: The 2026 Deal, "
            "Article 7.B."
        ),
        f"“{RULE}”¹\n\n¹ Article 7.B of the 2026 Deal",
        (
            "“A company may not require a writer,” the 2026 Deal says in Article 7.B, “to use a "
            "generative system”"
        ),
        (
            "Article 7.B of the 2026 Deal: “A company may not require a writer to use a "
            "gener-\native system”"
        ),
        (
            "Article 7.B of the 2026 Deal: “[A] company may not require [any] writer to use a "
            "generative system [sic] … not once”"
        ),
        (
            "**Article 7.B** of the _2026 Deal_: “A company may **not** require a writer to use "
            f"a generative system”\n\n- {RULE[:9]}"
        ),
        f"The 2026 Deal answers.\n\n> {RULE}\n> — Article 7.B\n\nPass it on.",
        f"We read the 2026 Deal to them. “{RULE}” That is Article 7.B.",
    ],
)
def test_a_true_quotation_is_exact_however_it_is_written(text):
    assert verdicts(text) == ["exact"], CHECKER.check(text)


def test_two_quotations_keep_their_own_places():
    text = (
        "The 2026 Deal: “{}” (Article 7.B) and “A company shall give thirty days' notice” "
        "(Article 7.C)."
    )
    assert verdicts(text.format(RULE)) == ["exact", "exact"]
    swapped = text.format(RULE).replace("7.B", "7.X").replace("7.C", "7.B").replace("7.X", "7.C")
    assert verdicts(swapped) == ["wrong_place", "wrong_place"]


@pytest.mark.parametrize(
    "text",
    [
        f"“{RULE}” (Article 7.B of the 2026 Deal). What else we won: “{NOTICE}”",
        f"1. “{RULE}” (the 2026 Deal, Article 7.B)\n2. “{NOTICE}” ((C))",
        f"The 2026 Deal, Article 7.B: “{RULE}”. Paragraph (C) adds: “{NOTICE}”",
        f"The 2026 Deal is plain: “{RULE},” Art. 7(B), and “{NOTICE[:-1]},” id. 7(C).",
        f"The 2026 Deal:\n“{RULE}.” Art. 7(B).\nNext. “{NOTICE}” Id. 7(C).",
        f"¶ 3. The 2026 Deal holds “{RULE}” at Article 7.B.\n¶ 4. It adds: “{NOTICE}”",
        (
            f"| Rule | Where |\n|---|---|\n| “{RULE}” | 2026 Deal, Article 7.B |\n| “{NOTICE}” | "
            "2026 Deal, Article 7.C |"
        ),
    ],
)
def test_a_place_that_another_quotation_has_is_not_held_against_this_one(text):
    assert verdicts(text) == ["exact", "exact"], CHECKER.check(text)


def test_a_notice_that_an_ellipsis_leaves_out_is_no_not():
    deal = make_document(
        "gaps",
        {"Article 1": "After twenty days from the notice, the union may go to court."},
        title="The Gap Deal",
    )
    checker = Checker(library_of(deal), TODAY)
    assert verdicts(
        "Article 1 of the Gap Deal: “After twenty days … the union may go to court.”", checker
    ) == ["exact"]


def test_two_quotations_with_other_words_between_are_two():
    text = (
        "Nothing in the 2026 Deal lets a company “require a writer to use a generative system”, "
        f"sad to say; see also “{NOTICE[2:]}”"
    )
    assert verdicts(text) == ["exact", "exact"]


def test_a_page_is_held_against_the_page_that_a_digest_gives():
    digest = make_document(
        "digest",
        {"Article 1": "A scan needs consent (p. 40-41 of the memorandum)."},
        title="The Scan Deal",
    )
    checker = Checker(library_of(digest), TODAY)
    assert verdicts("On p. 41 the Scan Deal says “A scan needs consent”.", checker) == ["exact"]
    assert verdicts("On p. 14 the Scan Deal says “A scan needs consent”.", checker) == [
        "wrong_place"
    ]


def test_a_place_in_a_code_with_a_slash_is_a_place():
    code = make_document(
        "act",
        {"765 ILCS 1075/20": "An heir may sue.", "765 ILCS 1075/5": "A replica is new."},
        title="The Act",
    )
    checker = Checker(library_of(code), TODAY)
    assert verdicts("The Act, 765 ILCS 1075/20: “An heir may sue.”", checker) == ["exact"]
    assert verdicts("The Act, 765 ILCS 1075/5: “An heir may sue.”", checker) == ["wrong_place"]
    assert verdicts("In Illinois “an heir may sue” (765 ILCS 1075/20).", checker) == ["exact"]


def test_each_paragraph_of_a_long_quotation_opens_with_a_mark():
    text = f"The 2026 Deal, two parts:\n\n“{RULE} — not once.\n\n“{NOTICE}”"
    assert verdicts(text) == ["exact", "exact"]
    assert verdicts(text.replace("may not", "may")) == ["altered", "exact"]


def test_a_relative_place_that_is_wrong_is_wrong():
    assert verdicts(f"The 2026 Deal, Article 7.B: “{RULE}”. Paragraph (F) adds: “{NOTICE}”") == [
        "exact",
        "wrong_place",
    ]


def test_an_article_without_a_number_is_a_place_and_no_link():
    assert (
        readable("Article [##](c)(2) and [the text](https://x.org/a)")
        == "Article [##](c)(2) and the text"
    )


def test_a_place_that_the_words_give_is_theirs_and_one_that_a_clause_takes_over_is_no_error():
    ours = make_document(
        "crew",
        {
            "Remedies": "Section 40 gives the greater of profits and 1,000 dollars.",
            "Section 2 — use": "Section 9 of the Deal of 2026 holds here too.",
        },
        title="The Crew Deal",
    )
    theirs = make_document(
        "lead", {"Section 9 — scans": "A scan needs consent."}, title="The Lead Deal"
    )
    checker = Checker(library_of(ours, theirs), TODAY)
    assert verdicts(
        "The Crew Deal, Section 40: “the greater of profits and 1,000 dollars”.", checker
    ) == ["exact"]
    assert verdicts("The Crew Deal takes Section 9 over.", checker) == ["exact"]
    assert verdicts(
        "The Crew Deal, Section 2: “the greater of profits and 1,000 dollars”.", checker
    ) == ["wrong_place"]


@pytest.mark.parametrize(
    "text",
    [
        "“We will never let a machine take our jobs,” said the president of the guild.",
        (
            "“It is about dignity,” says Ahmed, who paints. “The money comes second, whatever "
            "the company must tell you.”\n\nThe 2026 Deal helps."
        ),
        (
            "The 2026 Deal is new. A steward summed it up: “You must ask before you sign, and "
            "you must call us.”"
        ),
        "Our film “The Night the Cameras Went Home Early” was made under the 2026 Deal.",
        (
            "What the studios call “efficiency gains across the whole chain” the 2026 Deal "
            "leaves alone."
        ),
        "According to the bill's sponsor, “this closes a loophole that we have lived with.”",
        (
            "Section 7 of the National Labor Relations Act. Item 3 on the agenda. Part 2 of our "
            "series."
        ),
        "The contract has a “very fine print” problem.",
        (
            "The 2026 Deal is thin. We want language such as “The employer shall never train a "
            "system on the members' work.”"
        ),
        (
            "The studio's own handbook tells all that “employees must upload all work to the "
            "shared model folder”. The 2026 Deal does not."
        ),
        (
            "The 2026 Deal is plain. The newspaper has since corrected it: “An earlier article "
            "misstated the agreement's terms.”"
        ),
        (
            "The 2026 Deal helps.\n\n>> Isn't there a rule that a company must tell a writer "
            "beforehand?\n> I think there is, somewhere.\n\nThere is."
        ),
        "“An injury to one is an injury to all.” That is our motto since the 2026 Deal.",
        (
            "The 2026 Deal is silent. Jo wrote in the margin of the contract “I don't think a "
            "company must ask a writer first”."
        ),
        (
            "They put out a flyer claiming that “the agreement's protections are the best that "
            "any member has”. The 2026 Deal says less."
        ),
        (
            "“The studios,” writes historian Dana Voss in her new book, “have never agreed that "
            "a company must ask.” The 2026 Deal does."
        ),
        (
            "The 2026 Deal, I hear.\n\n“The studios,” writes historian Dana Voss, “have never "
            "agreed that a company must ask.”"
        ),
        (
            "We read the 2026 Deal. “All employees shall finish the module and must not discuss "
            "it.” That is a memo and no contract term."
        ),
        (
            "Our demands beside the 2026 Deal: (1) “No company shall replace a writer.” (2) “Any "
            "use of a script shall be paid at scale.”"
        ),
        (
            "Our last issue said that the 2026 Deal gives writers “the right to decline any "
            "script of a company”. It does not."
        ),
        (
            "We read the 2026 Deal. “By going on you agree that the Company may use your "
            "performance.” That is what an app asked."
        ),
        (
            "“Robbed,” said a painter. “They promised us that the company must pay.” The 2026 "
            "Deal is drier."
        ),
        "Further reading beside the contract: “The Deal of 2026”.",
    ],
)
def test_what_people_say_and_films_are_called_is_not_checked(text):
    assert verdicts(text) == []


def test_history_that_says_it_is_history_is_no_error():
    words = "“A company may ask a writer to use a generative system with consent.”"
    assert verdicts(f"Article 7.B of the 2023 Deal: {words} It has since been replaced.") == [
        "exact"
    ]
    for honest in (
        f"The old 2023 Deal used to say {words} in Article 7.B.",
        f"Before May 2026 the 2023 Deal provided: {words}",
        f"{words}, the 2023 Deal said in Article 7.B.",
        f"Article 7.B of the 2023 Deal, which ended in May 2026, is this: {words}",
        f"What the 2023 Deal had on this (expired): {words}",
        f"The 2023 Deal is gone, and this was in it: {words}",
        f"The 2023 Deal is history. It put it thus: {words}",
    ):
        assert verdicts(honest) == ["exact"], honest
    for false in (
        f"The 2026 Deal says {words}",
        f"The 2023 Deal is in force today. It says {words}",
        f"The 2023 Deal, in force today, said {words}",
        f"Under the 2023 Deal you are safe: {words}",
        f"The surprise of the 2023 Deal was {words}",
    ):
        assert set(verdicts(false)) == {"superseded"}, false


def test_denials_that_the_text_gives_in_its_own_words_are_no_error():
    for lead in (
        "Nobody may",
        "The 2026 Deal forbids a company to",
        "Isn't that a ban on a company that would",
    ):
        assert verdicts(
            f"{lead} “require a writer to use a generative system” (Article 7.B of the 2026 Deal)"
        ) == ["exact"], lead
