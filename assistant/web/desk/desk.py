"""The staff desk: its pages, the bar around them, and how each is mounted.

Who may reach which is the guard's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import Response

from assistant.web.access.guard import ACCOUNT, address_of
from assistant.web.desk import check as check_page
from assistant.web.desk import coverage as coverage_page
from assistant.web.desk import evaluation as evals_page
from assistant.web.desk import library as library_page
from assistant.web.desk import review as review_page
from assistant.web.mounting import leading, mounted
from assistant.web.security import Page
from assistant.web.words import Words, words_in

if TYPE_CHECKING:
    import gradio as gr

    from assistant.web.app import Held

#: What stands in the bar, in order: the page's path under /desk, and what makes its Blocks.
PAGES: dict[str, Callable[[Held, Words, str], gr.Blocks]] = {
    "review": review_page.blocks,
    "check": check_page.blocks,
    "coverage": coverage_page.blocks,
    "library": library_page.blocks,
    "evaluation": evals_page.blocks,
}


def frames(language: str, root: str) -> dict[str, Page]:
    """What stands around each page, by its path."""
    words = words_in(language)
    return {
        f"/desk/{name}": Page(
            language, _bar(words, root, name), after=_foot(), files=True, dress="desk"
        )
        for name in PAGES
    }


def install(app: FastAPI, held: Held, root: str) -> None:
    """Mount the pages under /desk, and /desk/feedback.csv."""
    words, most = words_in(held.web.language), f"{held.settings.max_file_mb}mb"
    for name, blocks in PAGES.items():
        leading(app, f"/desk/{name}", f"{root}/desk/{name}/")
        mounted(app, blocks(held, words, root), f"/desk/{name}", root, most)
    for path in ("/desk", "/desk/"):
        leading(app, path, f"{root}/desk/review/")

    @app.get("/desk/feedback.csv", include_in_schema=False)
    def exported(request: Request) -> Response:
        name = request.scope[ACCOUNT].name
        held.audit.record("feedback_exported", name, address_of(request.scope))
        headers = {
            "Content-Disposition": 'attachment; filename="feedback.csv"',
            "Cache-Control": "no-store",
        }
        # a mark before the first cell, without which a spreadsheet takes UTF-8 for something else
        return Response(
            "\ufeff" + held.feedback.csv(), media_type="text/csv; charset=utf-8", headers=headers
        )


def _bar(words: Words, root: str, current: str) -> str:
    def w(key: str) -> str:
        return words.html(f"desk.{key}")

    links = "".join(
        f'<a href="{root}/desk/{name}/" data-page="{name}"'
        f"{' aria-current=page' if name == current else ''}"
        f"{' hidden' if name == 'library' else ''}>{w(name)}</a>"
        for name in PAGES
    )
    return (
        f'<a class="skip" href="#frame">{w("skip")}</a><header class="bar">'
        f'<a class="brand" href="{root}/"><span class="mark" aria-hidden="true">¶</span>'
        f'<span class="name">Pincite</span></a><nav aria-label="{w("pages")}">{links}</nav>'
        '<span class="who" id="who"></span>'
        f'<form method="post" action="{root}/signout"><button class="quiet">'
        f"{w('signout')}</button></form></header>"
        f'<h1 class="title">{w(f"{current}_title")}</h1><p class="sentence">'
        f"{w(f'{current}_sentence')}</p>"
    )


def _foot() -> str:
    return '<div id="said" class="unseen" role="log" aria-live="polite"></div>'
