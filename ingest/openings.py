"""Which numbers at a line's start open a clause.

A number counts only where it can stand: in its sequence, at the beginning of a paragraph, in the
shape of a heading where its kind has one. "as provided in Section 4(b)", wrapped to a line's start,
fails all three and is a reference. Each sign adds to a score or takes from it; the weights were set
by hand on the real agreements that the tests read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.labels import ORDER, WORDED, Label, heading_number, labels_at
from ingest.neighbours import Neighbours
from ingest.outline import Level, follows, goes_on
from ingest.titles import is_title, title_of

_ENDED = re.compile(r"[.:;!?”\"’)\]…|]\s*[*_]*\s*$|^[^a-z]*$")
#: Alone on the line above: what follows is an entry of that list.
_BULLETS = ("•", "●", "○", "▪", "◦", "-")
_GOES_ON = re.compile(
    r"^\s*(?:of|and|or|to|shall|is|are|in|above|below|herein|hereof|through|which|that|may|will|as"
    r"|for|by|,|;|\(|&)(?:\W|$)"
)
_REFERRED = re.compile(r"(?:above|below|herein|hereof|of this|or \(|and \(|through \()")
_FIGURE = re.compile(r"[\s.:]*(?:[\d$%]|percent|times|hours?|days?|miles?|million)")

_NAMED_LEAST, _BARE_LEAST = 2.5, 2.0
_NEVER = -9.0
_COUNTED = ("(digit)", "digit)")


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a line's start: `before` is the line above it, `at` its own number.

    `quoted` is true of a line that a memorandum quotes: it may be all it quotes of a sequence.
    """

    before: str
    gap: bool
    strong: bool
    indent: float
    at: int
    near: Neighbours
    quoted: bool = False


def accepted(text: str, place: Place, stack: list[Level]) -> Label | None:
    """The number that opens a clause at this line's start; None where words only look like one."""
    found = labels_at(text)
    if place.before.strip() in _BULLETS:
        return None
    if not found:
        return _numbered_heading(text, place, stack)
    if found[0].kind in ORDER:
        return found[0] if _opens_named(text, found[0], place, stack) else None
    scores = [_bare(text, label, place, stack) for label in found]
    best = max(scores)
    return found[scores.index(best)] if best >= _BARE_LEAST else None


def _numbered_heading(text: str, place: Place, stack: list[Level]) -> Label | None:
    """The 31 of a heading "31 Working time", where 30 or 32 stands before another."""
    label = heading_number(text)
    if label is None or not place.strong:
        return None
    rest = text[label.end :].strip(" *_")
    if rest and title_of(rest) != rest and not is_title(rest):
        return None
    if place.near.next_to(label, "article"):  # "31" between Article 30 and Article 32 is one
        return replace(label, kind="article")
    level = Level(label.kind, label.number, label.value)
    starts = label.value == 1 or follows(stack, level) is not None
    return label if rest and starts and place.near.next_to(label, label.kind) else None


def _opens_named(text: str, label: Label, place: Place, stack: list[Level]) -> bool:
    rest = text[label.end :]
    above = next((held for held in reversed(stack) if held.kind == label.kind), None)
    if _GOES_ON.match(rest) or _paragraph_of(label, rest) or _running_head(label, rest, above):
        return False
    if _names_the_document(text, label, stack) or _stray(label, rest, place, stack):
        return False
    score = _set_apart(text, label, place) + _sequence(label, above, stack)
    return score + _shape(label, rest, place, stack) >= _NAMED_LEAST


def _paragraph_of(label: Label, rest: str) -> bool:
    """Whether "Section 4 (b)" refers to a paragraph; "Section 4 (Notice)" has a title."""
    kinds = ("section", "article", "§")
    return label.kind in kinds and bool(re.match(r"\s*\((?![A-Z][a-z]{2,})", rest))


def _stray(label: Label, rest: str, place: Place, stack: list[Level]) -> bool:
    """Whether a number is the only one of its sequence: a range, or a reference that wrapped.

    One that stands in the article it names needs no neighbour, nor does the only section of a law
    that is given in part, a heading of its own.
    """
    if place.quoted or label.kind not in ("decimal", "§") or place.near.beside(label):
        return False
    if label.kind == "§":
        return not (place.gap and (place.strong or not stack or title_of(rest)))
    parts = re.split(r"[.\-]", label.number)
    return "-" in label.number or not _article_of(parts[0], stack)[0]


def _running_head(label: Label, rest: str, above: Level | None) -> bool:
    """Whether a line only repeats the article that we are in."""
    if above is None or not label.value or rest.strip(" .*_"):
        return False
    return (above.value, above.number) == (label.value, label.number)


def _names_the_document(text: str, label: Label, stack: list[Level]) -> bool:
    """Whether "Memorandum of Agreement" is the document itself.

    A side letter without a number is set in capitals, and stands behind numbers.
    """
    if label.kind != "letter" or re.search(r"[\d#]|\s[A-Z]$", label.number):
        return False
    return not (text.isupper() and any(not held.heading for held in stack))


def _set_apart(text: str, label: Label, place: Place) -> float:
    """What a line's type and the space around it say for a number."""
    capitals = re.match(r"[\s“\"'*_\[]*[A-Z§]{2,}", text) and label.kind != "decimal"
    score = (1.0 if capitals else 0.0) + (1.5 if place.strong else 0.0)
    return score + (1.0 if place.gap else 0.0) + _above(place, -2.0)


def _above(place: Place, within: float) -> float:
    """What the line above says for a paragraph's beginning; `within` a sentence much against it."""
    if _ENDED.search(place.before):
        return 0.5
    return within if place.before and not place.gap else 0.0


