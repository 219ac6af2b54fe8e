"""What `pincite user`, `pincite key` and `pincite feedback` do: who may sign in, which programs may
ask, what is kept and for how long.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.cli import audit

ROLES = ("member", "steward", "admin")


def arguments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the three commands to the command line."""
    made = _several(
        commands,
        "user",
        "who may sign in: add, list, remove",
        add="make an account, or give one a new password and role",
        list="names and roles",
        remove="take an account away",
    )
    accounts = "the file of accounts that 'pincite serve --auth' reads"
    for one in made.values():
        one.add_argument("--auth", type=Path, required=True, metavar="FILE", help=accounts)
    made["add"].add_argument(
        "--role",
        choices=ROLES,
        required=True,
        help="steward: review, check, evaluation; admin: the library too",
    )
    text = "read the password from the first line of stdin"
    made["add"].add_argument("--password-stdin", action="store_true", help=text)
    _several(
        commands,
        "key",
        "keys for programs that ask over HTTP: add, list, remove",
        add="make a key and print it, this once",
        list="names and when they were made",
        remove="take a key away",
    )
    made = _several(
        commands,
        "feedback",
        "what members said of answers: csv, forget",
        named=(),
        csv="all of it as CSV, on stdout",
        forget="delete what is old",
    )
    _forgetting(made["forget"])


def _forgetting(one: argparse.ArgumentParser) -> None:
    older = "keep what is not older than this"
    one.add_argument("--keep-days", type=int, required=True, metavar="N", help=older)


def _several(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    command: str,
    text: str,
    named: tuple[str, ...] = ("add", "remove"),
    **helps: str,
) -> dict[str, argparse.ArgumentParser]:
    """A command with commands of its own, by name; those in `named` take a name."""
    within = commands.add_parser(command, help=text).add_subparsers(
        dest="what", metavar="WHAT", required=True
    )
    made = {name: within.add_parser(name, help=text) for name, text in helps.items()}
    for name in named:
        made[name].add_argument("name", metavar="NAME")
    return made


def user(options: argparse.Namespace) -> int:
    """Add, list or remove accounts."""
    from assistant.web.access.accounts import Accounts

    accounts = Accounts(options.auth)
    if options.what == "list":
        for account in accounts.all().values():
            print(f"{account.name}\t{account.role}")
    elif options.what == "remove":
        accounts.remove(options.name)
        audit.note("account_removed", account=options.name)
        print(f"removed {options.name}; whoever was signed in under this name is out")
    else:
        account = accounts.add(options.name, options.role, _password(options.password_stdin))
        audit.note("account_made", account=account.name, role=account.role)
        print(f"{account.name} may sign in as {account.role}: pincite serve --auth {options.auth}")
    return 0


def _password(from_stdin: bool) -> str:
    from corpus.model import PinciteError  # late: the command line's own words wait for no room

    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise PinciteError(
            "a password is asked for on a terminal, and there is none; use --password-stdin"
        )
    first = getpass.getpass("Password (10 characters or more): ", sys.stderr)
    if getpass.getpass("The same again: ", sys.stderr) != first:
        raise PinciteError("the two passwords differ; nothing was changed")
    return first


def key(options: argparse.Namespace) -> int:
    """Add, list or remove keys of this home."""
    from assistant.web.access.keys import Keys
    from corpus import Settings

    keys = Keys(Settings.from_environment().home)
    if options.what == "list":
        for one in keys.all():
            print(f"{one.name}\t{one.made}")
    elif options.what == "remove":
        keys.remove(options.name)
        audit.note("key_removed", key=options.name)
        print(f"removed {options.name}; it opens nothing any more")
    else:
        words = keys.add(options.name)
        audit.note("key_made", key=options.name)
        print(
            "keep this key; it can't be shown again. Send it as 'Authorization: Bearer KEY'",
            file=sys.stderr,
        )
        print(words)
    return 0


def feedback(options: argparse.Namespace) -> int:
    """Export feedback, or delete what is old."""
    from assistant.web.feedback import Feedback
    from corpus import Settings

    store = Feedback.open(Settings.from_environment().home)
    if options.what == "csv":
        sys.stdout.write(store.csv())
        audit.note("feedback_exported")
    else:
        gone = store.forget(options.keep_days)
        audit.note("feedback_forgotten", days=options.keep_days, count=gone)
        print(f"deleted {gone}; what is not older than {options.keep_days} days is kept")
    store.close()
    return 0


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "user": user,
    "key": key,
    "feedback": feedback,
}
