"""Library: the documents with their standing and reading reports; adding, describing, comparing, removing, rolling back.

A face: all of it goes through `ingest`, which builds beside the index in use and swaps; the chat answers from the old one meanwhile.
"""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from assistant.checking import difference
from assistant.web.access.guard import account_of
from assistant.web.theme import drawn
from assistant.web.words import Words, moment
from corpus import KINDS, Document, Home, Library, PinciteError
from corpus.compare import compare
from ingest import (
    Described,
    Undone,
    add,
    describe,
    generations,
    lines_of,
    remove,
    roll_back,
    undoing,
)
from ingest.read import READABLE

if TYPE_CHECKING:
    from assistant.web.app import Held

MAX_FILES = 20
_ROLE = "admin"


def table_html(library: Library, day: date, words: Words) -> str:
    """Every document as a row, what people added first; the script's filter hides rows that lack the words typed."""

    def row(document: Document) -> str:
        status = library.status(document, day)
        dates = " – ".join(
            one.isoformat() if one else "…"
            for one in (document.effective or document.adopted, document.expires)
        )
        read = ""
        if document.report:
            share = document.report.accounted
            marks = len(document.report.warnings)
            read = f"{share:.1%}" + (
                f' · <strong class="bad">{escape(words("library.warnings", count=marks))}</strong>'
                if marks
                else ""
            )
        if not document.readable:
            read = f'<strong class="bad">{escape(words("library.unreadable"))}</strong>'
        return (
            f'<tr><th scope="row">{escape(document.title)}<br><span class="fine">'
            f"{escape(document.id)}</span></th><td>{escape(document.union or '—')}</td>"
            f"<td>{escape(words(f'tier.short_{document.tier}'))}</td>"
            f"<td>{escape(words(f'status.{status}'))}</td><td>{escape(dates)}</td>"
            f"<td>{escape(words(f'basis.{document.basis}'))}</td><td>{len(document.clauses)}</td>"
            f"<td>{read}</td></tr>"
        )

    ordered = sorted(library, key=lambda document: (document.bundled, document.title.lower()))
    heads = ("title", "union", "tier", "status", "dates", "basis", "clauses", "read")
    head = "".join(f'<th scope="col">{escape(words(f"library.{name}"))}</th>' for name in heads)
    return (
        f'<label class="filter">{escape(words("library.filter"))}'
        '<input type="search" data-filter="documents"></label>'
        '<div class="scroll" tabindex="0" role="region" '
        f'aria-label="{escape(words("desk.library"), quote=True)}"><table id="documents"><thead>'
        f"<tr>{head}</tr></thead>"
        f"<tbody>{''.join(row(document) for document in ordered)}</tbody></table></div>"
    )


def compared_html(old: Document, new: Document, words: Words) -> str:
    """What a later version of a document did to an earlier one; the documents' own words stay as they are."""
    changes = compare(old, new)
    return f'<div class="difference">{difference.body(changes, difference.changed(changes), old, new, words.section("compared"))}</div>'


def undone_html(undone: Undone, words: Words) -> str:
    """What a roll-back does to the documents, a line each, for before and after it is done."""
    if not undone.known:
        return f'<p class="fine">{escape(words("library.undo_unknown"))}</p>'
    rows = [words("library.undo_back", document=one) for one in undone.back]
    rows += [words("library.undo_gone", document=one) for one in undone.gone]
    rows += [
        words("library.undo_changed", document=one, what=", ".join(what))
        for one, what in undone.changed
    ]
    listed = "".join(f"<li>{escape(row)}</li>" for row in rows or [words("library.undo_same")])
    return f'<ul class="undo">{listed}</ul>'


