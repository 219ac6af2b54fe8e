"""Signing in and out: one plain page, no script.

It never says whether the name or the password was wrong.
"""

from __future__ import annotations

import asyncio
import math
import re
from html import escape
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.web import assets
from assistant.web.access.audit import Audit
from assistant.web.access.guard import ACCOUNT, address_of
from assistant.web.access.limits import Attempts, network_of
from assistant.web.access.sessions import COOKIE, LONGEST_SECONDS, Sessions
from assistant.web.shown import ShownPage
from assistant.web.words import LANGUAGES, Words, words_in

MAX_BODY = 8192
#: Passwords checked at once: each takes 128 MB and some tenths of a second.
AT_ONCE = 2
_LOCAL = re.compile(r"/(?![/\\])[\w\-./~%?=&]{0,200}")


def install(app: FastAPI, sessions: Sessions, audit: Audit, root: str) -> None:
    """/signin, /signout and /account (who this is, for the desk's bar)."""
    # a name is slowed for a minute at most, so that nobody can lock another out by guessing at
    # theirs
    by_name, by_address = Attempts(60.0), Attempts(900.0)
    checking = asyncio.Semaphore(AT_ONCE)

    @app.get("/signin", include_in_schema=False)
    def page(request: Request, next: str = "/desk/") -> Response:
        return _page(_words(request), root, next)

    @app.post("/signin", include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        words, sent = _words(request), await _fields(request)
        if sent is None:
            return _page(words, root, "/desk/", words("signin.wrong"), 400)
        name, password, after = (sent.get(one, "") for one in ("name", "password", "next"))
        name, origin = name[:80], address_of(request.scope)
        address = network_of(origin)
        who = account.name if (account := sessions.accounts.get(name)) else ""
        wait = max(by_name.wait(name.lower()), by_address.wait(address))
        if wait:
            await run_in_threadpool(audit.seldom, "sign_in_slowed", who, origin)
            return _later(words, root, after, max(1, math.ceil(wait)))
        by_name.fail(name.lower())
        by_address.fail(address)
        async with checking:
            account = await run_in_threadpool(sessions.accounts.check, name, password)
        if account is None:
            await run_in_threadpool(audit.seldom, "sign_in_failed", who, origin)
            return _page(words, root, after, words("signin.wrong"), 401)
        await run_in_threadpool(audit.record, "signed_in", who, origin, role=account.role)
        by_name.clear(name.lower())
        by_address.clear(address)
        sessions.end(request.cookies.get(COOKIE))  # a token from before is worth nothing now
        there = f"{root}{_inside(after, account.may('steward'))}"
        answer = RedirectResponse(there, 303, headers={"Cache-Control": "no-store"})
        secure = request.url.scheme == "https"
        answer.set_cookie(
            COOKIE,
            sessions.begin(account),
            path=f"{root}/",
            secure=secure,
            max_age=LONGEST_SECONDS,
            httponly=True,
            samesite="strict",
        )
        return answer

    _out_and_who(app, sessions, audit, root)


def _out_and_who(app: FastAPI, sessions: Sessions, audit: Audit, root: str) -> None:
    @app.post("/signout", include_in_schema=False)
    def sign_out(request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        if account := sessions.account(token):
            audit.record("signed_out", account.name, address_of(request.scope))
        sessions.end(token)
        answer = RedirectResponse(f"{root}/signin", 303, headers={"Clear-Site-Data": '"cache"'})
        answer.delete_cookie(COOKIE, path=f"{root}/")
        return answer

    @app.get("/account", include_in_schema=False)
    def account(request: Request) -> Response:
        who = request.scope.get(ACCOUNT)
        if who is None:
            return JSONResponse({"error": "nobody is signed in"}, 401)
        return JSONResponse(
            {"name": who.name, "role": who.role}, headers={"Cache-Control": "no-store"}
        )


def _later(words: Words, root: str, after: str, seconds: int) -> Response:
    answer = _page(words, root, after, words("signin.wait", seconds=seconds), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


async def _fields(request: Request) -> dict[str, str] | None:
    """The fields of the form, or None for what is no form or too long."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    try:
        return {
            name: values[-1]
            for name, values in parse_qs(body.decode("utf-8"), max_num_fields=10).items()
        }
    except ValueError:
        return None


def _inside(after: str, staff: bool) -> str:
    """Where to go then: a page of this site, never another's."""
    if (
        _LOCAL.fullmatch(after)
        and not after.startswith(("/signin", "/signout"))
        and (staff or not after.startswith("/desk"))
    ):
        return after
    return "/desk/" if staff else "/"


def _words(request: Request) -> Words:
    wanted = request.headers.get("accept-language", "").lower()
    # the first language that we have, in the order given
    return words_in(
        next(
            (part.strip()[:2] for part in wanted.split(",") if part.strip()[:2] in LANGUAGES),
            LANGUAGES[0],
        )
    )


def _page(words: Words, root: str, after: str, wrong: str = "", status: int = 200) -> Response:
    def w(key: str) -> str:
        return words.html(f"signin.{key}")

    alert = f'<p class="alert" role="alert">{escape(wrong)}</p>' if wrong else ""
    kept = escape(after if _LOCAL.fullmatch(after) else "/desk/", quote=True)
    body = (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{w('title')} · Pincite</title>"
        f'<link rel="icon" href="{root}/{assets.address("pincite.svg")}" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{root}/{assets.address("desk.css")}"></head>'
        '<body class="signin"><main><p class="brand"><span class="mark" aria-hidden="true">'
        "¶</span> Pincite</p>"
        f'<h1>{w("title")}</h1>{alert}<form method="post" action="{root}/signin">'
        f'<input type="hidden" name="next" value="{kept}">'
        f'<label>{w("name")}<input name="name" autocomplete="username" autocapitalize="none" '
        'spellcheck="false" required maxlength="80" autofocus></label>'
        f'<label>{w("password")}<input name="password" type="password" '
        'autocomplete="current-password" required maxlength="1024"></label>'
        f'<button>{w("button")}</button></form><p class="fine">{w("help")}</p></main></body></html>'
    )
    return ShownPage(body, status, headers={"Cache-Control": "no-store"})
