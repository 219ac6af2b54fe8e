"""Who may reach what: every request passes here before any page, Gradio's own endpoints included.

The desk and all that is mounted under it wants a session of the right role; without a file of
accounts it does not exist. Where members sign in, so does the chat. Programs bring a key instead.
Each request takes from its limits on the way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web import assets
from assistant.web.access.accounts import Account
from assistant.web.access.audit import Audit, Event
from assistant.web.access.keys import Keys
from assistant.web.access.limits import FEEDBACK, QUESTIONS, REQUESTS, Limits
from assistant.web.access.sessions import COOKIE, Sessions
from assistant.web.shown import ShownPage
from assistant.web.words import LANGUAGES, Words, words_in

if TYPE_CHECKING:
    import gradio as gr

ACCOUNT = "pincite.account"
#: What a role opens. The first that the path begins with counts.
ROLE_OF = (("desk/library", "admin"), ("desk", "steward"))
#: Reachable without signing in, whoever must: signing in, our own style, health, and what wants a
#: key instead.
OPEN = ("signin", "signout", "own", "healthz", "readyz", "metrics", "api", "mcp")
ASKING = ("gradio_api/queue/join", "gradio_api/run", "gradio_api/call", "gradio_api/api")
NO_DESK = (
    "There is no staff desk here. Start the server with 'pincite serve --auth FILE'; 'pincite "
    "user add NAME --role admin --auth FILE' makes it."
)


@dataclass(frozen=True, slots=True)
class Doors:
    """How the house is locked: the sessions where there are accounts, and whether members sign in
    too.
    """

    sessions: Sessions | None = None
    members_sign_in: bool = False


class Guard:
    """ASGI middleware, inside `Secured`: refuses, or passes on with the account in the scope under
    ACCOUNT.
    """

    def __init__(
        self, app: ASGIApp, doors: Doors, keys: Keys, audit: Audit, root: str = ""
    ) -> None:
        self.app, self.doors, self.keys, self.audit = app, doors, keys, audit
        self.root = root.rstrip("/")
        self.requests, self.questions, self.feedback = (
            Limits(REQUESTS),
            Limits(QUESTIONS),
            Limits(FEEDBACK),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # nothing here speaks it
            return
        path = place(scope, self.root)
        asked = HTTPConnection(scope)
        token = asked.cookies.get(COOKIE)
        account = self.doors.sessions.account(token) if self.doors.sessions else None
        key = self.keys.holder(_bearer(scope)) if _keyed(path) else None
        person = f"key {key.name}" if key else account.name if account else ""
        refused = (
            self._limited(scope, path, person)
            or self._foreign(scope, path)
            or self._closed(scope, path, account)
        )
        if _keyed(path) and not refused:
            event: Event = "key_used" if key else "key_refused"
            if key or _bearer(scope):
                await self._noted(scope, event, key.name if key else "")
        elif account and refused and refused.status_code == 403:
            await self._noted(scope, "refused", account.name, page="/".join(path.split("/")[:2]))
        if not refused and _keyed(path) and key is None:
            said = (
                "wanted a key: 'Authorization: Bearer KEY'; the operator makes one with 'pincite "
                "key add NAME'"
            )
            refused = JSONResponse({"error": said}, 401, headers={"WWW-Authenticate": "Bearer"})
        if refused:
            await refused(scope, receive, send)
            return
        await self.app({**scope, ACCOUNT: account}, receive, send)

    async def _noted(self, scope: Scope, event: Event, who: str, **what: str) -> None:
        """Write down what happens all day, the first time in an hour."""
        origin = address_of(scope)
        if self.audit.is_due(event, who, origin):
            await run_in_threadpool(self.audit.seldom, event, who, origin, **what)

    def _limited(self, scope: Scope, path: str, person: str) -> Response | None:
        if path.startswith(("own/", "healthz", "readyz")):
            return None
        address = address_of(scope)
        kind = self.requests
        if scope["method"] == "POST" and not path.startswith("desk"):
            kind = (
                self.feedback
                if path == "feedback"
                else self.questions
                if _asks(path)
                else self.requests
            )
        wait = kind.take(address, person)
        if not wait:
            return None
        seconds = max(1, math.ceil(wait))
        # Gradio's page shows "detail" to the person
        said = _words(scope, path)("signin.slower", seconds=seconds)
        return JSONResponse(
            {"error": said, "detail": said}, 429, headers={"Retry-After": str(seconds)}
        )

    def _foreign(self, scope: Scope, path: str) -> Response | None:
        """A browser too old for `Sec-Fetch-Site`, which `Secured` looks at, says by `Origin` where
        a request comes from.
        """
        if scope["method"] in ("GET", "HEAD", "OPTIONS") or path.startswith(("api/", "mcp")):
            return None
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if (
            origin is None
            or "sec-fetch-site" in headers
            or urlsplit(origin).netloc == headers.get("host", "")
        ):
            return None
        return JSONResponse({"error": "a page of another site may not send anything here"}, 403)

    def _closed(self, scope: Scope, path: str, account: Account | None) -> Response | None:
        top = path.split("/")[0]
        role = next(
            (role for start, role in ROLE_OF if path == start or path.startswith(f"{start}/")), None
        )
        if role is None and path.startswith("desk"):
            return JSONResponse(
                {"error": "no such page"}, 404
            )  # desk;x, desk%2f…: nothing is there, and nothing shall be
        if role and self.doors.sessions is None:
            return Response(NO_DESK, 404, media_type="text/plain")
        if role is None and self.doors.members_sign_in and top not in OPEN:
            role = "member"
        if role is None or (account and account.may(role)):
            return None
        by_person = (
            scope["method"] == "GET"
            and "text/html" in Headers(scope=scope).get("accept", "")
            and "gradio_api" not in path
        )
        if account:
            said = f"This needs the role {role}; you are signed in as {account.role}."
            if by_person:
                return ShownPage(
                    _no_entry(_preferred(scope), self.root, account, role),
                    403,
                    headers={"Cache-Control": "no-store"},
                )
            return JSONResponse({"error": said, "detail": said}, 403)
        if by_person:
            return RedirectResponse(
                f"{self.root}/signin?next={quote('/' + path)}",
                303,
                headers={"Cache-Control": "no-store"},
            )
        said = _words(scope, path)("signin.away")
        return JSONResponse({"error": said, "detail": said}, 401)


def _no_entry(words: Words, root: str, account: Account, role: str) -> str:
    """A page that says who may come in here, as whom one is signed in, and where to go."""

    def w(key: str, **values: object) -> str:
        return words.html(f"closed.{key}", **values)

    name = {one: words(f"closed.role_{one}") for one in (role, account.role)}
    back, there = ("/desk/", "to_desk") if account.may("steward") else ("/", "to_page")
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{w('title')} · Pincite</title>"
        f'<link rel="stylesheet" href="{root}/{assets.address("desk.css")}"></head>'
        '<body class="signin"><main>'
        '<p class="brand"><span class="mark" aria-hidden="true">¶</span> Pincite</p>'
        f"<h1>{w('title')}</h1>"
        f"<p>{w('who', role=name[role], name=account.name, own=name[account.role])}</p>"
        f"<p>{w('how', role=role, name=account.name)}</p>"
        f'<p><a href="{root}{back}">{w(there)}</a></p><form method="post" action="{root}/signout">'
        f"<button>{w('other')}</button></form></main></body></html>"
    )


def place(scope: Scope, root: str) -> str:
    """The path of a request without the application's root and without slashes at its ends, as the
    router will see it.
    """
    path: str = scope["path"]
    if root and (path == root or path.startswith(f"{root}/")):
        path = path[len(root) :]
    return path.strip("/")


def account_of(request: HTTPConnection | gr.Request) -> Account:
    """Whose request this is, Gradio's or FastAPI's.

    PermissionError where nobody is signed in: the desk's own second look.
    """
    scope = getattr(request, "request", request).scope
    account: Account | None = scope.get(ACCOUNT)
    if account is None:
        raise PermissionError("nobody is signed in")
    return account


def _words(scope: Scope, path: str) -> Words:
    """The language of the page that sent a request: it is in the path of the page's own, or beside
    a plain route's as `lang`.
    """
    return words_in(HTTPConnection(scope).query_params.get("lang") or path.partition("/")[0])


def _preferred(scope: Scope) -> Words:
    """The first language of ours that a browser asks for."""
    wanted = Headers(scope=scope).get("accept-language", "").lower()
    return words_in(
        next(
            (part.strip()[:2] for part in wanted.split(",") if part.strip()[:2] in LANGUAGES),
            LANGUAGES[0],
        )
    )


def address_of(scope: Scope) -> str:
    """Where a request comes from: the connection's peer, or what a named proxy says."""
    return str((scope.get("client") or ("", 0))[0])


def _keyed(path: str) -> bool:
    return path in ("api/ask", "api/search") or path == "mcp" or path.startswith("mcp/")


def _bearer(scope: Scope) -> str:
    kind, _, words = Headers(scope=scope).get("authorization", "").partition(" ")
    return words.strip() if kind.lower() == "bearer" else ""


def _asks(path: str) -> bool:
    return (
        any(f"/{path}".endswith(f"/{one}") or f"/{one}/" in f"/{path}" for one in ASKING)
        or path == "record"
        or _keyed(path)
    )
