"""Accounts, sessions and keys end when they should and are kept hashed; questions and guesses are
limited.
"""

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
