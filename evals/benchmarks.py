"""Other people's collections as cases: TREC qrels, BEIR folders, questions with spans."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from corpus import identity_of
from corpus.plain import JsonObject
from evals.cases import BadCase, Case, Stretch, Wanted


def from_spans(path: Path) -> list[Case]:
    """Questions with the characters that answer: JSON Lines of `question`, `document`, `start`,
    `end` (or `spans`, a list of those three), or the JSON of LegalBench-RAG (`tests`: `query`,
    `snippets` of `file_path` and `span`). The document is the id under which the file was added:
    its name without folder and ending. BadCase names what is missing.
    """
    text = path.read_text(encoding="utf-8")
    try:
        whole = json.loads(text)
        rows = (
            whole["tests"]
            if isinstance(whole, dict) and "tests" in whole
            else whole
            if isinstance(whole, list)
            else [whole]
        )
    except json.JSONDecodeError:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    cases = []
    for number, row in enumerate(rows, 1):
        try:
            question = row.get("question") or row["query"]
            found = row.get("spans") or row.get("snippets") or [row]
            spans = tuple(_stretch(one) for one in found)
        except (KeyError, TypeError, ValueError) as error:
            raise BadCase(
                f"{path.name}, question {number}: wanted question, document, start and end; "
                f"{error!r} is missing or wrong"
            ) from error
        identity = str(row.get("id") or f"{path.stem}-{number:04}")
        cases.append(Case(identity, question, "answered", spans=spans, tags=(path.stem,)))
    return cases


def _stretch(row: JsonObject) -> Stretch:
    document = row.get("document") or row["file_path"]
    start, end = (row["start"], row["end"]) if "start" in row else row["span"]
    if not 0 <= int(start) < int(end):
        raise ValueError(f"span {start}:{end}")
    return Stretch(identity_of(Path(document).stem), int(start), int(end))


def from_qrels(qrels: Path, topics: Path) -> list[Case]:
    """TREC: `topic 0 document grade`, and `topic<TAB>question`; a document is `id[#locator]`."""
    questions = dict(
        line.split("\t", 1)
        for line in topics.read_text(encoding="utf-8").splitlines()
        if "\t" in line
    )
    wanted: dict[str, list[Wanted]] = {}
    for number, line in enumerate(qrels.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.split(maxsplit=3)
        if len(parts) != 4:
            raise BadCase(f"{qrels.name}:{number}: wanted 'topic 0 document grade'")
        document, _, grade = parts[2], parts[1], parts[3]
        if " " in grade:  # a locator may hold blanks: the grade is the last word
            document, grade = f"{document} {grade.rsplit(' ', 1)[0]}", grade.rsplit(" ", 1)[1]
        if int(grade) > 0:
            identity, _, locator = document.partition("#")
            wanted.setdefault(parts[0], []).append(
                Wanted(identity, locator, grade=min(2, int(grade)))
            )
    missing = sorted(set(wanted) - set(questions))
    if missing:
        raise BadCase(f"{topics.name} has no question for {', '.join(missing[:3])}")
    return [
        Case(topic, questions[topic], "answered", clauses=tuple(found), tags=(qrels.stem,))
        for topic, found in wanted.items()
    ]


def from_beir(folder: Path, part: str = "test") -> tuple[list[Case], dict[str, str]]:
    """A BEIR folder: its cases, and its corpus as id -> Markdown, one section a document."""
    corpus = {}
    for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        corpus[identity_of(str(row["_id"]))] = (
            f"# {row.get('title') or row['_id']}\n\n{row['text']}\n"
        )
    queries = {
        str(row["_id"]): row["text"]
        for row in map(
            json.loads, (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        )
    }
    spans: dict[str, list[Stretch]] = {}
    with (folder / "qrels" / f"{part}.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if int(row["score"]) > 0:
                identity = identity_of(row["corpus-id"])
                if identity not in corpus:
                    raise BadCase(
                        f"{folder.name}: qrels name {row['corpus-id']}, which the corpus does not "
                        "hold"
                    )
                spans.setdefault(row["query-id"], []).append(
                    Stretch(identity, 0, len(corpus[identity]))
                )
    return [
        Case(q, queries[q], "answered", spans=tuple(found), tags=(folder.name,))
        for q, found in spans.items()
    ], corpus
