"""Words of a Markdown file or a page's source as a person is shown them: without their marks.

What is quoted stays the file's own text to the letter; only what is drawn of it is read here. Marks
count in pairs, so that a lone asterisk of a wage table stays.
"""

from __future__ import annotations

import re

TAGS = (
    "a abbr b blockquote br button center code dd details div dl dt em figure font footer form "
    "h[1-6] header hr i iframe img input ins label li main mark nav ol p pre section small span "
    "strong sub sup summary table tbody td th thead tr u ul"
)
#: A tag of a page, and never what stands between two signs of less and more.
TAG = re.compile(rf"</?(?:{'|'.join(TAGS.split())})(?:\s[^<>]*)?/?>", re.I)
COMMENT = re.compile(r"<!--.*?-->", re.S)
#: Words between two pairs of tildes or in a struck tag, within one paragraph; a rule or a fence of
#: tildes strikes nothing.
STRUCK = re.compile(
    r"(?<!~)~~(?=[^\s~])(?:(?!\n[ \t\r]*\n).){0,4000}?(?<=[^\s~])~~(?!~)"
    r"|<(del|s|strike)>(?:(?!\n[ \t\r]*\n|<\1>).){0,4000}?</\1>",
    re.S | re.I,
)
#: What calls a note of a Markdown text, or stands before the note.
NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:https?:|mailto:|/|#|\.)[^()\s]*(?:\s+\"[^\"]*\")?\)")
_WITHIN = r"(?:(?!\n[ \t\r]*\n).){1,2000}?"  # of one paragraph
_SET_APART = (
    re.compile(rf"(?<!\*)(\*\*\*?)(?=[^\s*])({_WITHIN})(?<=[^\s*])\1(?!\*)", re.S),
    # a lone sign between two words multiplies, and one in brackets calls a note
    re.compile(rf"(?<![*\w])(\*)(?=[^\s*)])({_WITHIN})(?<=[^\s*(])\1(?![*\w])", re.S),
    re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_]{1,2000}?)(?<=[^\s_])\1(?!\w)"),
)
_RAISED = re.compile(r"(?<=\d)<sup>(\d+)</sup>(\s*[/⁄])?", re.I)
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_shown(words: str) -> str:
    """Words without the marks of Markdown and the tags of a page; struck words are not shown."""
    if not re.search(r"[*_~<\[]", words):
        return words
    words = STRUCK.sub("", COMMENT.sub("", words))
    words = TAG.sub("", _RAISED.sub(_raised, words))
    words = NOTE_MARK.sub("", _LINK.sub(r"\1", words))
    for pairs in _SET_APART:
        words = pairs.sub(r"\2", words)
    return words


def _raised(found: re.Match[str]) -> str:
    """A raised number after a figure: of a fraction, or a power."""
    number, bar = found[1], found[2]
    return f" {number}{bar}" if bar else number.translate(_POWERS)
