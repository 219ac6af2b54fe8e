"""The day that a question asks about: written out, as a year, or by what stood on it ("before the strike", "the old contract")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from corpus import AGREEMENTS, Document, Library
from corpus.names import lineage, plain
from corpus.words import terms

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_DATES = (
    re.compile(r"\b(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    re.compile(
        rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})\.?\s+(?P<year>20\d\d)\b", re.I
    ),
    re.compile(
        rf"\b(?P<when>in|during|by|of|since|back in|as of|until|before|prior to|around|from)\s+(?:early |mid-?|late )?(?P<month>{_MONTH})\.?,?\s+"
        r"(?P<year>20\d\d)\b",
        re.I,
    ),
    re.compile(r"\b(?P<number>\d{1,2})/(?P<day>\d{1,2})/(?P<year>20\d\d)\b"),
    re.compile(
        r"\b(?P<season>spring|summer|autumn|fall|winter|early|mid|late|(?:start|beginning|middle|end) of|Q[1-4])[\s-]+(?:of\s+)?(?P<year>20\d\d)\b",
        re.I,
    ),
)
#: The month in whose middle a part of a year is taken to lie.
_SEASONS = {
    **{
        "winter": 2,
        "spring": 4,
        "summer": 7,
        "autumn": 10,
        "fall": 10,
        "q1": 2,
        "q2": 5,
        "q3": 8,
        "q4": 11,
    },
    **{
        "early": 2,
        "start of": 1,
        "beginning of": 1,
        "mid": 7,
        "middle of": 7,
        "late": 11,
        "end of": 12,
    },
}
_BEFORE = re.compile(r"\b(?:before|prior to|until)\s*$", re.I)
#: "the law passed in 2024" tells when the law was made and asks about today, as "he died in 2022" does; "I signed in 2024" asks about 2024.
_MADE = re.compile(
    r"(?<!\bI )(?<!\bwe )\b(?:passed|enacted|adopted|ratified|negotiated|bargained|reached|issued|published|won|agreed|concluded|signed|introduced|approved"
    r"|dated|effective|died|born|passed away)(?:\s+(?:on|back))?\s*$",
    re.I,
)
_YEAR = re.compile(
    r"\b(?P<when>back in|in|during|as of|for|around|before|prior to)\s+(?P<year>20\d\d)\b(?!-20\d\d)",
    re.I,
)
_AGO = re.compile(
    r"\b(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\s+(?P<unit>year|month)s?\s+ago\b|\blast (?P<last>year|month)\b",
    re.I,
)
_COUNTS = {"a": 1, "an": 1} | {
    word: n
    for n, word in enumerate(
        [
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
        ],
        1,
    )
}
# Only a place in the past tense or an explicit "as of" moves the date: "expires in 2027" does not.
_MOVES = re.compile(
    r"\b(?:as of|back in|as at|at that time|was|were|did|had|shot|filmed|worked|recorded|hired|happened|signed|under the|scanned|wrote|"
    r"made|asked|applied|could|used to)\b",
    re.I,
)
#: "under the old contract", "our previous deal": what the person's agreement in force replaced.
_OLD = re.compile(
    r"\b(?:old|previous|prior|earlier|last|expired|former|outgoing)\s+(?:\w+\s+)?(?:contract|agreement|deal|memorandum|MBA|MOA|terms?)\b",
    re.I,
)
#: "before the new contract", "before the 2026 deal": the day before the agreement in force began.
_BEFORE_NEW = re.compile(
    r"\b(?:before|until|prior to)\s+(?:the\s+)?(?:new|latest|current|this|20\d\d)\s+(?:\w+\s+)?(?:contract|agreement|deal|memorandum|MBA|MOA)\b",
    re.I,
)
#: After a year: "in the 2024 memorandum" is a name and no day.
_NAMES = re.compile(
    r"\s+(?:\w+\s+)?(?:contract|agreement|deal|memorandum|MBA|MOA|strikes?|act|law)\b", re.I
)
_STRIKE = re.compile(
    r"\b(?P<when>before|until|prior to|during|after|since)\s+(?:the|our)\s+(?:20\d\d\s+)?(?:\w+['’]?s?['’]?\s+)?strikes?\b",
    re.I,
)
#: First and last days of the two strikes of 2023 (corpus/documents/strike-2023.md, timeline.md).
_STRIKES = {
    "wga": (date(2023, 5, 2), date(2023, 9, 27)),
    "sag-aftra": (date(2023, 7, 14), date(2023, 11, 9)),
}


def asked_day(
    question: str, library: Library, unions: Sequence[str], today: date
) -> tuple[date, bool]:
    """The day to answer for, and whether the question moved it away from `today`.

    "Under the old contract" and "before the strike" need to know whose: with no union known they move nothing.
    """
    text = plain(question)
    for found in (_written(text, today), _by_strike(text, unions, today), _ago(text, today)):
        if found:
            return found, True
    if _OLD.search(text) or _BEFORE_NEW.search(text):
        renewed = renewals(library, unions, today)
        if renewed:
            started = max(new.effective for new in renewed if new.effective)
            return started - timedelta(days=1), True
    year = _YEAR.search(text)
    if (
        year
        and int(year["year"]) <= today.year
        and not _MADE.search(text[: year.start()])
        and not _NAMES.match(text[year.end() :])
    ):
        if year["when"].lower() in ("before", "prior to"):
            return date(int(year["year"]) - 1, 12, 31), True
        if _MOVES.search(text) and int(year["year"]) < today.year:
            return date(int(year["year"]), 12, 31), True
    return today, False


def undated(question: str) -> str:
    """A question without the words that say which day it asks about: once they have moved the day, they tell no clause from another."""
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
    """Agreements in force on the day, of these unions, that replaced an earlier one; digests before their official texts."""
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
        values = found.groupdict()
        ahead = text[: found.start()]
        when = (values.get("when") or "").lower()
        before = when in ("before", "prior to", "until") or bool(_BEFORE.search(ahead))
        if _MADE.search(ahead) or not (
            before
            or _MOVES.search(text)
            or when in ("in", "as of", "back in", "during")
            or re.search(r"\b(?:in|on|during|at the)\s*$", ahead, re.I)
        ):
            continue
        if values.get("season"):
            month = _SEASONS[" ".join(values["season"].lower().split())]
        elif values.get("number"):
            month = int(values["number"])
        else:
            month = 1 + [name[:3] for name in _MONTHS].index(values["month"][:3].lower())
        try:
            day = date(
                int(values["year"]),
                month,
                int(values.get("day") or (15 if values.get("season") and not before else 1)),
            )
        except ValueError:
            continue
        if before:
            day -= timedelta(days=1)
        elif values.get("month") and not values.get(
            "day"
        ):  # of a month its last day, as of a year: what began in it counts
            day = min(
                (day + timedelta(days=31)).replace(day=1) - timedelta(days=1), max(today, day)
            )
        return (
            day
            if day <= today or re.search(r"\bas of\b|\bwill\b|\bon\s*$", text[: found.end()], re.I)
            else None
        )
    return None


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
