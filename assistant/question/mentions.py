"""What a question speaks of: its noun phrases, found by the small words between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.words import STOPWORDS, terms

WORD = re.compile(r"[^\W_]+(?:[.'’\-/&][^\W_]+)*|[$€£%]")
#: Words that end a noun phrase though search keeps them: verbs and adverbs of everyday questions.
_VERBS = """
actually add added affect affects afford afterwards allow allowed allows also always appeal
applies apply ask asked asks ate became become becomes began begin begins believe best better both
bought bring brought build built buy call called calls came carry cause caused causes change
changed check choose chose claim come comes compare compared compares considered consist contain
contains cost costs count counts cover covers create created day days decide decided decides
define describe described die died dies difference differences different discover discovered eat
eats else end ended ends enforce enforced example exist exists expire expires explain fall far
feel fight fill find finish finished fire first fix follow found gave give gone grow had happen
happened happening happens hear heard hello help helped helps hi hire hired hold holds hows
include included includes invent invented involve involved involves join keep keeps kept kill
killed kind kinds knew know known knows last lasts lead leads learn leave leaves led left list
live lived lives long look looked looks lose lost made makes many matter mean means meant meet met
miss month months move moved normally often ok okay old one ones paid pay paying pays people play
played plays prevent produce protect protects put read reading reads receive recommend recommended
refuse release released remove replace replaced require required requires run said save saw say
second see seen sell send serve set show shows sign sold sometimes spread start started starts
stay stop stopped stops struggle summarize support supposed talk tall tell thank thanks think
third today told tomorrow took train travel treat treated tried try turn turned type types
typically use used uses usually wait want wanted wants way ways week weeks well went whats win
wins won work worked works worse worst write written wrote year years yes
"""
_BREAKS = frozenset(_VERBS.split())
_PUNCTUATION = re.compile(r"[,.;:?!()\[\]\"“”]|\s[-–—]\s")
_HOLDERS = re.compile(r"\b(?:my|our)$", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase as typed, its stemmed words, whether it is a name; `owned` follows "my"."""

    text: str
    words: tuple[str, ...]
    name: bool
    start: int
    owned: bool = False

    @property
    def weight(self) -> float:
        """How likely the talk is about it: names before long words before short ones."""
        return sum(min(len(word), 9) for word in self.text.split()) / 10 + self.name


def mentions(text: str) -> list[Mention]:
    """The noun phrases of a text in order, each once."""
    found: list[Mention] = []
    run: list[re.Match[str]] = []
    end = 0

    def close() -> None:
        if run:
            begin, stop = run[0].start(), run[-1].end()
            words = tuple(dict.fromkeys(terms(text[begin:stop])))
            if words and all(words != one.words for one in found):
                capital = any(_is_name(one, text) for one in run)
                found.append(
                    Mention(
                        text[begin:stop],
                        words,
                        capital,
                        begin,
                        bool(_HOLDERS.search(text[:begin].rstrip())),
                    )
                )
            run.clear()

    for one in WORD.finditer(text):
        if run and _PUNCTUATION.search(text, end, one.start()):
            close()
        if _is_grammar(one.group()) and not (one.start() and one.group()[0].isupper() and run):
            close()
        else:
            run.append(one)
        end = one.end()
    close()
    return found


def ranked(found: Iterable[Mention], most: int) -> list[Mention]:
    """The `most` likeliest subjects of talk, in their order in the text."""
    kept = sorted(found, key=lambda one: -one.weight)[:most]
    return sorted(kept, key=lambda one: one.start)


def _is_grammar(word: str) -> bool:
    low = word.lower().replace("’", "'")
    stem = low.split("'")[0]
    return low in STOPWORDS or stem in STOPWORDS or stem in _BREAKS or low in _BREAKS


def _is_name(word: re.Match[str], text: str) -> bool:
    """A capital inside a sentence or a word, or a number: "Curie", "iPhone", "GDPR", "1996"."""
    letters = word.group()
    if letters[0].isdigit() or any(c.isupper() for c in letters[1:]):
        return True
    before = text[: word.start()].rstrip()
    return letters[0].isupper() and bool(before) and before[-1] not in ".?!:"
