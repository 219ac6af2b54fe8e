"""The application: one FastAPI that holds every page and route, in the order in which they must be tried."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from assistant.assistant import Assistant
from corpus import Settings


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What `pincite serve` was told: whom to let in, which proxies to believe, what else to open."""

    auth: Path | None = None
    members_sign_in: bool = False
    trusted_proxies: tuple[str, ...] = ()
    root_path: str = ""
    mcp: bool = False
    log_questions: bool = False


@dataclass(frozen=True)
class Held:
    """What the rooms of the application share. Nothing in it belongs to one person."""

    assistant: Assistant
    settings: Settings
    web: WebSettings


def create(assistant: Assistant, settings: Settings, web: WebSettings | None = None) -> FastAPI:
    """The application over one assistant. Plain routes and the desk come before the member's page, which takes `/`."""
    import gradio as gr

    from assistant.web.chat import page

    web = web or WebSettings()
    held = Held(assistant, settings, web)
    app = FastAPI(title="Pincite", root_path=web.root_path, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.held = held
    return gr.mount_gradio_app(app, page(assistant), path="/", ssr_mode=False, footer_links=[], show_error=False, run_history=False)
