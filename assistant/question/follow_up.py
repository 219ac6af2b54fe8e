"""A follow-up and its history become a question that stands alone: no model, no vectors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.question.carry import LEAD as _LEAD
from assistant.question.carry import carried, without
from assistant.question.standalone import ALONE, is_courtesy, stands_alone
from corpus import BadQuestion
from corpus.names import find_unions, unions
from corpus.words import terms

MAX_QUESTION = 4000
MAX_HISTORY = 20
#: A longer message says what it is about itself; of an earlier one, so much is read for its topic.
READ = 600

_INNER = re.compile(
    r"\b(?:paragraph|para\.?|item|sub-?section|subparagraph|clause|section|sec\.?)"
    r"\s*\(?[A-Za-z0-9]{1,4}\)?(?![\w(.])",
    re.I,
)
_OUTER = re.compile(
    r"\b(?:Article|Art\.?|Section|Sec\.?|Sideletter|Appendix|Schedule|Exhibit)"
    r"\s+(?:\d+(?:\.\d+)*|[IVXLC]+)(?!\w)",
    re.I,
)
_MEMBER = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are|i work|i belong|my (?:union|local|guild)|member of|covered by|"
    r"i write|i act|i edit)\b",
    re.I,
)


def standalone(question: str, history: Sequence[str] = (), cited: str = "") -> tuple[str, bool]:
    """The question as it is searched, and whether that differs from what was asked.

    What the talk is about is carried into a question that does not stand alone; any other is left
    as it is. A union or place named in the follow-up replaces the one before, and "paragraph D" is
    read as a part of the article spoken of: of `cited`, the clause that the last answer led with
    ("Article 72, Paragraph C of the 2026 MBA"), or of an earlier question. BadQuestion for an
    empty or a long one.
    """
    asked = clean(question)
    before = [
        clean(text[:MAX_QUESTION])
        for text in history[-MAX_HISTORY:]
        if any(c.isalnum() for c in text[:MAX_QUESTION])
    ]
    if not before and not cited.strip():
        return asked, False
    if located := _located(asked, before, cited):
        return located, True
    before = [text[:READ] for text in before if not is_courtesy(text)]
    if (
        before
        and (mine := _membership(asked))
        and (open_question := next((t for t in reversed(before) if not _membership(t)), ""))
    ):
        return f"{open_question.rstrip('?. ')}? ({mine})", True
    if not before or len(asked) > READ or stands_alone(asked, before) >= ALONE:
        return asked, False
    return carried(asked, before), True


def remembered(history: Sequence[str]) -> str | None:
    """The union that a person last said is theirs: "I'm in the WGA", or a turn of only its name."""
    for text in reversed(history):
        named = find_unions(text)
        if len(named) == 1 and (
            _MEMBER.search(text) or len(terms(without(text, named, find_unions))) == 0
        ):
            return unions()[named[0]].title
    return None


def _membership(text: str) -> str:
    """The union of a turn that only says whose member a person is: "which union covers you?"."""
    named = find_unions(text)
    left = set(terms(without(text, named, find_unions))) - {
        "member",
        "union",
        "guild",
        "work",
        "local",
        "belong",
        "cover",
    }
    return unions()[named[0]].title if len(named) == 1 and not left and "?" not in text else ""


def clean(text: str) -> str:
    """A question without control characters and doubled spaces; BadQuestion where none is left."""
    if not isinstance(text, str):
        raise BadQuestion(f"a question is text, not {type(text).__name__}")
    if len(text) > MAX_QUESTION:
        raise BadQuestion(
            f"the question has {len(text):,} characters; "
            f"at most {MAX_QUESTION:,} can be asked at once"
        )
    words = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())
    if not any(c.isalnum() for c in words):
        raise BadQuestion(
            "the question is empty; "
            "ask it in a sentence, such as: can my work be used for training?"
        )
    return words


def _located(asked: str, before: Sequence[str], cited: str) -> str | None:
    """The question with the article that its "paragraph D" is a part of; None where it has none."""
    part = _INNER.search(asked)
    if not part or _OUTER.search(asked[: part.start()]) or len(terms(asked)) > 4:
        return None
    place = f"{part.group()[0].upper()}{part.group()[1:]}"
    section = part.group().lower().startswith("sec")
    for text in (cited, *reversed(before)):
        outer = _OUTER.search(text)
        if not outer:
            continue
        # another section stands beside the one before; anything else is a part of it
        beside = section and outer.group().lower().startswith("sec")
        if section and not beside and re.search(r"\d{3}", part.group()):  # a law's own number
            continue
        whole = place if beside else f"{outer.group()}, {place}"
        found = re.compile(
            rf"{re.escape(outer.group())}"
            rf"(?:,? ?{_INNER.pattern}|\([A-Za-z0-9]{{1,4}}\)|\.[A-Z]\b)*",
            re.I,
        ).search(text)
        assert found  # it begins with what was found of `outer`
        if text is cited:
            whole += text[found.end() :].rstrip()
            return (
                _LEAD.sub("", f"{asked[: part.start()]}{whole}{asked[part.end() :]}").rstrip("?. ")
                + "?"
            )
        return f"{text[: found.start()]}{whole}{text[found.end() :]}"
    return None
