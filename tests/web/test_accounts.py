"""Accounts, sessions and keys end when they should and are kept hashed; questions and guesses are
limited.
"""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.web.access.accounts import Accounts
from assistant.web.access.keys import Keys
from assistant.web.access.limits import Allowance, Attempts, Limits, Rate, network_of
from assistant.web.access.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from corpus import PinciteError
from tests.makers.staff import GOOD, accounts_in


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def accounts(tmp_path):
    return accounts_in(tmp_path)


# --- accounts, sessions, keys ---


def test_passwords_are_hashed_in_a_file_of_the_owners(accounts):
    text = accounts.path.read_text()
    assert GOOD not in text and "scrypt$" in text and accounts.path.stat().st_mode & 0o777 == 0o600
    assert accounts.check("ADA", f"{GOOD} ada").role == "admin"
    assert accounts.check("ada", GOOD) is None and accounts.check("nobody", GOOD) is None
    accounts.path.chmod(0o644)
    with pytest.raises(PinciteError, match="chmod 600"):
        Accounts(accounts.path).all()


def older(password: str, n: int = 2**15) -> str:
    """A password as earlier versions kept it."""
    salt = b"sixteen letters!"
    key = hashlib.scrypt(password.encode(), salt=salt, n=n, r=8, p=1, maxmem=2**26, dklen=32)
    return f"scrypt${n}$8$1${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


def rewrite(accounts, name, **values):
    held = json.loads(accounts.path.read_text())
    row = next(one for one in held["accounts"] if one["name"] == name)
    row.update(values)
    accounts.path.write_text(json.dumps(held))
    return row


def test_a_new_password_is_hashed_with_todays_figures(accounts):
    assert accounts.get("ada").hashed.startswith("scrypt$131072$8$1$")


def test_an_older_hash_still_opens_and_is_todays_after_a_sign_in(accounts):
    before = rewrite(accounts, "sam", hashed=older(f"{GOOD} sam"))
    sessions = Sessions(accounts, Clock())
    token = sessions.begin(accounts.get("sam"))
    assert accounts.check("sam", "a wrong password") is None
    assert accounts.get("sam").hashed == before["hashed"], "a wrong password upgrades nothing"
    assert accounts.check("SAM", f"{GOOD} sam").role == "steward"
    assert accounts.get("sam").hashed.startswith("scrypt$131072$8$1$")
    assert accounts.check("sam", f"{GOOD} sam") and accounts.get("ada") and accounts.get("mia")
    assert sessions.account(token).name == "sam", "a new hash is no new password"
    assert accounts.path.stat().st_mode & 0o777 == 0o600


def test_a_hash_stronger_than_todays_is_left_as_it_is(accounts):
    kept = rewrite(accounts, "sam", hashed=older(f"{GOOD} sam").replace("$32768$", "$262144$"))
    assert accounts.check("sam", f"{GOOD} sam") is None
    assert accounts.get("sam").hashed == kept["hashed"]


def test_an_older_hash_opens_where_the_file_cannot_be_written(accounts, monkeypatch):
    rewrite(accounts, "sam", hashed=older(f"{GOOD} sam"))

    def full(self, held):
        raise OSError(28, "no space")

    monkeypatch.setattr(Accounts, "_write", full)
    assert accounts.check("sam", f"{GOOD} sam").name == "sam"
    assert accounts.get("sam").hashed.startswith("scrypt$32768$")


def test_a_wrong_password_takes_as_long_whatever_the_hash(accounts, monkeypatch):
    spent = []
    real = hashlib.scrypt

    def counted(*given, n, r, p, **more):
        spent.append(n * r * p)
        return real(*given, n=2, r=8, p=1, **more)

    rewrite(accounts, "sam", hashed=older(f"{GOOD} sam"))
    monkeypatch.setattr("assistant.web.access.accounts.hashlib.scrypt", counted)
    costs = []
    for name in ("sam", "ada", "nobody"):
        spent.clear()
        assert accounts.check(name, "a wrong password") is None
        costs.append(sum(spent))
    assert costs[0] == costs[1] == costs[2] == 2**17 * 8


