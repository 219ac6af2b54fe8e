"""A printed table of contents: which lines it is made of, what it promises, and whether the body keeps the promise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import Clause, ContentsCheck
from ingest.labels import labels_at
from ingest.read.reading import Reading

_TITLE = re.compile(
    r"^\W*(?:(?:table|summary|index)\s+of\s+(?:contents|articles)|contents|index|índice|contenido|tabla de contenido)\W*$", re.I
)
_PAGE = r"(?:(?:page|pg\.?|p\.)\s*)?(?P<page>\d{1,4}|[ivxl]{1,7}|[A-Z]-\d{1,3})"
_DOTTED = re.compile(rf"^(?P<entry>.*?)\s*(?:(?:[.…·_]\s?){{3,}}|…+)\s*(?:{_PAGE})?\s*$", re.I)
_SPACED = re.compile(rf"^(?P<entry>.*?[^\W\d_].*?)(?:\s{{3,}}|\t+\s*|\s+(?=page\s)){_PAGE}\s*$", re.I)
_NUMBER = re.compile(r"^(?:\d{1,4}|[ivxl]+|page(?:\s*no\.?)?|TitlePage|[A-Z]\.|[IVXL]+[A-Z]?\.|\(?[a-z0-9]{1,2}[.)])$", re.I)
#: What sentences hold and titles do without.
_VERB = re.compile(r"\b(?:shall|must|may|will|is|are|was|were|be|been|has|have|means?|agrees?|deberán?|podrán?|será|serán)\b", re.I)


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
    """Tables of contents anywhere in a reading: under a title that says so, or a run of lines that end in page numbers."""
    texts = [reading.of(line) for line in reading.lines]
    if reading.reader == "html" and sum(line.contents for line in reading.lines) >= 3:  # the page itself says which they are
        marked = [at for at, line in enumerate(reading.lines) if line.contents]
        found = [_entry(re.sub(r"\s*\([^)]*contents\)$", "", texts[at]), None) for at in marked if not _TITLE.match(texts[at])]
        return Contents(frozenset(marked), tuple(entry for entry in found if entry))
    strong = [bool(line.contents or _strong(text)) for line, text in zip(reading.lines, texts, strict=True)]
    taken: set[int] = set()
    entries: list[Entry] = []
    at = 0
    while at < len(texts):
        titled = bool(_TITLE.match(texts[at]))
        if titled or (strong[at] and sum(strong[at : at + 8]) >= 4 and _dense(texts, at)):
            end = _end(texts, strong, at, titled)
            block = range(at, end)
            found = sum(strong[n] for n in block)
            if found >= 3 or (titled and sum(bool(_named(texts[n])) for n in block) >= 4):
                taken |= set(block)
                entries += _entries([texts[n] for n in block])
                at = end
                continue
        at += 1
    for at, line in enumerate(reading.lines):
        if line.contents:
            taken.add(at)
    return Contents(frozenset(taken), tuple(entries))


def _strong(text: str) -> bool:
    return len(text) < 220 and (
        bool(_DOTTED.match(text)) and bool(re.search(r"(?:[.…·_]\s?){4,}", text)) or bool(_SPACED.match(text))
    )


def _named(text: str) -> bool:
    return any(label.kind in ("article", "appendix", "section", "part", "letter", "decimal") for label in labels_at(text))


def _dense(texts: list[str], at: int) -> bool:
    """Whether page numbers rise through the lines from here, as a table of figures' last column does not."""
    pages = []
    for text in texts[at : at + 12]:
        found = _DOTTED.match(text) or _SPACED.match(text)
        if found and found["page"] and found["page"].isdecimal():
            entry = found["entry"]
            if re.search(r"\d[\d,.]*\s{2,}\$?\d", entry) or "$" in entry:
                return False
            pages.append(int(found["page"]))
    rising = sum(b >= a for a, b in zip(pages, pages[1:], strict=False))
    return len(pages) >= 3 and rising >= 0.8 * (len(pages) - 1) and (pages[-1] > pages[0] or len(pages) > 8)


