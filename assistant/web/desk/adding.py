"""Adding documents: what the form says of them, and how far their reading is."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.web.desk.parts import said
from assistant.web.words import Words
from corpus import PinciteError
from ingest import Added, Described, add, lines_of

if TYPE_CHECKING:
    from assistant.web.app import Held

#: A step by its name, how much of it is done, and of how much.
Step = tuple[str, int, int]
#: What the thread that adds tells: steps, and at last what it added, or what was wrong.
Heard = Step | list[Added] | str


def adding(
    held: Held,
    files: list[Path],
    described: Described,
    words: Words,
    came: Callable[[list[Added]], None],
    accept: bool = False,
) -> Iterator[str]:
    """Add files, telling how far each is: the same list each time, its rows changing.

    Files are read apart and never harm the rest. `came` hears what came of them. `accept` takes
    each as the official text that it seems to be.
    """
    names = [path.name for path in files]
    state = dict.fromkeys(range(len(files)), words("library.waiting"))
    step = words("library.reading")
    if files:
        state[0] = words("library.reading")
    heard = _begun(held, files, described, came, accept)
    yield _progress(names, state, step)
    while True:
        what = heard.get()
        while isinstance(what, tuple) and not heard.empty():  # what came meanwhile is newer
            _reading(what, state, words)
            what = heard.get()
        if not isinstance(what, tuple):
            break
        name, done, total = what
        _reading(what, state, words)
        if f"library.step_{name}" in words.table:
            step = words(f"library.step_{name}", done=done, total=total)
        yield _progress(names, state, step)
    if isinstance(what, str):
        yield f"{_progress(names, {}, '')}{said(what, False)}"
    else:
        good = sum(bool(one.document) for one in what)
        rows = "".join(_added(one, words) for one in what)
        ended = said(words("library.done", good=good, total=len(what)), bool(good))
        yield f'<ul class="files">{rows}</ul>{ended}'


def _begun(
    held: Held,
    files: list[Path],
    described: Described,
    came: Callable[[list[Added]], None],
    accept: bool,
) -> queue.Queue[Heard]:
    """Adding in a thread of its own: what it tells, and at last what came of it."""
    heard: queue.Queue[Heard] = queue.Queue()

    def work() -> None:
        try:
            results = add(
                files,
                described,
                held.settings,
                lambda *told: heard.put(told),
                accept=lambda guess: accept,
            )
            came(results)  # whoever asked may have left the page by now
            heard.put(results)
        except (PinciteError, OSError) as error:
            heard.put(str(error))
        except Exception as error:  # noqa: BLE001 - the page must not wait for ever
            heard.put(f"{type(error).__name__}: {error}")

    threading.Thread(target=work, daemon=True).start()
    return heard


def _added(one: Added, words: Words) -> str:
    name = f"<strong>{escape(one.path.name)}</strong>"
    if one.document is None:
        return f'<li class="bad">{name} {words.html("library.refused")} {escape(one.error)}</li>'
    report = escape("\n".join(lines_of(one.document, long=False)))
    told = words.html("library.added", id=one.document.id)
    known = f'<p lang="en">{escape(one.told)}</p>' if one.told else ""
    return f'<li class="good">{name} {told}{known}<pre lang="en">{report}</pre></li>'


def _reading(told: Step, state: dict[int, str], words: Words) -> None:
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
    status: str | None,
    aliases: str = "",
) -> Described:
    """What the form says of a document.

    ValueError in the reader's language for a date that is none.
    """

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
        status or None,
    )
