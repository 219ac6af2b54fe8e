"""Which words read as the title of a clause, and not as the beginning of a sentence."""

from __future__ import annotations

import re

_TITLE = re.compile(
    r"^[\s.:;–—\-*_]*(?P<title>[A-Z“\"'(\[&¿¡ÁÉÍÓÚ$§\d](?:[^.;:]|\bNos?\.\s){1,110}?)"
    r"\s*[*_]*(?:[.:–—](?=[\s*_]|$)|$)"
)
#: What a title says in brackets, to its end where the bracket is not closed.
_CITED = re.compile(r"\s*\((?=[^()]*[^\W\d_])[^()]*(?:\)\S?|$)")
_SMALL_WORDS = (
    "a an and as at by for from in into of on or the to with de la el los las y en del per via "
    "not no under other than if le les et du des au aux un une par pour sur dans der die das und "
    "von vom zu zur zum im am bei mit für über"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_BEGINS_SENTENCE = frozenset(["the", "a", "an", "in", "if"])
_MOST_WORDS = 14


def title_of(rest: str) -> str:
    """The heading that a number's line opens with, or nothing where a sentence begins.

    Titles are short and capitalised.
    """
    found = _TITLE.match(rest)
    title = found["title"].strip(" “\"'*_") if found else ""
    words = title.split()
    fits = bool(words) and len(words) <= _MOST_WORDS and words[0].lower() not in _BEGINS_SENTENCE
    return title if fits and all(map(_capitalised, words)) else ""


def is_titled(text: str) -> bool:
    """Whether a line is a title and nothing more."""
    return title_of(text) == text.strip(" .*_“\"'")


def _capitalised(word: str) -> bool:
    if not word[:1].isalpha() or word.lower().strip("(),") in _SMALL:
        return True
    return word[:1].isupper()


def opens_bracket(text: str) -> bool:
    """Whether a title breaks off inside a bracket: it goes on in the next line."""
    return text.count("(") > text.count(")")


def bare_title(text: str) -> str:
    """A title without what it cites in brackets: "PAYMENT SCHEDULE (Article 13.A.3.)"."""
    return _CITED.sub("", text) if text[:1].isupper() else text


def is_title(text: str) -> bool:
    """Whether a whole line reads as an unnumbered heading in capitals.

    It holds no sentence and no columns of figures.
    """
    # what a title says in brackets is set as the document cites it: "PAYMENT (Article 13.A.3.)"
    bare = bare_title(text)
    words = [word for word in bare.split() if any(map(str.isalnum, word))]
    letters = sum(c.isalpha() for c in bare)
    if (
        not 1 <= len(words) <= _MOST_WORDS
        or letters < 4
        or letters < 0.6 * len(bare.replace(" ", ""))
    ):
        return False
    if re.search(r"[.;,]$", text) or re.search(r"\s{4,}|\.{3,}|_{3,}|\|", text):
        return False
    return bare.upper() == bare
