"""What `pincite audit` prints, and how other commands write down what they have changed."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from corpus.plain import JsonObject
from corpus.signs import as_json

if TYPE_CHECKING:
    from assistant.web.access.audit import Event, What

_FIRST = ("at", "who", "from", "event")


def arguments(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], day: Callable[[str], date]
) -> None:
    """Add the command to the command line; `day` reads a day of it."""
    one = commands.add_parser("audit", help="who signed in, used a key or changed what, and when")
    since = "only from this day on (UTC)"
    one.add_argument("--since", type=day, metavar="YYYY-MM-DD", help=since)
    one.add_argument("--who", metavar="NAME", help="only this account, key or user")
    one.add_argument("--event", help="only this one, such as document_removed")
    one.add_argument("--json", action="store_true", help="the lines as they are kept")


def note(event: Event, **what: What) -> None:
    """Write down what this command has just changed, in the home that the settings name."""
    from assistant.web.access.audit import Audit
    from corpus import Settings

    who = ""
    with suppress(OSError, KeyError):  # a user of the system without a name
        who = getpass.getuser()
    Audit(Settings.from_environment().home).record(event, who, "terminal", **what)


def audit(options: argparse.Namespace) -> int:
    """Print the log, oldest first; 1 where a line of it can't be read."""
    from assistant.web.access.audit import EVENTS, entries
    from corpus import Settings

    if options.event not in (None, *EVENTS):
        raise ValueError(f"--event {options.event}: one of {', '.join(EVENTS)}")
    found = list(entries(Settings.from_environment().home))
    kept = list(_chosen(found, options))
    print("\n".join(map(as_json, kept)) if options.json else "\n".join(map(_line, kept)))
    return int(any(one.get("damaged") for one in found))


def _chosen(found: list[JsonObject], options: argparse.Namespace) -> Iterator[JsonObject]:
    since = options.since.isoformat() if options.since else ""
    for one in found:
        early = str(one.get("at", "")) < since
        other = options.who and one.get("who") != options.who
        if one.get("damaged") or not (
            early or other or (options.event and one.get("event") != options.event)
        ):
            yield one


def _line(one: JsonObject) -> str:
    if one.get("damaged"):
        return f"{one['file']}, line {one['line']}: damaged"
    what = "  ".join(f"{name}: {_said(one[name])}" for name in one if name not in _FIRST)
    at = str(one["at"]).replace("T", " ").replace("+00:00", "Z")
    who, origin = one["who"] or "-", one["from"] or "-"
    return f"{at}  {who:<16} {origin:<16} {one['event']:<20} {what}".rstrip()


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


RUN: dict[str, Callable[[argparse.Namespace], int]] = {"audit": audit}
