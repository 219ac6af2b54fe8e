"""Markdown and plain text: the text is the file itself, so offsets are into it; only some of its lines are clauses' words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import yaml

from corpus import CannotRead, LeftOut
from ingest.read import furniture
from ingest.read.reading import Line, Reading

_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"[ ]{0,3}(={3,}|-{3,})[ \t]*$")
_DOTS = re.compile(r"(?:\.\s?){4,}\s*(?:[ivxlc]+|\d+)\s*$")
_MARKDOWN = (".md", ".markdown")
_UNENDED = re.compile(r"\b(?:of|the|in|by|to|with|as|for|under|an|a|from|at|is|are|be|which|any|this|said|such)\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_STRUCK = re.compile(r"~~(?=\S).*?(?<=\S)~~|<(del|s|strike)>.*?</\1>", re.S | re.I)
#: A line shorter than this share of its neighbours' width was ended on purpose (proportional type varies by a tenth);
#: no page is wrapped at the second or beyond.
_FULL, _WIDEST = 0.82, 200
_RULE = re.compile(r"[ \t]*[=\-*_─—]{3,}[ \t]*$")


def read_file(path: Path) -> Reading:
    """Read a text file; a UTF-8 signature is no part of the text. Bytes that are no UTF-8 are read as Windows-1252, with a warning."""
    data = path.read_bytes()
    if b"\0" in data[:4096]:
        raise CannotRead(f"{path.name} is not text (it holds zero bytes); is it another kind of file with the wrong ending?")
    try:
        return read_text(data.decode("utf-8-sig"), marked=path.suffix.lower() in _MARKDOWN)
    except UnicodeDecodeError:
        return read_text(
            data.decode("cp1252", errors="replace"),
            ("not UTF-8: read as Windows-1252, so check its accents",),
            path.suffix.lower() in _MARKDOWN,
        )


def read_text(text: str, warnings: tuple[str, ...] = (), marked: bool = True) -> Reading:
    """The lines of a text. Front matter becomes `metadata`; feet, heads, line numbers, comments and struck words are left out.

    A line that begins with `#` is a heading where the text is `marked` as Markdown is, or has three different ones.
    """
    metadata, start = _front_matter(text)
    silent: list[tuple[int, int, str]] = [(found.start(), found.end(), "comment") for found in _COMMENT.finditer(text, start)]
    silent += [(found.start(), found.end(), "struck out") for found in _STRUCK.finditer(text, start)]
    silent.sort()
    rows = [(m.start(), m.end()) for m in re.compile(r"[^\r\n\f]+").finditer(text, start)]
    words = [text[slice(*row)] for row in rows]
    breaks = [at for at in range(1, len(rows)) if "\f" in text[rows[at - 1][1] : rows[at][0]]]
    feet = furniture.feet(words, breaks)
    heads = furniture.heads(words, sorted({*feet, *(at - 1 for at in breaks)})) - set(feet)
    labels = feet | furniture.printed(words, heads)
    headed = bool(labels) and _above(labels, breaks)
    numbered = furniture.line_numbers([line if at not in feet and at not in heads else "" for at, line in enumerate(words)])
    left_out = [LeftOut(reason, _size(text[a:b]), sample=" ".join(text[a:b].split())[:2000], at=a) for a, b, reason in silent]
    lines: list[Line] = []
    paged = bool(labels or breaks)
    broken = _forced(words)
    marked = marked or len({line for line in words if _HEADING.match(line)}) > 2
    page, label, previous, since, apart = (1 if paged else None), None, start, 0, False
    for at, (begin, end) in enumerate(rows):
        if at in breaks and not (not headed and any(n in labels for n in range(max(0, at - 4), at))):
            page, since, label = (page or 0) + 1, len(lines), None
        if at in feet or at in heads:
            reason = "page foot" if at in feet else "running head or foot"
            left_out.append(LeftOut(reason, _size(words[at]), page, " ".join(words[at].split())[:80]))
            if at in labels and not headed:
                lines[since:] = [replace(line, page_label=labels[at]) for line in lines[since:]]
                page, since = (page or 0) + 1, len(lines)
            elif at in labels:
                label = labels[at]
            continue
        gap = previous == start or apart or at in broken or text[previous:begin].count("\n") > 1
        level, skip = 0, numbered.get(at, 0)
        if skip:
            left_out.append(LeftOut("line number", _size(text[begin : begin + skip]), page))
            level = len(found.group()) if (found := re.match(r"#{1,6}", text[begin : begin + skip].strip())) else 0
        elif marked and (found := _HEADING.match(text, begin, end)):
            level, skip = len(found.group(1)), found.end() - begin
            left_out.append(LeftOut("mark of a heading", level, page))
        elif at + 1 < len(rows) and _UNDERLINE.match(words[at + 1]) and rows[at + 1][0] - end <= 2 and words[at].strip():
            level = 1 if "=" in words[at + 1] else 2
        elif _RULE.match(words[at]):
            left_out.append(LeftOut("mark of a heading", _size(words[at]), page))
            previous = end
            continue
        apart = not text[begin + skip : end].strip()
        for a, b in _live(begin + skip, end, silent):
            piece = text[a:b]
            a, b = a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip())
            if b > a:
                lines.append(
                    Line(a, b, page, label, level, bool(_DOTS.search(text[a:b])), False, gap, indent=float(a - begin - skip))
                )
                gap = False
        previous = end
    return Reading("text", text, tuple(lines), _size(text[start:]), left_out=tuple(left_out), warnings=warnings, metadata=metadata)


def _above(labels: dict[int, str], breaks: list[int]) -> bool:
    """Whether page numbers stand at the head of pages: just after a page break, not just before one."""
    after = sum(any(n in labels for n in range(at, at + 4)) for at in breaks)
    before = sum(any(n in labels for n in range(at - 4, at)) for at in breaks)
    return after > before


def _forced(words: list[str]) -> frozenset[int]:
    """Lines that begin a paragraph without an empty line before: the one above ended although a word more would have fitted.

    Never after a word that ends no sentence ("employed under"). Where lines are not wrapped at all, each is a paragraph.
    """
    lengths = [len(line.rstrip()) for line in words]
    found = set()
    for at in range(1, len(words)):
        near = sorted(lengths[max(0, at - 40) : at + 40])
        width = near[int(len(near) * 0.9)]
        first = words[at].split(maxsplit=1)[0] if words[at].strip() else ""
        early = lengths[at - 1] + 1 + len(first) < _FULL * width and not _UNENDED.search(words[at - 1])
        if early or width >= _WIDEST:
            found.add(at)
    return frozenset(found)


def _size(text: str) -> int:
    return len("".join(text.split()))


def _front_matter(text: str) -> tuple[dict | None, int]:
    found = re.match(r"---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", text, re.S)
    if not found:
        return None, 0
    try:
        values = yaml.safe_load(found.group(1))
    except yaml.YAMLError:
        return None, 0
    return (values, found.end()) if isinstance(values, dict) else (None, 0)


def _live(begin: int, end: int, silent: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The parts of a line outside comments and struck words."""
    parts, at = [], begin
    for a, b, _ in silent:
        if b <= at or a >= end:
            continue
        if a > at:
            parts.append((at, a))
        at = max(at, b)
    if at < end:
        parts.append((at, end))
    return parts
