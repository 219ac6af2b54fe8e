"""The sheets, side by side or alone, and a clause by its address: pages that need no script."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.web.app import create
from tests.sheet.test_sheet import NEW, OLD


@pytest.fixture
def client(small, words_embedder):
    from ingest import ensure_index

    (small.bundled / "deal-2023.md").write_text(OLD, encoding="utf-8")
    (small.bundled / "deal-2026.md").write_text(NEW, encoding="utf-8")
    ensure_index(small)
    return TestClient(create(Assistant.open(small), small))


def test_the_front_names_each_union_that_has_an_agreement(client):
    page = client.get("/sheet")
    assert page.status_code == 200 and 'href="/sheet/wga"' in page.text
    assert "/sheet/dga" not in page.text


def test_a_sheet_needs_no_script_and_its_links_lead_to_the_clauses(client):
    page = client.get("/sheet/wga")
    assert page.status_code == 200 and "<script" not in page.text
    links = [html.unescape(one) for one in re.findall(r'href="(/clause[^"]+)"', page.text)]
    shown = client.get(links[0])
    assert shown.status_code == 200 and "<mark>The guild hears of a licence." in shown.text
    assert "Our summary, not contract words" in shown.text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/sheet/wga.pdf", "application/pdf"),
        ("/sheet/wga.csv", "text/csv; charset=utf-8"),
        ("/sheet.csv?union=wga&topic=training", "text/csv; charset=utf-8"),
        ("/sheet?union=wga&was=2024-01-01", "text/html; charset=utf-8"),
    ],
)
def test_it_can_be_had_in_other_forms(client, address, kind):
    found = client.get(address)
    assert (found.status_code, found.headers["content-type"]) == (200, kind)


@pytest.mark.parametrize(
    "address",
    [
        "/sheet/nobody",
        "/sheet/wga?as_of=yesterday",
        "/sheet/wga?agreement=rules",
        "/sheet/wga?agreement=../../etc",
        "/sheet/wga.pdf?as_of=2026-02-31",
        "/sheet.csv",
        "/sheet?" + "&".join(["union=wga"] * 7),
        "/clause?document=nothing&start=1&end=2",
        "/clause?document=deal-2026&start=1&end=2",
        "/clause?document=deal-2026&start=5&end=1",
    ],
)
def test_what_is_not_there_is_said_on_a_page(client, address):
    found = client.get(address)
    assert found.status_code == 404 and "There is no such page" in found.text


def test_what_stands_in_an_address_is_escaped(client):
    found = client.get("/sheet/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert found.status_code == 404 and "<script" not in found.text


def test_the_desk_shows_what_is_held_and_what_to_fetch_next(client):
    from datetime import date

    from assistant.web.desk.coverage import table_html
    from assistant.web.words import words_in

    library = client.app.state.held.assistant.library
    shown = table_html(library, date(2026, 11, 29), words_in("en"))
    assert "pincite fetch deal-2026" in shown
    assert "deal-2023" not in shown
    assert "<script" not in shown
