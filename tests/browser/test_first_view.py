"""On a phone the answer comes first and is short: so many words and so tall at most, and in this
order.
"""

from statistics import median

from tests.browser.first_view import MOST_SCREENS, MOST_WORDS, PHONE, QUESTIONS, asked_on_a_phone


def test_the_first_view_on_a_phone_is_short(person):
    page = person(*PHONE.values())
    seen = [asked_on_a_phone(page, question, union) for question, union in QUESTIONS[:6]]
    assert median(one["words"] for one in seen) <= MOST_WORDS, seen
    assert max(one["height"] for one in seen) <= MOST_SCREENS * PHONE["height"], seen


def tops(page, *patterns):
    """Where the first of each stands in the answer, from above."""
    return [
        page.locator(f"#thread .turn >> {pattern} >> nth=0").bounding_box()["y"]
        for pattern in patterns
    ]


def test_the_order_is_question_answer_place_caution_what_to_do_what_next(person):
    page = person(*PHONE.values())
    asked_on_a_phone(page, "Can they scan me without my consent?", "sag-aftra")
    order = tops(
        page, ".question", ".short", ".cite", ".caveat", ".act", ".next", ".also", ".after"
    )
    assert order == sorted(order)
    text = page.locator("#thread .turn").inner_text()
    assert (
        "our digest" not in text
        and "quotation" not in text
        and "“" not in page.locator(".cited").inner_text()
    )


def test_with_no_union_known_the_first_thing_is_which_union(person):
    page = person(*PHONE.values())
    asked_on_a_phone(page, "can they use my work to train AI?", "")
    order = tops(page, ".question", ".which", ".short", ".unions", ".act")
    assert order == sorted(order)
    page.locator(".which button", has_text="IATSE").first.click()
    page.wait_for_function(
        "() => document.querySelector('#union-now').value === 'iatse' && "
        "!document.querySelector('#thread .which')"
    )
    page.wait_for_selector("#thread .turn .short")
    assert page.locator("#thread .turn").count() == 1, "asked again, not twice"
    assert page.locator("#thread .chip").first.get_attribute("data-document").startswith("iatse")
    page.evaluate("() => document.querySelector('.brand').click()")
    assert page.get_by_label("Your union").input_value() == "iatse"


def test_the_union_beside_the_question_changes_without_losing_what_is_typed(person):
    page = person(*PHONE.values())
    page.get_by_label("Your question").fill("May I refuse to use AI?")
    page.locator("#union-now").select_option("wga")
    assert page.get_by_label("Your question").input_value() == "May I refuse to use AI?"
    page.keyboard.press("Tab")
    page.get_by_label("Your question").press("Enter")
    page.wait_for_selector("#thread .turn")
    page.locator("#scope summary").click()
    page.get_by_label("Your question").fill("And what about SAG-AFTRA?")
    page.get_by_label("Your question").press("Enter")
    page.wait_for_function("() => document.querySelectorAll('#thread .turn').length === 2")
    assert page.locator("#union-now").input_value() == "wga", (
        "a question about another union is no change of one's own"
    )
    assert not page.locator("#scope").evaluate("scope => scope.open"), (
        "the panel closes when a question is asked"
    )


def test_the_source_of_a_summary_opens_at_its_title_and_says_whose_words_it_has(person):
    page = person(*PHONE.values())
    asked_on_a_phone(page, "May I refuse to use AI?", "wga")
    page.locator("#thread .chip").first.click()
    page.locator("#source mark").wait_for()
    title, close = (
        page.locator("#source-title").bounding_box(),
        page.locator("#source .close").bounding_box(),
    )
    assert title["y"] >= close["y"] + close["height"], (
        "the title stands below the button, and nothing is covered"
    )
    assert page.locator("#source").evaluate("panel => panel.scrollTop") == 0
    text = page.locator("#source").inner_text()
    assert (
        "Our summary of Article 72" in text
        and "“" not in page.locator("#source .clauses").inner_text()
    )
