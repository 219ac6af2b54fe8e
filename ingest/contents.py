"""A printed table of contents: which lines it is made of, and what it promises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.labels import labels_at
from ingest.read.reading import Reading

_TITLE = re.compile(
    r"^\W*(?:(?:table|summary|index)\s+of\s+(?:contents|articles)|contents|index|índice|contenido"
    r"|tabla de contenido)\W*$",
    re.I,
)
_PAGE = r"(?:(?:page|pg\.?|p\.)\s*)?(?P<page>\d{1,4}|[ivxl]{1,7}|[A-Z]-\d{1,3})"
_DOTTED = re.compile(
    rf"^(?P<entry>.*?)\s*(?:(?:[.…·_]\s?){{3,}}|…+)\s*(?:{_PAGE})?\s*$",
    re.I,
)
_SPACED = re.compile(
    rf"^(?P<entry>.*?[^\W\d_].*?)(?:\s{{3,}}|\t+\s*|\s+(?=page\s)){_PAGE}\s*$",
    re.I,
)
_NUMBER = re.compile(
    r"^(?:\d{1,4}|[ivxl]+|page(?:\s*no\.?)?|TitlePage|[A-Z]\.|[IVXL]+[A-Z]?\."
    r"|\(?[a-z0-9]{1,2}[.)])$",
    re.I,
)
#: What sentences hold and titles do without.
_VERB = re.compile(
    r"\b(?:shall|must|may|will|is|are|was|were|be|been|has|have|means?|agrees?|deberán?|podrán?"
    r"|será|serán)\b",
    re.I,
)
_TITLED = frozenset(["article", "appendix", "section", "part", "letter", "decimal"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One promise: a number (or nothing) and a title, on a page as printed (or nothing)."""

    label: str
    title: str
    page: str | None


@dataclass(frozen=True, slots=True)
class Contents:
    """The lines, by number, that a table of contents takes up, and its entries in order."""

    lines: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()


def find_contents(reading: Reading) -> Contents:
    """Tables of contents anywhere in a reading.

    One stands under a title that says so, or is a run of lines that end in page numbers.
    """
    texts = [reading.of(line) for line in reading.lines]
    marked = [at for at, line in enumerate(reading.lines) if line.contents]
    if reading.reader == "html" and len(marked) >= 3:  # the page itself says which they are
        named = [texts[at] for at in marked if not _TITLE.match(texts[at])]
        said = [_entry(re.sub(r"\s*\([^)]*contents\)$", "", text), None) for text in named]
        return Contents(frozenset(marked), tuple(entry for entry in said if entry))
    strong = [line.contents or _strong(of) for line, of in zip(reading.lines, texts, strict=True)]
    beginnings = _beginnings(texts, strong)
    taken = set(marked)
    entries: list[Entry] = []
    at = 0
    while at < len(texts):
        block = _block(texts, strong, at, beginnings)
        taken.update(block)
        entries += _entries([texts[n] for n in block])
        at = max(at + 1, block.stop)
    return Contents(frozenset(taken), tuple(entries))


def _block(texts: list[str], strong: list[bool], at: int, beginnings: str) -> range:
    """The lines of the table of contents that begins here, none where none does."""
    none = range(at, at)
    titled = bool(_TITLE.match(texts[at]))
    if not titled and not (strong[at] and sum(strong[at : at + 8]) >= 4 and _dense(texts, at)):
        return none
    block = range(at, _end(texts, strong, at, titled))
    if not titled and not _borne_out(texts[at : block.stop], beginnings):
        return none
    if sum(strong[n] for n in block) >= 3:
        return block
    return block if titled and sum(_named(texts[n]) for n in block) >= 4 else none


def _beginnings(texts: list[str], strong: list[bool]) -> str:
    """How the lines that are no entries begin, a title that stands below its number with it."""
    plain = [_letters(text) for text, is_strong in zip(texts, strong, strict=True) if not is_strong]
    return "\n".join(["", *map("".join, pairwise([*plain, ""]))])