def test_two_who_write_the_accounts_at_once_lose_none(accounts):
    names = [f"new-{n}" for n in range(6)]
    with ThreadPoolExecutor(3) as several:
        list(several.map(lambda n: Accounts(accounts.path).add(n, "member", f"{GOOD} {n}"), names))
    assert set(Accounts(accounts.path).all()) == {"mia", "sam", "ada", *names}


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("a b", "admin", GOOD, "is no name for an account"),
        ("x", "boss", GOOD, "--role boss: one of"),
        ("x", "admin", "short", "wanted a password of"),
        ("x", "admin", "aaaaaaaaaaaa", "too easy to guess"),
    ],
)
def test_an_account_that_will_not_do_is_refused(accounts, name, role, password, said):
    with pytest.raises(ValueError, match=said):
        accounts.add(name, role, password)


def test_a_session_ends_by_time_by_sign_out_by_a_new_password_and_by_removal(accounts):
    clock = Clock()
    sessions = Sessions(accounts, clock)
    token = sessions.begin(accounts.get("ada"))
    assert (
        sessions.account(token).name == "ada"
        and sessions.account("forged") is None
        and sessions.account(None) is None
    )
    clock.now += IDLE_SECONDS + 1
    assert sessions.account(token) is None
    token = sessions.begin(accounts.get("ada"))
    began = clock.now
    while clock.now - began <= LONGEST_SECONDS:
        assert sessions.account(token)
        clock.now += IDLE_SECONDS - 1
    assert sessions.account(token) is None
    token = sessions.begin(accounts.get("ada"))
    sessions.end(token)
    assert sessions.account(token) is None
    changes = {
        "sam": lambda: accounts.add("sam", "steward", "another good one"),
        "mia": lambda: accounts.remove("mia"),
    }
    for name, change in changes.items():
        token = sessions.begin(accounts.get(name))
        assert sessions.account(token)
        change()
        assert sessions.account(token) is None


def test_a_key_is_shown_once_kept_hashed_and_worth_nothing_when_removed(tmp_path):
    keys = Keys(tmp_path)
    words = keys.add("newsletter")
    assert words not in keys.path.read_text() and keys.path.stat().st_mode & 0o777 == 0o600
    assert (
        keys.holder(words).name == "newsletter"
        and keys.holder(words[:-1]) is None
        and keys.holder("") is None
    )
    keys.remove("newsletter")
    assert keys.holder(words) is None


# --- limits ---


def test_a_bucket_refills_and_each_person_address_and_everybody_has_one():
    clock = Clock()
    limits = Limits(Allowance(Rate(4, 1), Rate(2, 1), Rate(5, 1)), clock)
    assert [limits.take("1.1.1.1", "ada") for _ in range(3)] == [0, 0, 1]
    assert [limits.take("1.1.1.1") for _ in range(3)][-1] > 0
    assert limits.take("2.2.2.2") == 0 and limits.take("3.3.3.3") > 0, "everybody's bucket is empty"
    clock.now += 2
    assert limits.take("1.1.1.1", "ada") == 0
    assert network_of("2001:db8::1") == network_of("2001:db8::2") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:1.2.3.4") == "1.2.3.4"


def test_attempts_slow_down_and_are_forgotten_after_a_success():
    clock = Clock()
    attempts = Attempts(60, clock)
    for _ in range(5):
        assert attempts.wait("ada") == 0
        attempts.fail("ada")
    assert attempts.wait("ada") == 2 and attempts.wait("sam") == 0
    for _ in range(20):
        attempts.fail("ada")
    assert attempts.wait("ada") == 60
    attempts.clear("ada")
    assert attempts.wait("ada") == 0
