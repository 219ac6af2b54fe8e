"""The command line of `pincite evals`. It imports nothing that it may run."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what follows `pincite evals` to the command line."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    _judging(what)
    _learning(what)
    _measuring(what)
    _own_cases(what)


def _file(one: argparse.ArgumentParser, name: str, metavar: str, **rest: Any) -> None:
    one.add_argument(name, type=Path, metavar=metavar, **rest)


def _asks(what: _Parsers, name: str, text: str) -> argparse.ArgumentParser:
    one = what.add_parser(name, help=text)
    one.add_argument(
        "--set",
        choices=("tune", "test", "all"),
        default="all",
        help="which half of the split (default: all)",
    )
    one.add_argument("--slice", metavar="TAG", help="only cases with this tag")
    _file(one, "--cases", "FILE", action="append", help="these cases instead of the committed ones")
    _file(
        one,
        "--with",
        "FOLDER",
        dest="folder",
        help="also add these documents, in a home of the suite's own",
    )
    return one


def _judging(what: _Parsers) -> None:
    one = _asks(what, "run", "ask every case on the shipped path, and print the table")
    one.add_argument(
        "--mode",
        choices=("extractive", "lot", "oracle"),
        default="extractive",
        help="or a stand-in that bounds the measures",
    )
    _file(one, "--baseline", "RUN", help="also show what changed since this run")
    _file(one, "--out", "FILE", help="where the run is kept (default: in the home)")
    one = what.add_parser(
        "compare", help="two runs: gains and losses by question, with a paired test"
    )
    one.add_argument("before", type=Path, metavar="A")
    one.add_argument("after", type=Path, metavar="B")
    one = _asks(
        what,
        "gate",
        "exit 1, with the reason, when members would get worse answers than with the accepted "
        "baseline",
    )
    _file(one, "--run", "FILE", help="judge this run instead of making one")
    one = what.add_parser("report", help="a run as a page")
    one.add_argument("run", type=Path, nargs="?", metavar="RUN", help="default: the last one")
    one.add_argument("--format", choices=("markdown", "html", "junit", "json"), default="markdown")
    _file(one, "--out", "FILE")
    one = what.add_parser(
        "accept", help="make a run the committed baseline: the only thing that moves it"
    )
    one.add_argument("run", type=Path, nargs="?", metavar="RUN", help="default: the last one")
    one = what.add_parser(
        "explain", help="what was searched, ranked, cited and why, for one question"
    )
    one.add_argument("id", metavar="ID")


def _learning(what: _Parsers) -> None:
    one = what.add_parser(
        "train",
        help="learn the adapter for questions, and the weights of a part's signs, "
        "from questions that are no cases",
    )
    _file(
        one,
        "--out",
        "FILE",
        required=True,
        help="where to write it (corpus/adapter.safetensors is the one used)",
    )
    one.add_argument(
        "--turn",
        action="store_true",
        help="instead: what turns a question towards what stands beside clauses "
        "(corpus/turn.safetensors is used)",
    )
    one.add_argument(
        "--topics",
        action="store_true",
        help="instead: what tells topics and overviews (corpus/topical.safetensors is used)",
    )
    one.add_argument(
        "--unanswered",
        action="store_true",
        help="instead: what questions nothing answers lie near (corpus/unanswered.safetensors is "
        "used)",
    )
    one.add_argument(
        "--ranking",
        action="store_true",
        help="instead: the weights of ranking and judging (assistant/ranking/weights.json is used)",
    )
    one.add_argument(
        "--mean",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="learn nothing: write the mean of adapters that were learned apart",
    )


def _measuring(what: _Parsers) -> None:
    one = what.add_parser(
        "planted", help="how many planted errors 'pincite check' finds, and how often it cries wolf"
    )
    _file(
        one, "--with", "FOLDER", dest="folder", help="also over the real agreements in this folder"
    )
    one = what.add_parser(
        "directions",
        help="find anew the directions in which the words of clauses differ "
        "(corpus/late.safetensors)",
    )
    _file(
        one,
        "--out",
        "FILE",
        required=True,
        help="where to write them; an index must be built again with them",
    )


def _own_cases(what: _Parsers) -> None:
    one = what.add_parser("add", help="keep a question of your own as a case of this home")
    one.add_argument("question")
    one.add_argument("--id", required=True)
    one.add_argument("--status", default="answered")
    one.add_argument(
        "--clause",
        action="append",
        default=[],
        metavar="DOCUMENT#LOCATOR",
        help="what answers it (repeatable)",
    )
    one.add_argument("--union")
    one.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD")
    one.add_argument("--tag", action="append", default=[])
    one = what.add_parser("import", help="other people's test collections as cases")
    one.add_argument("kind", choices=("spans", "trec", "beir"))
    one.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="spans: a file; trec: qrels and topics; beir: a folder",
    )
    _file(one, "--out", "CASES", required=True, help="the case file to write")
    _file(
        one,
        "--corpus",
        "FOLDER",
        help="beir: where to write its documents, to be added with 'pincite add'",
    )


def main(options: argparse.Namespace) -> int:
    """Run what was asked for."""
    from evals import case_commands, judge_commands, learn_commands

    return {**judge_commands.RUN, **case_commands.RUN, **learn_commands.RUN}[options.what](options)
