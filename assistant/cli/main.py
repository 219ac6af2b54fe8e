"""The `pincite` command.

A face, like ui.py: it may use every room, and imports the heavy ones only when needed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

EPILOG = """\
examples:
  pincite ask "can they scan me and keep the scan?" --union SAG-AFTRA
  pincite add our-contract.pdf --union "Local 700" --kind contract --effective 2024-08-01 --expires 2027-07-31
  pincite show wga-mba-2026
Everything runs on this machine. PINCITE_HOME (default .pincite) holds what one deployment owns."""


def parser() -> argparse.ArgumentParser:
    """The command line, without importing anything that it may run."""
    top = argparse.ArgumentParser(
        prog="pincite",
        description=(
            "Answers questions about AI at work from contracts, laws and policies, in exact "
            "quotations."
        ),
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version="pincite 0.1.0")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    for name, help_text, argument in (
        ("ask", "a cited answer", "QUESTION"),
        ("search", "ranked clauses, no answer", "QUERY"),
        ("rewrite", "a follow-up as a question that stands alone", "QUESTION"),
    ):
        one = commands.add_parser(name, help=help_text)
        one.add_argument("question", nargs="?", metavar=argument)
        if name != "rewrite":
            one.add_argument("--union", help="the union whose agreement covers the person")
            one.add_argument(
                "--document",
                action="append",
                default=[],
                metavar="ID",
                help="only this document (repeatable)",
            )
            one.add_argument(
                "--kind",
                action="append",
                default=[],
                help="only documents of this kind (repeatable)",
            )
            one.add_argument(
                "--as-of",
                type=_day,
                metavar="YYYY-MM-DD",
                help="the date asked about (default: today)",
            )
            one.add_argument(
                "-k", type=_count, default=10, metavar="N", help="how many passages (default 10)"
            )
        if name == "ask":
            one.add_argument(
                "--full",
                action="store_true",
                help="with the words of each clause, what else bears on it, and every note",
            )
            one.add_argument(
                "--save",
                type=Path,
                metavar="FILE",
                help="keep the whole answer as a record that 'pincite check' reads later",
            )
        one.add_argument(
            "--history",
            type=Path,
            metavar="FILE",
            help="earlier questions of the conversation, one a line or JSON",
        )
        one.add_argument("--json", action="store_true", help="for programs")
        one.add_argument(
            "--batch", metavar="FILE", help="JSON Lines in, JSON Lines out; '-' is stdin"
        )

    one = commands.add_parser(
        "add", help="read files or folders, index them, print the reading report"
    )
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    for flag in ("--id", "--title", "--union", "--kind", "--jurisdiction"):
        one.add_argument(flag)
    one.add_argument("--effective", type=_day, metavar="D")
    one.add_argument("--expires", type=_day, metavar="D")
    one.add_argument("--supersedes", action="append", default=[], metavar="ID")
    one.add_argument("--text-of", metavar="ID", help="the digest whose official text this is")
    one.add_argument(
        "--questions",
        action="store_true",
        help="have the language model write questions that each clause answers",
    )
    one.add_argument(
        "--alias",
        action="append",
        default=[],
        metavar="NAME",
        help="what members call it (repeatable)",
    )

    one = commands.add_parser(
        "fetch", help="download the official texts that the digests name, and add them"
    )
    one.add_argument(
        "ids", nargs="*", metavar="ID", help="of which digests (default: all that name an address)"
    )
    one.add_argument(
        "--update", action="store_true", help="take a text that has changed since it was fetched"
    )
    one = commands.add_parser("remove", help="take documents out of every answer at once")
    one.add_argument("ids", nargs="+", metavar="ID")
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
    one.add_argument("--json", action="store_true", help="for programs")
    one = commands.add_parser(
        "diff", help="what a new version changed, clause by clause and word by word"
    )
    one.add_argument("old", metavar="OLD")
    one.add_argument("new", metavar="NEW")
    one.add_argument(
        "--about",
        metavar="WORDS",
        help="only changed clauses that hold these words (a number, a heading, a term)",
    )
    one.add_argument("--html", type=Path, metavar="FILE", help="write a page that stands by itself")
    one.add_argument("--json", action="store_true", help="for programs")
    one = commands.add_parser(
        "check", help="check every quotation and citation of a text against the documents"
    )
    one.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=(
            "text, Markdown, DOCX, PDF, HTML, a saved answer or conversation, or a folder of these"
        ),
    )
    one.add_argument(
        "--as-of",
        type=_day,
        metavar="YYYY-MM-DD",
        help="the date that it must be right on (default: today)",
    )
    one.add_argument(
        "--html", type=Path, metavar="OUT", help="write a page with both texts side by side"
    )
    one.add_argument("--json", action="store_true", help="for programs")
    one = commands.add_parser("init", help="make a home")
    one.add_argument("--empty", action="store_true", help="without the bundled corpus")
    commands.add_parser("index", help="build the index again from the documents")
    one = commands.add_parser(
        "rollback",
        help="go back to the documents and index before the last change, and say what that undid",
    )
    one.add_argument("--dry-run", action="store_true", help="only say what it would undo")
    one = commands.add_parser("serve", help="the chat")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=7860)
    one.add_argument(
        "--auth",
        type=Path,
        metavar="FILE",
        help="accounts made by 'pincite user add': opens the staff desk at /desk/",
    )
    one.add_argument("--members-sign-in", action="store_true", help="members need an account too")
    one.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="the address or network of a proxy whose X-Forwarded-For is believed (repeatable)",
    )
    one.add_argument(
        "--root-path",
        default="",
        metavar="PATH",
        help="the path under which a proxy serves this, such as /pincite",
    )
    one.add_argument(
        "--language",
        choices=("en", "es"),
        default="en",
        help="the staff desk's language (members choose their own)",
    )
    one.add_argument(
        "--mcp",
        action="store_true",
        help="also serve other assistants over MCP at /mcp, with keys of 'pincite key add'",
    )
    one.add_argument(
        "--log-questions",
        action="store_true",
        help="log questions' words, with addresses, phone and identity numbers masked",
    )
    commands.add_parser("mcp", help="serve another assistant over MCP on stdin and stdout")
    from assistant.cli.access import arguments as of_access

    of_access(commands)
    from evals.cli import arguments

    arguments(
        commands.add_parser("evals", help="judge the answers: run, gate, compare, report, explain")
    )
    commands.add_parser(
        "doctor", help="what is installed, which model and index, what is wrong and what to run"
    )
    return top


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 it failed and stderr says why, 2 the command line was wrong."""
    top = parser()
    options = top.parse_args(arguments)
    if options.command in ("ask", "search", "rewrite") and bool(options.question is None) == (
        options.batch is None
    ):
        top.error(f"{options.command} wants a question, or --batch FILE, and not both")
    if getattr(options, "save", None) and options.batch is not None:
        top.error("--save keeps one answer; a batch is kept by its own output")
    from assistant.cli import home
    from corpus.model import PinciteError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return home.RUN[options.command](options)
    except (PinciteError, ValueError) as error:
        print(f"pincite: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        print(
            f"pincite: {error.filename or 'the file system'}: {error.strerror or error}; nothing "
            "was changed",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("pincite: stopped; what was held before is unharmed", file=sys.stderr)
        return 130
