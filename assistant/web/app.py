"""The application: one FastAPI that holds every page and route, in the order in which they must be
tried.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fastapi import FastAPI

from assistant.assistant import Assistant
from assistant.drafting.llm import Model
from assistant.web import assets, logs, metrics
from assistant.web.access import signin
from assistant.web.access.accounts import Accounts
from assistant.web.access.audit import Audit
from assistant.web.access.guard import Doors, Guard
from assistant.web.access.hosts import Named, names_of
from assistant.web.access.keys import Keys
from assistant.web.access.sessions import Sessions
from assistant.web.api import api
from assistant.web.feedback import Feedback
from assistant.web.legible import Legible
from assistant.web.line import Line
from assistant.web.member import chat, frame, sheets, source, turns
from assistant.web.mounting import leading, mounted
from assistant.web.security import Page, Secured
from assistant.web.serving import Arriving
from assistant.web.settings import WebSettings
from assistant.web.words import LANGUAGES
from corpus import Settings


@dataclass(frozen=True)
class Held:
    """What the rooms of the application share. Nothing in it belongs to one person."""

    assistant: Assistant
    settings: Settings
    web: WebSettings
    feedback: Feedback
    doors: Doors
    audit: Audit
    #: set when the model is loaded, and the first question need not wait for it
    warm: threading.Event = field(default_factory=threading.Event)


def create(assistant: Assistant, settings: Settings, web: WebSettings | None = None) -> FastAPI:
    """The application over one assistant.

    Plain routes and the desk come before the member's page, which takes `/`.
    """
    web = web or WebSettings()
    root = web.root
    sessions = Sessions(Accounts(web.auth)) if web.auth else None
    doors, feedback = Doors(sessions, web.members_sign_in), Feedback.open(settings.home)
    held = Held(assistant, settings, web, feedback, doors, Audit(settings.home))
    app = FastAPI(title="Pincite", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.held = held
    figures, keys, line = metrics.Figures(), Keys(settings.home), Line()
    clocked = metrics.Clocked(assistant, figures, logs.speaker(web.log_questions))
    app.add_middleware(Legible)
    app.add_middleware(Guard, doors=held.doors, keys=keys, audit=held.audit, root=root)
    if web.host:
        named = names_of(web.host, (web.proxied_as, *settings.hosts))
        app.add_middleware(Named, names=named)
    app.add_middleware(Secured, root=root, pages=_pages(held, root))
    app.add_middleware(Arriving)
    app.add_middleware(metrics.Counted, figures=figures, root=root)
    metrics.install(app, held, figures, line)
    assets.install(app)
    source.install(app, assistant, settings.home, root)
    sheets.install(app, assistant, root)
    turns.install(app, assistant, held.feedback, line)
    api.install(app, clocked, root, line)
    if web.mcp:
        from assistant.web.api import tools

        tools.install(app, clocked, line)
    if sessions:
        # the desk uses every room; where there is none, none of them is loaded
        from assistant.web.desk import desk

        # a file that can't be used is said now, and not to the first who signs in
        sessions.accounts.all()
        signin.install(app, sessions, held.audit, root)
        desk.install(app, held, root)
    for one in LANGUAGES[1:]:
        leading(app, f"/{one}", f"{root}/{one}/")
        mounted(app, chat.blocks(clocked, one, line), f"/{one}", root, "1kb")
    mounted(app, chat.blocks(clocked, LANGUAGES[0], line), "/", root, "1kb")
    return app


def _pages(held: Held, root: str) -> dict[str, Page]:
    """What stands around each page that Gradio draws, by its path without slashes."""
    web, model = held.web, Model.of(held.settings)
    leave = f"{root}/signout" if web.members_sign_in else ""
    elsewhere = (urlsplit(model.url).hostname or "") if model and not model.here else ""
    pages = {
        "/" if one == LANGUAGES[0] else f"/{one}": frame.page(one, leave, elsewhere, root)
        for one in LANGUAGES
    }
    if held.doors.sessions:
        from assistant.web.desk import desk

        pages |= desk.frames(web.language, root)
    return {path.strip("/"): page for path, page in pages.items()}
