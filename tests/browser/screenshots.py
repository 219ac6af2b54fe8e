"""The main screens as pictures for the README: `make screenshots`.

Look at each before committing it.
"""

import io

import pytest
from PIL import Image

from tests.browser.test_chat import ask
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "screenshots"
MOST = 200_000


def keep(name, *shots):
    """Pictures side by side as one file, in few enough colours to stay under MOST bytes."""
    pictures = [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]
    gap = 24 if len(pictures) > 1 else 0
    sheet = Image.new(
        "RGB",
        (
            sum(p.width for p in pictures) + gap * (len(pictures) - 1),
            max(p.height for p in pictures),
        ),
        "#d9d5ce",
    )
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width + gap
    FOLDER.mkdir(parents=True, exist_ok=True)
    sheet.quantize(128, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    assert (FOLDER / f"{name}.png").stat().st_size < MOST


def settled(page):
    page.mouse.move(2, 400)
    page.wait_for_timeout(500)
    return page.screenshot()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_first_screen_and_answer(person, scheme):
    page = person(color_scheme=scheme)
    page.get_by_label("Your union").select_option("sag-aftra")
    keep(f"first-{scheme}", settled(page))
    ask(page, "Can they scan me without my consent?")
    keep(f"answer-{scheme}", settled(page))


def test_source_with_the_page_of_a_pdf(person):
    page = person(height=900)
    page.get_by_label("Your union").select_option("Local 12")
    page.get_by_label("Your agreement").select_option("local-12")
    turn = ask(page, "What fee is due if our work is used to train AI?")
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    words = settled(page)
    page.locator("#source .page img").first.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('#source .page img')].every(i => i.complete && "
        "i.naturalWidth)"
    )
    keep("source", words)
    keep("page", settled(page))


def test_comparison(person):
    page = person()
    ask(page, "Compare the WGA and the SAG-AFTRA agreements on AI training")
    keep("comparison", settled(page))


def test_phone(person):
    page = person(width=390, height=844)
    page.get_by_label("Your union").select_option("sag-aftra")
    shots = [settled(page)]
    turn = ask(page, "Can they scan me without my consent?")
    shots.append(settled(page))
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    shots.append(settled(page))
    keep("phone", *shots)
