"""Staff for tests.

An account of each role, and clients of a server that are signed in with them.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assistant import Assistant
from assistant.web.access.accounts import Accounts
from corpus import Settings

GOOD = "three unrelated words"


def accounts_in(folder: Path) -> Accounts:
    """Mia is a member, Sam a steward, Ada an admin; each password is GOOD and the name."""
    held = Accounts(folder / "auth.json")
    held.path.touch(0o600)
    held.path.write_text(_made())
    return held


@cache
def _made() -> str:
    """The file of the three, hashed once a run: a hash takes long, as it should."""
    with TemporaryDirectory() as folder:
        held = Accounts(Path(folder) / "auth.json")
        for name, role in (("mia", "member"), ("sam", "steward"), ("ada", "admin")):
            held.add(name, role, f"{GOOD} {name}")
        return held.path.read_text()


def clients_of(small: Settings, accounts: Accounts):
    """Makes a client of a server over a small home with these accounts.

    It is signed in as the one named.
    """
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    from assistant.web.app import create
    from assistant.web.settings import WebSettings
    from ingest import ensure_index

    ensure_index(small)
    made = create(Assistant.open(small), small, WebSettings(auth=accounts.path))

    def client(name: str = "") -> TestClient:
        one = TestClient(made, follow_redirects=False)
        if name:
            sent = one.post(
                "/signin",
                data={"name": name, "password": f"{GOOD} {name}", "next": "/desk/review/"},
            )
            assert sent.status_code == 303 and sent.headers["location"] == (
                "/desk/review/" if name != "mia" else "/"
            )
        return one

    return client