def adding(held: Held, files: list[Path], described: Described, words: Words) -> Iterator[str]:
    """Add files, telling how far each is: the same list each time, its rows changing. Files are read apart and never harm the rest."""
    names = [path.name for path in files]
    state = dict.fromkeys(range(len(files)), words("library.waiting"))
    step = words("library.reading")
    if files:
        state[0] = words("library.reading")
    heard: queue.Queue = queue.Queue()

    def work() -> None:
        try:
            heard.put(
                (
                    "done",
                    add(files, described, held.settings, lambda *told: heard.put(("told", told))),
                )
            )
        except (PinciteError, OSError) as error:
            heard.put(("failed", str(error)))
        except Exception as error:  # noqa: BLE001 - whatever it was, the page must not wait for ever
            heard.put(("failed", f"{type(error).__name__}: {error}"))

    threading.Thread(target=work, daemon=True).start()
    yield _progress(names, state, step)
    while True:
        kind, what = heard.get()
        while kind == "told" and not heard.empty():  # what came meanwhile is newer
            _reading(what, state, words)
            kind, what = heard.get()
        if kind == "told":
            name, done, total = what
            _reading(what, state, words)
            step = (
                words(f"library.step_{name}", done=done, total=total)
                if f"library.step_{name}" in words.table
                else step
            )
            yield _progress(names, state, step)
            continue
        if kind == "failed":
            yield f'{_progress(names, {}, "")}<p class="said bad">{escape(str(what))}</p>'
            return
        rows, good = [], 0
        for one in what:
            if one.document:
                good += 1
                report = "\n".join(lines_of(one.document, long=False))
                rows.append(
                    f'<li class="good"><strong>{escape(one.path.name)}</strong>'
                    f' {escape(words("library.added", id=one.document.id))}<pre lang="en">'
                    f"{escape(report)}</pre></li>"
                )
            else:
                rows.append(
                    f'<li class="bad"><strong>{escape(one.path.name)}</strong>'
                    f" {escape(words('library.refused'))} {escape(one.error)}</li>"
                )
        yield (
            f'<ul class="files">{"".join(rows)}</ul><p class="said {"good" if good else "bad"}">'
            f"{escape(words('library.done', good=good, total=len(what)))}</p>"
        )
        return


def _reading(told: tuple, state: dict[int, str], words: Words) -> None:
    name, done, _ = told
    if name == "reading":
        state.update({n: words("library.is_read") for n in range(done)})
        if done in state:
            state[done] = words("library.reading")
    else:
        state.update(dict.fromkeys(state, words("library.is_read")))


def _progress(names: list[str], state: dict[int, str], step: str) -> str:
    rows = "".join(
        f"<li><strong>{escape(name)}</strong> {escape(state.get(n, ''))}</li>"
        for n, name in enumerate(names)
    )
    return f'<ul class="files">{rows}</ul>' + (
        f'<p class="fine">{escape(step)}</p>' if step else ""
    )


def described_from(
    words: Words,
    title: str,
    union: str,
    kind: str | None,
    effective: str,
    expires: str,
    supersedes: list[str] | None,
    text_of: str | None,
    aliases: str = "",
) -> Described:
    """What the form says of a document. ValueError in the reader's language for a date that is none."""

    def day(text: str) -> date | None:
        try:
            return date.fromisoformat(text.strip()) if text.strip() else None
        except ValueError:
            raise ValueError(words("check.no_date", date=text[:40])) from None

    names = tuple(name.strip()[:120] for name in aliases.split(",") if name.strip())[:20]
    return Described(
        None,
        title.strip()[:300] or None,
        union.strip()[:200] or None,
        kind or None,
        day(effective),
        day(expires),
        tuple(supersedes or ()),
        text_of or None,
        None,
        names,
    )


