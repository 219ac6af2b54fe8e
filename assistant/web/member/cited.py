"""One citation on the page: its number, where it stands, what kind of thing speaks, and its words,
ours told apart from official ones.

All of it is escaped. A digest's words are ours: they are labelled so, and stand in no quotation
marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from assistant.answering.short import in_quotes
from assistant.web.words import Words
from corpus import NO_RULE
from corpus.plain import JsonObject
from corpus.shown import as_shown
from corpus.titles import short_title

#: What no longer applies.
GONE = ("expired", "superseded")
#: Official words that may stand open where they lead, at most.
OPEN_WORDS = 60
#: Characters of a citation's words at its chip.
_AT_CHIP = 420


def place(citation: JsonObject, words: Words) -> str:
    """Where a citation stands, escaped: the document's title, locator, heading and page."""
    locator, heading = str(citation["locator"]), str(citation["heading"])
    where = locator if locator == heading else f"{locator} — {heading}"
    return escape(f"{citation['title']}. {where}{page_of(citation, words)}")


def page_of(citation: JsonObject, words: Words) -> str:
    """A citation's page, said to be the printed number or the file's own count; empty where there
    are no pages.
    """
    if label := citation.get("page_label"):
        return f", {words('answer.printed', page=label)}"
    return f", {words('answer.page', page=citation['page'])}" if citation.get("page") else ""


def marks(citation: JsonObject, words: Words) -> list[tuple[str, str]]:
    """What speaks, how it stands on the date, and whose words they are: each as a class and words.

    KeyError for what there is not.
    """
    tier, status, basis, role = (
        int(citation["tier"]),
        str(citation["status"]),
        str(citation["basis"]),
        citation.get("role"),
    )
    kind = (
        (f"role-{role}", words(f"role.{role}"))
        if role in NO_RULE
        else (f"tier-{tier}", words(f"tier.short_{tier}"))
    )
    return [
        kind,
        (f"status-{status}", _standing(citation, words)),
        (f"basis-{basis}", words(f"basis.{basis}")),
    ]


def _standing(citation: JsonObject, words: Words) -> str:
    status = words(f"status.{citation['status']}")
    if not citation.get("carried"):
        return status
    year = re.search(r"\b(?:19|20)\d\d\b", str(citation["carried"]).replace("-", " "))
    return (
        words("status.carried_into", status=status, year=year.group())
        if year
        else words("status.carried", status=status)
    )


def badges(citation: JsonObject, words: Words) -> str:
    """The same as a list, each in words and not by colour alone."""
    return f'<ul class="badges">{_each_mark(citation, words, "li")}</ul>'


def _each_mark(citation: JsonObject, words: Words, tag: str) -> str:
    return "".join(
        f'<{tag} class="badge {escape(mark, quote=True)}">{escape(word)}</{tag}>'
        for mark, word in marks(citation, words)
    )


def summary_of(citation: JsonObject, words: Words) -> str:
    """What a digest's words are called: our summary of the place. Not escaped."""
    return words("answer.summary_of", place=citation["locator"])


def official(citation: JsonObject) -> bool:
    """Whether a citation's words are somebody's own, and not our summary."""
    return bool(citation["basis"] == "official")


def chip(citation: JsonObject, words: Words) -> str:
    """The number of a citation: a button that shows its words on hover or focus, and opens its
    source.
    """
    n = int(citation["n"])
    label = words("answer.source", n=n, title=citation["title"], locator=citation["locator"])
    said = str(citation["quote"])
    said = said if len(said) <= _AT_CHIP else said[:_AT_CHIP].rsplit(" ", 1)[0] + " …"
    where = (
        f"{citation['title']}. {citation['locator']}"
        if official(citation)
        else f"{summary_of(citation, words)}. {citation['title']}"
    )
    shown = {"said": in_quotes(said) if official(citation) else said, "where": where}
    return (
        f'<button type="button" class="chip" aria-label="{escape(label, quote=True)}" '
        f"{_address(citation)} {_data(shown)}>{n}</button>"
    )


def row(citation: JsonObject, words: Words, short: str = "", leading: bool = False) -> str:
    """A citation as one line that opens to its words.

    `leading` may stand open, where `short` does not say its words already.
    """
    statement = f'<p class="fact" lang="en">{escape(short)}</p>' if short else ""
    gone = " gone" if citation["status"] in GONE else ""
    where = f"{citation['locator']}{page_of(citation, words)}"
    return (
        f'<details class="cite{gone}"{" open" if leading else ""}><summary><span class="num">'
        f"{int(citation['n'])}</span>"
        f'<span class="place" lang="en"><b>{escape(where)}</b>'
        f" {escape(short_title(citation['title']))}</span> "
        f'<span class="badges">{_each_mark(citation, words, "span")}</span></summary>'
        f'<div class="body">{quotation(citation, words)}{_opener(citation, words)}</div></details>'
        f"{statement}"
    )


def may_stand_open(citation: JsonObject, said: str) -> bool:
    """Whether the leading citation's words stand open: official, short enough to be read, and not
    said above already.
    """
    quote = " ".join(as_shown(str(citation["quote"])).split())
    return (
        official(citation)
        and len(quote.split()) <= OPEN_WORDS
        and quote not in " ".join(said.split())
    )


def quotation(citation: JsonObject, words: Words) -> str:
    """The words themselves: official ones quoted, a digest's labelled as ours, in another face."""
    if official(citation):
        paragraphs = _paragraphs(in_quotes(str(citation["quote"])))
        return f'<figure class="quotation"><blockquote lang="en">{paragraphs}</blockquote></figure>'
    label = escape(summary_of(citation, words))
    return (
        f'<div class="summary"><p class="ours">{label}</p><div lang="en">'
        f"{_paragraphs(str(citation['quote']))}</div></div>"
    )


def official_link(address: object, words: Words) -> str:
    """A link to an official address, only where it is https; otherwise nothing."""
    found = re.fullmatch(r"https://([\w.-]+(?::\d+)?)(?:[/?#][^\s\"'<>\\]*)?", str(address or ""))
    if not found:
        return ""
    label = words.html("source.official", host=found.group(1))
    return (
        f'<a href="{escape(str(address), quote=True)}" rel="noopener noreferrer" target="_blank">'
        f"{label}</a>"
    )


# --- parts ---


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip())


def _data(values: Mapping[str, object]) -> str:
    return " ".join(
        f'data-{name}="{escape(str(value), quote=True)}"' for name, value in values.items()
    )


def _address(citation: JsonObject) -> str:
    return _data(
        {
            "document": citation["document"],
            "start": int(citation["start"]),
            "end": int(citation["end"]),
        }
    )


def _opener(citation: JsonObject, words: Words) -> str:
    heading, derived = (
        str(citation["heading"]),
        str(citation["heading"]).endswith("…"),
    )  # such a heading only repeats the words
    heading = (
        ""
        if derived or heading == citation["locator"]
        else f'<span lang="en">{escape(heading)}</span>'
    )
    return (
        f'<p class="opener">{heading}<button type="button" class="link" data-open '
        f"{_address(citation)}>{words.html('answer.open')}</button></p>"
    )
