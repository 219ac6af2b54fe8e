"""The characters of a PDF's text layer, and the signs that stand for glyphs without a meaning."""

from __future__ import annotations

import ctypes
import re

from ingest.read.drawn import Box, Sheet
from ingest.read.wordsigns import UNKNOWN, sign_of

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FONTS = ("wingdings2", "wingdings 2"), ("wingdings", "wingdings"), ("symbol", "symbol")


def letters_of(sheet: Sheet) -> tuple[str, list[Box]]:
    """The characters of a page's text layer and their boxes on the page as shown.

    A glyph of a word that has no meaning in the file is U+FFFD, one of a font of signs is what the
    font draws.
    """
    textpage, raw = sheet.textpage, sheet.raw
    count = textpage.count_chars()
    text = textpage.get_text_range()
    if len(text) != count:  # a sign beyond the basic plane counts twice
        codes = (raw.FPDFText_GetUnicode(textpage.raw, at) for at in range(count))
        text = "".join(UNKNOWN if 0xD800 <= code < 0xE000 else chr(code) for code in codes)
    if "\ufffe" in text or "\0" in text:
        text = "".join(
            UNKNOWN
            if letter in "\ufffe\0" and not raw.FPDFText_GetUnicode(textpage.raw, at)
            else letter
            for at, letter in enumerate(text)
        )
    text = _PRIVATE.sub(lambda found: _sign(found, sheet), text)
    rect = raw.FS_RECTF()
    given, call = ctypes.byref(rect), raw.FPDFText_GetLooseCharBox
    boxes = []
    for at in range(count):
        call(textpage.raw, at, given)
        boxes.append(sheet.upright.box((rect.left, rect.bottom, rect.right, rect.top)))
    return text, boxes


def font_of(sheet: Sheet, at: int) -> tuple[str, int]:
    """The name of a character's font, and its flags."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    sheet.raw.FPDFText_GetFontInfo(sheet.textpage.raw, at, name, 128, ctypes.byref(flags))
    return name.value.decode("latin-1"), flags.value


def _sign(found: re.Match[str], sheet: Sheet) -> str:
    """What a private character is: a font's sign, a hole in a word, or itself, such as a bullet."""
    at, letter = found.start(), found[0]
    name = font_of(sheet, at)[0].split("+")[-1].replace(" ", "").lower()
    for begins, font in _FONTS:
        if name.startswith(begins):
            code = ord(letter) & 0xFF
            known = sign_of(font, f"{ord(letter):x}")
            if known != UNKNOWN or font != "symbol":
                return known if known != UNKNOWN else letter
            return chr(code) if 0x20 < code < 0x40 else letter  # figures are themselves there
    beside = found.string[at - 1 : at] + found.string[at + 1 : at + 2]
    return UNKNOWN if re.search(r"[^\W\d_]", beside) else letter
