"""What a question speaks of: its noun phrases, found by the small words between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.words import STOPWORDS, terms

WORD = re.compile(r"[^\W_]+(?:[.'’\-/&][^\W_]+)*|[$€£%]")
#: Words that end a noun phrase though search keeps them: verbs and adverbs of everyday questions.
_VERBS = """
actually affect afterwards allow allowed appeal apply ask asked become best better both bought
built buy call calls cause caused change changed claim come comes compare considered cost costs
count counts cover create day days decide decides die died dies difference different discovered
eat else end enforced expire explain far fight find finished fire first found gave give had happen
happened happens hear heard helps hi hired holds include invent keep keeps kept kill kinds know
last lead leave leaves led left list live long looks lose made makes many mean meant miss month
months move often ok old one ones paid pay paying pays people play protects put read recommended
refuse release remove replace replaced require run say second see sell send set show shows sign
sold start starts stay stop summarize supposed talk tall tell thank thanks think third today told
train travel treat turn type use used uses usually wait want wants way week weeks well went whats
win won work worked worst write written wrote year years yes
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
