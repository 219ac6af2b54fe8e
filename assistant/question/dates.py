"""The day a question asks about: written out, as a year, or by what stood ("the old contract")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from corpus import AGREEMENTS, Document, Library
from corpus.names import lineage, plain
from corpus.words import terms

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec"
)
_WHEN = r"(?P<when>in|during|by|of|since|back in|as of|until|before|prior to|around|from)"
_DATES = tuple(
    re.compile(rf"\b{pattern}\s*,?\s*(?P<year>20\d\d)\b", re.I)
    for pattern in (
        rf"(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})\.?",
        rf"{_WHEN}\s+(?:early |mid-?|late )?(?P<month>{_MONTH})\.?",
        r"(?P<number>\d{1,2})/(?P<day>\d{1,2})/",
        r"(?P<season>spring|summer|autumn|fall|winter|early|mid|late|"
        r"(?:start|beginning|middle|end) of|Q[1-4])(?:-|\s+of\b)?",
    )
) + (re.compile(r"\b(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),)
#: The month in whose middle a part of a year is taken to lie.
_SEASONS = {
    **{"winter": 2, "spring": 4, "summer": 7, "autumn": 10, "fall": 10},
    **{"q1": 2, "q2": 5, "q3": 8, "q4": 11, "early": 2, "mid": 7, "late": 11},
    **{"start of": 1, "beginning of": 1, "middle of": 7, "end of": 12},
}
_BEFORE = re.compile(r"\b(?:before|prior to|until)\s*$", re.I)
#: "the law passed in 2024" tells when the law was made and asks about today, as "he died in 2022"
#: does; "I signed in 2024" asks about 2024.
_MADE = re.compile(
    r"(?<!\bI )(?<!\bwe )\b(?:passed|enacted|adopted|ratified|negotiated|bargained|reached|issued|"
    r"published|won|agreed|concluded|signed|introduced|approved|dated|effective|died|born|"
    r"passed away)(?:\s+(?:on|back))?\s*$",
    re.I,
)
_DID = (
    r"(?:did|made|recorded|shot|wrote|filmed|sang|played|drew|voiced|scored|directed|edited|cut"
    r"|designed|sold)\b"
)
#: "the samples we recorded in 2019, do we get paid?" and "I wrote a pilot in 2019, can they train
#: on it?" say how old a work is and ask about today.
_WORK_MADE = re.compile(
    r"\b(?!(?:when|if|and|but|that|because|so|as|then|once|since|before|after|while|what|where|who"
    rf"|how|why|or)\b)[a-z]+ (?:that |which )?(?:I|we|he|she|you) {_DID}[^.?!,;]{{0,30}}$"
    rf"|^\W*(?:so |hi,? )?(?:I|we) {_DID} (?:an?|the|my|our|some|one|two) [^.?!,;]{{0,30}}$",
    re.I,
)
_NOW = re.compile(
    r"\b(?:can|may|must|do|does|is|are|am|will|should|have|has)(?:n't|nt)? (?:I|we|they|he|she|it"
    r"|an?|the|my|our|any\w*|some\w*|studios?|producers?|labels?|compan(?:y|ies))\b",
    re.I,
)
_YEAR = re.compile(
    r"\b(?P<when>back in|in|during|as of|for|around|before|prior to)\s+"
    r"(?P<year>20\d\d)\b(?!-20\d\d)",
    re.I,
)
_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_AGO = re.compile(
    rf"\b(?P<count>an?|{'|'.join(_NUMBERS)}|\d{{1,2}})\s+(?P<unit>year|month)s?\s+ago\b|"
    r"\blast (?P<last>year|month)\b",
    re.I,
)
_COUNTS = {"a": 1, "an": 1} | {word: n for n, word in enumerate(_NUMBERS, 1)}
# Only a place in the past tense or an explicit "as of" moves the date: "expires in 2027" does not.
_MOVES = re.compile(
    r"\b(?:as of|back in|as at|at that time|was|were|did|had|shot|filmed|worked|recorded|hired|"
    r"happened|signed|under the|scanned|wrote|made|asked|applied|could|used to)\b",
    re.I,
)
_DEAL = r"(?:\w+\s+)?(?:contract|agreement|deal|memorandum|MBA|MOA)"
#: "under the old contract", "our previous deal": what the person's agreement in force replaced.
_OLD = re.compile(
    rf"\b(?:old|previous|prior|earlier|last|expired|former|outgoing)\s+(?:{_DEAL}|terms?)\b", re.I
)
#: "before the new contract", "before the 2026 deal": the day before the one in force began.
_BEFORE_NEW = re.compile(
    rf"\b(?:before|until|prior to)\s+(?:the\s+)?(?:new|latest|current|this|20\d\d)\s+{_DEAL}\b",
    re.I,
)
_STRIKE = re.compile(
    r"\b(?P<when>before|until|prior to|during|after|since)\s+(?:the|our)\s+(?:20\d\d\s+)?"
    r"(?:[\w']+\s+)?strikes?\b",
    re.I,
)
#: First and last days of the two strikes of 2023 (corpus/documents: strike-2023, timeline).
_STRIKES = {
    "wga": (date(2023, 5, 2), date(2023, 9, 27)),
    "sag-aftra": (date(2023, 7, 14), date(2023, 11, 9)),
}


def asked_day(
    question: str, library: Library, unions: Sequence[str], today: date
) -> tuple[date, bool]:
    """The day to answer for, and whether the question moved it away from `today`.

    "Under the old contract" and "before the strike" need to know whose: with no union known they
    move nothing.
    """
    text = plain(question)
    for found in (_written(text, today), _by_strike(text, unions, today), _ago(text, today)):
        if found:
            return found, True
    if speaks_of_the_past(text) and (renewed := renewals(library, unions, today)):
        started = max(new.effective for new in renewed if new.effective)
        return started - timedelta(days=1), True
    day = _of_year(text, today)
    return (day, True) if day else (today, False)


def undated(question: str) -> str:
    """A question without the words that say which day it asks about.

    Once they have moved the day, they tell no clause from another.
    """
    text = plain(question)
    for pattern in (*_DATES, _YEAR, _AGO, _BEFORE_NEW, _OLD):
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    text = re.sub(
        r"\b(?:in|on|during|under|by|as of|before|since)(?: the| our| my)?\s*(?=\s{3}|,|$)",
        " ",
        " ".join(text.split(" ")),
    )
    text = re.sub(r"^[\s,]+", "", " ".join(text.split()))
    return text if terms(text) else question


def speaks_of_the_past(question: str) -> bool:
    """Whether a question asks for what has been replaced or has expired."""
    return bool(_OLD.search(plain(question)) or _BEFORE_NEW.search(plain(question)))


def renewals(library: Library, unions: Sequence[str], day: date) -> list[Document]:
    """Agreements of these unions, in force on the day, that replaced an earlier one.

    Digests come before their official texts.
    """
    wanted = {one for union in unions for one in lineage(union)}
    return [
        document
        for document in library
        if document.kind in AGREEMENTS
        and document.effective
        and wanted & library.unions_of(document)
        and any(old in library and library[old].effective for old in document.supersedes)
        and library.status(document, day) == "in_force"
    ]


def _written(text: str, today: date) -> date | None:
    for pattern in _DATES:
        found = pattern.search(text)
        if not found:
            continue
        ahead, when = text[: found.start()], (found.groupdict().get("when") or "").lower()
        before = when in ("before", "prior to", "until") or bool(_BEFORE.search(ahead))
        asks = when in ("in", "as of", "back in", "during") or _MOVES.search(text)
        asks = asks or re.search(r"\b(?:in|on|during|at the)\s*$", ahead, re.I)
        if _MADE.search(ahead) or _of_old_work(text, ahead) or not (before or asks):
            continue
        day = _day_of(found.groupdict(), before, today)
        if day:
            stated = re.search(r"\bas of\b|\bwill\b|\bon\s*$", text[: found.end()], re.I)
            return day if day <= today or stated else None
    return None


def _of_old_work(text: str, ahead: str) -> bool:
    """Whether a date only says when a work was made, in a question about what may be done now."""
    return bool(_WORK_MADE.search(ahead) and _NOW.search(text))


def _day_of(values: dict[str, str | None], before: bool, today: date) -> date | None:
    """The day that the parts of a date mean; None where there is no such day."""
    season, number, month, day = (values.get(one) for one in ("season", "number", "month", "day"))
    if season:
        which = _SEASONS[" ".join(season.lower().split())]
    else:
        which = int(number) if number else 1 + _MONTHS.index(str(month)[:3].lower())
    try:
        found = date(
            int(str(values["year"])), which, int(day or (15 if season and not before else 1))
        )
    except ValueError:
        return None
    if before:
        return found - timedelta(days=1)
    if month and not day:  # of a month its last day, as of a year: what began in it counts
        last = (found + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return min(last, max(today, found))
    return found


def _of_year(text: str, today: date) -> date | None:
    """The last day of a year that a question asks about, or of the one before it."""
    found = _YEAR.search(text)
    ahead = text[: found.start()] if found else ""
    made = _MADE.search(ahead) or _of_old_work(text, ahead)
    if not found or int(found["year"]) > today.year or made:
        return None
    if found["when"].lower() in ("before", "prior to"):
        return date(int(found["year"]) - 1, 12, 31)
    past = _MOVES.search(text) and int(found["year"]) < today.year
    return date(int(found["year"]), 12, 31) if past else None


def _by_strike(text: str, unions: Sequence[str], today: date) -> date | None:
    found = _STRIKE.search(text)
    struck = [_STRIKES[one] for union in unions for one in lineage(union) if one in _STRIKES]
    if not found or not struck:
        return None
    first, last = struck[0]
    when = found["when"].lower()
    if when in ("after", "since"):
        return None if when == "since" else min(last + timedelta(days=60), today)
    return first + timedelta(days=30) if when == "during" else first - timedelta(days=1)


def _ago(text: str, today: date) -> date | None:
    found = _AGO.search(text)
    if not found or not _MOVES.search(text):
        return None
    unit = (found["unit"] or found["last"]).lower()
    count = 1 if found["last"] else _COUNTS.get(found["count"].lower()) or int(found["count"])
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    return date(months // 12, months % 12 + 1, min(today.day, 28))