def _borne_out(entries: list[str], beginnings: str) -> bool:
    """Whether half of the entries begin lines elsewhere.

    The steps of a scale, dotted out to their rates, begin none.
    """
    found = [_DOTTED.match(text) or _SPACED.match(text) for text in entries]
    titles = [_letters(entry["entry"]) for entry in found if entry and entry["page"]][:8]
    return sum(f"\n{title}" in beginnings for title in titles) >= 0.5 * len(titles)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _strong(text: str) -> bool:
    """Whether a line by itself looks like an entry with its page."""
    dotted = _DOTTED.match(text) and re.search(r"(?:[.…·_]\s?){4,}", text)
    return len(text) < 220 and bool(dotted or _SPACED.match(text))


def _named(text: str) -> bool:
    return any(label.kind in _TITLED for label in labels_at(text))


def _dense(texts: list[str], at: int) -> bool:
    """Whether page numbers rise through the lines from here, as figures of a table do not."""
    pages = []
    for text in texts[at : at + 12]:
        found = _DOTTED.match(text) or _SPACED.match(text)
        if found and found["page"] and found["page"].isdecimal():
            entry = found["entry"]
            if re.search(r"\d[\d,.]*\s{2,}\$?\d", entry) or "$" in entry:
                return False
            pages.append(int(found["page"]))
    if len(pages) < 3:
        return False
    rising = sum(b >= a for a, b in zip(pages, pages[1:], strict=False))
    return rising >= 0.8 * (len(pages) - 1) and (pages[-1] > pages[0] or len(pages) > 8)


def _end(texts: list[str], strong: list[bool], start: int, titled: bool) -> int:
    """The line after a block's last: past wrapped titles and page heads, before sentences begin."""
    last, weak, first, prose, paged = start, 0, "", 0, 0
    for at in range(start + titled, len(texts)):
        text = texts[at].strip()
        prose = prose + 1 if not strong[at] and _prose(text) else 0
        if prose >= 2 and any(_VERB.search(line) for line in texts[at - prose + 1 : at + 1]):
            return min(last, at - prose) + 1
        label = " ".join(text.split()[:2]).lower().rstrip(".:,–—-")
        paged += strong[at]
        unpaged = titled and _untitled(text) and (not paged or any(strong[at : at + 3]))
        if strong[at] or _TITLE.match(text):
            last, weak = at, 0
        elif unpaged and first and label == first:
            break  # the first entry again: the body begins
        elif unpaged:
            last, weak = at, 0
        elif _NUMBER.match(text):
            last = at if weak == 0 else last
        else:
            weak += 1
            if weak > 9 or _sentence(text):
                break
        if not first and _named(text):
            first = label
    return last + 1


def _untitled(text: str) -> bool:
    """Whether a line can be an entry that gives no page."""
    return _named(text) and len(text) < 90 and not re.search(r"[.;]$|[a-z],", text)


def _sentence(text: str) -> bool:
    """Whether a line is too long, or ends too much like a sentence, to be part of an entry."""
    return len(text) > 110 or len(text) > 60 and bool(re.search(r"[a-z]{2}[.;,]$", text))


def _prose(text: str) -> bool:
    """Whether a line may be part of a sentence: long, and mostly in small letters."""
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return len(words) > 7 and small >= 0.6 * len(words)


def _entries(texts: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    begun = ""
    for text in texts:
        found = _DOTTED.match(text) or _SPACED.match(text)
        words = " ".join((found["entry"] if found else text).split()).strip(" .·_")
        labelled = bool(labels_at(words))
        if found is None:
            # a title that goes on in the next line, or an entry without a page
            fresh = labelled and not _NUMBER.match(words)
            begun = words if fresh else f"{begun} {words}".strip() if begun else ""
            continue
        if begun and not labelled:
            words = f"{begun} {words}"
        begun = ""
        if entry := _entry(words, found["page"]):
            entries.append(entry)
    return entries


def _entry(words: str, page: str | None) -> Entry | None:
    if len(re.sub(r"[^^\W\d_]", "", words)) < 3:
        return None
    labels = labels_at(words)
    label = words[: labels[0].end].strip(" .") if labels else ""
    title = words[labels[0].end :] if labels else words
    return Entry(label, title.strip(" .:–—-"), page)
