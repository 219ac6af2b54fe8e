"""The command line of `pincite`: each command with its options. Nothing that it may run is
imported.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

_EPILOG = """\
examples:
  pincite ask "can they scan me and keep the scan?" --union SAG-AFTRA
  pincite add our-contract.pdf --union "Local 700" --kind contract --effective 2024-08-01 \
--expires 2027-07-31
  pincite show wga-mba-2026
Everything runs on this machine. PINCITE_HOME (default .pincite) holds what one deployment owns."""
_DAY = "YYYY-MM-DD"
_PROGRAMS = "for programs"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="pincite",
        description=(
            "Answers questions about AI at work from contracts, laws and policies, in exact "
            "quotations."
        ),
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version="pincite 0.1.0")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in (_asking, _adding, _reading, _standing, _checking, _keeping, _serving):
        add(commands)
    commands.add_parser("mcp", help="serve another assistant over MCP on stdin and stdout")
    from assistant.cli.access import arguments as of_access

    of_access(commands)
    from assistant.cli.audit import arguments as of_audit

    of_audit(commands, _day)
    from evals.cli import arguments

    arguments(
        commands.add_parser("evals", help="judge the answers: run, gate, compare, report, explain")
    )
    one = commands.add_parser(
        "doctor", help="what is installed, which model and index, what is wrong and what to run"
    )
    _flag(one, "--deep", "read every file of the home, originals too")
    _flag(one, "--repair", "do what it advises, as far as what is held allows; then look again")
    return top


def _flag(one: argparse.ArgumentParser, name: str, text: str) -> None:
    one.add_argument(name, action="store_true", help=text)


def _many(one: argparse.ArgumentParser, name: str, text: str | None, metavar: str | None) -> None:
    one.add_argument(name, action="append", default=[], metavar=metavar, help=text)


def _path(one: argparse.ArgumentParser, name: str, text: str, metavar: str = "FILE") -> None:
    one.add_argument(name, type=Path, metavar=metavar, help=text)


def _asking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, text, argument in (
        ("ask", "a cited answer", "QUESTION"),
        ("search", "ranked clauses, no answer", "QUERY"),
        ("rewrite", "a follow-up as a question that stands alone", "QUESTION"),
    ):
        one = commands.add_parser(name, help=text)
        one.add_argument("question", nargs="?", metavar=argument)
        if name != "rewrite":
            one.add_argument("--union", help="the union whose agreement covers the person")
            _many(one, "--document", "only this document (repeatable)", "ID")
            _many(one, "--kind", "only documents of this kind (repeatable)", None)
            asked = "the date asked about (default: today)"
            one.add_argument("--as-of", type=_day, metavar=_DAY, help=asked)
            many = "how many passages (default 10)"
            one.add_argument("-k", type=_count, default=10, metavar="N", help=many)
        if name == "ask":
            _flag(
                one,
                "--full",
                "with the words of each clause, what else bears on it, and every note",
            )
            _path(
                one, "--save", "keep the whole answer as a record that 'pincite check' reads later"
            )
        _path(one, "--history", "earlier questions of the conversation, one a line or JSON")
        _flag(one, "--json", _PROGRAMS)
        batch = "JSON Lines in, JSON Lines out; '-' is stdin"
        one.add_argument("--batch", metavar="FILE", help=batch)


def _adding(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser(
        "add", help="read files or folders, index them, print the reading report"
    )
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    for flag in ("--id", "--title", "--union", "--kind", "--jurisdiction"):
        one.add_argument(flag)
    for flag in ("--effective", "--expires"):
        one.add_argument(flag, type=_day, metavar="D")
    _many(one, "--supersedes", None, "ID")
    one.add_argument("--text-of", metavar="ID", help="the digest whose official text this is")
    one.add_argument(
        "--status",
        choices=("draft", "tentative", "adopted"),
        help="how it stands (default: as the copy calls itself)",
    )
    _flag(one, "--questions", "have the language model write questions that each clause answers")
    _many(one, "--alias", "what members call it (repeatable)", "NAME")
    _flag(one, "--yes", "take a file as the official text that it seems to be, without being asked")
    one = commands.add_parser(
        "fetch", help="download the official texts that the digests name, and add them"
    )
    one.add_argument(
        "ids", nargs="*", metavar="ID", help="of which digests (default: all that name an address)"
    )
    _flag(one, "--update", "take a text that has changed since it was fetched")
    one = commands.add_parser("remove", help="take documents out of every answer at once")
    one.add_argument("ids", nargs="+", metavar="ID")


def _reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("list", help="documents with dates, status today, basis and clauses")
    one.add_argument("--json", action="store_true")
    one = commands.add_parser("show", help="a document's outline, or one clause")
    one.add_argument("id", metavar="ID")
    one.add_argument("locator", nargs="?", metavar="LOCATOR")
    one = commands.add_parser("text", help="a document's live text: what offsets refer to")
    one.add_argument("id", metavar="ID")
    one = commands.add_parser(
        "report", help="what was read of a document, what was left out and why"
    )
    one.add_argument("id", nargs="?", metavar="ID")
    _flag(one, "--json", _PROGRAMS)


def _standing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser(
        "sheet", help="where a union's members stand on AI, a row a topic: to read, print, compare"
    )
    one.add_argument("union", nargs="?", metavar="UNION")
    one.add_argument("--agreement", metavar="ID", help="this one, not the principal agreement")
    one.add_argument("--as-of", type=_day, metavar=_DAY, help="the date (default: today)")
    one.add_argument("--was", type=_day, metavar=_DAY, help="this earlier date beside it")
    one.add_argument("--compare", nargs="+", metavar="UNION", help="these unions side by side")
    _many(one, "--topic", "only this topic (repeatable), such as training", "T")
    one.add_argument("--place", help="where you work, for the laws: a state or country")
    _path(one, "--html", "write a page that stands by itself and prints")
    _path(one, "--pdf", "write two pages to print and pin up")
    _path(one, "--csv", "write a table for a spreadsheet")
    one.add_argument("--paper", choices=("A4", "letter"), default="A4", help="of the PDF")
    _flag(one, "--large", "large type, on as many pages as it takes")
    _flag(one, "--json", _PROGRAMS)
    one = commands.add_parser(
        "coverage", help="what is held on each topic, how it is known, what runs out"
    )
    one.add_argument("--as-of", type=_day, metavar=_DAY, help="the date (default: today)")
    _flag(one, "--json", _PROGRAMS)


def _checking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser(
        "diff", help="what a new version changed, clause by clause and word by word"
    )
    one.add_argument("old", metavar="OLD")
    one.add_argument("new", metavar="NEW")
    about = "only changed clauses that hold these words (a number, a heading, a term)"
    one.add_argument("--about", metavar="WORDS", help=about)
    _path(one, "--html", "write a page that stands by itself")
    _flag(one, "--json", _PROGRAMS)
    one = commands.add_parser(
        "check", help="check every quotation and citation of a text against the documents"
    )
    _path(
        one,
        "file",
        "text, Markdown, DOCX, PDF, HTML, a saved answer or conversation, or a folder of these",
    )
    right = "the date that it must be right on (default: today)"
    one.add_argument("--as-of", type=_day, metavar=_DAY, help=right)
    _path(one, "--html", "write a page with both texts side by side", "OUT")
    _flag(one, "--json", _PROGRAMS)


def _keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _flag(commands.add_parser("init", help="make a home"), "--empty", "without the bundled corpus")
    commands.add_parser("index", help="build the index again from the documents")
    one = commands.add_parser(
        "rollback",
        help="go back to the documents and index before the last change, and say what that undid",
    )
    _flag(one, "--dry-run", "only say what it would undo")
    one = commands.add_parser("backup", help="everything of the home in one file")
    _path(one, "file", "the file to write; one that is there is replaced once this one is whole")
    one = commands.add_parser("restore", help="make a backup the home again")
    _path(one, "file", "a file that 'pincite backup' wrote; what is there now is moved beside it")


def _serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("serve", help="the chat")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=7860)
    _path(one, "--auth", "accounts made by 'pincite user add': opens the staff desk at /desk/")
    _flag(one, "--members-sign-in", "members need an account too")
    _many(
        one,
        "--trusted-proxy",
        "the address or network of a proxy whose X-Forwarded-For is believed (repeatable)",
        "ADDRESS",
    )
    root = "the path under which a proxy serves this, such as /pincite, or its whole address"
    one.add_argument("--root-path", default="", metavar="PATH", help=root)
    language = "the staff desk's language (members choose their own)"
    one.add_argument("--language", choices=("en", "es"), default="en", help=language)
    _flag(
        one, "--mcp", "also serve other assistants over MCP at /mcp, with keys of 'pincite key add'"
    )
    _flag(
        one,
        "--log-questions",
        "log questions' words, with addresses, phone and identity numbers masked",
    )


def _day(text: str) -> date:
    from assistant.question.days import BadDay, day_of

    try:
        day = day_of(text, "date")
    except BadDay as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if day is None:
        raise argparse.ArgumentTypeError(
            "it is empty; wanted a day that exists, as YYYY-MM-DD, such as 2026-11-29"
        )
    return day


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(f"{text!r}: wanted a whole number from 1 to 200")
    return int(text)
