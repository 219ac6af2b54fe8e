"""The desk's Library in a real browser: an upload with a bad file in it, versions compared,
described, removed and rolled back.
"""

import pytest

from tests.browser.conftest import Site, accounts_in, serving, sign_in, studio_agreement
from tests.browser.test_chat import ask

OLD = """# Stagehands Agreement of 2023

## Article 1 — Scanning

The Employer may scan a stagehand with written consent given at least two days before the scan.

## Article 2 — Meals

The Employer shall give a meal after six hours of work.
"""
NEW = (
    OLD.replace("of 2023", "of 2026")
    .replace("may scan a stagehand", "may not scan a stagehand")
    .replace("## Article 2 — Meals", "## Article 3 — Meals")
)


@pytest.fixture
def library(tmp_path):
    """A server with accounts over an empty home of its own: what these tests do there harms no
    other.
    """
    from corpus import Home

    home = tmp_path / "own"
    Home.open(home, bundled=False)
    with serving(home, tmp_path / "log", "--auth", str(accounts_in(tmp_path))) as address:
        yield Site(address, home)


@pytest.fixture
def admin(visit, library):
    """The Library page with an admin signed in."""
    page = visit(library.address, "desk/library/", 1280, 900)
    sign_in(page, "ada")
    page.wait_for_selector("body.ready")
    page.get_by_role("tab", name="Add").wait_for()
    return page


def upload(page, *files):
    """Choose files on the Add tab, add them, and give what is said of it."""
    page.get_by_role("tab", name="Add").click()
    page.locator("#files input[type=file]").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    )
    page.locator("#files").get_by_text(files[-1][0].rpartition(".")[0]).first.wait_for()
    page.locator("#add").click()
    page.locator("#progress .said").wait_for(timeout=120_000)
    return page.locator("#progress")


def markdown(name, text):
    return name, "text/markdown", text.encode()


def choose(page, field, words):
    """Pick one entry of a Gradio dropdown by what it says."""
    page.locator(f"#{field} input").click()
    page.locator("[role=option]", has_text=words).first.click()


def documents(page):
    """The ids in the table, once it is drawn anew."""
    page.get_by_role("tab", name="Documents").click()
    return page.locator("#documents tbody th .fine").all_inner_texts()


def until_held(page, *ids):
    page.get_by_role("tab", name="Documents").click()
    page.wait_for_function(
        "ids => [...document.querySelectorAll('#documents tbody th .fine')].map(e => "
        "e.textContent).sort().join() === ids",
        arg=",".join(sorted(ids)),
    )


def asked(visit, library):
    """What a member is answered at that moment, as a turn of a page of their own."""
    page = visit(library.address)
    page.wait_for_selector("body.ready")
    return ask(page, "Can stagehands be scanned?")


def test_an_upload_with_a_bad_file_adds_the_good_ones_and_says_what_is_wrong(admin, visit, library):
    said = upload(
        admin,
        ("studio.pdf", "application/pdf", studio_agreement()),
        ("broken.pdf", "application/pdf", b"%PDF-1.7 nothing follows"),
        markdown("stagehands-2023.md", OLD),
    )
    assert "2 of 3 files are in every answer from now on." in said.inner_text()
    bad = said.locator("li.bad").inner_text()
    assert bad.startswith("broken.pdf") and "was not added" in bad and "/" not in bad, (
        "the file and the reason, and no path of the server's"
    )
    assert said.locator("li.good").count() == 2
    admin.locator("#said p", has_text="2 of 3 files").wait_for(state="attached")
    until_held(admin, "stagehands-2023", "studio")
    admin.locator("[data-filter]").fill("stagehands")
    assert admin.locator("#documents tbody tr:visible").count() == 1
    answer = asked(visit, library).inner_text()
    assert (
        "with written consent given at least two days before" in answer and "broken" not in answer
    )


def test_a_draft_is_said_to_be_one_and_only_bad_files_leave_the_library_as_it_was(admin, library):
    admin.get_by_role("tab", name="Add").click()
    choose(admin, "add-stands", "a draft")
    upload(admin, markdown("stagehands-2023.md", OLD))
    until_held(admin, "stagehands-2023")
    admin.locator("#documents tr", has_text="stagehands-2023").get_by_text("proposed").wait_for()
    said = upload(
        admin,
        ("empty.txt", "text/plain", b""),
        ("word.docx", "application/octet-stream", b"no zip at all"),
    )
    admin.locator("#progress li.bad").nth(1).wait_for()
    assert "0 of 2 files" in said.inner_text() and "empty.txt is empty" in said.inner_text()
    until_held(admin, "stagehands-2023")


def test_a_new_version_is_compared_supersedes_the_old_is_removed_and_comes_back(
    admin, visit, library
):
    upload(admin, markdown("stagehands-2023.md", OLD), markdown("stagehands-2026.md", NEW))
    until_held(admin, "stagehands-2023", "stagehands-2026")

    admin.get_by_role("tab", name="Compare").click()
    choose(admin, "old", "2023")
    choose(admin, "new", "2026")
    admin.locator("#compare").click()
    admin.wait_for_selector("#changes .difference")
    assert admin.locator(
        "#changes ins", has_text="not"
    ).count() and "Renumbered" in admin.inner_text("#changes")

    admin.get_by_role("tab", name="Describe").click()
    choose(admin, "editing", "2026")
    admin.wait_for_function(
        "() => document.querySelector('#edit-title textarea, #edit-title input').value"
    )
    admin.locator("#edit-effective").locator("textarea, input").fill("2026-01-01")
    choose(admin, "edit-supersedes", "2023")
    admin.keyboard.press("Escape")
    admin.locator("#edit").click()
    admin.wait_for_selector("#edited .good", timeout=60_000)
    admin.get_by_role("tab", name="Documents").click()
    admin.locator("#documents tr", has_text="stagehands-2023").get_by_text("replaced").wait_for()
    turn = asked(visit, library)
    assert (
        turn.locator(".chip").first.get_attribute("data-document") == "stagehands-2026"
        and "may not scan" in turn.inner_text()
    )

    admin.get_by_role("tab", name="Remove").click()
    choose(admin, "removing", "2026")
    admin.locator("#typed").locator("textarea, input").fill("stagehands")
    admin.locator("#remove").click()
    admin.wait_for_selector("#removed .bad")
    assert "Nothing was removed" in admin.inner_text("#removed") and "stagehands-2026" in documents(
        admin
    )
    admin.get_by_role("tab", name="Remove").click()
    choose(admin, "removing", "2026")
    admin.locator("#typed").locator("textarea, input").fill("stagehands-2026")
    admin.locator("#remove").click()
    admin.wait_for_selector("#removed .good", timeout=60_000)
    until_held(admin, "stagehands-2023")
    turn = asked(visit, library)
    assert (
        "may not scan" not in turn.inner_text()
        and turn.locator(".chip").first.get_attribute("data-document") == "stagehands-2023"
    )

    admin.get_by_role("tab", name="Remove").click()
    admin.locator("#back").click()
    admin.wait_for_selector("#went .bad")
    until_held(admin, "stagehands-2023")
    admin.get_by_role("tab", name="Remove").click()
    admin.locator("#sure input").check()
    admin.locator("#back").click()
    admin.wait_for_selector("#went .good", timeout=60_000)
    until_held(admin, "stagehands-2023", "stagehands-2026")
    assert (
        asked(visit, library).locator(".chip").first.get_attribute("data-document")
        == "stagehands-2026"
    )
