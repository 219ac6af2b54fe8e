"""Headers of every answer of the server, and Gradio's index page made ours: no word of theirs, no
script but those known.

The Content-Security-Policy admits scripts from this server, and Gradio's own inline ones by their
hash. Styles need `unsafe-inline`: Gradio's components write `style` attributes. Nothing may be
loaded from, sent to or framed by another site.

`gr.HTML` and the plots compile templates with `Function`, which needs `unsafe-eval`. So no page has
any of them: our own HTML stands in the index page around <gradio-app>, see `Page`, or comes through
`gr.Markdown`, which shows it as it is.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web import assets
from assistant.web.words import words_in

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S)
#: How each inline script of Gradio's index page begins; one that begins otherwise is not let
#: through.
_KNOWN = (
    "window.gradio_config = {",
    "window.gradio_api_info = ",
    'window.__gradio_mode__ = "app";',
    "(() => { const root = ",
    'const ce = document.getElementsByTagName("gradio-app");',
)
_FOREIGN = re.compile(
    r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*?/>|\s*<link rel="manifest"[^>]*/>', re.S
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: What the member's page needs of Gradio's own routes. It takes no files and serves none, so
#: uploads and files stay shut.
_NEEDED = ("queue/join", "queue/data", "cancel", "reset", "heartbeat", "startup-events", "app_id")
MAX_PAGE = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around <gradio-app> on one mounted page: trusted HTML before it, inside its
    frame, and after it.
    """

    language: str = "en"
    before: str = ""
    beside: str = ""
    after: str = ""
    #: whether Gradio's routes for files are open, as the staff desk needs them
    files: bool = False
    #: which style sheet and script of assets/ it wears
    dress: str = "pincite"


def policy(page: str = "") -> str:
    """The Content-Security-Policy of a page: its known inline scripts are let through by hash, all
    others are not.
    """
    hashes = "".join(
        f" 'sha256-{_digest(body)}'" for body in _inline(page) if _flat(body).startswith(_KNOWN)
    )
    return (
        f"default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; worker-src 'self' "
        "blob:; manifest-src 'self'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )


def _inline(page: str) -> list[str]:
    return [
        hit["body"]
        for hit in _SCRIPT.finditer(page)
        if "src=" not in hit["attributes"] and hit["body"].strip()
    ]


def _flat(body: str) -> str:
    return " ".join(body.split())


def _digest(body: str) -> str:
    return base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()


def ours(text: str, page: Page, root: str) -> str:
    """Gradio's index page with our language, description, style, script and HTML, and without the
    tags that speak of Gradio.
    """
    words, needed = (
        words_in(page.language),
        (f"{page.dress}.css", f"{page.dress}.js", "pincite.svg"),
    )
    style, script, icon = (f"{root}/{assets.address(name)}" for name in needed)
    text = _FOREIGN.sub("", text).replace('lang="en"', f'lang="{page.language}"', 1)
    head = (
        f"<title>{html.escape(words('page.name'))}</title>"
        f'<meta name="description" content="{html.escape(words("page.description"))}">'
        f'<link rel="icon" href="{icon}" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{style}">'
        f'<script src="{script}" defer></script>'
    )
    text = text.replace("</head>", f"{head}</head>", 1)
    role = ' role="search"' if page.dress == "pincite" else ""
    text = text.replace(
        "<gradio-app", f'{page.before}<div id="frame"{role}>{page.beside}<gradio-app', 1
    )
    return text.replace("</gradio-app>", f"</gradio-app></div>{page.after}", 1)


class Secured:
    """ASGI middleware: the headers on everything, and the index pages rewritten.

    `pages` are known by their path without slashes.
    """

    def __init__(
        self, app: ASGIApp, root: str = "", pages: Mapping[str, Page] | None = None
    ) -> None:
        self.app, self.root, self.pages = app, root.rstrip("/"), pages or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what streams is never held up, only a page of HTML is read whole."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = self._placed(scope)
        if refused := self._refused(scope):
            await refused(scope, receive, send)
        else:
            await self.app(scope, receive, self._dressing(scope, send))

    def _placed(self, scope: Scope) -> Scope:
        """The request under the root: Gradio tells the page its address by this; most proxies take
        it off the path, and a mount wants it there.
        """
        if not self.root:
            return scope
        path = scope["path"]
        under = path == self.root or path.startswith(f"{self.root}/")
        return {**scope, "root_path": self.root, "path": path if under else self.root + path}

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        """What another site's page sends, and what a page does not need of Gradio's routes."""
        site = Headers(scope=scope).get("sec-fetch-site", "same-origin")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and site not in (
            "same-origin",
            "none",
        ):
            told = "A page of another site may not send anything here."
            return PlainTextResponse(told, 403, headers=HEADERS)
        before, routed, route = scope["path"].removeprefix(self.root).partition("/gradio_api/")
        page = self.pages.get(before.strip("/"))
        if routed and page and not page.files and not route.startswith(_NEEDED):
            return PlainTextResponse("There is nothing here.", 404, headers=HEADERS)
        return None

    def _dressing(self, scope: Scope, send: Send) -> Send:
        """`send` with our headers; a page of HTML is held until it is whole, and rewritten."""
        held: list[Message] = []
        body = bytearray()

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", policy())
                kind, packed = headers.get("content-type", ""), headers.get("content-encoding")
                if kind.startswith("text/html") and not packed:
                    held.append(message)
                    return
            elif held and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                more = message.get("more_body", False)
                if not more or len(body) >= MAX_PAGE:
                    await self._page(scope, held.pop(), bytes(body), more, send)
                return
            await send(message)

        return out

    async def _page(
        self, scope: Scope, start: Message, body: bytes, more: bool, send: Send
    ) -> None:
        if b"<gradio-app" in body and not more:
            page = self.pages.get(scope["path"].removeprefix(self.root).strip("/"), Page())
            text = ours(body.decode("utf-8", "replace"), page, self.root)
            body = text.encode()
            headers = MutableHeaders(raw=start["headers"])
            headers["Content-Security-Policy"] = policy(text)
            headers["Content-Length"] = str(len(body))
            headers["Cache-Control"] = "no-store"
        await send(start)
        await send({"type": "http.response.body", "body": body, "more_body": more})
