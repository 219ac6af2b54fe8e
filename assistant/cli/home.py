"""What each command of `pincite` does: the table of all of them, and those on a home as a whole
(make, mend, serve, judge).

Results go to stdout; progress, logs and errors to stderr.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from assistant.cli import access, ask, audit, library, sheet, staff
from assistant.cli.opening import open_assistant, progress_bar, say
from corpus import Home, Library, PinciteError, Settings


def _init(options: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    if (settings.home / "home.json").exists():
        raise PinciteError(
            f"{settings.home} is a home already; delete it first, or set PINCITE_HOME to another "
            "folder"
        )
    Home.open(settings.home, bundled=not options.empty)
    open_assistant(settings)
    print(f"made {settings.home}" + (", without the bundled corpus" if options.empty else ""))
    return 0


def _index(_: argparse.Namespace) -> int:
    from corpus import Embedder
    from ingest.build import build

    settings = Settings.from_environment()
    home = Home.open(settings.home)
    with home.writing(), progress_bar() as tell:
        home, library = Home.open(settings.home), staff.library_of(settings)
        index = build(home, library, Embedder(settings), settings, tell)
    print(
        f"built {index.folder.name}: {index.manifest['clauses']} clauses of "
        f"{index.manifest['documents']} documents"
    )
    return 0


def _rollback(options: argparse.Namespace) -> int:
    from ingest import roll_back, undoing

    settings = Settings.from_environment()
    home = Home(settings.home)
    if options.dry_run:
        print(
            "\n".join(
                [
                    "a roll-back would do this:",
                    *(f"  {line}" for line in undoing(home, settings.bundled).lines),
                ]
            )
        )
        return 0
    with home.writing():
        undone = undoing(home, settings.bundled)
        earlier = roll_back(home)
    audit.note("rolled_back", **undone.ids)
    print(
        "back to the documents and index before the last change: "
        f"{len(Library.load(earlier, settings.bundled))} documents"
    )
    print("\n".join(f"  {line}" for line in undone.lines))
    return 0


def _serve(options: argparse.Namespace) -> int:
    import ui
    from assistant.web.settings import WebSettings

    web = WebSettings(
        auth=options.auth,
        members_sign_in=options.members_sign_in,
        trusted_proxies=tuple(options.trusted_proxy),
        root_path=options.root_path,
        host=options.host,
        mcp=options.mcp,
        log_questions=options.log_questions,
        language=options.language,
    )
    return ui.serve(options.host, options.port, web)


def _mcp(_: argparse.Namespace) -> int:
    import anyio

    from assistant.web.api.tools import server

    anyio.run(server(open_assistant(Settings.from_environment())).run_stdio_async)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from assistant.cli.doctor import examine

    settings = Settings.from_environment()
    if options.repair:
        _repair(settings)
        audit.note("repaired")
    lines, healthy = examine(settings, options.deep or options.repair)
    print("\n".join(lines))
    return 0 if healthy else 1


def _repair(settings: Settings) -> None:
    from assistant.cli.deep import fetched_damage
    from assistant.web.feedback import Feedback
    from ingest import repair

    with progress_bar() as tell:
        repair(settings, say, tell)
    home = Home.open(settings.home)
    if (home.root / "feedback.sqlite").exists():
        Feedback.open(home.root).close()  # a damaged file is moved away, and said
    if fetched_damage(home):
        path = home.root / "fetched.json"
        number = sum(1 for _ in home.root.glob(f"{path.name}.damaged*"))
        while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
            number += 1
        path.rename(aside)
        say(f"{path} is moved away; the next 'pincite fetch' records anew what it finds")


def _backup(options: argparse.Namespace) -> int:
    from corpus import back_up

    home = Home.open(Settings.from_environment().home)
    staff.library_of(Settings.from_environment())  # what is damaged is said, and kept as it is
    count = back_up(home, options.file)
    audit.note("backed_up", file=str(options.file.absolute()))
    print(f"wrote {options.file}: {count} files, each read again and right")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from corpus import restore

    settings = Settings.from_environment()
    aside = restore(options.file, settings.home)
    audit.note("restored", file=str(options.file.absolute()))
    told = f"; what was there before is in {aside}" if aside else ""
    held = len(staff.library_of(settings))
    print(f"{settings.home} is as it was when {options.file} was made: {held} documents{told}")
    return 0


def _evals(options: argparse.Namespace) -> int:
    from evals.cli import main

    code = main(options)
    if options.what == "run":
        audit.note("evaluation_ended", outcome="failed" if code else "done")
    return code


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    **ask.RUN,
    **library.RUN,
    **sheet.RUN,
    "report": staff.report,
    "diff": staff.diff,
    "check": staff.check,
    "init": _init,
    "index": _index,
    "rollback": _rollback,
    "backup": _backup,
    "restore": _restore,
    "serve": _serve,
    "mcp": _mcp,
    "evals": _evals,
    "doctor": _doctor,
    **access.RUN,
    **audit.RUN,
}