def _shape(label: Label, rest: str, place: Place, stack: list[Level]) -> float:
    """What the words behind a named number say for it: a title, or none, or a sentence."""
    alone = not rest.strip(" .:*_–—-")
    title = title_of(rest)
    if label.kind in WORDED and place.strong and place.gap:
        return 2.0  # "Avenant no 3 du 6 avril": set as a heading, it goes on as it likes
    score = 2.0 if alone or title else 0.0
    if rest.strip()[:1].islower():
        score -= 2.5
    elif not title and not alone:
        score += _sentence(rest)
    if label.kind == "decimal":
        if not stack and title and place.gap:
            score += 1.5  # a part of an agreement: its first number is not the first there is
        if _FIGURE.match(rest):
            score -= 4.0  # a figure of a table or a sentence
    return score


def _sentence(rest: str) -> float:
    if re.match(r"\s?[.:–—\-][\s*_]*[A-Z“\"(]", rest):
        return 2.0
    return 0.5 if re.match(r"[\s*_]*[A-Z“\"(]", rest) else -1.0


def _sequence(label: Label, above: Level | None, stack: list[Level]) -> float:
    """How well a named number goes on the one of its kind above it."""
    if label.kind == "bracket" or label.kind in WORDED:
        return 1.0
    if label.kind == "decimal":
        return _decimal_sequence(re.split(r"[.\-]", label.number), above, stack)
    if above is None:
        return 1.5 if label.value == 1 else 0.0
    again = label.value == above.value and label.number != above.number
    if label.value == above.value + 1 or again:
        return 1.5
    return 0.0 if label.value == 1 or label.value > above.value else -1.0


def _decimal_sequence(parts: list[str], above: Level | None, stack: list[Level]) -> float:
    """How well "5.5" goes on the decimals before it, or the article it stands in."""
    inside, elsewhere = _article_of(parts[0], stack)
    if above is None:
        if elsewhere:
            return -5.0
        first = parts[-1] in "1A" and len(parts) == 2 and parts[0] in "123A"
        return 2.0 if inside else 1.0 if first else -2.5
    held = re.split(r"[.\-]", above.number)
    if parts[:-1] == held:
        return 1.5 if parts[-1] in "1A" else 0.0
    both = list(zip(parts, held, strict=False))
    shared = next((n for n, (one, two) in enumerate(both) if one != two), len(both))
    one = held[shared] if shared < len(held) else ""
    step = _step(one, parts[shared] if shared < len(parts) else "")
    if shared == len(parts) - 1:
        near = 1.5 if step == 1 else 0.5 if 1 < step < 9 else -1.5
        return near + (0.5 if inside else 0.0)
    if shared == 0 and step == 1 and parts[1] in ("0", "1", "A"):
        return 1.5
    return 1.0 if inside else -2.5


def _article_of(first: str, stack: list[Level]) -> tuple[bool, bool]:
    """Whether a decimal's first part is that of the article it stands in, or of another."""
    kinds = ("article", "ROMAN.", "part", "appendix", "digit")
    outer = next((held for held in reversed(stack) if held.kind in kinds), None)
    inside = outer is not None and first in (outer.number, str(outer.value))
    inside = inside or any(held.kind == "digit." and held.number == first for held in stack)
    return inside, outer is not None and not inside


def _step(one: str, two: str) -> int:
    if one.isdecimal() and two.isdecimal():
        return int(two) - int(one)
    return ord(two) - ord(one) if len(one) == len(two) == 1 else 0


def _bare(text: str, label: Label, place: Place, stack: list[Level]) -> float:
    """The score of a bare number or letter, which must go on a list or begin one."""
    rest = text[label.end :].lstrip(" *_")
    if _GOES_ON.match(rest) and not place.gap and label.kind[0] != "(":
        return _NEVER
    score = _in_list(label, rest, place, stack)
    if score == _NEVER:
        return score
    if (numeral := place.near.numeral(label, place.at)) is not None:
        score += -3.0 if numeral else 1.5
    score += 1.0 if place.gap else 0.0
    score += _above(place, -2.5)
    score += 0.5 if place.strong else 0.0
    if _REFERRED.match(rest):
        score -= 3.0
    if label.kind in ("upper.", "ROMAN.") and not place.gap and not rest:
        score -= 0.5
    return score + (0.5 if not rest or rest[:1].isupper() or rest[:1] in "“\"'($[" else 0.0)


def _in_list(label: Label, rest: str, place: Place, stack: list[Level]) -> float:
    level = Level(label.kind, label.number, label.value, indent=place.indent)
    at = follows(stack, level)
    if at is not None:
        near = label.value in (stack[at].value + 1, stack[at].value)
        score = 2.5 if near else 1.3 if is_title(rest) else 0.5
        return score - 0.2 * (len(stack) - 1 - at)
    if label.value > 1 and goes_on(stack, level) is not None:
        return 2.0
    if label.value == 1:
        named = label.kind in _COUNTED and bool(stack) and stack[-1].kind in ORDER
        if named and not place.quoted and not place.near.goes_on(label.kind, 1, place.at):
            return _NEVER  # a list of one below a heading is a note's number
        score = 0.8 if any(held.kind == label.kind for held in stack) else 1.2
        odd = label.kind in ("ROMAN.", "(ROMAN)", "upper)", "roman)") and stack
        return score - (0.4 if odd else 0.0)
    if label.kind == "(lower)" and place.gap and stack and stack[-1].kind == "§":
        return (
            0.5  # a law is often given in part: a section's heading, the subdivision that matters
        )
    return _NEVER
