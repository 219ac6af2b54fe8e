"""How a page of Gradio's is mounted, and how a path without its slash leads to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from assistant.web.theme import theme

if TYPE_CHECKING:
    from gradio import Blocks


def mounted(app: FastAPI, made: Blocks, path: str, root: str, most: str) -> None:
    """Mount Gradio Blocks at a path, in our colours; `most` is the largest file that they take."""
    import gradio as gr

    gr.mount_gradio_app(
        app,
        made,
        path=path,
        root_path=f"{root}{path}".rstrip("/") if root else None,
        theme=theme(),
        ssr_mode=False,
        footer_links=[],
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        max_file_size=most,
        mcp_server=False,
    )


def leading(app: FastAPI, path: str, address: str) -> None:
    """A route that leads elsewhere."""

    def there() -> RedirectResponse:
        return RedirectResponse(address)

    app.add_api_route(path, there, include_in_schema=False)
