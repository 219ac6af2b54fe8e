"""The member's page: Gradio Blocks that ask and stream.

The conversation lives in the browser; the server keeps none of it.

`answers` is what the page calls: it yields the answer as HTML, growing statement by statement. What
the person chose comes beside the question as one JSON text, which the page's script keeps in step
with its controls. The HTML around the Blocks is in `frame.py`.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING

from assistant.answer import Statement, numbered
from assistant.assistant import Question
from assistant.request import Answering
from assistant.web.line import Line
from assistant.web.member import answer_page
from assistant.web.member.waiting import in_turn
from assistant.web.theme import drawn
from assistant.web.words import Words, words_in
from corpus import AGREEMENTS, Document, Library, PinciteError
from corpus.names import unions
from corpus.plain import JsonObject
from corpus.signs import visible
from corpus.titles import short_title

if TYPE_CHECKING:
    from gradio import Blocks

#: What each choice of "kinds of documents" searches.
KINDS = {
    "agreement": ("agreement",),
    "law": ("law",),
    "policy": ("policy", "guidance"),
    "principle": ("principle", "commentary"),
}
MAX_QUESTION = 4000
MAX_CHOICES = 120_000
MAX_HISTORY = 20
#: Questions that Gradio may hand on at once: they wait in our line, which is shorter.
WAITING = 1000
#: Visits whose last answer Gradio holds, as many as may be answered or wait at the same moment.
VISITS = 100
#: Seconds between two looks at an answer that grows.
PAUSE = 0.15
log = logging.getLogger("pincite.web")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose beside the question.

    `read` believes nothing that comes from a browser.
    """

    union: str | None = None
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: date | None = None
    history: tuple[str, ...] = ()
    cited: str = ""

    @classmethod
    def read(cls, text: str) -> Choices:
        """The choices that the page's script wrote.

        ValueError for anything else, a date that is none included.
        """
        if len(text) > MAX_CHOICES:
            raise ValueError("the choices are too long")
        values = json.loads(text or "{}")
        if not isinstance(values, dict):
            raise ValueError("the choices are no object")

        def texts(name: str, most: int, long: int) -> tuple[str, ...]:
            given = values.get(name) or []
            if not isinstance(given, list) or not all(
                isinstance(one, str) and len(one) <= long for one in given
            ):
                raise ValueError(f"{name}: wanted a list of short texts")
            return tuple(given[-most:])

        chosen = texts("kinds", len(KINDS), 20)
        union, cited, day = (
            str(values.get(name) or "")[:400] for name in ("union", "cited", "as_of")
        )
        kinds = (
            tuple(kind for name in chosen for kind in KINDS[name])
            if 0 < len(chosen) < len(KINDS)
            else ()
        )
        return cls(
            union or None,
            texts("documents", 80, 128),
            kinds,
            date.fromisoformat(day) if day else None,
            texts("history", MAX_HISTORY, MAX_QUESTION),
            cited,
        )

    def question(self, text: str, identity: str) -> Question:
        """These choices with a question."""
        return Question(
            text,
            self.union,
            self.documents,
            self.kinds,
            self.as_of or date.today(),
            self.history,
            id=identity,
            cited=self.cited,
        )

    def json(self) -> JsonObject:
        """The choices as `read` takes them again: kept beside an answer, so that it can be asked
        again the same.
        """
        kinds = [name for name, some in KINDS.items() if set(some) <= set(self.kinds)]
        day = (self.as_of or date.today()).isoformat()
        lists = {"documents": list(self.documents), "kinds": kinds, "history": list(self.history)}
        return {"union": self.union or "", "as_of": day, "cited": self.cited, **lists}


def answers(
    assistant: Answering, message: str, chosen: str, words: Words
) -> Generator[str, None, None]:
    """The answer's HTML, whole each time and growing; what goes wrong is said in it, never thrown
    at the page.
    """
    question = " ".join(message.split())
    if not question:
        return
    try:
        choices = Choices.read(chosen)
        asked = choices.question(question, secrets.token_urlsafe(9))
        stage = words("stage.searching", count=len(assistant.library))
        statements, shown_at = [], 0.0
        yield answer_page.growing(question, stage, [], [], words)
        for step in assistant.stream(asked):
            if step == "searching":
                continue  # it is said already
            if isinstance(step, str):
                stage = words.table.get(f"stage.{step}", stage)
            elif isinstance(step, Statement):
                statements.append(step)
            else:
                yield answer_page.turn(step.json() | {"asked": choices.json()}, words)
                return
            if len(statements) > 1 and time.monotonic() - shown_at < PAUSE:
                # quotations that come together are shown together: each message costs more than
                # what it shows
                continue
            shown_at = time.monotonic()
            yield _growing(question, stage, statements, words)
    except (PinciteError, ValueError, KeyError) as error:
        yield answer_page.failed(question, str(error), words)
    except Exception:
        # the question's words stay out of the log
        log.exception("a question could not be answered")
        yield answer_page.failed(question, words("answer.unexpected"), words)


