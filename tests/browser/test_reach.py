"""Everybody reaches the answer and its source: by keyboard, on a small phone, in two colours."""

import pytest

from tests.browser.test_chat import ask, serious, sideways


def test_keyboard_alone_reaches_the_source_and_comes_back(person):
    page = person()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("Can SAG-AFTRA producers scan me?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.turn .short .chip')"):
            break
    assert page.evaluate("document.activeElement.matches('.turn .short .chip')")
    assert page.locator("#tip").is_visible()
    outline = page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle + "
        "getComputedStyle(document.activeElement).outlineWidth"
    )
    assert outline == "solid3px"
    page.keyboard.press("Enter")
    page.locator("#source mark").wait_for()
    assert page.evaluate("document.activeElement.closest('#source') !== null")
    page.keyboard.press("Escape")
    assert not page.locator("#source").is_visible()
    assert page.evaluate("document.activeElement.matches('.turn .short .chip')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_accessibility(person, scheme):
    page = person(color_scheme=scheme)
    assert serious(page) == []
    page.locator("#scope summary").click()
    turn = ask(page, "Can they scan me? I'm in SAG-AFTRA")
    turn.locator(".also > summary").click()
    turn.get_by_role("button", name="Ask your representative").click()
    turn.get_by_role("button", name="Something is wrong with this answer").click()
    assert serious(page) == []
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Conversations").click()
    assert serious(page) == []


def test_nothing_scrolls_sideways_on_the_narrowest_phone(person):
    page = person(width=320, height=640)
    assert sideways(page) <= 0
    page.get_by_label("Your union").select_option("sag-aftra")
    turn = ask(page, "Can they scan me without my consent?")
    turn.locator(".also > summary").click()
    turn.get_by_role("button", name="Ask your representative").click()
    page.locator("#scope summary").click()
    assert sideways(page) <= 0
    page.locator("#scope summary").click()
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    assert (
        page.evaluate("(s => s.scrollWidth - s.clientWidth)(document.querySelector('#source'))")
        <= 0
    )
    box = page.locator("#source").bounding_box()
    assert (box["x"], box["width"]) == (0, 320)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_sheet_and_sheets_side_by_side_can_be_read_by_everybody(person, site, width):
    page = person()
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("#sheet").click()
    page.get_by_role("link", name="IATSE", exact=True).click()
    assert serious(page) == [] and not sideways(page)
    assert page.locator("caption").bounding_box()["height"] < 60  # not a letter a line
    for address in ("sheet", "sheet?union=wga&union=iatse&union=dga"):
        page.goto(f"{site.address}{address}")
        assert serious(page) == [] and not sideways(page)


def test_a_link_to_a_question_asks_it_and_chooses_the_union_without_keeping_it(person, site):
    page = person()
    page.goto(f"{site.address}#q=May+I+refuse+to+use+AI%3F&union=wga")
    page.reload()
    page.wait_for_selector("#thread .turn")
    assert "require you to use" in page.locator("#thread .turn .short").inner_text()
    assert "#" not in page.url
    page.reload()
    page.wait_for_selector("body.ready")
    assert page.locator("#union").input_value() == ""
