"""Text that is never shown, whatever it cites: markup, links, hidden letters, orders to the reader.
Pure.
"""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 12, 600
_MARKUP = re.compile(r"[<>\[\]{}`*_~|\\^#=@]|&#?\w+;")
_LINK = re.compile(
    r"\b(?:https?|hxxps?|ftp|file|data|javascript|mailto|tel|sms):|://|\bwww\b|"
    r"\b[\w-]{2,}\.(?:[a-z]{2,})\b(?!\.)|\bdot (?:com|org|net|io)\b",
    re.I,
)
_ASKS = (
    r"click|tap|visit|go to|call|phone|send|pay|text|e-?mail|download|install|open|"
    r"log ?in|sign|enter|submit|reply|respond|transfer|wire|share|"
    r"provide|give|tell|contact|ignore|disregard|forget|follow|buy|donate|subscribe|join|"
    r"upload|vote|scan|type|copy|paste|confirm|verify|act|read|see|ask|"
    r"remember|note|trust|believe|quit|refuse|stop|report|file|sue|consult|check|use|make|"
    r"do|don't|never|always|please|let|be|cite"
)
_ORDER = re.compile(
    rf"^(?:{_ASKS})\b(?! (?:of|by|is|are|must|may|cannot|on|for)\b)|\b(?:please|kindly)\b|"
    rf"\byou (?:must|should|need to|have to|ought to) (?:{_ASKS})\b",
    re.I,
)
_PRIVATE = re.compile(
    r"\b(?:passwords?|passcode|credit card|bank account|social security|gift cards?|"
    r"bitcoin|crypto\w*|wallet|account number|routing number|pin code|one-time code)\b",
    re.I,
)
_SPEAKER = re.compile(
    r"\b(?:I|I['’]m|I['’]ve|my|[Aa]s an AI|system prompt|ignore|disregard|[Pp]incite|"
    r"(?:your|previous|prior|above|these) (?:rules|instructions))\b"
)
_OPENER = re.compile(
    r"^(?:yes|no|yeah|yep|nope|sure|absolutely|definitely|correct|of course|"
    r"certainly)\b\s*[,.!:;—–-]",
    re.I,
)


def unfit(text: str) -> str:
    """Why no text like this is shown, whatever it cites: markup, links, hidden letters, orders to
    the reader.
    """
    if not SHORTEST <= len(text) <= LONGEST or not any(c.isalpha() for c in text):
        return f"its text has {len(text)} characters; wanted {SHORTEST} to {LONGEST}"
    if hides(text):
        return "it holds characters that can hide or imitate others"
    if links(text):
        return "it holds a link or markup"
    if (
        text.count('"') % 2
        or text.count("“") != text.count("”")
        or text.count("(") != text.count(")")
    ):
        return "its quotation marks or brackets do not close"
    if _ORDER.search(text) or _PRIVATE.search(text):
        return "it tells the reader to do something"
    if _SPEAKER.search(text):
        return "it speaks of itself"
    if _OPENER.search(text) or text.endswith("?"):
        return "it answers with a bare yes or no, or asks"
    return ""


def links(text: str) -> bool:
    """Whether a text holds a link, an address or markup."""
    return bool(_MARKUP.search(text) or _LINK.search(text))


def hides(text: str) -> bool:
    """Whether a text holds characters that can't be seen or look like others."""
    return unicodedata.normalize("NFC", text) != text or any(odd(c) for c in text)


def odd(letter: str) -> bool:
    """Whether a letter can hide or imitate another.

    Odd are control and combining characters, spaces but the plain one, forms that stand for
    another, and outside ASCII also figures, pictures and letters that are not Latin. The ellipsis,
    the no-break space, the line break and the tab are not.
    """
    if letter in "…\u00a0\n\t":
        return False
    kind = unicodedata.category(letter)
    if (
        kind[0] in "CM"
        or (kind[0] == "Z" and letter != " ")
        or (kind[0] == "N" and not letter.isascii())
    ):
        return True
    if unicodedata.normalize("NFKC", letter) != letter:
        return True
    if kind[0] == "L" and not letter.isascii():
        return not unicodedata.name(letter, "").startswith("LATIN")
    return kind in ("So", "Sk") and not letter.isascii()