def _growing(question: str, stage: str, statements: list[Statement], words: Words) -> str:
    numbers = numbered(tuple(statements))
    shown = [
        {"text": s.text, "citations": [numbers[c.place][0] for c in s.citations]}
        for s in statements
    ]
    citations = [c.json(n) for n, c in numbers.values()]
    return answer_page.growing(question, stage, shown, citations, words)


def agreements(assistant: Answering, words: Words) -> JsonObject:
    """Unions of which a document is held, and the agreements with parties, dates and standing
    today, for the selects.
    """
    library, today = assistant.library, date.today()
    rows = [
        _offered(document, assistant, today, words)
        for document in library
        if document.kind in AGREEMENTS and not _twin(document, library)
    ]
    rows.sort(key=lambda row: (not row["live"], row["title"]))
    held = {one for document in library for one in library.unions_of(document)}
    known = [
        {"id": one.id, "title": one.title, "parent": one.parent or ""}
        for one in unions().values()
        if one.id in held
    ]
    others = sorted({row["other"] for row in rows if row["other"]})
    return {
        "unions": [
            *known,
            *({"id": name, "title": visible(name), "parent": "", "own": True} for name in others),
        ],
        "agreements": rows,
    }


def _twin(document: Document, library: Library) -> bool:
    """Whether a document is the official text of a digest that is held: the two are one choice."""
    return bool(document.text_of) and document.text_of in library


def _offered(document: Document, assistant: Answering, today: date, words: Words) -> JsonObject:
    """One agreement to choose; a digest stands for its official text too, and both are searched."""
    library = assistant.library
    own = sorted(library.unions_of(document))
    dates = (
        " – ".join(
            day.isoformat() if day else "…" for day in (document.effective, document.expires)
        )
        if document.effective
        else ""
    )
    standing, title = library.status(document, today), short_title(document.title)
    parties = shorten(
        re.sub(r"\s*\([^()]*\)", "", document.counterparty or ""), 48, placeholder=" …"
    )
    label = " · ".join(
        part for part in (title, parties, dates, words(f"status.{standing}")) if part
    )
    both = [document.id, *([text.id] if (text := library.official_of.get(document.id)) else [])]
    other = document.union if document.union and not own else ""
    return {
        "id": document.id,
        "documents": both,
        "title": visible(title),
        "label": visible(label),
        "unions": own,
        "other": other,
        "live": standing == "in_force",
    }


def blocks(assistant: Answering, language: str, line: Line) -> Blocks:
    """The page in one language, as Gradio Blocks to mount; its questions wait in the line."""
    import gradio as gr

    words = words_in(language)
    with gr.Blocks(title=words("page.name"), analytics_enabled=False, fill_width=True) as made:
        # Markdown and not HTML: Gradio compiles what is in `gr.HTML` as a template, and the page's
        # policy forbids that. It is never shown; the script draws what comes here into the thread.
        stream = gr.Markdown("", elem_id="stream", sanitize_html=False, latex_delimiters=[])
        with gr.Row(elem_id="asking"):
            question = gr.Textbox(
                label=words("ask.label"),
                placeholder=words("ask.placeholder"),
                lines=1,
                max_lines=6,
                max_length=MAX_QUESTION,
                elem_id="question",
                scale=1,
            )
            ask = gr.Button(
                words("ask.button"), variant="primary", elem_id="ask", min_width=72, scale=0
            )
            stop = gr.Button(words("ask.stop"), elem_id="stop", min_width=72, scale=0)
        choices = gr.Textbox("{}", elem_id="choices", show_label=False, container=False)

        async def run(text: str, chosen: str) -> AsyncIterator[tuple[str, object]]:
            answer, box = answers(assistant, text, chosen, words), ""
            async for shown in in_turn(line, " ".join(text.split()), answer, words):
                yield drawn(shown), box
                box = gr.skip()

        begun, quiet = [question.submit, ask.click], {"show_progress": "hidden"}
        # A question sent before the last answer is whole waits for it: with "once" it would be lost
        # without a word. Enter pressed twice asks once: by then the box is empty.
        waits = {"trigger_mode": "always_last", "api_visibility": "private"}
        asking = gr.on(begun, run, [question, choices], [stream, question], **quiet, **waits)
        stop.click(None, cancels=[asking], api_visibility="private", queue=False)
    made.max_threads = WAITING
    # Gradio keeps the last answer of so many visits, which nothing here asks for again
    made.state_session_capacity = VISITS
    page: Blocks = made.queue(max_size=WAITING, default_concurrency_limit=None)
    return page
