"""Review: what members complained of and what the checks found, each quotation beside its source, and a verdict."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from assistant.answering.short import in_quotes
from assistant.checking.fates import Since, changes_since, restated
from assistant.web.access.guard import account_of
from assistant.web.desk.kept_case import Found, NoCase, case_from, keep
from assistant.web.feedback import VERDICTS, BadFeedback, Said
from assistant.web.member import answer_page, source
from assistant.web.theme import drawn
from assistant.web.words import Words
from corpus import Library, PinciteError, Span

if TYPE_CHECKING:
    from assistant.web.app import Held

_FINE = ("unchanged", "shifted")
LISTED = 100


def waiting(held: Held) -> list[tuple[Said, int]]:
    """What is to be reviewed, with how many of its quotations no longer stand: complaints, then praised answers that changed."""
    library, today = held.assistant.library, date.today()
    rows = [(said, _gone(said, library, today)) for said in held.feedback.queue(LISTED)]
    praised = [(said, _gone(said, library, today)) for said in held.feedback.praised()]
    return [*rows, *(row for row in praised if row[1])][:LISTED]


def _gone(said: Said, library: Library, day: date) -> int:
    changed = sum(
        since.fate not in _FINE
        for since in _fates(said, library, day)[: len(said.answer["citations"])]
    )
    return changed + len(restated(said.answer, library))


def _fates(said: Said, library: Library, day: date) -> list[Since]:
    return changes_since(said.answer, library, day)


def queue_html(
    rows: list[tuple[Said, int]], current: int, counts: dict[str, int], words: Words
) -> str:
    """The list on the left: a button each, the one that is open marked."""

    def entry(said: Said, gone: int) -> str:
        reason = (
            words(f"review.reason_{_slug(said.reason or 'other')}")
            if said.verdict == "bad"
            else words("review.praised")
        )
        check = (
            f' · <strong class="bad">{escape(words("review.gone", count=gone))}</strong>'
            if gone
            else ""
        )
        mark = ' aria-current="true"' if said.id == current else ""
        return (
            f'<li><button type="button" data-pick="{said.id}"{mark}><span class="asked">'
            f"{escape(said.question[:160])}</span>"
            f'<span class="fine">{escape(said.at[:10])} · {escape(reason)}{check}</span></button>'
            "</li>"
        )

    listed = "".join(entry(said, gone) for said, gone in rows)
    total = escape(words("review.counts", waiting=len(rows), reviewed=counts["reviewed"]))
    return f'<p class="fine">{total}</p>' + (
        f'<ul class="queue">{listed}</ul>'
        if rows
        else f'<p class="empty">{escape(words("review.none"))}</p>'
    )


def case_html(said: Said | None, library: Library, words: Words, root: str) -> str:
    """The answer under review: question, complaint, and each quotation with its check beside the place where it stands."""
    if said is None:
        return f'<p class="empty">{escape(words("review.choose"))}</p>'
    answer, day = said.answer, date.today()
    read = (
        f'<p class="fine">{escape(words("answer.read_as"))} {escape(said.standalone)}</p>'
        if said.standalone != said.question
        else ""
    )
    key = (
        f"review.reason_{_slug(said.reason or 'other')}"
        if said.verdict == "bad"
        else "review.praised"
    )
    theirs = f"<blockquote>{escape(said.words)}</blockquote>" if said.words else ""
    fates = _fates(said, library, day)
    parts = [
        f'<article class="case" id="case-{said.id}" data-case="{said.id}"><h2 tabindex="-1">'
        f"{escape(said.question)}</h2>{read}",
        '<div class="complaint"><strong>'
        f"{escape(words('review.member_says'))}: {escape(words(key))}</strong>{theirs}</div>",
    ]
    parts.append(short_html(answer, restated(answer, library), words))
    if said.status != "answered":
        parts.append(f'<p class="verdict">{escape(str(answer["answer"]).split(chr(10))[0])}</p>')
    for citation, since in zip(answer["citations"], fates, strict=False):
        parts.append(_citation(citation, since, library, words, root))
    if answer["notes"]:
        parts.append(
            '<ul class="notes">'
            + "".join(f"<li>{escape(note)}</li>" for note in answer["notes"])
            + "</ul>"
        )
    model = str(answer["mode"]).partition(":")[2][:80]
    made = words("review.mode_model", model=model) if model else words("review.mode_extractive")
    foot = escape(
        words(
            "review.foot", date=str(answer["as_of"]), mode=made, corpus=str(answer["corpus"])[:40]
        )
    )
    earlier = "".join(
        f"<li>{escape(one.at[:10])} · {escape(one.reviewer)}: "
        f"{escape(words('review.verdict_' + _slug(one.verdict)))}. {escape(one.note)}</li>"
        for one in said.reviews
    )
    return "".join(
        [
            *parts,
            f'<p class="fine">{foot}</p>',
            f'<ul class="notes">{earlier}</ul>' if earlier else "",
            "</article>",
        ]
    )


def short_html(answer: dict, changed: list[Since], words: Words) -> str:
    """What the member read first: the direct answer and the table of unions, with their numbers, and which of their statements have changed."""
    short, rows = answer.get("short"), answer.get("by_union") or []
    if not short:
        return ""

    def chips(numbers: list[int]) -> str:
        return "".join(f' <span class="chip">{int(n)}</span>' for n in numbers)

    body = "".join(
        f'<tr><th scope="row">{escape(row["union"])}</th>'
        f"<td>{escape(row['short'])}{chips([row['citation']])}</td></tr>"
        for row in rows
    )
    table = f"<table><tbody>{body}</tbody></table>" if rows else ""
    since = "".join(
        f'<p class="fine"><span class="fate bad">{escape(words("review.fate_restated"))}</span> '
        f'<q lang="en">{escape(one.quote)}</q> {escape(one.found.note)}</p>'
        for one in changed
    )
    return (
        f'<section class="cited first"><h3>{escape(words("review.short"))}</h3><p class="ours">'
        f"{escape(words('review.from_' + short['from']))}</p>"
        f'<p class="direct" lang="en">{escape(short["text"])}{chips(short["citations"])}</p>'
        f"{table}{since}</section>"
    )


def _shown(citation: dict, words: Words) -> str:
    """A citation's words as the member saw them: official ones in quotation marks, ours named as our summary and without."""
    if citation["basis"] == "digest":
        return (
            f'<h4>{escape(words("review.our_summary"))}</h4><div class="ours words" lang="en">'
            f"{escape(citation['quote'])}</div>"
        )
    return (
        f'<h4>{escape(words("review.shown"))}</h4><blockquote lang="en">'
        f"{escape(in_quotes(citation['quote']))}</blockquote>"
    )


