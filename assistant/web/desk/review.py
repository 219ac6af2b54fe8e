"""Review: what members complained of and what the checks found, each quotation beside its source,
and a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.checking.fates import changes_since, restated
from assistant.web.access.guard import account_of
from assistant.web.desk.case import STANDING, case_html, queue_html, slug
from assistant.web.desk.kept_case import Found, NoCase, case_from, keep
from assistant.web.desk.parts import HIDDEN, Outputs, markdown, noted, titles
from assistant.web.desk.parts import said as told_of
from assistant.web.feedback import VERDICTS, BadFeedback, Said
from assistant.web.theme import drawn
from assistant.web.words import Words
from corpus import Library, PinciteError
from corpus.signs import visible

if TYPE_CHECKING:
    from assistant.web.app import Held

LISTED = 100


def waiting(held: Held) -> list[tuple[Said, int]]:
    """What is to be reviewed, with how many of its quotations no longer stand: complaints, then
    praised answers that changed.
    """
    library, today = held.assistant.library, date.today()
    rows = [(said, _gone(said, library, today)) for said in held.feedback.queue(LISTED)]
    praised = [(said, _gone(said, library, today)) for said in held.feedback.praised()]
    return [*rows, *(row for row in praised if row[1])][:LISTED]


def _gone(said: Said, library: Library, day: date) -> int:
    fates = changes_since(said.answer, library, day)[: len(said.answer["citations"])]
    changed = sum(since.fate not in STANDING for since in fates)
    return changed + len(restated(said.answer, library))


@dataclass(frozen=True)
class _Acts:
    """What the page does, in the language of the desk."""

    held: Held
    words: Words
    root: str

    def begin(self) -> Outputs:
        return self._shown(0)

    def _shown(self, number: int, told: str = "") -> Outputs:
        held, words, library = self.held, self.words, self.held.assistant.library
        rows = waiting(held)
        said = held.feedback.get(number) if number else None
        if said is None and rows:
            said = held.feedback.get(rows[0][0].id)
        current = said.id if said else 0
        return (
            drawn(queue_html(rows, current, held.feedback.counts(), words)),
            str(current),
            gr.update(value=None),
            "",
            gr.update(choices=titles(library), value=None),
            gr.update(choices=[], value=None),
            drawn(case_html(said, library, words, self.root)),
            told,
        )

    def _after(self, number: int) -> int:
        ids = [said.id for said, _ in waiting(self.held)]
        return next((one for one in ids if one > number), ids[0] if ids else 0)

    def pick(self, number: str) -> Outputs:
        return self._shown(_number(number))

    def skip(self, number: str) -> Outputs:
        return self._shown(self._after(_number(number)))

    def clauses_of(self, document: str | None) -> object:
        library = self.held.assistant.library
        clauses = library[document].clauses if document and document in library else ()
        rows = [(visible(c.label[:120]), c.locator) for c in clauses if not c.title_only]
        return gr.update(choices=list(dict.fromkeys(rows)), value=None)

    def save(self, request: gr.Request, *fields: Any) -> Outputs:
        return self._save(False, request, *fields)

    def save_case(self, request: gr.Request, *fields: Any) -> Outputs:
        return self._save(True, request, *fields)

    def _save(
        self,
        case: bool,
        request: gr.Request,
        number: str,
        verdict: str | None,
        note: str,
        document: str | None,
        locator: str | None,
    ) -> Outputs:
        held, words = self.held, self.words
        reviewer = account_of(request).name
        said = held.feedback.get(_number(number))
        kept = (gr.skip(),) * 7
        if said is None:
            return *kept, told_of(words("review.choose"), False)
        if verdict not in VERDICTS:
            return *kept, told_of(words("review.verdict_first"), False)
        found = Found(verdict, note[:2000], document or "", locator or "")
        try:
            made = case_from(said, found, held.assistant.library) if case else None
            if made:
                keep(held.settings.home, made)
            held.feedback.review(said.id, reviewer, verdict, found.note, made.id if made else "")
        except (NoCase, BadFeedback, PinciteError) as error:
            return *kept, told_of(error, False)
        as_case = {"case": made.id} if made else {}
        noted(held.audit, request, "reviewed", number=said.id, verdict=verdict, **as_case)
        told = words("review.case_made", id=made.id) if made else words("review.saved")
        return self._shown(self._after(said.id), told_of(told, True))


def blocks(held: Held, words: Words, root: str) -> gr.Blocks:
    """The page as Gradio Blocks."""
    acts = _Acts(held, words, root)
    with gr.Blocks(title=words("desk.review"), analytics_enabled=False, fill_width=True) as made:
        with gr.Row(elem_id="reviewing"):
            with gr.Column(scale=1, min_width=260, elem_id="side"):
                queue = markdown("queue")
                export = f'<a class="link" href="{root}/desk/feedback.csv" download>'
                export += f"{words.html('review.export')}</a>"
                gr.Markdown(f"<p>{export}</p>", sanitize_html=False)
            with gr.Column(scale=3, min_width=320):
                case = markdown("case")
                with gr.Column(elem_id="verdicts"):
                    fields = _fields(words)
                    with gr.Row(elem_classes="acts"):
                        save = gr.Button(words("review.save"), variant="primary", elem_id="save")
                        make = gr.Button(words("review.make"), elem_id="make")
                        skipped = gr.Button(words("review.next"), elem_id="next")
                    told = markdown("told", "told")
                    keys = f'<p class="fine keys">{words.html("review.keys")}</p>'
                    gr.Markdown(keys, sanitize_html=False)
        picked = gr.Textbox("", elem_id="picked", show_label=False, container=False)
        open_it = gr.Button("", elem_id="pick")
        verdict, document, locator, note = fields
        # the case last but for what is told: who sees it may judge it
        outputs = [queue, picked, verdict, note, document, locator, case, told]
        inputs = [picked, verdict, note, document, locator]
        made.load(acts.begin, None, outputs, **HIDDEN)
        open_it.click(acts.pick, picked, outputs, **HIDDEN)
        skipped.click(acts.skip, picked, outputs, **HIDDEN)
        document.input(acts.clauses_of, document, locator, **HIDDEN)
        save.click(acts.save, inputs, outputs, **HIDDEN)
        make.click(acts.save_case, inputs, outputs, **HIDDEN)
    page: gr.Blocks = made.queue(max_size=64, default_concurrency_limit=2)
    return page


def _fields(words: Words) -> tuple[gr.Radio, gr.Dropdown, gr.Dropdown, gr.Textbox]:
    """The verdict, and what may be said beside it: the right document and clause, and a note."""
    named = [
        (f"{n}  {words('review.verdict_' + slug(one))}", one) for n, one in enumerate(VERDICTS, 1)
    ]
    verdict = gr.Radio(named, label=words("review.verdict"), elem_id="verdict")
    with gr.Accordion(words("review.more"), open=False, elem_id="more"):
        with gr.Row():
            document, locator = (
                gr.Dropdown([], label=words(f"review.right_{one}"), elem_id=f"right-{one}", scale=1)
                for one in ("document", "clause")
            )
        note = gr.Textbox(label=words("review.note"), lines=2, max_length=2000, elem_id="note")
    return verdict, document, locator, note


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0
