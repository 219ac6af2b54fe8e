"""An answer as a text to take along: plain for the clipboard, Markdown for a file, and the letter
to one's representative.

All three keep the page's order: the direct answer, what each union has, the citations, what to be
careful about. Official words are quoted; a digest's are said to be our summary.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering.short import in_quotes
from assistant.question.unread import runs_of
from assistant.web.member.cited import marks, official, page_of, summary_of
from assistant.web.words import Words
from corpus.plain import JsonObject
from corpus.signs import visible

#: What of a text Markdown would read as markup: emphasis, code, links and images, HTML and
#: entities, and what opens a line of its own sort.
_MARKUP = re.compile(
    r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=!)\[|(?<=\])[(\[:]|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
    r"|^(?:#{1,6}(?=\s|$)|[-+>=](?=\s|-|=|$)|>)"
    r"|(?<=^\d)[.)](?=\s)|(?<=^\d\d)[.)](?=\s)|(?<=^\d\d\d)[.)](?=\s)"
)
Writer = Callable[[object], str]


def plain(found: JsonObject, words: Words) -> str:
    """One answer as plain text with its citations, for a message."""
    return _written(found, words, _one_line, "", "")


def markdown(found: JsonObject, words: Words) -> str:
    """The same as Markdown, for a note."""
    return _written(found, words, as_markdown, "## ", "### ")


def letter(found: JsonObject, words: Words) -> str:
    """The question and what was found, as a text to send to one's representative."""
    lines = [words("after.letter_begin"), "", f"  {found['question']}", ""]
    if found["citations"]:
        lines += [words("after.letter_found"), "", *_direct(found, _one_line)]
        for citation in found["citations"]:
            lines += [
                f"[{int(citation['n'])}] {_place(citation, words, _one_line)}",
                f"    {_said(citation, words, _one_line)}",
                "",
            ]
    else:
        lines += [words("after.letter_none"), ""]
    return "\n".join(
        [*lines, words("after.letter_date", date=found["as_of"]), "", words("after.letter_end")]
    )


def as_markdown(text: object) -> str:
    """Words as Markdown that shows exactly them: markup, images and links of a document do not
    survive.
    """
    return _MARKUP.sub(
        lambda hit: {"<": "&lt;", "&": "&amp;"}.get(hit.group(), f"\\{hit.group()}"),
        _one_line(text),
    )


def unread(found: JsonObject, words: Words) -> list[str]:
    """A line for each document of which nobody could read some pages."""
    titles = {c["document"]: c["title"] for c in [*found["citations"], *found["also"]]}
    lines = []
    for one in found.get("unread") or []:
        pages = runs_of([int(page) for page in one["pages"]])
        key = "answer.unread_one" if len(one["pages"]) == 1 else "answer.unread"
        key = key if pages else "answer.unread_whole"
        lines.append(
            words(key, pages=", ".join(pages), title=titles.get(one["document"], one["document"]))
        )
    return lines


# --- parts ---


def _written(found: JsonObject, words: Words, write: Writer, title: str, heading: str) -> str:
    out = [f"{title}{write(found['question'])}", ""]
    if found["standalone_question"] != " ".join(str(found["question"]).split()):
        out += [f"{words('answer.read_as')} {write(found['standalone_question'])}", ""]
    out += _direct(found, write)
    if not found.get("short") and found["status"] != "answered":
        out += [write(str(found["answer"]).split("\n\n")[0]), ""]
    for row in found.get("by_union") or []:
        out.append(f"- {write(row['union'])}: {write(row['short'])} [{int(row['citation'])}]")
    out += [""] if found.get("by_union") else []
    for citation in found["citations"]:
        quoted = "> " if official(citation) and title else ""
        out += [
            f"[{int(citation['n'])}] {_place(citation, words, write)}",
            "",
            f"{quoted}{_said(citation, words, write)}",
            "",
        ]
    out += _sentences(found, words, write, heading)
    for line in [*([found["caveat"]] if found.get("caveat") else []), *unread(found, words)]:
        out += [write(line), ""]
    for key, name in (("notes", "answer.notes"), ("follow_ups", "after.next")):
        if found.get(key):
            out += [f"{heading}{words(name)}", "", *(f"- {write(one)}" for one in found[key]), ""]
    if found["also"]:
        name = words("answer.also" if found["status"] == "answered" else "answer.nearest")
        out += [
            f"{heading}{name}",
            "",
            *(f"- {_place(c, words, write)}: {_said(c, words, write)}" for c in found["also"]),
            "",
        ]
    return "\n".join([*out, words("answer.as_of", date=found["as_of"])])


def _direct(found: JsonObject, write: Writer) -> list[str]:
    short = found.get("short")
    return (
        [f"{write(short['text'])} {''.join(f'[{int(n)}]' for n in short['citations'])}", ""]
        if short
        else []
    )


def _sentences(found: JsonObject, words: Words, write: Writer, heading: str) -> list[str]:
    """What a language model wrote, said to be its words; quotations repeat what stands at their
    citations.
    """
    mode = str(found.get("mode", ""))
    if not mode.startswith("llm"):
        return []
    lines = [
        f"- {write(one['text'])} {''.join(f'[{int(n)}]' for n in one['citations'])}"
        for one in found["statements"]
    ]
    return [f"{heading}{words('answer.worded', model=mode.partition(':')[2])}", "", *lines, ""]


def _place(citation: JsonObject, words: Words, write: Writer) -> str:
    said = ", ".join(word for _, word in marks(citation, words))
    return (
        f"{write(citation['title'])}, {write(citation['locator'] + page_of(citation, words))} "
        f"({said})"
    )


def _said(citation: JsonObject, words: Words, write: Writer) -> str:
    """Official words in quotation marks, a digest's as our summary."""
    said = write(citation["quote"])
    return (
        in_quotes(said) if official(citation) else f"{write(summary_of(citation, words))}: {said}"
    )


def _one_line(text: object) -> str:
    return visible(" ".join(str(text).split()))