def _citation(citation: dict, since: Since, library: Library, words: Words, root: str) -> str:
    fine = since.fate in _FINE
    note = f'<p class="fine">{escape(since.found.note)}</p>' if since.found.note else ""
    try:
        document = library[citation["document"]]
        at = (
            (since.found.start, since.found.end)
            if since.found.start is not None and since.found.end is not None
            else (citation["start"], citation["end"])
        )
        beside = source.beside(document, Span(*at), words, root)
    except (PinciteError, ValueError):
        beside = f'<p class="empty">{escape(words("review.nowhere"))}</p>'
    try:
        badges = answer_page.badges(citation, words)
    except KeyError:  # what a browser sent names a tier, force or standing that there is not
        badges = ""
    mark = (
        f'<span class="fate {"good" if fine else "bad"}">'
        f"{escape(words('review.fate_' + since.fate))}</span>"
    )
    return (
        f'<section class="cited"><h3><span class="chip">{int(citation["n"])}</span>'
        f" {answer_page.place(citation, words)} {mark}</h3>{badges}{note}"
        f'<div class="two"><div>{_shown(citation, words)}</div>'
        f"<div><h4>{escape(words('review.held'))}</h4>{beside}</div></div></section>"
    )


def _slug(text: str) -> str:
    return text.replace(" ", "_")