def _end(texts: list[str], strong: list[bool], start: int, titled: bool) -> int:
    """The line after a block's last: it goes on through wrapped titles and page heads, and ends where sentences begin."""
    last, weak, first, prose, paged = start, 0, "", 0, 0
    for at in range(start + (1 if titled else 0), len(texts)):
        text = texts[at].strip()
        prose = prose + 1 if not strong[at] and _prose(text) else 0
        if prose >= 2 and any(_VERB.search(line) for line in texts[at - prose + 1 : at + 1]):
            return min(last, at - prose) + 1
        label = " ".join(text.split()[:2]).lower().rstrip(".:,–—-")
        paged += strong[at]
        if strong[at] or _TITLE.match(text):
            last, weak = at, 0
        elif (
            titled
            and _named(text)
            and len(text) < 90
            and not re.search(r"[.;]$|[a-z],", text)
            and (not paged or any(strong[at : at + 3]))
        ):
            if first and label == first:
                break  # the first entry again: the body begins
            last, weak = at, 0
        elif _NUMBER.match(text):
            last = at if weak == 0 else last
        else:
            weak += 1
            if weak > 9 or len(text) > 110 or (len(text) > 60 and re.search(r"[a-z]{2}[.;,]$", text)):
                break
        if not first and _named(text):
            first = label
    return last + 1


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
        if not found:
            # a title that goes on in the next line, or an entry without a page
            begun = words if labels_at(words) and not _NUMBER.match(words) else f"{begun} {words}".strip() if begun else ""
            continue
        if begun and not labels_at(words):
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


def kept(contents: Contents, clauses: tuple[Clause, ...], text: str) -> ContentsCheck:
    """Look every entry up in the body: by its title, by its number where it has a named one, or by how a clause begins."""
    by_label: dict[str, list[Clause]] = {}
    by_title: dict[str, list[Clause]] = {}
    for clause in clauses:
        for place in (clause.locator, *clause.path):
            by_label.setdefault(_folded(place), []).append(clause)
            for part in re.split(r",\s*| — ", place):
                by_label.setdefault(_folded(part), []).append(clause)
        for title in (clause.heading, *clause.path):
            by_title.setdefault(_folded(title.split(" — ")[-1]), []).append(clause)
    by_start: dict[str, list[tuple[str, Clause]]] = {}
    for clause in clauses:
        opening = clause.span.of(text)[:300]
        labels = labels_at(opening)
        start = _folded(" ".join(opening[labels[0].end if labels else 0 :].split()).lstrip(" .:–—-"))
        by_start.setdefault(start[:8], []).append((start, clause))
    found, elsewhere, missing = 0, [], []
    for entry in contents.entries:
        said = " ".join(part for part in (entry.label, entry.title) if part)[:90]
        held = by_title.get(_folded(entry.title), []) if entry.title else []
        if entry.label and not held:
            held = by_label.get(_folded(entry.label), [])
        if not held and not entry.label and (bare := re.match(r"(\d{1,3}|[A-Z]{1,2})[\s.–—-]+(.+)", entry.title)):
            # "4 Recognition" promises "Article 4: Recognition"
            held = by_title.get(_folded(bare[2]), []) or by_label.get(f"article {bare[1]}", [])
        wanted = _folded(entry.title)
        if not held and len(wanted) > 7:
            held = [clause for start, clause in by_start.get(wanted[:8], []) if start.startswith(wanted)]
        if not held:
            held = [
                c
                for title, cs in by_title.items()
                if len(wanted) > 7 and (title.startswith(wanted) or wanted.startswith(title) and len(title) > 7)
                for c in cs
            ]
        if not held:
            missing.append(said)
        elif entry.page and any(c.page_label for c in held) and not any(entry.page in (c.page_label, str(c.page)) for c in held):
            elsewhere.append(f"{said} (printed p. {entry.page}, found on {held[0].page_label or held[0].page})")
        else:
            found += 1
    return ContentsCheck(len(contents.entries), found, tuple(elsewhere), tuple(missing))


def _folded(text: str) -> str:
    text = re.sub(r"\bart\.?\s*(?=[\divxl])", "article ", text.lower())
    return re.sub(r"[\W_]+", "", re.sub(r"\b(?:sec\.?)\s", "section ", text))
