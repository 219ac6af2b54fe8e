"""What a browser keeps of conversations: they are its own, words and no scripts, to take along."""

import json

from tests.browser.test_chat import ask


def test_no_script_of_a_question_a_file_or_a_document_runs(person):
    page = person()
    attack = (
        "Must the employer ask before it scans a puppeteer? <img src=x onerror=window.hacked=1>"
        "<script>window.hacked=1</script>"
    )
    page.get_by_label("Your union").select_option("Puppeteers <b>9</b>")
    page.get_by_label("Your agreement").select_option("hostile")
    assert attack in ask(page, attack).inner_text()
    turn = ask(page, "Must the employer ask before it scans a puppeteer?")
    turn.locator(".cite summary").first.click()
    assert "<script>" in turn.locator(".body").first.inner_text()
    turn.get_by_role("button", name="Ask your representative").click()
    turn.locator(".chip").first.click()
    page.locator("#source mark").wait_for()
    assert "<img src=x" in page.locator("#source").inner_text()
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector("body.ready")
    page.get_by_role("button", name="Conversations").click()
    page.locator("#held [data-do=open]").first.click()
    page.wait_for_selector("#thread .turn")
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main script, #source img[src=x]").count() == 0


def test_a_question_sent_while_another_is_answered_waits_and_enter_twice_asks_once(person):
    page = person()
    turns = "n => document.querySelectorAll('#thread .turn').length === n"
    page.get_by_label("Your union").select_option("wga")
    box = page.get_by_label("Your question")
    box.fill("Can they train AI on my scripts?")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#question textarea').value === ''")
    box.fill("Do I have to use AI to write?")
    page.keyboard.press("Enter")
    page.wait_for_function(turns, arg=2)
    page.wait_for_timeout(1500)
    asked = page.locator("#thread .turn").all_inner_texts()
    assert ["Can they train" in asked[0], "Do I have to" in asked[1], len(asked)] == [True, True, 2]


def test_a_conversation_somebody_put_into_the_browser_stays_words(person):
    page = person()
    ask(page, "Can they scan me?")
    page.evaluate(
        """() => { const kept = JSON.parse(localStorage["pincite.conversations"]);
        const bad = "<img src=x onerror=window.hacked=1>";
        kept[0].name = bad; const answer = kept[0].turns[0];
        answer.question = bad; answer.notes = [bad];
        answer.citations[0].url = "javascript:window.hacked=1";
        for (const c of answer.citations) { c.quote = bad; c.title = bad; c.tier = "1"; }
        localStorage["pincite.conversations"] = JSON.stringify(kept); }"""
    )
    page.reload()
    page.wait_for_selector("body.ready")
    page.get_by_role("button", name="Conversations").click()
    page.locator("#held [data-do=open]").first.click()
    page.wait_for_selector("#thread .turn")
    page.wait_for_timeout(300)
    assert (
        page.evaluate("window.hacked") is None
        and page.locator("#thread img, #held img").count() == 0
    )
    assert page.locator("#thread a[href^=javascript]").count() == 0


def test_conversations_are_kept_renamed_and_deleted_on_this_device(person):
    page = person()
    ask(page, "Can they scan me?")
    page.reload()
    page.wait_for_selector("body.ready")
    page.get_by_role("button", name="Conversations").click()
    page.once("dialog", lambda dialog: dialog.accept("About scans"))
    page.locator("#held .rename").click()
    assert page.locator("#held").inner_text().strip() == "About scans"
    page.locator("#held [data-do=open]").click()
    page.wait_for_selector("#thread .turn")
    assert "Can they scan me?" in page.locator("#thread").inner_text()
    page.get_by_role("button", name="Conversations").click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#held .delete").click()
    assert (
        page.locator("#held li").count() == 0
        and page.evaluate("JSON.parse(localStorage['pincite.conversations']).length") == 0
    )


def test_an_answer_can_be_copied_saved_edited_and_complained_of(person, site):
    from assistant.web.feedback import Feedback

    page = person(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, "Can they scan me? I'm in SAG-AFTRA")
    turn.locator(".cite summary").first.click()
    quote = turn.locator(".summary div p").first.inner_text()
    turn.get_by_role("button", name="Copy with citations").click()
    page.wait_for_function(
        "() => document.querySelector('#said').lastElementChild?.textContent === 'Copied'"
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert quote[:40] in copied and "[1]" in copied and "\\" not in copied
    turn.get_by_role("button", name="Ask your representative").click()
    assert "What should I do?" in turn.locator(".letter textarea").input_value()
    turn.locator(".save summary").click()
    with page.expect_download() as saved:
        turn.get_by_role("button", name="Record (JSON)").click()
    record = json.loads(saved.value.path().read_text())
    assert (
        record["pincite_record"]
        and record["citations"][0]["clause_sha256"]
        and record["checks"][0]["verdict"] == "exact"
    )
    turn.get_by_role("button", name="Something is wrong with this answer").click()
    turn.get_by_label("Out of date").check()
    turn.locator(".complaint textarea").fill("This was renegotiated.")
    turn.get_by_role("button", name="Send").click()
    page.wait_for_function(
        "() => document.querySelector('.thanks').textContent.startsWith('Thank you')"
    )
    assert any(
        said.words == "This was renegotiated." and said.reason == "out of date"
        for said in Feedback.open(site.home).queue()
    )
    turn.get_by_role("button", name="Edit the question").click()
    assert page.get_by_label("Your question").input_value() == "Can they scan me? I'm in SAG-AFTRA"
    assert page.locator("#thread .turn").count() == 0
