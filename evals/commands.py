"""`pincite evals`: run, compare, gate, report, accept, explain, train, add, import. Heavy modules are imported when they are needed."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what follows `pincite evals` to the command line."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)

    def asks(name: str, text: str) -> argparse.ArgumentParser:
        one = what.add_parser(name, help=text)
        one.add_argument("--set", choices=("tune", "test", "all"), default="all", help="which half of the split (default: all)")
        one.add_argument("--slice", metavar="TAG", help="only cases with this tag")
        one.add_argument("--cases", type=Path, action="append", metavar="FILE", help="these cases instead of the committed ones")
        one.add_argument(
            "--with", type=Path, dest="folder", metavar="FOLDER", help="also add these documents, in a home of the suite's own"
        )
        return one

    one = asks("run", "ask every case on the shipped path, and print the table")
    one.add_argument(
        "--mode", choices=("extractive", "lot", "oracle"), default="extractive", help="or a stand-in that bounds the measures"
    )
    one.add_argument("--baseline", type=Path, metavar="RUN", help="also show what changed since this run")
    one.add_argument("--out", type=Path, metavar="FILE", help="where the run is kept (default: in the home)")
    one = what.add_parser("compare", help="two runs: gains and losses by question, with a paired test")
    one.add_argument("before", type=Path, metavar="A")
    one.add_argument("after", type=Path, metavar="B")
    one = asks("gate", "exit 1, with the reason, when members would get worse answers than with the accepted baseline")
    one.add_argument("--run", type=Path, metavar="FILE", help="judge this run instead of making one")
    one = what.add_parser("report", help="a run as a page")
    one.add_argument("run", type=Path, nargs="?", metavar="RUN", help="default: the last one")
    one.add_argument("--format", choices=("markdown", "html", "junit", "json"), default="markdown")
    one.add_argument("--out", type=Path, metavar="FILE")
    one = what.add_parser("accept", help="make a run the committed baseline: the only thing that moves it")
    one.add_argument("run", type=Path, nargs="?", metavar="RUN", help="default: the last one")
    one = what.add_parser("explain", help="what was searched, ranked, cited and why, for one question")
    one.add_argument("id", metavar="ID")
    one = what.add_parser(
        "train", help="learn the adapter for questions, and the weights of a part's signs, from questions that are no cases"
    )
    one.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="where to write it (corpus/adapter.safetensors is the one used)"
    )
    one = what.add_parser("planted", help="how many planted errors 'pincite check' finds, and how often it cries wolf")
    one.add_argument("--with", type=Path, dest="folder", metavar="FOLDER", help="also over the real agreements in this folder")
    one = what.add_parser("directions", help="find anew the directions in which the words of clauses differ (corpus/late.safetensors)")
    one.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write them; an index must be built again with them")
    one = what.add_parser("add", help="keep a question of your own as a case of this home")
    one.add_argument("question")
    one.add_argument("--id", required=True)
    one.add_argument("--status", default="answered")
    one.add_argument("--clause", action="append", default=[], metavar="DOCUMENT#LOCATOR", help="what answers it (repeatable)")
    one.add_argument("--union")
    one.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD")
    one.add_argument("--tag", action="append", default=[])
    one = what.add_parser("import", help="other people's test collections as cases")
    one.add_argument("kind", choices=("spans", "trec", "beir"))
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="spans: a file; trec: qrels and topics; beir: a folder")
    one.add_argument("--out", type=Path, required=True, metavar="CASES", help="the case file to write")
    one.add_argument(
        "--corpus", type=Path, metavar="FOLDER", help="beir: where to write its documents, to be added with 'pincite add'"
    )


def main(options: argparse.Namespace) -> int:
    """Run what was asked for."""
    return _RUN[options.what](options)


def _home():
    from corpus import Settings

    settings = Settings.from_environment()
    return settings, settings.home / "evals"


def _last() -> Path:
    path = _home()[1] / "last.jsonl"
    if not path.exists():
        raise ValueError(f"there is no run yet in {path.parent}; run 'pincite evals run'")
    return path


def _cases(options: argparse.Namespace) -> list:
    from evals.cases import FOLDER, load, set_of

    files = getattr(options, "cases", None)
    own = sorted((_home()[1] / "cases").glob("*.jsonl"))
    cases = load(files) if files else load([*sorted(FOLDER.glob("*.jsonl")), *own])
    wanted, tag = getattr(options, "set", "all"), getattr(options, "slice", None)
    chosen = [c for c in cases if (wanted == "all" or set_of(c) == wanted) and (not tag or tag in c.tags)]
    if not chosen:
        raise ValueError(f"no case is in set {wanted!r}" + (f" with the tag {tag!r}" if tag else ""))
    return chosen


def _assistant(folder: Path | None, adapter: bool = True):
    from assistant.commands import open_assistant, progress_bar

    settings, own = _home()
    settings = replace(settings, adapter=settings.adapter and adapter)
    if folder is None:
        return open_assistant(settings)
    from corpus import Home, Library, identity_of
    from ingest import Described, add

    settings = replace(settings, home=own / "home")
    open_assistant(settings)
    held = Library.load(Home.open(settings.home), settings.bundled)
    new = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in (".pdf", ".docx", ".html", ".md", ".txt")
        and path.stem != "README"
        and identity_of(path.stem) not in held
    ]
    if new:
        with progress_bar() as tell:
            for done in add(new, Described(), settings, tell):
                if done.error:
                    print(f"pincite: {done.error}", file=sys.stderr)
    return open_assistant(settings)


def _make(options: argparse.Namespace, mode: str = "extractive"):
    from tqdm import tqdm

    from evals.bounds import ByLot, Oracle
    from evals.run import keep, run, save

    cases = _cases(options)
    assistant = _assistant(options.folder)
    judged = {"lot": lambda: ByLot(assistant.library), "oracle": lambda: Oracle(assistant.library, cases)}.get(
        mode, lambda: assistant
    )()
    made = run(judged, cases, lambda some: tqdm(some, desc="Asking", file=sys.stderr, leave=False, unit=" questions"))
    path = getattr(options, "out", None) or _home()[1] / "last.jsonl"
    save(made, path)
    if made.complete and mode == "extractive":
        keep(made, _home()[1] / "runs")  # the staff desk shows them over time
    if not made.complete:
        print(f"pincite: stopped after {len(made.results)} of {len(cases)} questions; they are kept in {path}", file=sys.stderr)
    return made


def _run(options: argparse.Namespace) -> int:
    from evals.report import table
    from evals.run import read

    made = _make(options, options.mode)
    print(table(made, read(options.baseline) if options.baseline else None))
    _say_skipped(made)
    return 0 if made.complete and not any(result.error for result in made.results) else 1


def _say_skipped(made) -> None:
    if made.skipped:
        print(
            f"pincite: {len(made.skipped)} questions were skipped, first {made.skipped[0]}; '--with FOLDER' adds the documents they are about",
            file=sys.stderr,
        )


def _compare(options: argparse.Namespace) -> int:
    from evals.report import compared
    from evals.run import read

    print(compared(read(options.before), read(options.after)))
    return 0


def _gate(options: argparse.Namespace) -> int:
    from evals.gate import baseline, judge
    from evals.report import table
    from evals.run import read

    made = read(options.run) if options.run else _make(options)
    before = baseline()
    if before and options.set != "all":
        before = replace(before, results=tuple(result for result in before.results if result.set == options.set))
    reasons = judge(made, before)
    print(table(made, before))
    _say_skipped(made)
    for reason in reasons:
        print(f"pincite: the gate is closed: {reason}", file=sys.stderr)
    if not reasons:
        print("the gate is open: no measure fell further than chance and slack allow")
    return 1 if reasons else 0


def _report(options: argparse.Namespace) -> int:
    from evals import report
    from evals.gate import baseline, judge
    from evals.run import read

    made, before = read(options.run or _last()), baseline()
    reasons = judge(made, before)
    if options.format in ("markdown", "html"):
        written = (report.markdown if options.format == "markdown" else report.page)(made, reasons, before)
    else:
        written = (report.junit if options.format == "junit" else report.as_json)(made, reasons)
    if options.out:
        options.out.write_text(written, encoding="utf-8")
        print(f"wrote {options.out}", file=sys.stderr)
    else:
        print(written, end="")
    return 0


def _accept(options: argparse.Namespace) -> int:
    from evals.gate import BASELINE
    from evals.run import read, save

    made = read(options.run or _last())
    crashed = [result.id for result in made.results if result.error]
    if not made.complete or crashed:
        raise ValueError(f"a run that was stopped or crashed is no baseline ({', '.join(crashed[:5]) or 'stopped'}); run it again")
    save(replace(made, cost={}), BASELINE)
    BASELINE.with_suffix(".cost.json").unlink()
    print(f"wrote {BASELINE}: {len(made.results)} questions; commit it with the reason why")
    return 0


def _explain(options: argparse.Namespace) -> int:
    from evals.explain import explain

    options.set, options.slice, options.cases = "all", None, None
    case = next((case for case in _cases(options) if case.id == options.id), None)
    if case is None:
        raise ValueError(f"no case is called {options.id!r}")
    print(explain(_assistant(None), case))
    return 0


def _train(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from evals.cases import load
    from evals.train import LEARNED, beside_digests, learn, over_agreements

    assistant = _assistant(None, adapter=False)  # what is learned now depends on nothing that was learned before
    held, cases = assistant.held(), load(LEARNED)
    absent = sorted({one for case in cases for one in case.documents if one not in held.library})
    if absent:
        print(f"not held here, so nothing is learned from questions over them: {', '.join(absent)}; add them first", file=sys.stderr)
    with tqdm(desc="finding what to compare", unit=" questions") as bar:
        asked = [*beside_digests(held.library, held.index, assistant.embedder, bar.update)]
        asked += over_agreements(cases, held.library, held.index, assistant.embedder, bar.update)
    say = lambda line: print(line, file=sys.stderr, flush=True)  # noqa: E731
    say(f"{len(asked)} questions")
    weights = learn(assistant.embedder.weights(), asked, held.index, options.out, say)
    print(f"wrote {options.out}; assistant/parts.py must have {weights}; judge both with 'pincite evals run --set test' first")
    return 0


def _directions(options: argparse.Namespace) -> int:
    from corpus import Embedder
    from evals.train import clauses_written, directions

    texts = clauses_written()
    kept = directions(Embedder(_home()[0]), texts, options.out)
    print(f"wrote {options.out}: {100 * kept:.0f} percent of the words' length is kept, of {len(texts)} clauses")
    return 0


def _add(options: argparse.Namespace) -> int:
    from evals.cases import Case, Wanted, add, case_of, line_of

    clauses = tuple(Wanted(*clause.partition("#")[::2]) for clause in options.clause)
    case = Case(
        options.id,
        options.question,
        options.status,
        union=options.union,
        as_of=options.as_of,
        clauses=clauses,
        tags=tuple(options.tag),
    )
    case_of(json.loads(line_of(case)))
    library = _assistant(None).library
    for wanted in clauses:
        if not any(clause.locator == wanted.locator for clause in library[wanted.document].clauses):
            raise ValueError(f"{wanted.document} has no clause at {wanted.locator!r}; 'pincite show {wanted.document}' lists them")
    path = _home()[1] / "cases" / "own.jsonl"
    add(path, [case])
    print(f"kept in {path}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from evals import benchmarks
    from evals.cases import add

    if len(options.paths) != (2 if options.kind == "trec" else 1):
        raise ValueError("spans and beir want one path, trec wants two: qrels and topics")
    if options.kind == "spans":
        cases = benchmarks.from_spans(options.paths[0])
    elif options.kind == "trec":
        cases = benchmarks.from_qrels(*options.paths)
    else:
        cases, corpus = benchmarks.from_beir(options.paths[0])
        if options.corpus:
            options.corpus.mkdir(parents=True, exist_ok=True)
            for identity, text in corpus.items():
                (options.corpus / f"{identity}.md").write_text(text, encoding="utf-8")
    add(options.out, cases)
    print(f"wrote {len(cases)} cases to {options.out}; 'pincite evals run --cases {options.out}' judges them")
    return 0


def _planted(options: argparse.Namespace) -> int:
    from corpus import Home, Library
    from evals.bulletins import OFFICIAL
    from evals.planted import bulletins, run, table
    from ingest import Described
    from ingest.add import document_from

    settings, own = _home()
    library = Library.load(Home(own / "planted"), settings.bundled)  # the digests alone; nothing is written
    added = []
    for row in OFFICIAL.values() if options.folder else ():
        said = {name: tuple(value) if isinstance(value, list) else value for name, value in row["described"].items()}
        said |= {name: date.fromisoformat(said[name]) for name in ("effective", "expires") if name in said}
        added.append(document_from(options.folder / row["file"], Described(**said), library, settings)[0])
    library = Library.of([*library, *added])
    print("\n".join(table(run(library, bulletins(library)))))
    return 0


_RUN = {
    "run": _run,
    "compare": _compare,
    "gate": _gate,
    "report": _report,
    "accept": _accept,
    "explain": _explain,
    "train": _train,
    "directions": _directions,
    "planted": _planted,
    "add": _add,
    "import": _import,
}
