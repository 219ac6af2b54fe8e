"""What each command of `pincite` does. Results go to stdout; progress, logs and errors to stderr."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant import access, desk, show
from assistant.asking import MAX_LINE, cited, question_of, searched, turns
from assistant.assistant import Assistant, Question
from corpus import BadQuestion, Home, Library, PinciteError, Settings


def _say(message: str) -> None:
    print(f"pincite: {message}", file=sys.stderr)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr for whatever step is under way; steps under a second show none."""
    from tqdm import tqdm

    bar = None
    names = {
        "embedding": "Reading the clauses into vectors",
        "storing": "Writing the index",
        "checking": "Checking the index",
        "reading": "Reading files",
        "fetching": "Fetching official texts",
        "asking": "Having questions written",
    }

    def tell(step: str, done: int, total: int) -> None:
        nonlocal bar
        label = names.get(step, step)
        if bar is None or bar.desc != f"{label}: ":
            if bar is not None:
                bar.close()
            bar = tqdm(total=total, desc=label, file=sys.stderr, delay=0.5, leave=False, unit="")
        bar.update(done - bar.n)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.close()


def open_assistant(settings: Settings) -> Assistant:
    """The assistant of a home whose index is built first where it is missing, stale or damaged."""
    from ingest import ensure_index

    with progress_bar() as tell:
        ensure_index(settings, tell, _say)
    return Assistant.open(settings)


# --- ask, search, rewrite ---


def _ask(options: argparse.Namespace) -> int:
    def run(assistant: Assistant, question: Question) -> dict:
        outcome = assistant.ask(question)
        if options.save:
            from assistant.record import record_of, write_record

            write_record(options.save, record_of(outcome, assistant.search(question)[0], assistant))
        return outcome.json()

    return _answer(options, run, show.answer)


def _search(options: argparse.Namespace) -> int:
    return _answer(options, lambda assistant, question: searched(assistant, question), show.passages)


def _rewrite(options: argparse.Namespace) -> int:
    from assistant.rewrite import standalone

    def run(_: Assistant | None, question: Question) -> dict:
        rewritten, changed = standalone(question.question, question.history, question.cited)
        return {"id": question.id, "question": question.question, "standalone": rewritten, "changed": changed}

    return _answer(options, run, lambda found: found["standalone"], needs_index=False)


def _answer(options: argparse.Namespace, run: Callable, human: Callable[[dict], str], needs_index: bool = True) -> int:
    settings = Settings.from_environment()
    if options.batch is not None:
        source = sys.stdin if options.batch == "-" else open(options.batch, encoding="utf-8", errors="replace")  # noqa: SIM115
        with source:
            assistant = open_assistant(settings) if needs_index else None
            _batch(source, options, lambda question: run(assistant, question))
        return 0
    history = _turns_of(options.history)
    question = Question(options.question, history=tuple(turns(history)), cited=cited(history))
    if needs_index:
        question = _with_options(question, options)
    assistant = open_assistant(settings) if needs_index else None
    found = run(assistant, question)
    if found.get("id", 0) is None and options.command == "search":
        del found["id"]
    print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else human(found))
    return 0


def _with_options(question: Question, options: argparse.Namespace) -> Question:
    return replace(
        question,
        union=options.union,
        documents=tuple(options.document),
        kinds=tuple(options.kind),
        as_of=options.as_of,
        k=options.k,
    )


def _batch(lines: Iterator[str], options: argparse.Namespace, run: Callable[[Question], dict]) -> None:
    """One JSON object out for each line in, in the same order; a bad line is an error object and the rest goes on."""
    history = _turns_of(options.history)
    base = Question("", history=tuple(turns(history)), cited=cited(history))
    if options.command != "rewrite":
        base = _with_options(base, options)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity: object = None
        try:
            if len(line) > MAX_LINE:
                raise BadQuestion(f"line {number} has {len(line):,} characters, more than {MAX_LINE:,}")
            values = json.loads(line)
            if not isinstance(values, dict):
                raise BadQuestion(f"line {number}: wanted a JSON object, found {type(values).__name__}")
            identity = values.get("id")
            found = {**run(question_of(values, base)), "id": identity}
        except (PinciteError, ValueError, TypeError) as error:
            found = {"id": identity, "error": f"line {number}: {error}" if isinstance(error, json.JSONDecodeError) else str(error)}
        except Exception as error:  # noqa: BLE001 - one question must not end the batch; the kind of error is kept for staff
            found = {"id": identity, "error": f"{type(error).__name__}: {error}"}
        print(json.dumps(found, ensure_ascii=False), flush=True)


def _turns_of(path: Path | None) -> list:
    if path is None:
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        values = json.loads(text)
    except ValueError:
        rows = [line for line in text.splitlines() if line.strip()]
        try:
            values = [json.loads(row) for row in rows]
        except ValueError:
            values = rows
    return values if isinstance(values, list) else [values]


