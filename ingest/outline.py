"""A document's numbering as it unfolds: which numbers at a line's start open a clause, and where each one stands.

A number counts only where it can stand: in its sequence, at the beginning of a paragraph, in the shape of a heading
where its kind has one. "as provided in Section 4(b)", wrapped to a line's start, fails all three and is a reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.labels import ORDER, Label, labels_at

_TITLE = re.compile(
    r"^[\s.:;–—\-*_]*(?P<title>[A-Z“\"'(\[&¿¡ÁÉÍÓÚ$§\d](?:[^.;:]|\bNos?\.\s){1,110}?)\s*[*_]*(?:[.:–—](?=[\s*_]|$)|$)"
)
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "de",
        "la",
        "el",
        "los",
        "las",
        "y",
        "en",
        "del",
        "per",
        "via",
        "not",
        "no",
        "under",
        "other",
        "than",
        "if",
    ]
)
_ENDED = re.compile(r"[.:;!?”\"’)\]…|]\s*[*_]*\s*$|^[^a-z]*$")
_BULLETS = ("•", "●", "○", "▪", "◦", "-")  # alone on the line above: what follows is an entry of that list
_GOES_ON = re.compile(
    r"^\s*(?:of|and|or|to|shall|is|are|in|above|below|herein|hereof|through|which|that|may|will|as|for|by|,|;|\(|&)(?:\W|$)"
)


@dataclass(slots=True)
class Level:
    """One open number: `h1` to `h6` are headings that a format marks, `h7` an unnumbered one known by its type.

    `closed` holds the numbers that an unnumbered heading closed, in case a list goes on after it.
    """

    kind: str
    number: str
    value: int
    title: str = ""
    indent: float = 0.0
    closed: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a line's start: `before` is the line above it."""

    before: str
    gap: bool
    strong: bool
    indent: float


def title_of(rest: str) -> str:
    """The heading that a number's line opens with, or nothing where a sentence begins: titles are short and capitalised."""
    found = _TITLE.match(rest)
    if not found:
        return ""
    title = found["title"].strip(" “\"'*_")
    words = title.split()
    capital = sum(
        word.lstrip("(“\"'/")[:1].isupper() or word.lower().strip("(),") in _SMALL or not word[:1].isalpha() for word in words
    )
    return (
        title
        if words and len(words) <= 14 and capital == len(words) and words[0].lower() not in ("the", "a", "an", "in", "if")
        else ""
    )


def is_title(text: str) -> bool:
    """Whether a whole line reads as an unnumbered heading: capitals, no sentence, no columns of figures."""
    words = text.split()
    letters = [c for c in text if c.isalpha()]
    if not 1 <= len(words) <= 12 or len(letters) < 4 or len(letters) < 0.6 * len(text.replace(" ", "")):
        return False
    if re.search(r"[.;,]$", text) or re.search(r"\s{4,}|\.{3,}|_{3,}|\|", text):
        return False
    return text.upper() == text


def accepted(text: str, place: Place, stack: list[Level], start: int = 0) -> Label | None:
    """The number that opens a clause at this line's start, or None for words that only look like one."""
    found = labels_at(text, start)
    if not found or place.before.strip() in _BULLETS:
        return None
    if found[0].kind in ORDER:
        return found[0] if _named(text, found[0], place, stack) else None
    scored = [(_bare(text, label, place, stack), -order, label) for order, label in enumerate(found)]
    score, _, label = max(scored, key=lambda row: row[:2])
    return label if score >= 2.0 else None


def push(stack: list[Level], level: Level) -> None:
    """Open a number: it closes what it follows, and stands inside what it does not."""
    if level.kind == "h7":
        at = _last_heading(stack)
        # a heading in capitals follows one in capitals; any other stands inside the numbers that are open
        if at is not None and (at == len(stack) - 1 or stack[at].title.isupper() and level.title.isupper()):
            level.closed = tuple(held for held in stack[at:] if held.kind != "h7") or stack[at].closed
            del stack[at:]
    elif level.kind.startswith("h"):
        inside = [at for at, held in enumerate(stack) if held.kind.startswith("h") and held.kind >= level.kind]
        inside += [at for at, held in enumerate(stack) if not held.kind.startswith("h")]
        if inside:
            del stack[min(inside) :]
    elif level.kind in ORDER:
        _close_named(stack, level)
    else:
        at = _follows(stack, level)
        if at is not None:
            del stack[at:]
        elif (closed := _goes_on(stack, level)) is not None:
            stack[_last_heading(stack) :] = closed
        elif (heading := _last_heading(stack)) is not None and (
            at := next((n for n, held in enumerate(stack[:heading]) if held.kind == level.kind), None)
        ) is not None:
            # a list that begins again under a new heading replaces the one before that heading
            stack[at:heading] = []
        elif level.value == 1 and stack and stack[-1].kind == level.kind:
            stack.pop()  # the same list begins again
    stack.append(level)


