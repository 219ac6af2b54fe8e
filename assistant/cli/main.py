"""The `pincite` command.

A face, like ui.py: it may use every room, and imports the heavy ones only when needed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant.cli.commands import parser
from assistant.cli.streams import shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 it failed and stderr says why, 2 the command line was wrong."""
    with shown():
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
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
