"""Signs that act where they are shown: they move a cursor, turn the order of letters round, hide.

What is quoted keeps them, to the letter; where it is drawn each stands as a mark of itself, so that
a title or a clause can't draw anything but its words. A tab and the end of a line stay.
"""

from __future__ import annotations

import json
import re

#: Control characters of ASCII (a carriage return that ends no line among them) and of Latin 1; what
#: sets a direction, joins or parts without being seen; the ends of line that are no line feed;
#: letters of tags; halves of letters.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]|\r(?!\n)"
)
_HALF = re.compile("[\ud800-\udfff]")
#: Escapes of JSON: two halves that are a letter, one that is none, any other.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.S,
)
_SPELLED = re.compile(r"\\u[dD][89a-fA-F]")


def visible(text: str) -> str:
    """A text with a mark for each sign that acts: ␛ for an escape, ⟨U+202E⟩ for what has none."""
    return _ACTING.sub(_mark, text)


def acts(text: str) -> bool:
    """Whether a text has a sign that acts."""
    return bool(_ACTING.search(text))


def as_json(value: object, indent: int | None = None) -> str:
    """JSON that says every letter exactly, signs that act as escapes."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent))


def escaped(written: str) -> str:
    """The same of JSON that is written already."""
    return _ACTING.sub(_escape, written)


def is_halved(text: str) -> bool:
    """Whether a text holds half a letter: a surrogate, which no file and no answer can hold."""
    return bool(_HALF.search(text))


def is_halved_json(body: bytes) -> bool:
    """Whether a text of some JSON would hold half a letter; what can't be decoded is left to others
    to refuse.
    """
    try:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
    except UnicodeDecodeError:
        return False
    spelled = _SPELLED.search(text)  # browsers spell no letter so: the long look is for the rest
    return is_halved(text) or bool(spelled and any(one["half"] for one in _ESCAPE.finditer(text)))


def _mark(found: re.Match[str]) -> str:
    if found[0] == "\f":
        return " "  # the end of a page, of which plain text is full
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