def _close_named(stack: list[Level], level: Level) -> None:
    rank = ORDER.index(level.kind)
    for at, held in enumerate(stack):
        bare = held.kind not in ORDER and not held.kind.startswith("h")
        if bare or held.kind == "h7" or held.kind in ORDER and ORDER.index(held.kind) >= rank:
            if level.kind == "decimal" and held.kind == "decimal" and level.number.startswith(held.number + "."):
                continue
            if bare and _holds(stack, at, level):
                continue  # "II. PAY" holds "2.1 Rates" and what comes after it
            del stack[at:]
            return


def _holds(stack: list[Level], at: int, level: Level) -> bool:
    """Whether a bare outermost number stays open around a section or a decimal."""
    held = stack[at]
    if level.kind not in ("decimal", "section") or held.kind not in ("ROMAN.", "upper.", "digit."):
        return False
    if any(not other.kind.startswith("h") for other in stack[:at]):
        return False
    if level.kind == "section":
        return level.value == 1 or any(inner.kind == "section" for inner in stack[at:])
    first = re.split(r"[.\-]", level.number)[0]
    within = [inner for inner in stack[at:] if inner.kind == "decimal" and re.split(r"[.\-]", inner.number)[0] == first]
    return level.value == 1 or first in (held.number, str(held.value)) or bool(within)


def _follows(stack: list[Level], level: Level) -> int | None:
    """Where in the stack the list stands that this number goes on, innermost first but nearest in indent."""
    fits = [
        at
        for at, held in enumerate(stack)
        if held.kind == level.kind
        and held.value < level.value <= held.value + 3
        and (level.value == held.value + 1 or level.value > 1)
    ]
    exact = [at for at in fits if stack[at].value + 1 == level.value] or fits
    exact += [
        at
        for at, held in enumerate(stack)
        if held.kind == level.kind
        and held.value == level.value
        and held.number != level.number
        and level.number.startswith(held.number[:-1])
    ]
    if not exact:
        return None
    return min(reversed(exact), key=lambda at: round(abs(stack[at].indent - level.indent) / 12)) if len(exact) > 1 else exact[0]


def _goes_on(stack: list[Level], level: Level) -> list[Level] | None:
    """The numbers above this one in a list that an unnumbered heading only seemed to close; None where there is none."""
    heading = _last_heading(stack)
    closed = list(stack[heading].closed) if heading is not None else []
    at = next((n for n, held in enumerate(closed) if held.kind == level.kind and held.value + 1 == level.value), None)
    return closed[:at] if at is not None else None


def _last_heading(stack: list[Level]) -> int | None:
    return next((at for at in range(len(stack) - 1, -1, -1) if stack[at].kind == "h7"), None)


def _ended(place: Place) -> bool:
    return not place.before or place.gap or bool(_ENDED.search(place.before))


def _named(text: str, label: Label, place: Place, stack: list[Level]) -> bool:
    rest = text[label.end :]
    if _GOES_ON.match(rest) or (
        label.kind in ("section", "article", "§") and re.match(r"\s*\((?![A-Z][a-z]{2,})", rest) and label.kind != "§"
    ):
        return False
    open_ = next((held for held in reversed(stack) if held.kind == label.kind), None)
    if open_ and label.value and open_.value == label.value and open_.number == label.number and not rest.strip(" .*_"):
        return False  # a running head that repeats the article we are in
    if (
        label.kind == "letter"
        and not re.search(r"[\d#]|\s[A-Z]$", label.number)
        and not (text.isupper() and any(not held.kind.startswith("h") for held in stack))
    ):
        return False  # "Memorandum of Agreement" names the document itself; a side letter without a number is set in capitals
    bare_line = not rest.strip(" .:*_–—-")
    title = title_of(rest)
    score = 2.0 if bare_line or title else 0.0
    score += 1.0 if re.match(r"[\s“\"'*_\[]*[A-Z§]{2,}", text) and label.kind != "decimal" else 0.0
    score += 1.5 if place.strong else 0.0
    score += 1.0 if place.gap else 0.0
    score += 0.5 if _ENDED.search(place.before) else -2.0 if place.before and not place.gap else 0.0
    if rest.strip()[:1].islower():
        score -= 2.5
    elif not title and not bare_line:
        score += 2.0 if re.match(r"\s?[.:–—\-][\s*_]*[A-Z“\"(]", rest) else 0.5 if re.match(r"[\s*_]*[A-Z“\"(]", rest) else -1.0
    score += _sequence(label, open_, stack)
    if label.kind == "decimal" and not stack and title and place.gap:
        score += 1.5  # a part of an agreement: its first number is not the first there is
    if label.kind == "decimal" and re.match(r"[\s.:]*(?:[\d$%]|percent|times|hours?|days?|miles?|million)", rest):
        score -= 4.0  # a figure of a table or a sentence
    return score >= 2.5


