"""Markdown and plain text: the text is the file itself, so offsets are into it; only some of its lines are clauses' words."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from corpus import CannotRead, LeftOut
from ingest.read.reading import Line, Reading

_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{3,})[ \t]*$")
_DOTS = re.compile(r"(?:\.\s?){4,}\s*(?:[ivxlc]+|\d+)\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_STRUCK = re.compile(r"~~(?=\S).*?(?<=\S)~~|<(del|s|strike)>.*?</\1>", re.S | re.I)
_FOOT = re.compile(r"^(?P<words>.*\D)?[-–—|\s]*(?P<number>\d{1,4})\s*$")


def read_file(path: Path) -> Reading:
    """Read a text file; a UTF-8 signature is no part of the text. Bytes that are no UTF-8 are read as Windows-1252, with a warning."""
    data = path.read_bytes()
    if b"\0" in data[:4096]:
        raise CannotRead(f"{path.name} is not text (it holds zero bytes); is it another kind of file with the wrong ending?")
    try:
        return read_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return read_text(data.decode("cp1252", errors="replace"), ("not UTF-8: read as Windows-1252, so check its accents",))


def read_text(text: str, warnings: tuple[str, ...] = ()) -> Reading:
    """The lines of a text. Front matter becomes `metadata`; page feet, comments and struck words are left out."""
    metadata, start = _front_matter(text)
    silent: list[tuple[int, int, str]] = [(found.start(), found.end(), "comment") for found in _COMMENT.finditer(text, start)]
    silent += [(found.start(), found.end(), "struck out") for found in _STRUCK.finditer(text, start)]
    silent.sort()
    rows = [(m.start(), m.end()) for m in re.finditer(r"[^\r\n\f]+", text[start:])]
    rows = [(a + start, b + start) for a, b in rows]
    feet = _feet(text, rows)
    left_out = [
        LeftOut(reason, len("".join(text[a:b].split())), sample=" ".join(text[a:b].split())[:80]) for a, b, reason in silent
    ]
    lines: list[Line] = []
    page, label, previous = (1 if feet else None), None, start
    for at, (begin, end) in enumerate(rows):
        if (begin, end) in feet:
            left_out.append(LeftOut("page foot", len("".join(text[begin:end].split())), page, text[begin:end].strip()[:80]))
            label = feet[(begin, end)]
            lines = [_labelled(line, page, label) for line in lines]
            page, previous = (page or 0) + 1, end
            continue
        gap = previous == start or text[previous:begin].count("\n") > 1
        level, skip = 0, 0
        if found := _HEADING.match(text, begin, end):
            level, skip = len(found.group(1)), found.end() - begin
        elif (
            at + 1 < len(rows) and _UNDERLINE.match(text, *rows[at + 1]) and rows[at + 1][0] - end <= 2 and text[begin:end].strip()
        ):
            level = 1 if "=" in text[slice(*rows[at + 1])] else 2
        elif _UNDERLINE.match(text, begin, end) and lines and lines[-1].level and lines[-1].end <= begin:
            previous = end
            continue
        for a, b in _live(begin + skip, end, silent):
            piece = text[a:b]
            a, b = a + len(piece) - len(piece.lstrip()), a + len(piece.rstrip())
            if b > a:
                lines.append(Line(a, b, page, None, level, bool(_DOTS.search(text[a:b])), False, gap, float(a - begin)))
                gap = False
        previous = end
    return Reading(
        "text",
        text,
        tuple(lines),
        len("".join(text[start:].split())),
        left_out=tuple(left_out),
        warnings=warnings,
        metadata=metadata,
    )


def _labelled(line: Line, page: int | None, label: str) -> Line:
    from dataclasses import replace

    return replace(line, page_label=label) if line.page == page and line.page_label is None else line


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


def _feet(text: str, rows: list[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Page feet of layout text: lines alike but for a number that rises by one, three of them or more."""
    alike: dict[str, list[tuple[tuple[int, int], int]]] = {}
    for row in rows:
        if found := _FOOT.match(text[slice(*row)].strip()):
            words = " ".join((found["words"] or "").split()).strip(" -–—|")
            if not _DOTS.search(text[slice(*row)]):
                alike.setdefault(words.lower(), []).append((row, int(found["number"])))
    feet: dict[tuple[int, int], str] = {}
    for words, found_rows in alike.items():
        numbers = [number for _, number in found_rows]
        rising = sum(b == a + 1 for a, b in zip(numbers, numbers[1:], strict=False))
        # a bare number must run through nearly all of them: a column of figures is no page foot
        if len(found_rows) >= 3 and rising >= (0.6 if words else 0.9) * (len(numbers) - 1):
            feet.update({row: str(number) for row, number in found_rows})
    return feet
