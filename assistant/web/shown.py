"""Pages that show signs that act and obey none: what turns letters round or hides stands as a mark,
in the words of documents and of people alike.
"""

from __future__ import annotations

from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from corpus.signs import escaped, visible


class ShownPage(HTMLResponse):
    """HTML of ours: every page and part of a page but Gradio's own."""

    def render(self, content: object) -> bytes | memoryview:
        """The page as it is sent."""
        return super().render(visible(str(content)))


class ExactJson(JSONResponse):
    """An answer for programs: each sign that acts is an escape, so that it is exact and, where a
    person has it printed, obeyed by nothing.
    """

    def render(self, content: object) -> bytes:
        """The JSON as it is sent."""
        return escaped(bytes(super().render(content)).decode()).encode()


class ShownText(PlainTextResponse):
    """A text to take along."""

    def render(self, content: object) -> bytes | memoryview:
        """The text as it is sent."""
        return super().render(visible(str(content)))
