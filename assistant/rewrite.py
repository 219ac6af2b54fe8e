"""A follow-up and its history become a question that stands alone, by rules and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus import BadQuestion
from corpus.names import find_places, find_unions, places, unions
from corpus.words import terms

MAX_QUESTION = 4000
MAX_HISTORY = 20

# "and for background actors?", "what about editors?", "why?": the topic stands in an earlier question.
_OPENING = re.compile(
    r"^\s*(?:and|but|so|ok(?:ay)?,?|then|also|or)\b|^\s*(?:what|how) about\b|^\s*(?:even|only|since|until) ", re.I
)
_POINTING = re.compile(r"\b(?:it|that|this|those|these|they|them|there|same|he|she|else|instead)\b", re.I)
# "can they use it again?": a thing that is not in the question, unless it was named before the word ("keep my scan and sell it")
_THING = re.compile(
    r"\b(?:it|this|those|these)\b(?! (?:is |was |be )?(?:legal|illegal|allowed|true|ok|okay|possible|normal)\b)", re.I
)
_NAMED = re.compile(r"\b(?:my|our|the|an?|your|their|his|her|someone's|any|no|which|what|whose) (?!if\b)[a-z]{2,}", re.I)
_NO_SUBJECT = re.compile(
    r"^\s*(?:for|in|under|during|after|before|with|without|on|at|from|to) |^\s*what (?:comes|happens|next)\b", re.I
)
_LEAD = re.compile(r"^\s*(?:(?:and|but|so|ok(?:ay)?|then|also|or)[\s,]+)*(?:(?:what|how) about\s+)?", re.I)
_INNER = re.compile(
    r"\b(?:paragraph|para\.?|item|sub-?section|subparagraph|clause|section|sec\.?)\s*\(?[A-Za-z0-9]{1,4}\)?(?![\w(.])", re.I
)
_OUTER = re.compile(
    r"\b(?:Article|Art\.?|Section|Sec\.?|Sideletter|Appendix|Schedule|Exhibit)\s+(?:\d+(?:\.\d+)*|[IVXLC]+)(?![\w])", re.I
)
_MEMBER = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are|i work|i belong|my (?:union|local|guild)|member of|covered by|i write|i act|i edit)\b", re.I
)


def standalone(question: str, history: Sequence[str] = (), cited: str = "") -> tuple[str, bool]:
    """The question as it is searched, and whether that differs from what was asked. BadQuestion for an empty or long one.

    The last question's topic is carried into one that does not stand alone; any other is left as it is. A union or place
    named in the follow-up replaces the one before, and "paragraph D" is read as a part of the article spoken of: of `cited`,
    the clause that the last answer led with ("Article 72, Paragraph C of the 2026 MBA"), or of an earlier question.
    """
    asked = clean(question)
    before = [clean(text[:MAX_QUESTION]) for text in history[-MAX_HISTORY:] if any(c.isalnum() for c in text)]
    if not before and not cited.strip():
        return asked, False
    if located := _located(asked, before, cited):
        return located, True
    if not before:
        return asked, False
    topic = before[0]
    for turn in before[1:]:
        topic = turn if _stands_alone(turn) else _carried(turn, topic)
    return (asked, False) if _stands_alone(asked) else (_carried(asked, topic), True)


def remembered(history: Sequence[str]) -> str | None:
    """The union that a person said is theirs, last time they did: "I'm in the WGA", or a turn that is nothing but its name."""
    for text in reversed(history):
        named = find_unions(text)
        if len(named) == 1 and (_MEMBER.search(text) or len(terms(_without(text, named, find_unions))) == 0):
            return unions()[named[0]].title
    return None


def clean(text: str) -> str:
    """A question without control characters and doubled spaces; BadQuestion for an empty or a very long one."""
    if not isinstance(text, str):
        raise BadQuestion(f"a question is text, not {type(text).__name__}")
    if len(text) > MAX_QUESTION:
        raise BadQuestion(f"the question has {len(text):,} characters; at most {MAX_QUESTION:,} can be asked at once")
    words = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())
    if not any(c.isalnum() for c in words):
        raise BadQuestion("the question is empty; ask it in a sentence, such as: can my work be used for training?")
    return words


def _carried(asked: str, topic: str) -> str:
    rest = _LEAD.sub("", asked).strip().rstrip("?").strip() or asked
    for find in (find_unions, find_places):
        if find(asked):
            topic = _without(topic, find(topic), find)
    return f"{topic[: MAX_QUESTION // 2].rstrip('?. ')}: {rest}?"


def _stands_alone(question: str) -> bool:
    words = terms(question)
    named = bool(find_unions(question))
    if _OPENING.search(question) and not (named and len(words) >= 5 and not _THING.search(question)):
        return False
    if len(words) <= 1:
        return False
    if thing := _THING.search(question):
        return bool(_NAMED.search(question[: thing.start()]))
    if len(words) <= 3 and not named and _NO_SUBJECT.search(question):
        return False
    pointing = _POINTING.search(question)
    return not (
        pointing and len(words) <= (2 if pointing.group().lower() in ("they", "them") else 3)
    )  # "they" is mostly the employer


def _located(asked: str, before: Sequence[str], cited: str) -> str | None:
    """The question with the article that its "paragraph D" is a part of, and whose it is; None where it names no such part."""
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
        found = re.compile(rf"{re.escape(outer.group())}(?:,? ?{_INNER.pattern}|\([A-Za-z0-9]{{1,4}}\)|\.[A-Z]\b)*", re.I).search(
            text
        )
        if text is cited:
            whole += text[found.end() :].rstrip()
            return _LEAD.sub("", f"{asked[: part.start()]}{whole}{asked[part.end() :]}").rstrip("?. ") + "?"
        return f"{text[: found.start()]}{whole}{text[found.end() :]}"
    return None


def _without(text: str, ids: Sequence[str], find) -> str:
    """The text less the names of these unions or places, so that the follow-up's own is the only one."""
    table = unions() if find is find_unions else places()
    for identity in ids:
        for name in sorted(table[identity].names, key=len, reverse=True):
            text = re.sub(
                rf"(?:\b(?:at|under|for|in|with)\s+)?(?:\bthe\s+)?(?<!\w){re.escape(name)}(?!\w)(?:'s)?", "", text, flags=re.I
            )
    return re.sub(r"\s+", " ", text).strip()