def blocks(held: Held, words: Words, root: str):
    """The page as Gradio Blocks."""

    def library() -> Library:
        return held.assistant.library

    def show(number: int, told: str = ""):
        rows = waiting(held)
        ids = [said.id for said, _ in rows]
        said = held.feedback.get(number) if number else None
        if said is None and ids:
            said = held.feedback.get(ids[0])
        current = said.id if said else 0
        shown = drawn(case_html(said, library(), words, root))
        return (
            drawn(queue_html(rows, current, held.feedback.counts(), words)),
            str(current),
            gr.update(value=None),
            "",
            gr.update(choices=_titles(library()), value=None),
            gr.update(choices=[], value=None),
            shown,
            told,
        )

    def after(number: int) -> int:
        ids = [said.id for said, _ in waiting(held)]
        return next((one for one in ids if one > number), ids[0] if ids else 0)

    def pick(number: str):
        return show(_number(number))

    def skip(number: str):
        return show(after(_number(number)))

    def clauses_of(document: str | None):
        held_now = library()
        rows = (
            [(c.label[:120], c.locator) for c in held_now[document].clauses if not c.title_only]
            if document in held_now
            else []
        )
        return gr.update(choices=list(dict.fromkeys(rows)), value=None)

    def save(
        number: str,
        verdict: str | None,
        note: str,
        document: str | None,
        locator: str | None,
        request: gr.Request,
        case: bool = False,
    ):
        reviewer = account_of(request).name
        said = held.feedback.get(_number(number))
        kept = (gr.skip(),) * 7
        if said is None:
            return *kept, _told(words("review.choose"), False)
        if verdict not in VERDICTS:
            return *kept, _told(words("review.verdict_first"), False)
        found = Found(verdict, note[:2000], document or "", locator or "")
        try:
            made = case_from(said, found, library()) if case else None
            if made:
                keep(held.settings.home, made)
            held.feedback.review(said.id, reviewer, verdict, found.note, made.id if made else "")
        except (NoCase, BadFeedback, PinciteError) as error:
            return *kept, _told(str(error), False)
        told = words("review.case_made", id=made.id) if made else words("review.saved")
        return show(after(said.id), _told(told, True))

    def save_case(
        number: str,
        verdict: str | None,
        note: str,
        document: str | None,
        locator: str | None,
        request: gr.Request,
    ):
        return save(number, verdict, note, document, locator, request, True)

    with gr.Blocks(title=words("desk.review"), analytics_enabled=False, fill_width=True) as made:
        with gr.Row(elem_id="reviewing"):
            with gr.Column(scale=1, min_width=260, elem_id="side"):
                queue = gr.Markdown("", elem_id="queue", sanitize_html=False, latex_delimiters=[])
                gr.Markdown(
                    f'<p><a class="link" href="{root}/desk/feedback.csv" download>'
                    f"{escape(words('review.export'))}</a></p>",
                    sanitize_html=False,
                )
            with gr.Column(scale=3, min_width=320):
                case = gr.Markdown("", elem_id="case", sanitize_html=False, latex_delimiters=[])
                with gr.Column(elem_id="verdicts"):
                    verdict = gr.Radio(
                        [
                            (f"{n}  {words('review.verdict_' + _slug(one))}", one)
                            for n, one in enumerate(VERDICTS, 1)
                        ],
                        label=words("review.verdict"),
                        elem_id="verdict",
                    )
                    with gr.Accordion(words("review.more"), open=False, elem_id="more"):
                        with gr.Row():
                            document = gr.Dropdown(
                                [],
                                label=words("review.right_document"),
                                elem_id="right-document",
                                scale=1,
                            )
                            locator = gr.Dropdown(
                                [],
                                label=words("review.right_clause"),
                                elem_id="right-clause",
                                scale=1,
                            )
                        note = gr.Textbox(
                            label=words("review.note"), lines=2, max_length=2000, elem_id="note"
                        )
                    with gr.Row(elem_classes="acts"):
                        save_next = gr.Button(
                            words("review.save"), variant="primary", elem_id="save"
                        )
                        make = gr.Button(words("review.make"), elem_id="make")
                        skipped = gr.Button(words("review.next"), elem_id="next")
                    told = gr.Markdown(
                        "",
                        elem_id="told",
                        elem_classes="told",
                        sanitize_html=False,
                        latex_delimiters=[],
                    )
                    gr.Markdown(
                        f'<p class="fine keys">{escape(words("review.keys"))}</p>',
                        sanitize_html=False,
                    )
        picked = gr.Textbox("", elem_id="picked", show_label=False, container=False)
        open_it = gr.Button("", elem_id="pick")
        outputs = [
            queue,
            picked,
            verdict,
            note,
            document,
            locator,
            case,
            told,
        ]  # the case last: who sees it may judge it
        inputs = [picked, verdict, note, document, locator]
        private = {"api_visibility": "private", "show_progress": "hidden"}
        made.load(lambda: show(0), None, outputs, **private)
        open_it.click(pick, picked, outputs, **private)
        skipped.click(skip, picked, outputs, **private)
        document.input(clauses_of, document, locator, **private)
        save_next.click(save, inputs, outputs, **private)
        make.click(save_case, inputs, outputs, **private)
    return made.queue(max_size=64, default_concurrency_limit=2)


def _titles(library: Library) -> list[tuple[str, str]]:
    return [(f"{document.title[:110]} ({document.id})", document.id) for document in library]


def _told(text: str, good: bool) -> str:
    return f'<p class="said {"good" if good else "bad"}">{escape(text)}</p>'


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0
