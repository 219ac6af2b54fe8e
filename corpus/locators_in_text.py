"""The places that a question or a printed text names, read by the one grammar of locators. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.locator_grammar import ALIKE, HOLDS, INNER, LEVELS, Group, book_after, groups
from corpus.locators import Locator, Part, expanded
from corpus.names import plain
from corpus.number_words import PATTERN, ordinal, value_of

#: Numbers that are places in print without a word before: XLIX(c), 72.B, 927(b), 15.01(d), ((b)).
_PRINTED = re.compile(
    r"[IVXLC]{2,}\(|(?:XX|YY)\.|(?:\d+\.)?\d\d+\.[A-Z]"
    r"|\d+\.\d+[.(]\(?[A-Za-z]|\d+(?:-\d+)*\d\([A-Za-z]|\("
)
_LEADING = re.compile(r"^(?:(?:what|does|do|is|the|of|in|under|says?|explain|about)\s+)+", re.I)
_ORDINALS = [ordinal(number) for number in range(1, 13)]
_COUNTED = "|".join(
    pattern
    for name, pattern in LEVELS.items()
    if name == "article" or name not in HOLDS | {"paragraph", "footnote", "chapter", "page"}
)
_FIRST = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+"
    rf"(?P<level>{_COUNTED})\b(?!\s*\d)",
    re.I,
)
_AFTER = re.compile(
    rf"(?<!\w)(?P<level>{'|'.join(LEVELS.values())})\s+(?P<words>(?:{PATTERN})\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a text prints of one place: parts beside each other, the page, and where it is printed.

    `more` are the other places of its list, each of the level that it names.
    """

    text: str
    parts: tuple[Part, ...]
    page: int | None
    start: int
    end: int
    book: str = ""
    more: tuple[Locator, ...] = ()


def locators_in(question: str) -> tuple[Locator, ...]:
    """Every place that a person names, in order: "paragraph B of Article 72" is one."""
    text = in_figures(plain(question))
    found: list[Locator] = []
    for chain in _named_chains(list(groups(text)), text):
        if _is_turned(chain):
            chain = chain[::-1]
        start, end = min(one.start for one in chain), max(one.end for one in chain)
        book = next((one.book for one in chain if one.book), "") or book_after(text, end)
        book = _LEADING.sub("", book)
        words = " ".join(_LEADING.sub("", text[start:end]).strip(" ,.").split())
        places = [*expanded(chain, book, words)]
        if len(found) == 1 and found[0].kind not in INNER and _is_lone_paragraph(chain):
            whole = (*found[0].parts, *places[0].parts)  # "Article 72 of the 2023 MBA, paragraph E"
            found[0] = replace(found[0], parts=whole, words=f"{found[0].words}, {words}")
        else:
            found += places
    return tuple(dict.fromkeys(found))


def _is_lone_paragraph(chain: Sequence[Group]) -> bool:
    """Whether a chain is a lettered paragraph alone, of the article that was named before it."""
    first = chain[0]
    lettered = first.kind == "paragraph" and first.steps and not first.steps[0].isdecimal()
    return len(chain) == 1 and bool(lettered)


def _is_turned(chain: Sequence[Group]) -> bool:
    """Whether a place is named from the inside out: "Section 3 of Article 40"."""
    inner = {*INNER, "section"} if chain[-1].kind in HOLDS else INNER
    return chain[0].kind in inner and any(one.kind and one.kind not in inner for one in chain[1:])


def without_places(question: str) -> str:
    """A question's words without the places that it names."""
    text = in_figures(plain(question))
    for group in reversed(list(groups(text))):
        text = f"{text[: group.start]} {text[group.end :]}"
    return text


def cited(text: str) -> Iterator[Cited]:
    """Every place that a printed text gives, in order; parts and a page side by side are one."""
    flat = plain(text)
    run: list[Group] = []
    for group in groups(flat, printed=True):
        if not _is_printed(group, flat):
            continue
        if run and not _goes_on(run, group, flat):
            yield _cited(run, text)
            run = []
        run.append(group)
    if run:
        yield _cited(run, text)


def _is_printed(group: Group, text: str) -> bool:
    """Whether a place is one in print: "3(b)" numbers a list, "10.a.m." tells the time.

    A footnote is cited by the place or the page it stands under.
    """
    worded = group.book == "ilcs" or text[group.at].isalpha() or text[group.at] in "§¶"
    if worded and (group.kind or text[group.at : group.at + 3].lower() == "mba"):
        return bool(group.steps) and group.kind != "footnote"
    return bool(_PRINTED.match(text, group.at))  # "Labor Code 927" is a book's name as often


def _goes_on(run: Sequence[Group], group: Group, text: str) -> bool:
    """Whether a group is one more part of the place before: "Article XLIX(h) (item 13, p. 39)"."""
    between = r"\)?(?:,?\s*|\s+of\s+(?:the\s+)?|,?\s*\()"
    held = {one.kind or "article" for one in run}
    new = group.kind not in {"", *held}
    return new and bool(re.fullmatch(between, text[run[-1].end : group.at]))


def _cited(run: Sequence[Group], text: str) -> Cited:
    start, end = run[0].at, run[-1].end
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    words = " ".join(text[start:end].split())
    words += ")" * (words.count("(") > words.count(")"))
    page = next((int(one.steps[0]) for one in run if one.kind == "page"), None)
    chain = [one for one in run if one.kind != "page"]
    if re.search(r"\)? of ", words):
        chain = chain[::-1]  # "paragraph B of Article 72"
    book = next((one.book for one in run if one.book), "")
    places = [*expanded(chain, book)] if chain else []
    parts = places[0].parts if places else ()
    return Cited(words, parts, page, start, end, book, tuple(places[1:]))


def _named_chains(found: Sequence[Group], text: str) -> Iterator[list[Group]]:
    """Groups that name one place together: "Article 72, paragraph B", "Section 3 of Article 40"."""
    chain = list(found[:1])
    for before, group in pairwise(found):
        between = text[before.end : group.start]
        beside = re.fullmatch(r"[\s,]*", between)
        inner = group.kind in INNER or (group.kind == "section" and chain[0].kind in HOLDS)
        held = before.kind in INNER or (before.kind == "section" and group.kind in HOLDS)
        of = re.fullmatch(r"\s*,?\s*(?:of|in|under|to)\s+(?:the\s+)?", between)
        outward = of and held and group.kind != before.kind
        within = "," in between and before.kind == "item" and group.kind in ALIKE - {""}
        joined = outward or (not before.others and beside and (inner or within))
        if not joined or group.kind == "letter":
            yield chain
            chain = [group]
        elif within and group.kind == "section":
            chain = [group]  # a memorandum's item holds the section that it writes
        else:
            chain.append(group)
    if chain:
        yield chain


def in_figures(text: str) -> str:
    """A text with a place's number turned into figures: "6th principle", "article seventy-two"."""

    def first(found: re.Match[str]) -> str:
        word = found["ordinal"].lower()
        figure = re.sub(r"\D", "", word)
        return f"{found['level']} {figure or _ORDINALS.index(word) + 1}"

    def after(found: re.Match[str]) -> str:
        return f"{found['level']} {value_of(found['words'])}"

    return _AFTER.sub(after, _FIRST.sub(first, text))
