"""Library: the documents with their standing and reading reports; adding, describing, comparing,
removing, rolling back.

A face: all of it goes through `ingest`, which builds beside the index in use and swaps; the chat
answers from the old one meanwhile.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.components import Component

from assistant.web.desk import forms
from assistant.web.desk.adding import adding, described_from
from assistant.web.desk.documents import compared_html, table_html, undone_html
from assistant.web.desk.parts import PRIVATE, Outputs, acting, markdown, noted, said, titles
from assistant.web.theme import drawn
from assistant.web.words import Words, moment
from corpus import Home, Library, PinciteError
from corpus.signs import visible
from ingest import Added, Undone, describe, generations, lines_of, remove, roll_back, undoing

if TYPE_CHECKING:
    from assistant.web.app import Held

_ROLE = "admin"
#: What an act leaves as it was: the table, the nine choices of documents, and the generations.
_UNTOUCHED = (gr.skip(),) * 11


@dataclass(frozen=True)
class _Acts:
    """What the page does, each for an admin only, in the language of the desk."""

    held: Held
    words: Words

    @property
    def library(self) -> Library:
        return self.held.assistant.library

    def all_of(self) -> Outputs:
        return (
            drawn(table_html(self.library, date.today(), self.words)),
            *self._choices(),
            self._kept(),
        )

    def _choices(self) -> Outputs:
        every, own = titles(self.library), titles(self.library, own=True)

        def one_of(choices: list[tuple[str, str]], value: list[str] | None = None) -> object:
            return gr.update(choices=choices, value=value)

        form = (one_of(every, []), one_of(every))
        return *form, one_of(own), one_of(every, []), *(one_of(every) for _ in range(5))

    def _kept(self) -> str:
        home, words = Home.open(self.held.settings.home), self.words
        names = [moment(folder.name) for folder in generations(home)]
        now, before = (names + ["—", "—"])[:2]
        told = f"<p>{words.html('library.generations', now=now, before=before)}</p>"
        if len(names) < 2:
            return told
        try:
            undone = undone_html(undoing(home, self.held.settings.bundled), words)
        except PinciteError as error:
            undone = said(error, False)
        return f"{told}<p>{words.html('library.undoes')}</p>{undone}"

    def add_files(
        self, request: gr.Request, uploads: list[str] | None, *fields: Any
    ) -> Iterator[Outputs]:
        acting(request, _ROLE)
        files = [Path(one) for one in uploads or []]
        try:
            if not 0 < len(files) <= forms.MAX_FILES:
                raise ValueError(self.words("library.how_many", most=forms.MAX_FILES))
            described = described_from(self.words, *fields[:-1])

            def came(results: list[Added]) -> None:
                ids = [one.document.id for one in results if one.document]
                refused = len(results) - len(ids)
                noted(self.held.audit, request, "document_added", documents=ids, refused=refused)

            accept = bool(fields[-1])
            for shown in adding(self.held, files, described, self.words, came, accept):
                yield drawn(shown), gr.skip(), *_UNTOUCHED
        except ValueError as error:
            yield said(error, False), gr.skip(), *_UNTOUCHED
        finally:
            for path in files:  # Gradio gives each upload a folder of its own
                shutil.rmtree(path.parent, ignore_errors=True)
        yield gr.skip(), None, *self.all_of()

    def fill(self, identity: str | None, request: gr.Request) -> Outputs:
        acting(request, _ROLE)
        if not identity or identity not in self.library:
            return "", "", None, "", "", [], None, None, ""
        d = self.library[identity]
        dates = [day.isoformat() if day else "" for day in (d.effective, d.expires)]
        names = ", ".join(d.aliases)
        stands = d.marked or None
        title, union, names = (visible(one) for one in (d.title, d.union or "", names))
        return title, union, d.kind, *dates, list(d.supersedes), d.text_of, stands, names

    def edit(self, request: gr.Request, identity: str | None, *fields: Any) -> Outputs:
        acting(request, _ROLE)

        def work() -> str:
            if not identity:
                raise ValueError(self.words("library.choose"))
            now = describe(identity, described_from(self.words, *fields), self.held.settings)
            noted(self.held.audit, request, "document_described", documents=[now.id])
            return self.words("library.edited", id=now.id)

        return _careful(work), *self.all_of()

    def report(self, identity: str | None, request: gr.Request) -> str:
        acting(request, _ROLE)
        if not identity or identity not in self.library:
            return ""
        lines = escape("\n".join(lines_of(self.library[identity])))
        return drawn(f'<pre class="report" tabindex="0" lang="en">{lines}</pre>')

    def compared(self, old: str | None, new: str | None, request: gr.Request) -> str:
        acting(request, _ROLE)
        one, two = (self.library.documents.get(name or "") for name in (old, new))
        if one is None or two is None or one is two:
            return said(self.words("library.choose_two"), False)
        return drawn(compared_html(one, two, self.words))

    def take_away(self, identity: str | None, typed: str, request: gr.Request) -> Outputs:
        acting(request, _ROLE)

        def work() -> str:
            if not identity or typed.strip() != identity:
                raise ValueError(self.words("library.type_id", id=identity or "…"))
            remove([identity], self.held.settings)
            noted(self.held.audit, request, "document_removed", documents=[identity])
            return self.words("library.removed", id=identity)

        return _careful(work), "", *self.all_of()

    def back(self, sure: bool, request: gr.Request) -> Outputs:
        acting(request, _ROLE)
        done: list[Undone] = []

        def work() -> str:
            if not sure:
                raise ValueError(self.words("library.sure_first"))
            home = Home.open(self.held.settings.home)
            with home.writing():
                undone = undoing(home, self.held.settings.bundled)
                roll_back(home)
            done.append(undone)
            noted(self.held.audit, request, "rolled_back", **undone.ids)
            return self.words("library.rolled_back", count=len(self.library))

        told = _careful(work) + "".join(undone_html(undone, self.words) for undone in done)
        return drawn(told), False, *self.all_of()


def _careful(work: Callable[[], str]) -> str:
    try:
        return said(work(), True)
    except (PinciteError, ValueError) as error:
        return said(error, False)


def blocks(held: Held, words: Words, root: str) -> gr.Blocks:
    """The page as Gradio Blocks."""
    acts = _Acts(held, words)
    with gr.Blocks(
        title=words("desk.library"),
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(3600, 3600),
    ) as made:
        with gr.Tabs():
            with gr.Tab(words("library.tab_documents")):
                table, which = markdown("table"), forms.choice(words, "report_of", "report-of")
                shown = markdown("report")
            with gr.Tab(words("library.tab_add")):
                add = forms.adding(words)
            with gr.Tab(words("library.tab_edit")):
                editing, edit = forms.editing(words)
            with gr.Tab(words("library.tab_compare")):
                with gr.Row():
                    old, new = forms.choice(words, "old", "old"), forms.choice(words, "new", "new")
                compare = forms.button(words, "compare", "primary")
                changes = markdown("changes")
            with gr.Tab(words("library.tab_remove")):
                take, two, back = forms.removing(words)
        own = [editing, *edit.inputs[6:8]]
        everything = [table, *add.inputs[6:8], *own, which, old, new, *take.inputs[:1], two]
        made.load(acts.all_of, None, everything, api_visibility="private", show_progress="hidden")
        which.input(acts.report, which, shown, **PRIVATE)
        editing.input(acts.fill, editing, edit.inputs[1:], **PRIVATE)
        compare.click(acts.compared, [old, new], changes, **PRIVATE)
        _sent(add, acts.add_files, everything)
        _sent(edit, acts.edit, everything)
        _sent(take, acts.take_away, everything)
        _sent(back, acts.back, everything)
    page: gr.Blocks = made.queue(max_size=32, default_concurrency_limit=2)
    return page


def _sent(form: forms.Form, work: Callable[..., object], everything: list[Component]) -> None:
    """What a form's button does. It draws everything anew itself: an event after it is one that
    Gradio's page may never hear of.
    """
    form.button.click(
        work,
        form.inputs,
        [*form.outputs, *everything],
        show_progress_on=form.outputs[0],
        concurrency_limit=1,
        **PRIVATE,
    )
