"""What of a clause is embedded and searched: windows, sentences, questions, statements, words."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Document
from corpus.model import Clause, Span
from corpus.words import sentences

#: The kinds of unit: a clause's windows and sentences, the questions it answers, and its facts'
#: plain statements.
UNITS = ("window", "sentence", "ask", "short")
#: Those that stand beside a clause and are no words of it: people wrote them, as they speak.
BESIDE = ("ask", "short")
#: With its context line a window stays under all-MiniLM's 256 tokens; checked when it is written.
WINDOW_WORDS = 110


@dataclass(frozen=True, slots=True)
class Unit:
    """One text with a vector. `kind` is one of UNITS. An `ask` (a question) and a `short` (a
    statement) have the span of the fact that they stand beside; the span is empty for a question
    that a machine wrote.
    """

    clause: int
    kind: str
    text: str
    start: int = 0
    end: int = 0


def standing(document: Document, clause: Clause) -> str:
    """Where a clause stands, in words: what is embedded before its text and never quoted.

    A digest's clause is told apart by its union and document; inside a long agreement those words
    are the same before every clause and drown what differs, so there only the headings stand
    (evals/LOG.md, 24 November 2026).
    """
    if document.basis == "official":
        return ". ".join(dict.fromkeys(part for part in (*clause.path, clause.heading) if part))
    title = document.name
    named = [document.union or "", title, *clause.path, clause.heading]
    return ". ".join(dict.fromkeys(part for part in named if part))


def windows(text: str, span: Span, words: int = WINDOW_WORDS) -> list[Span]:
    """A clause cut into runs of about `words` words: at sentence ends, long sentences at spaces."""
    runs: list[Span] = []
    count = 0
    for sentence in _pieces(text, span, words):
        size = len(sentence.of(text).split())
        if not runs or count + size > words:
            runs.append(sentence)
            count = size
        else:
            runs[-1] = Span(runs[-1].start, sentence.end)
            count += size
    return runs


def _pieces(text: str, span: Span, words: int) -> list[Span]:
    out: list[Span] = []
    for sentence in sentences(text, span.start, span.end):
        spaces = [n for n in range(sentence.start, sentence.end) if text[n].isspace()]
        begin = sentence.start
        while len(text[begin : sentence.end].split()) > words:
            cut = [n for n in spaces if n > begin][words - 1 :: words][:1]
            if not cut:
                break
            out.append(Span(begin, cut[0]))
            begin = cut[0] + 1
        if begin < sentence.end:
            out.append(Span(begin, sentence.end))
    return out


def parts(document: Document, clause: Clause) -> list[Span]:
    """A clause's sentences in order; of a table each row, which no full stop cuts."""
    out: list[Span] = []
    begin = clause.span.start
    for row in clause.rows:
        if begin < row.start:
            out += sentences(document.text, begin, row.start)
        out.append(Span(row.start, row.end))
        begin = row.end
    return [
        *out,
        *(sentences(document.text, begin, clause.span.end) if begin < clause.span.end else ()),
    ]


def units_of(document: Document) -> tuple[list[int], list[Unit]]:
    """The numbers of a document's clauses that are searched, and every unit to be embedded.

    A unit's clause is its place in that list.
    """
    numbers: list[int] = []
    made: list[Unit] = []
    for number, clause in enumerate(document.clauses):
        if clause.title_only:
            continue  # its words are in its children's path
        row = len(numbers)
        numbers.append(number)
        context = standing(document, clause)
        for span in windows(document.text, clause.span):
            words = f"{context}. {span.of(document.text)}"
            made.append(Unit(row, "window", words, span.start, span.end))
        for span in parts(document, clause):
            words = " ".join(span.of(document.text).split())
            if over := clause.over(span.start):
                words = f"{context}. {over}. {words}"  # a row says little by itself
            if len(words) > 25:
                made.append(Unit(row, "sentence", words, span.start, span.end))
        for fact in clause.facts:
            made.extend(Unit(row, "ask", ask, fact.span.start, fact.span.end) for ask in fact.asks)
            if fact.short:
                made.append(Unit(row, "short", fact.short, fact.span.start, fact.span.end))
        made.extend(Unit(row, "ask", ask) for ask in (*clause.asks, *clause.machine_asks))
    return numbers, made


def lexical_text(document: Document, clause: Clause) -> str:
    """What the lexical index holds of a clause: its words, headings (twice) and questions."""
    context = standing(document, clause)
    return "\n".join(
        [
            context,
            clause.label,
            clause.label,
            *document.aliases,
            document.quote(clause),
            *clause.questions,
            *clause.machine_asks,
        ]
    )
