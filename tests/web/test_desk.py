"""The staff desk over HTTP, without a browser: who may reach what, and nobody else gets in."""

import pytest

from assistant import Assistant
from assistant.web.access.sessions import COOKIE
from corpus import PinciteError
from tests.makers.staff import GOOD

ENDPOINTS = (
    "config",
    "gradio_api/info",
    "gradio_api/queue/data?session_hash=x",
    "gradio_api/file=/etc/passwd",
    "theme.css",
    "",
)


@pytest.mark.parametrize("page", ["review", "check", "evaluation", "library"])
def test_no_endpoint_of_the_desk_is_reached_without_a_session(desk, page):
    client = desk()
    for end in ENDPOINTS:
        assert client.get(f"/desk/{page}/{end}").status_code in (401, 403), end
    for end in (
        "gradio_api/queue/join",
        "gradio_api/upload",
        "gradio_api/run/predict",
        "gradio_api/call/x",
    ):
        assert (
            client.post(
                f"/desk/{page}/{end}", json={"data": [], "fn_index": 0, "session_hash": "x"}
            ).status_code
            == 401
        ), end
        assert client.post(f"//desk/{page}/{end}", json={}).status_code in (401, 404), end
    sent = client.get(f"/desk/{page}/", headers={"Accept": "text/html"})
    assert sent.status_code == 303 and sent.headers["location"] == f"/signin?next=/desk/{page}"
    assert client.get("/desk/feedback.csv").status_code == 401


def test_a_role_reaches_as_far_as_it_does_and_no_farther(desk):
    member, steward, admin = desk("mia"), desk("sam"), desk("ada")
    for page in ("review", "check", "evaluation"):
        assert member.get(f"/desk/{page}/config").status_code == 403
        assert steward.get(f"/desk/{page}/config").status_code == 200
    for end in ENDPOINTS:
        assert steward.get(f"/desk/library/{end}").status_code == 403, end
    assert (
        steward.post(
            "/desk/library/gradio_api/queue/join",
            json={"data": [], "fn_index": 0, "session_hash": "x"},
        ).status_code
        == 403
    )
    assert steward.post("/desk/library/gradio_api/upload", files={"files": b"x"}).status_code == 403
    assert admin.get("/desk/library/config").status_code == 200 and admin.get(
        "/account"
    ).json() == {"name": "ada", "role": "admin"}
    assert "unsafe-eval" not in admin.get("/desk/library/").headers["content-security-policy"]


def test_a_person_whose_role_does_not_reach_gets_a_page_and_a_program_gets_json(desk):
    member, steward = desk("mia"), desk("sam")
    for client, path, role in (
        (steward, "/desk/library/", "admin"),
        (member, "/desk/review/", "steward"),
    ):
        page = client.get(path, headers={"Accept": "text/html"})
        assert (
            page.status_code == 403
            and page.headers["content-type"].startswith("text/html")
            and f"role “{role}”" in page.text
        )
        assert client.get(path).json()["error"].startswith(f"This needs the role {role}")
    assert 'href="/desk/"' in steward.get("/desk/library/", headers={"Accept": "text/html"}).text
    assert (
        "no está abierta"
        in member.get("/desk/", headers={"Accept": "text/html", "Accept-Language": "es-MX,es"}).text
    )
    assert (
        steward.get("/desk/library/gradio_api/info", headers={"Accept": "text/html"}).headers[
            "content-type"
        ]
        == "application/json"
    )


def test_without_accounts_there_is_no_desk_and_it_says_how(small, words_embedder):
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    from assistant.web.app import create
    from ingest import ensure_index

    ensure_index(small)
    client = TestClient(create(Assistant.open(small), small))
    for path in ("/desk", "/desk/library/config"):
        sent = client.get(path)
        assert sent.status_code == 404 and "pincite serve --auth" in sent.text


def test_signing_in_gives_no_hint_sets_a_safe_cookie_and_signing_out_ends_it(desk):
    client = desk()
    wrong = [
        client.post("/signin", data={"name": name, "password": "wrong password"})
        for name in ("ada", "nobody-at-all")
    ]
    assert [one.status_code for one in wrong] == [401, 401] and wrong[0].text == wrong[1].text
    client = desk("ada")
    again = client.post(
        "/signin", data={"name": "ada", "password": f"{GOOD} ada", "next": "https://evil.example/"}
    )
    cookie = again.headers["set-cookie"].lower()
    assert (
        "httponly" in cookie
        and "samesite=strict" in cookie
        and again.headers["location"] == "/desk/"
    )
    assert (
        client.post(
            "/signin", data={"name": "ada", "password": f"{GOOD} ada", "next": "//evil.example"}
        ).headers["location"]
        == "/desk/"
    )
    held = client.cookies[COOKIE]
    client.post("/signout")
    client.cookies.set(COOKIE, held)
    assert client.get("/desk/review/config").status_code == 401


def test_guessing_is_slowed(desk):
    client = desk()
    codes = [
        client.post("/signin", data={"name": "ada", "password": f"wrong password {n}"}).status_code
        for n in range(7)
    ]
    assert codes[:5] == [401] * 5 and 429 in codes[5:]
    right = client.post("/signin", data={"name": "ada", "password": f"{GOOD} ada"})
    assert right.status_code == 429 and int(right.headers["retry-after"]) >= 1


def test_another_sites_page_changes_nothing(desk):
    client = desk("ada")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/signout", headers=headers).status_code == 403
        assert (
            client.post("/desk/review/gradio_api/queue/join", json={}, headers=headers).status_code
            == 403
        )
    assert client.get("/account").status_code == 200


def test_a_forged_header_gains_no_questions(desk):
    client = desk()
    codes = {
        client.post(
            "/gradio_api/queue/join",
            json={},
            headers={"X-Forwarded-For": f"10.0.{n // 256}.{n % 256}"},
        ).status_code
        for n in range(200)
    }
    assert 429 in codes, "two hundred questions at once from one peer were all let through"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"trusted_proxies": ("127.0.0.1", "*")}, "believe everybody"),
        ({"trusted_proxies": ("0.0.0.0/0",)}, "believe strangers"),
        ({"trusted_proxies": ("::/0",)}, "believe strangers"),
        ({"trusted_proxies": ("nginx",)}, "no address and no network"),
        ({"trusted_proxies": ("10.0.0.7/8",)}, "no address and no network"),
        ({"root_path": "pincite"}, "such as /pincite"),
        ({"root_path": '/"><script>'}, "such as /pincite"),
        ({"root_path": "//elsewhere.example"}, "such as /pincite"),
        ({"members_sign_in": True}, "needs --auth"),
    ],
)
def test_what_would_open_a_door_is_refused_with_its_reason(told, said):
    from assistant.web.settings import WebSettings

    with pytest.raises(PinciteError, match=said):
        WebSettings(**told)
    WebSettings(
        trusted_proxies=("127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"), root_path="/unions/pincite/"
    )


def test_serving_refuses_a_proxy_that_is_anybody(tmp_path):
    from tests.cli.test_commands import pincite

    done = pincite("serve", "--trusted-proxy", "*", home=tmp_path / "home")
    assert (
        done.returncode == 1 and "--trusted-proxy '*'" in done.stderr and "127.0.0.1" in done.stderr
    )