# --- the library ---


def _add(options: argparse.Namespace) -> int:
    from assistant.llm import WANTED, Model
    from ingest import Described, add, lines_of, write_questions

    settings = Settings.from_environment()
    model = Model.of(settings) if options.questions else None
    if options.questions and model is None:
        raise PinciteError(f"--questions needs a language model, and PINCITE_LLM is not set; {WANTED}")
    described = Described(
        options.id,
        options.title,
        options.union,
        options.kind,
        options.effective,
        options.expires,
        tuple(options.supersedes),
        options.text_of,
        options.jurisdiction,
        tuple(options.alias),
    )
    with progress_bar() as tell:
        results = add(options.paths, described, settings, tell, _say)
        if model:
            written = write_questions([d.document.id for d in results if d.document], settings, model.write, tell, _say)
            _say(f"{model.name} wrote {written} questions that passed the checks; 'pincite show' marks them as machine-written")
    for done in results:
        if done.document:
            print("\n".join(lines_of(done.document, long=False)))
        else:
            print(f"pincite: {done.path}: {done.error}", file=sys.stderr)
    return 1 if any(done.error for done in results) else 0


def _fetch(options: argparse.Namespace) -> int:
    from ingest import fetch, lines_of

    with progress_bar() as tell:
        outcomes = fetch(options.ids, Settings.from_environment(), options.update, tell)
    for outcome in outcomes:
        if outcome.document:
            print("\n".join(lines_of(outcome.document, long=False)))
        else:
            print(f"{outcome.digest}: {outcome.said}", file=sys.stderr if outcome.failed else sys.stdout)
    return 1 if any(outcome.failed for outcome in outcomes) else 0


def _remove(options: argparse.Namespace) -> int:
    from ingest import remove

    with progress_bar() as tell:
        remove(options.ids, Settings.from_environment(), tell)
    print(f"removed from every answer: {', '.join(options.ids)}")
    return 0


def _list(options: argparse.Namespace) -> int:
    library = desk.library_of(Settings.from_environment())
    rows = show.listing(library, date.today())
    print(json.dumps(rows, ensure_ascii=False, indent=1) if options.json else show.table(rows))
    return 0


def _show(options: argparse.Namespace) -> int:
    library = desk.library_of(Settings.from_environment())
    print(show.document(library, library[options.id], options.locator, date.today(), sys.stdout.isatty()))
    return 0


def _print_text(options: argparse.Namespace) -> int:
    library = desk.library_of(Settings.from_environment())
    sys.stdout.flush()
    sys.stdout.buffer.write(library[options.id].text.encode("utf-8"))
    return 0


# --- the home ---


def _init(options: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    if (settings.home / "home.json").exists():
        raise PinciteError(f"{settings.home} is a home already; delete it first, or set PINCITE_HOME to another folder")
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
        home, library = Home.open(settings.home), desk.library_of(settings)
        index = build(home, library, Embedder(settings), settings, tell)
    print(f"built {index.folder.name}: {index.manifest['clauses']} clauses of {index.manifest['documents']} documents")
    return 0


def _rollback(_: argparse.Namespace) -> int:
    from ingest import roll_back

    settings = Settings.from_environment()
    home = Home(settings.home)
    with home.writing():
        earlier = roll_back(home)
    print(f"back to the documents and index before the last change: {len(Library.load(earlier, settings.bundled))} documents")
    return 0


def _serve(options: argparse.Namespace) -> int:
    import ui
    from assistant.web.told import WebSettings

    web = WebSettings(
        auth=options.auth,
        members_sign_in=options.members_sign_in,
        trusted_proxies=tuple(options.trusted_proxy),
        root_path=options.root_path,
        mcp=options.mcp,
        log_questions=options.log_questions,
        language=options.language,
    )
    return ui.serve(options.host, options.port, web)


def _mcp(_: argparse.Namespace) -> int:
    import anyio

    from assistant.web.tools import server

    anyio.run(server(open_assistant(Settings.from_environment())).run_stdio_async)
    return 0


def _doctor(_: argparse.Namespace) -> int:
    from assistant.doctor import examine

    lines, healthy = examine(Settings.from_environment())
    print("\n".join(lines))
    return 0 if healthy else 1


def _evals(options: argparse.Namespace) -> int:
    from evals.commands import main

    return main(options)


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "ask": _ask,
    "search": _search,
    "rewrite": _rewrite,
    "add": _add,
    "fetch": _fetch,
    "remove": _remove,
    "list": _list,
    "show": _show,
    "text": _print_text,
    "report": desk.report,
    "diff": desk.diff,
    "check": desk.check,
    "init": _init,
    "index": _index,
    "rollback": _rollback,
    "serve": _serve,
    "mcp": _mcp,
    "evals": _evals,
    "doctor": _doctor,
    **access.RUN,
}
