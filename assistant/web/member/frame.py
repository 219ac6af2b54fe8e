"""The HTML of the member's page that never changes: the bar, the first screen, the thread, the
drawer and the source panel.

It stands in the index page around <gradio-app>, so it is there before Gradio has loaded, and no
template of Gradio's reads it.
"""

from __future__ import annotations

import json
from html import escape

from assistant.web.member.chat import KINDS
from assistant.web.security import Page
from assistant.web.words import LANGUAGES, Words, words_in


def page(language: str, leave: str = "", elsewhere: str = "", root: str = "") -> Page:
    """All of it in one language.

    `leave` is where to sign out, where members sign in; `elsewhere` the host of a model that
    questions go to; `root` the path under which all of it is served.
    """
    words = words_in(language)
    main = f"{_first(words, elsewhere, root)}{_thread(words)}"
    before = f'{_head(words, leave)}<main id="main">{main}</main>'
    return Page(language, before, _scope(words), _panels(words))


def _head(words: Words, leave: str) -> str:
    def w(key: str) -> str:
        return words.html(f"page.{key}")

    out = (
        f'<form method="post" action="{escape(leave, quote=True)}">'
        f'<button class="quiet" id="leave">{w("leave")}</button></form>'
        if leave
        else ""
    )
    other = next(language for language in LANGUAGES if language != words.language)
    return (
        f'<a class="skip" href="#question" data-do="question">{w("skip")}</a><header class="bar">'
        f'<button type="button" class="quiet menu" data-do="menu" aria-label="{w("menu")}" '
        'aria-expanded="false" aria-controls="conversations"></button>'
        '<a class="brand" href="#" data-do="new"><span class="mark" aria-hidden="true">¶</span>'
        f'<span class="name">{w("name")}</span></a><span class="tagline">{w("tagline")}</span>'
        f'<a class="language" lang="{other}" hreflang="{other}" aria-label="{w("language_label")}'
        f'" data-language="{other}" href="#">{w("language")}</a>{out}</header>'
    )


def _first(words: Words, elsewhere: str, root: str) -> str:
    def w(key: str) -> str:
        return words.html(f"first.{key}")

    # the documents are English, so an example is asked in English whatever language it is shown in
    asked = words_in(LANGUAGES[0]).section("examples")
    groups: dict[str, list[str]] = {}
    for name, example in words.section("examples").items():
        button = (
            '<li><button type="button" data-do="example" '
            f'data-question="{escape(asked[name], quote=True)}">{escape(example)}</button></li>'
        )
        groups.setdefault(name.rpartition("_")[0], []).append(button)
    shown = "".join(
        f'<ul class="examples" data-union="{escape(group)}"{"" if group == "all" else " hidden"}>'
        f"{''.join(rows)}</ul>"
        for group, rows in groups.items()
    )
    note = f'<p class="fine">{w("in_english")}</p>' if words.language != LANGUAGES[0] else ""
    private, shared = f"<li>{w('is_2')}</li>", ""
    if elsewhere:
        private, shared = "", f"<li>{words.html('first.is_not_private', host=elsewhere)}</li>"
    return (
        f'<div id="start" class="first"><h1>{w("title")}</h1><p class="sentence">'
        f"{w('sentence')}</p>"
        f'<fieldset class="covers"><legend>{w("covers")}</legend>'
        f'<label>{w("union")}<select id="union"><option value="">{w("unsure")}</option></select>'
        "</label>"
        f'<label>{w("agreement")}<select id="agreement"><option value="">{w("unsure")}</option>'
        "</select></label>"
        f'<p class="fine">{w("remembered")}</p>'
        f'<p><a id="sheet" data-root="{escape(root, quote=True)}" '
        f'href="{escape(root, quote=True)}/sheet">{w("sheet")}</a></p></fieldset>'
        f'<section class="try" aria-labelledby="try"><h2 id="try">{w("examples")}</h2>'
        f"{note}{shown}</section>"
        f'<div class="honest"><section><h2>{w("is")}</h2><ul><li>{w("is_1")}</li>{private}</ul>'
        "</section>"
        f"<section><h2>{w('is_not')}</h2><ul><li>{w('is_not_1')}</li><li>{w('is_not_2')}</li>"
        f"{shared}</ul></section></div></div>"
    )


def _thread(words: Words) -> str:
    label = words.html("page.main")
    return (
        f'<section id="thread" aria-label="{label}"></section><div id="live"></div>'
        '<div id="said" class="unseen" role="log" aria-live="polite"></div>'
    )


def _scope(words: Words) -> str:
    def w(key: str) -> str:
        return words.html(f"ask.{key}")

    kinds = "".join(
        f'<label class="tick"><input type="checkbox" name="kind" value="{kind}" checked>'
        f"{w(f'kind_{kind}')}</label>"
        for kind in KINDS
    )
    return (
        f'<label class="now"><span>{w("union")}</span><select id="union-now"><option value="">'
        f"{w('any_union')}</option></select></label>"
        f'<details id="scope" class="scope"><summary><span class="scope-name">{w("scope")}</span>'
        '<span id="scope-now"></span></summary><div class="scope-body">'
        '<label id="only-row" class="tick" hidden><input type="checkbox" id="only">'
        f"<span>{w('only')}</span></label>"
        f"<fieldset><legend>{w('kinds')}</legend>{kinds}</fieldset>"
        f'<label class="block">{w("as_of")}'
        '<input type="date" id="as-of" min="1900-01-01" max="2100-12-31" '
        'aria-describedby="as-of-note"></label>'
        f'<p class="fine" id="as-of-note">{w("as_of_note")}</p></div></details>'
    )


def _panels(words: Words) -> str:
    """The drawer of conversations, the source panel, and the words that the script needs."""
    needed = {
        key: word
        for name in ("stage", "after", "source", "conversations", "ask", "first")
        for key, word in ((f"{name}.{key}", word) for key, word in words.section(name).items())
    }

    def w(key: str) -> str:
        return words.html(key)

    return (
        f'<nav id="conversations" aria-label="{w("conversations.title")}" hidden>'
        f'<div class="drawer-head"><h2>{w("conversations.title")}</h2>'
        '<button type="button" class="quiet close" data-do="menu" '
        f'aria-label="{w("conversations.close")}"></button></div>'
        f'<button type="button" class="primary" data-do="new">{w("page.new")}</button>'
        f'<p class="fine">{w("conversations.none")}</p><ul id="held"></ul></nav>'
        '<dialog id="source" aria-labelledby="source-title"><div class="source-bar">'
        f'<span aria-hidden="true">{w("source.title")}</span>'
        '<button type="button" class="quiet close" data-do="close" '
        f'aria-label="{w("source.close")}"></button></div>'
        '<div id="source-words" tabindex="-1"></div></dialog><div id="tip" role="tooltip" hidden>'
        "</div>"
        f'<div id="words" hidden data-language="{words.language}" '
        f'data-words="{escape(json.dumps(needed, ensure_ascii=False), quote=True)}"></div>'
    )
