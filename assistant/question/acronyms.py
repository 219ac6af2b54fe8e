"""Acronyms and what they stand for, read as one in added agreements (`corpus/acronyms.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import corpus
from corpus import Document, Library
from corpus.names import matcher, plain


@dataclass(frozen=True, slots=True)
class _Acronym:
    short: str
    means: tuple[str, ...]
    typed: re.Pattern[str]
    spelt: re.Pattern[str]


@cache
def _acronyms() -> tuple[_Acronym, ...]:
    path = Path(corpus.__file__).parent / "acronyms.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        _Acronym(
            short,
            tuple(row["means"]),
            re.compile(rf"(?<![\w-]){short}s?(?![\w-])", re.I if row.get("any_case") else 0),
            matcher(row["means"][:1]),
        )
        for short, row in table.items()
    )


def spelt_out(question: str, picked: Sequence[str], library: Library) -> str:
    """The question with what the added agreements asked call it by: an acronym spelt out, and a
    name that they only abbreviate with its acronym behind it.

    Digests have the words that people use beside their facts: of them nothing is changed, and where
    they may answer too "AI" stays as it is.
    """
    own = [one for one in library if one.basis == "official" and not one.text_of]
    asked = [one for one in own if one.id in picked] if picked else own
    if not asked or picked and len(asked) < len(picked):
        return question
    for one in _acronyms():
        if one.short != "AI" or len(asked) == len(picked or library.documents):
            question = _read(question, one, asked)
    return question


def _read(question: str, acronym: _Acronym, asked: Sequence[Document]) -> str:
    typed, spelt = acronym.typed.search(question), acronym.spelt.search(question)
    if not typed and not spelt:
        return question
    texts = [plain(document.text) for document in asked]
    held = any(re.search(rf"(?<![\w-]){acronym.short}(?![\w-])", text) for text in texts)
    if not typed:
        named = rf"\g<0> ({acronym.short})" if held else r"\g<0>"
        return acronym.spelt.sub(named, question)
    known = (m for m in acronym.means if any(matcher([m]).search(text) for text in texts))
    full = next(known, "" if held else acronym.means[0])
    if not full or matcher([full]).search(question):
        return question
    return acronym.typed.sub(f"{full} ({acronym.short})" if held else full, question)
