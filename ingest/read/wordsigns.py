"""Signs that Word draws from a picture font (`w:sym`): the character that a reader sees."""

from __future__ import annotations

# the codes of Symbol and of the two Wingdings that agreements use: limits, boxes, ticks, bullets
_SYMBOL = {
    0x2D: "−",
    0xA2: "′",
    0xA3: "≤",
    0xA7: "§",  # the font draws a club there; who cites a law with it means this
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xD2: "®",
    0xD3: "©",
    0xD4: "™",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "☐",
    0x71: "☐",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {
    0x2A: "☐",
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0xA3: "☐",
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
#: Fonts without Unicode have their codes here.
_PRIVATE = range(0xE000, 0xF900)

UNKNOWN = "\ufffd"


def sign_of(font: str, code: str) -> str:
    """The character of a sign, UNKNOWN for one that no table has."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    known = _FONTS.get(font.lower(), {}).get(number & 0xFF if number in _PRIVATE else number)
    if known:
        return known
    plain = 0x20 < number < 0xD800 and not chr(number).isspace() and font.lower() not in _FONTS
    return chr(number) if plain and chr(number).isprintable() else UNKNOWN