def _sequence(label: Label, open_: Level | None, stack: list[Level]) -> float:
    if label.kind in ("bracket", "letter", "part", "appendix"):
        return 1.0
    if label.kind == "decimal":
        return _decimal_sequence(re.split(r"[.\-]", label.number), open_, stack)
    if open_ is None:
        return 1.5 if label.value == 1 else 0.0
    if label.value == open_.value + 1 or (label.value == open_.value and label.number != open_.number):
        return 1.5
    return 0.0 if label.value == 1 or label.value > open_.value else -1.0


def _decimal_sequence(parts: list[str], open_: Level | None, stack: list[Level]) -> float:
    """How well "5.5" goes on the decimals before it, or the article it stands in."""
    outer = next((held for held in reversed(stack) if held.kind in ("article", "ROMAN.", "part", "appendix")), None)
    inside = outer is not None and parts[0] in (outer.number, str(outer.value))
    inside = inside or any(held.kind == "digit." and held.number == parts[0] for held in stack)
    if open_ is None:
        if outer is not None and not inside:
            return -5.0
        return 2.0 if inside else 1.0 if parts[-1] in "1A" and len(parts) == 2 and parts[0] in "123A" else -2.5
    held = re.split(r"[.\-]", open_.number)
    if parts[:-1] == held:
        return 1.5 if parts[-1] in "1A" else 0.0
    shared = next((n for n, (one, two) in enumerate(zip(parts, held, strict=False)) if one != two), min(len(parts), len(held)))
    step = _step(held[shared] if shared < len(held) else "", parts[shared] if shared < len(parts) else "")
    if shared == len(parts) - 1:
        return (1.5 if step == 1 else 0.5 if 1 < step < 9 else -1.5) + (0.5 if inside else 0.0)
    if shared == 0 and step == 1 and parts[1] in ("0", "1", "A"):
        return 1.5
    return 1.0 if inside else -2.5


def _step(one: str, two: str) -> int:
    if one.isdecimal() and two.isdecimal():
        return int(two) - int(one)
    return ord(two) - ord(one) if len(one) == len(two) == 1 else 0


def _bare(text: str, label: Label, place: Place, stack: list[Level]) -> float:
    rest = text[label.end :].lstrip(" *_")
    level = Level(label.kind, label.number, label.value, indent=place.indent)
    if _GOES_ON.match(rest) and not place.gap and label.kind[0] != "(":
        return -9.0
    at = _follows(stack, level)
    if at is not None:
        score = 2.5 if label.value in (stack[at].value + 1, stack[at].value) else 1.3 if is_title(rest) else 0.5
        score -= 0.2 * (len(stack) - 1 - at)
    elif _goes_on(stack, level) is not None and label.value > 1:
        score = 2.0
    elif label.value == 1:
        held = any(held.kind == label.kind for held in stack)
        score = 0.8 if held else 1.2
        score -= 0.4 if label.kind in ("ROMAN.", "(ROMAN)", "upper)", "roman)") and stack else 0.0
    elif label.kind == "(lower)" and place.gap and stack and stack[-1].kind == "§":
        score = 0.5  # a law is often given in part: its section's heading, then the subdivision that matters
    else:
        return -9.0
    score += 1.0 if place.gap else 0.0
    score += 0.5 if _ENDED.search(place.before) else -2.5 if place.before and not place.gap else 0.0
    score += 0.5 if place.strong else 0.0
    if re.match(r"(?:above|below|herein|hereof|of this|or \(|and \(|through \()", rest):
        score -= 3.0
    if label.kind in ("upper.", "ROMAN.") and len(rest) < 2 and not place.gap and not rest:
        score -= 0.5
    score += 0.5 if not rest or rest[:1].isupper() or rest[:1] in "“\"'($[" else 0.0
    return score