def blocks(held: Held, words: Words, root: str):
    """The page as Gradio Blocks."""

    def library() -> Library:
        return held.assistant.library

    def titles(own: bool = False) -> list[tuple[str, str]]:
        return [(f"{d.title[:110]} ({d.id})", d.id) for d in library() if not (own and d.bundled)]

    def all_of():
        return drawn(table_html(library(), date.today(), words)), *choices(), kept()

    def choices():
        every, own = titles(), titles(True)
        return (
            gr.update(choices=every, value=[]),
            gr.update(choices=every, value=None),
            gr.update(choices=own, value=None),
            gr.update(choices=every, value=[]),
            gr.update(choices=every, value=None),
            gr.update(choices=every, value=None),
            gr.update(choices=every, value=None),
            gr.update(choices=every, value=None),
            gr.update(choices=every, value=None),
        )

    def kept() -> str:
        home = Home.open(held.settings.home)
        names = [moment(folder.name) for folder in generations(home)]
        now, before = (names + ["—", "—"])[:2]
        said = f"<p>{escape(words('library.generations', now=now, before=before))}</p>"
        if len(names) < 2:
            return said
        try:
            undone = undone_html(undoing(home, held.settings.bundled), words)
        except PinciteError as error:
            undone = f'<p class="said bad">{escape(str(error))}</p>'
        return f"{said}<p>{escape(words('library.undoes'))}</p>{undone}"

    def careful(work: Callable[[], str]) -> str:
        try:
            return f'<p class="said good">{escape(work())}</p>'
        except (PinciteError, ValueError) as error:
            return f'<p class="said bad">{escape(str(error))}</p>'

    def admin(request: gr.Request) -> None:
        if not account_of(request).may(_ROLE):
            raise PermissionError("this needs the role admin")

    def add_files(
        uploads, title, union, kind, effective, expires, supersedes, text_of, request: gr.Request
    ):
        admin(request)
        files = [Path(one) for one in uploads or []]
        try:
            if not 0 < len(files) <= MAX_FILES:
                raise ValueError(words("library.how_many", most=MAX_FILES))
            said = described_from(
                words, title, union, kind, effective, expires, supersedes, text_of
            )
            for shown in adding(held, files, said, words):
                yield drawn(shown), gr.skip(), *untouched
        except ValueError as error:
            yield f'<p class="said bad">{escape(str(error))}</p>', gr.skip(), *untouched
        finally:
            for path in files:
                shutil.rmtree(
                    path.parent, ignore_errors=True
                )  # Gradio gives each upload a folder of its own
        yield gr.skip(), None, *all_of()

    def fill(identity, request: gr.Request):
        admin(request)
        if identity not in library():
            return "", "", None, "", "", [], None, ""
        d = library()[identity]
        dates = [day.isoformat() if day else "" for day in (d.effective, d.expires)]
        return (
            d.title,
            d.union or "",
            d.kind,
            *dates,
            list(d.supersedes),
            d.text_of,
            ", ".join(d.aliases),
        )

    def edit(
        identity,
        title,
        union,
        kind,
        effective,
        expires,
        supersedes,
        text_of,
        aliases,
        request: gr.Request,
    ):
        admin(request)

        def work() -> str:
            if not identity:
                raise ValueError(words("library.choose"))
            said = described_from(
                words, title, union, kind, effective, expires, supersedes, text_of, aliases
            )
            return words("library.edited", id=describe(identity, said, held.settings).id)

        return careful(work), *all_of()

    def report(identity, request: gr.Request):
        admin(request)
        if identity not in library():
            return ""
        return drawn(
            '<pre class="report" tabindex="0" lang="en">'
            f"{escape(chr(10).join(lines_of(library()[identity])))}</pre>"
        )

    def compared(old, new, request: gr.Request):
        admin(request)
        if old not in library() or new not in library() or old == new:
            return f'<p class="said bad">{escape(words("library.choose_two"))}</p>'
        return drawn(compared_html(library()[old], library()[new], words))

    def take_away(identity, typed, request: gr.Request):
        admin(request)

        def work() -> str:
            if not identity or typed.strip() != identity:
                raise ValueError(words("library.type_id", id=identity or "…"))
            remove([identity], held.settings)
            return words("library.removed", id=identity)

        return careful(work), "", *all_of()

    def back(sure, request: gr.Request):
        admin(request)
        done: list[Undone] = []

        def work() -> str:
            if not sure:
                raise ValueError(words("library.sure_first"))
            home = Home.open(held.settings.home)
            with home.writing():
                undone = undoing(home, held.settings.bundled)
                roll_back(home)
            done.append(undone)
            return words("library.rolled_back", count=len(library()))

        told = careful(work)
        return (
            drawn(told + "".join(undone_html(undone, words) for undone in done)),
            False,
            *all_of(),
        )

    kinds = sorted(KINDS)
    private = {"api_visibility": "private", "show_progress": "minimal"}

    def said_of(prefix: str):
        with gr.Row():
            title = gr.Textbox(
                label=words("library.title"),
                max_length=300,
                elem_id=f"{prefix}-title",
                info=words("library.title_info") if prefix == "add" else None,
            )
            union = gr.Textbox(
                label=words("library.union"), max_length=200, elem_id=f"{prefix}-union"
            )
            kind = gr.Dropdown(
                kinds, value=None, label=words("library.kind"), elem_id=f"{prefix}-kind"
            )
        with gr.Row():
            effective = gr.Textbox(
                label=words("library.effective"),
                placeholder="2024-08-01",
                max_length=10,
                elem_id=f"{prefix}-effective",
            )
            expires = gr.Textbox(
                label=words("library.expires"),
                placeholder="2027-07-31",
                max_length=10,
                elem_id=f"{prefix}-expires",
            )
        with gr.Row():
            supersedes = gr.Dropdown(
                [],
                multiselect=True,
                label=words("library.supersedes"),
                elem_id=f"{prefix}-supersedes",
            )
            text_of = gr.Dropdown([], label=words("library.text_of"), elem_id=f"{prefix}-text-of")
        return title, union, kind, effective, expires, supersedes, text_of

    with gr.Blocks(
        title=words("desk.library"),
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(3600, 3600),
    ) as made:
        with gr.Tabs():
            with gr.Tab(words("library.tab_documents")):
                table = gr.Markdown("", elem_id="table", sanitize_html=False, latex_delimiters=[])
                which = gr.Dropdown([], label=words("library.report_of"), elem_id="report-of")
                shown = gr.Markdown("", elem_id="report", sanitize_html=False, latex_delimiters=[])
            with gr.Tab(words("library.tab_add")):
                uploads = gr.File(
                    label=words("library.files", most=MAX_FILES),
                    file_count="multiple",
                    file_types=list(READABLE),
                    height=180,
                    elem_id="files",
                )
                fields = said_of("add")
                do_add = gr.Button(words("library.add"), variant="primary", elem_id="add")
                progress = gr.Markdown(
                    "", elem_id="progress", sanitize_html=False, latex_delimiters=[]
                )
            with gr.Tab(words("library.tab_edit")):
                editing = gr.Dropdown([], label=words("library.which_own"), elem_id="editing")
                edit_fields = said_of("edit")
                aliases = gr.Textbox(
                    label=words("library.aliases"), max_length=1000, elem_id="edit-aliases"
                )
                do_edit = gr.Button(words("library.save"), variant="primary", elem_id="edit")
                edited = gr.Markdown("", elem_id="edited", sanitize_html=False, latex_delimiters=[])
            with gr.Tab(words("library.tab_compare")):
                with gr.Row():
                    old = gr.Dropdown([], label=words("library.old"), elem_id="old")
                    new = gr.Dropdown([], label=words("library.new"), elem_id="new")
                do_compare = gr.Button(
                    words("library.compare"), variant="primary", elem_id="compare"
                )
                changes = gr.Markdown(
                    "", elem_id="changes", sanitize_html=False, latex_delimiters=[]
                )
            with gr.Tab(words("library.tab_remove")):
                removing = gr.Dropdown([], label=words("library.which"), elem_id="removing")
                typed = gr.Textbox(
                    label=words("library.type_to_remove"), max_length=128, elem_id="typed"
                )
                do_remove = gr.Button(words("library.remove"), variant="stop", elem_id="remove")
                removed = gr.Markdown(
                    "", elem_id="removed", sanitize_html=False, latex_delimiters=[]
                )
                gr.Markdown(f"<h2>{escape(words('library.roll_back'))}</h2>", sanitize_html=False)
                two = gr.Markdown("", sanitize_html=False, latex_delimiters=[])
                sure = gr.Checkbox(False, label=words("library.sure"), elem_id="sure")
                do_back = gr.Button(words("library.roll_back"), variant="stop", elem_id="back")
                went = gr.Markdown("", elem_id="went", sanitize_html=False, latex_delimiters=[])
        everything = [
            table,
            fields[5],
            fields[6],
            editing,
            edit_fields[5],
            edit_fields[6],
            which,
            old,
            new,
            removing,
            two,
        ]
        untouched = [gr.skip()] * len(everything)
        made.load(all_of, None, everything, api_visibility="private", show_progress="hidden")
        which.input(report, which, shown, **private)
        editing.input(fill, editing, [*edit_fields, aliases], **private)
        do_compare.click(compared, [old, new], changes, **private)
        # each of these draws everything anew itself: an event after it is one that Gradio's page may never hear of
        alone = {**private, "concurrency_limit": 1}
        do_add.click(
            add_files,
            [uploads, *fields],
            [progress, uploads, *everything],
            show_progress_on=progress,
            **alone,
        )
        do_edit.click(
            edit,
            [editing, *edit_fields, aliases],
            [edited, *everything],
            show_progress_on=edited,
            **alone,
        )
        do_remove.click(
            take_away,
            [removing, typed],
            [removed, typed, *everything],
            show_progress_on=removed,
            **alone,
        )
        do_back.click(back, sure, [went, sure, *everything], show_progress_on=went, **alone)
    return made.queue(max_size=32, default_concurrency_limit=2)
