"""The numbers Word generates (ECMA-376, part 1, 17.9).

They stand in no text of the file, and clauses are cited by them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.number_words import MOST, cardinal, numbered, ordinal
from ingest.labels import write_roman
from ingest.read.wordxml import Element, W, value

#: So far entries are counted in letters; a larger number is a damaged file's.
_MOST = 9999


class Styles:
    """What paragraph and character styles say, with what they are based on."""

    def __init__(self, part: Element) -> None:
        held = part.iter(f"{W}style") if part is not None else ()
        self._held: dict[str, Element] = {style.get(f"{W}styleId", ""): style for style in held}

    def chain(self, style: str) -> list[Element]:
        """The style and those it is based on, nearest first."""
        found: list[Element] = []
        while style in self._held and len(found) < 12:
            found.append(self._held[style])
            style = value(self._held[style], "basedOn")
        return found

    def level(self, style: str) -> int:
        """The heading level a style gives, from its outline or Word's own names; 0 for others."""
        for each in self.chain(style):
            outline = value(each.find(f"{W}pPr"), "outlineLvl")
            if outline.isdecimal():
                return int(outline) + 1 if int(outline) < 6 else 0
            name = value(each, "name").lower()
            if name.startswith("heading ") and name[8:].isdecimal():
                return min(6, int(name[8:]))
        return 0

    def contents(self, style: str) -> bool:
        """Whether a style is one that Word gives the lines of its table of contents."""
        names = (value(each, "name") for each in self.chain(style))
        return any(re.fullmatch(r"toc ?\d", name, re.I) for name in (style, *names))


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int
    legal: bool
    restart: int | None  # after which level, from 1, its counting begins again; 0 for never


class Numbers:
    """Counts the lists of one document as Word does.

    Lists that share a definition go on counting together.
    """

    def __init__(self, part: Element, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list: dict[str, str] = {}
        self._restart: dict[tuple[str, int], int] = {}
        self._of_style: dict[tuple[str, str], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if part is None:
            return
        links: dict[str, str] = {}
        for each in part.iter(f"{W}abstractNum"):
            self._define(each)
            links[each.get(f"{W}abstractNumId", "")] = value(each, "numStyleLink")
        for each in part.iter(f"{W}num"):
            self._use(each)
        for name, style in links.items():
            if style:
                self._link(name, style)

    def _link(self, name: str, style: str) -> None:
        """Give a definition that only names a list style the levels of that style's own."""
        for each in self._styles.chain(style):
            number, _ = _numbered(each.find(f"{W}pPr"))
            if own := self._list.get(number, ""):
                self._levels[name] = self._levels[own] | self._levels[name]
                return

    def _define(self, definition: Element) -> None:
        name = definition.get(f"{W}abstractNumId", "")
        self._levels[name] = {}
        for level in definition.iter(f"{W}lvl"):
            depth = _count(level.get(f"{W}ilvl", ""), 0)
            self._levels[name][depth] = _level(level)
            if style := value(level, "pStyle"):
                self._of_style[(name, style)] = depth

    def _use(self, use: Element) -> None:
        number, name = use.get(f"{W}numId", ""), value(use, "abstractNumId")
        self._list[number] = name
        for override in use.iter(f"{W}lvlOverride"):
            depth = _count(override.get(f"{W}ilvl", ""), 0)
            start, level = value(override, "startOverride"), override.find(f"{W}lvl")
            if level is not None:
                self._list[number] = own = f"{name}/{number}"
                defined = dict(self._levels.get(name, {}))
                self._levels.setdefault(own, defined)[depth] = _level(level)
            if start.isdecimal():
                self._restart[(number, depth)] = _count(start, 1)

    def next(self, properties: Element, style: str, silent: bool = False) -> str:
        """The number printed before this paragraph, or nothing.

        `silent` counts an empty paragraph without printing.
        """
        place = self._place(properties, style)
        if place is None:
            return ""
        number, depth = place
        name = self._list[number]
        level, counts = self._levels[name][depth], self._counts.setdefault(name, {})
        if (start := self._restart.pop((number, depth), None)) is not None:
            counts[depth] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            restart = self._levels[name][deeper].restart
            if restart is None or depth < restart:
                del counts[deeper]
        if level.kind in ("bullet", "none") or silent:
            return ""
        return self._printed(name, depth)

    def _printed(self, name: str, depth: int) -> str:
        """A level's pattern with the counts of its own and the outer levels put in."""
        levels, counts = self._levels[name], self._counts[name]
        pattern = levels[depth].pattern
        for at in range(depth + 1):
            if f"%{at + 1}" in pattern and at in levels:
                # a deeper paragraph before any of its parents: Word counts the parent as begun
                count = counts.setdefault(at, levels[at].start)
                kind = "decimal" if levels[depth].legal else levels[at].kind
                pattern = pattern.replace(f"%{at + 1}", _written(count, kind))
        return pattern

    def _place(self, properties: Element, style: str) -> tuple[str, int] | None:
        number, depth = _numbered(properties)
        for each in self._styles.chain(style):
            if number:
                break
            number, own = _numbered(each.find(f"{W}pPr"))
            if number and own is None:
                own = self._of_style.get((self._list.get(number, ""), each.get(f"{W}styleId", "")))
            depth = depth if depth is not None else own
        if not number or depth is None and number not in self._list:
            return None
        depth = depth or 0
        return (
            (number, depth) if depth in self._levels.get(self._list.get(number, ""), {}) else None
        )


def _numbered(properties: Element) -> tuple[str, int | None]:
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None:
        return "", None
    depth = value(numbering, "ilvl")
    return value(numbering, "numId"), _count(depth, 0) if depth.isdecimal() else None


def _level(level: Element) -> _Level:
    start = value(level, "start")
    legal = level.find(f"{W}isLgl") is not None
    after = value(level, "lvlRestart")
    return _Level(
        value(level, "numFmt"),
        value(level, "lvlText"),
        _count(start, 1),
        legal,
        _count(after, 0) if after.isdecimal() else None,
    )


def _count(number: str, usual: int) -> int:
    """What a property counts, as far as nine digits go; the usual where it is no number."""
    return int(number[:9]) if number.isdecimal() else usual


def _written(count: int, kind: str) -> str:
    if count > _MOST:
        return str(count)
    if kind in ("lowerRoman", "upperRoman"):
        numeral = write_roman(count)
        return numeral if kind == "lowerRoman" else numeral.upper()
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (count - 1) % 26) * (1 + (count - 1) // 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in _IN_WORDS and 0 < count <= MOST:
        words = _IN_WORDS[kind](count)
        return words[0].upper() + words[1:]
    return f"{count:02}" if kind == "decimalZero" else str(count)


_IN_WORDS = {"cardinalText": cardinal, "ordinalText": ordinal, "ordinal": numbered}
