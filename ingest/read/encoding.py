"""Bytes as text: by their mark, as UTF-8, by what a page declares, or as what is likeliest."""

from __future__ import annotations

import codecs
import re

#: What a file begins with that says its encoding; the longer marks first.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(
    rb"<(?:meta[^>]{1,200}?charset|\?xml[^>]{1,80}?encoding)\s*=\s*[\"']?\s*([\w-]{3,20})", re.I
)
#: Encodings that a page may declare; Latin-1 is read as Windows-1252, as browsers do.
_KNOWN = re.compile(
    r"windows-12\d\d|iso-8859-\d+|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gbk|gb2312|gb18030|big5"
    r"|macintosh",
    re.I,
)
_LATIN = {"iso-8859-1": "cp1252"}
_HEAD = 2048


def marked(data: bytes) -> str:
    """The encoding that a file's first bytes give, by their mark or by their zeros, or nothing."""
    found = next((codec for mark, codec in _MARKS.items() if data.startswith(mark)), "")
    return found or _wide(data[:_HEAD])


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin letters is zero, and none of the others."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) or max(even, odd) < max(4, 0.2 * len(head)):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def declared(data: bytes) -> str:
    """The encoding that a page's head declares, where it is one that is known; else nothing."""
    found = _DECLARED.search(data[:_HEAD])
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return _LATIN.get(name, name) if _KNOWN.fullmatch(name) else ""


def decoded(data: bytes, said: str = "") -> tuple[str, tuple[str, ...]]:
    """A file's text without its mark, and a warning where its encoding is a guess.

    `said` is the encoding that it declares, which counts where it is no UTF-8.
    """
    for codec in filter(None, (marked(data) or "utf-8", said)):
        try:
            return data.decode(codec), ()
        except (UnicodeDecodeError, LookupError):
            continue
    warning = "not UTF-8: read as Windows-1252, so check its accents"
    return data.decode("cp1252", errors="replace"), (warning,)
