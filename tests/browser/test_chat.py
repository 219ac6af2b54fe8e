"""The member's page in a real browser, from the first screen to the highlighted source, as people
use it.
"""

import io

import pytest


def ask(page, question):
    """Ask and wait until the answer stands in the conversation."""
    before = page.locator("#thread .turn").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelectorAll('#thread .turn').length > n", arg=before)
    return page.locator("#thread .turn").last


def sideways(page):
    return page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - "
        "window.innerWidth"
    )


def serious(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        (v["id"], v["nodes"][0]["html"][:160])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def test_from_the_first_screen_to_the_highlighted_source(person):
    page = person()
    page.get_by_label("Your union").select_option("sag-aftra")
    assert "in force" in page.get_by_label("Your agreement").inner_text()
    page.get_by_role("button", name="Can they scan me without my consent?").click()
    page.wait_for_selector("#thread .turn")
    turn = page.locator("#thread .turn").last
    assert (
        "SAG-AFTRA" in turn.inner_text()
        and "our summary" in turn.inner_text()
        and "in force" in turn.inner_text()
    )
    assert "not legal advice" in turn.inner_text()
    chip = turn.locator(".chip").first
    chip.hover()
    tip = page.locator("#tip")
    turn.locator(".cite summary").first.click()
    words = turn.locator(".summary div").first.inner_text()
    chip.hover()
    assert (
        tip.is_visible()
        and words[:60] in tip.inner_text()
        and "Our summary of" in tip.inner_text()
        and "“" not in tip.inner_text()
    )
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    chip.click()
    marked = page.locator("#source mark")
    marked.wait_for()
    assert marked.inner_text().split() == words.split()
    assert page.locator("#source .outline [aria-current]").count() == 1
    box = marked.bounding_box()
    assert 0 <= box["y"] <= 860 - 40
    link = page.locator("#source a[target=_blank]")
    assert (
        link.get_attribute("href").startswith("https://")
        and link.get_attribute("rel") == "noopener noreferrer"
    )


def test_the_answer_is_announced_once_when_it_is_done(person):
    page = person()
    page.evaluate(
        "() => { window.heard = []; new MutationObserver(() => { const t = "
        "document.querySelector('#said').textContent; if (t) window.heard.push(t); })"
        ".observe(document.querySelector('#said'), {childList: true, characterData: true, "
        "subtree: true}); }"
    )
    ask(page, "Can they scan me? I'm in SAG-AFTRA")
    page.wait_for_function("() => window.heard.length")
    page.wait_for_timeout(400)
    heard = page.evaluate("window.heard")
    assert heard == [page.locator("#thread .short span").inner_text()], "the direct answer, once"


def test_of_two_announcements_at_once_neither_takes_the_others_place(person):
    page = person(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, "Can they scan me? I'm in SAG-AFTRA")
    turn.get_by_role("button", name="Ask your representative").click()
    page.evaluate(
        "() => { for (const name of ['copy', 'letter-copy']) document.querySelector(`#thread "
        "[data-do=${name}]`).click(); }"
    )
    page.wait_for_function("() => document.querySelectorAll('#said p').length === 3")
    said = page.locator("#said p").all_text_contents()
    assert (
        said[0] == turn.locator(".short span").inner_text()
        and said[1:] == ["Copied", "Copied"]
        and page.locator("#said").get_attribute("role") == "log"
    )


def test_what_covers_a_person_is_remembered_and_narrows_the_search(person):
    page = person()
    page.get_by_label("Your union").select_option("Local 12")
    page.get_by_label("Your agreement").select_option("local-12")
    page.reload()
    page.wait_for_selector("body.ready")
    page.wait_for_function("() => document.querySelector('#agreement').value === 'local-12'")
    assert "Local 12 Studio Agreement" in page.locator("#scope-now").inner_text()
    turn = ask(page, "Can we be scanned?")
    assert (
        "consent given for that one production" in turn.locator("blockquote").first.text_content()
    )
    assert set(turn.locator(".chip").evaluate_all("all => all.map(c => c.dataset.document)")) == {
        "local-12"
    }


def test_a_follow_up_is_read_with_what_came_before(person):
    page = person()
    ask(page, "Can WGA scripts be used to train AI?")
    turn = ask(page, "And what about SAG-AFTRA?")
    assert "Read as:" in turn.inner_text() and "train" in turn.locator(".read-as").inner_text()
    assert turn.locator(".short .chip").first.get_attribute("data-document").startswith("sag-aftra")


def test_the_date_decides_what_leads(person):
    page = person()
    page.get_by_label("Your union").select_option("wga")
    page.locator("#scope summary").click()
    page.get_by_label("As of").fill("2024-06-01")
    turn = ask(page, "Can the company give me AI material?")
    assert "As of 2024-06-01" in turn.inner_text()
    assert (
        turn.locator(".chip").first.get_attribute("data-document") == "wga-mba-2023"
        and "carried" not in turn.inner_text()
    )
    page.locator("#scope summary").click()
    page.get_by_label("As of").fill("")
    turn = ask(page, "Can the company give me AI material to write from?")
    kept = "in force, carried into 2026" in turn.locator(".cite").first.inner_text()
    assert kept or turn.locator(".chip").first.get_attribute("data-document") != "wga-mba-2023"


def test_not_found_says_so_and_shows_the_nearest_as_nearest(person):
    turn = ask(person(), "How many robots may the canteen hire for its AI dishwasher?")
    assert "Not found" in turn.inner_text() and "documents were searched" in turn.inner_text()
    assert turn.locator(".cited").count() == 0
    assert "Nearest clauses, not an answer" in turn.locator(".also > summary").inner_text()


def test_what_has_nothing_to_do_with_what_is_held_gets_one_friendly_line(person):
    turn = ask(person(), "Who pays for the canteen's dishwasher?")
    assert "your representative can help with the rest" in turn.inner_text()
    assert turn.locator(".cited").count() == 0 and turn.locator(".also").count() == 0


def test_a_quotation_over_two_pages_is_marked_on_both_and_struck_words_are_struck(person, site):
    from PIL import Image

    page = person()
    page.get_by_label("Your union").select_option("Local 12")
    page.get_by_label("Your agreement").select_option("local-12")
    turn = ask(page, "What fee is due if our work is used to train AI?")
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    pictures = page.locator("#source .page img")
    assert pictures.count() == 2

    def yellow(number):
        """Marked rows of the picture, as shares of its height."""
        sent = page.request.get(
            site.address.rstrip("/") + pictures.nth(number).get_attribute("src")
        )
        assert sent.ok
        image = Image.open(io.BytesIO(sent.body())).convert("RGB")
        rows = [
            y
            for y in range(image.height)
            if sum(
                1
                for x in range(0, image.width, 4)
                if image.getpixel((x, y))[2] < 150 < image.getpixel((x, y))[0]
            )
            > 20
        ]
        return [y / image.height for y in rows]

    first, second = yellow(0), yellow(1)
    assert min(first) > 1 - 590 / 792 and max(first) < 1 - 530 / 792, (
        "three lines of section 1.3, not the struck line above"
    )
    assert min(second) > 1 - 740 / 792 and max(second) < 1 - 695 / 792
    struck = page.locator("#source del")
    assert (
        "thirty days" in struck.inner_text()
        and "thirty" not in page.locator("#source mark").inner_text()
    )
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the original").click()
    assert saved.value.suggested_filename == "local-12.pdf"


def test_a_comparison_stands_side_by_side_and_is_stacked_on_a_phone(person):
    page = person()
    ask(page, "Compare the WGA and the SAG-AFTRA agreements on AI training")
    sides = [side.bounding_box() for side in page.locator(".side").all()[:2]]
    assert (
        len(sides) == 2
        and sides[0]["y"] == pytest.approx(sides[1]["y"], abs=2)
        and sides[0]["x"] < sides[1]["x"]
    )
    page.set_viewport_size({"width": 390, "height": 800})
    one, two = (side.bounding_box() for side in page.locator(".side").all()[:2])
    assert one["x"] == two["x"] and one["y"] < two["y"] and sideways(page) <= 0


def test_two_people_at_once_never_see_each_others_questions(person):
    one, two = person(), person()
    one.get_by_label("Your question").fill("Can WGA scripts be used to train AI?")
    two.get_by_label("Your question").fill("Can SAG-AFTRA producers scan me?")
    one.keyboard.press("Enter")
    two.keyboard.press("Enter")
    one.wait_for_selector("#thread .turn")
    two.wait_for_selector("#thread .turn")
    second = ask(one, "And what must they pay?")
    assert "WGA" in second.locator(".read-as").inner_text()
    assert "scan" not in one.locator("#thread h2.question").all_inner_texts()[0]
    assert (
        two.locator("#thread .turn").count() == 1
        and "WGA scripts" not in two.locator("#thread").inner_text()
    )
    assert "WGA scripts" not in two.evaluate("JSON.stringify(localStorage)")


def test_the_page_speaks_spanish(person):
    page = person()
    page.get_by_role("link", name="Cambiar a español").click()
    page.wait_for_selector("body.ready")
    assert page.evaluate("document.documentElement.lang") == "es"
    assert "¿Qué dice su convenio sobre la IA?" in page.inner_text("main")
    page.get_by_label("Su pregunta").fill("Can SAG-AFTRA producers scan me?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")
    assert "en vigor" in page.inner_text(
        "#thread"
    ) and "no asesoramiento jurídico" in page.inner_text("#thread")
