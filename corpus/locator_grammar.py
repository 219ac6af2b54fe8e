"""How places are written ("Art. 72(B)", "§§ 135-137"), level by level. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.locator_numbers import LONGEST_RANGE, Steps, between, same_sort, sort, steps_of
from corpus.number_words import PATTERN

#: Words for a level as people write them, and the level meant.
LEVELS = {
    "article": r"articles?|arts?\.?",
    "section": r"sections?|sect?s?\.?|§+",
    "paragraph": r"(?:sub)?paragraphs?|paras?\.?|pars?\.?|¶|sub-?sections?|subsecs?\.?"
    r"|clauses?|subdivisions?|quoted",
    "item": r"(?:summary\s+)?items?",
    "principle": r"principles?",
    "goal": r"(?:legislative\s+)?goals?",
    "footnote": r"footnotes?|fn\.?",
    "claim": r"claims?",
    "point": r"points?|guardrails?",
    "lesson": r"lessons?",
    "rule": r"rules?",
    "chapter": r"chapters?",
    "part": r"parts?",
    "schedule": r"schedules?",
    "exhibit": r"exhibits?",
    "appendix": r"appendix|annex",
    "page": r"pages?|pp?\.",
}
#: Levels that people mix up without meaning another place; a bare number may be any of them.
ALIKE = frozenset(["article", "section", "paragraph", ""])
#: Levels of which a number has its meaning only inside another ("paragraph B of Article 72").
INNER = frozenset(["paragraph", "goal", "footnote"])
#: Levels that hold sections of their own.
HOLDS = frozenset(["article", "part", "schedule", "exhibit", "appendix"])
#: Words for a level that mean something else as often: "point 4", "rule 3", "part 2".
SOFT = frozenset(
    ["item", "claim", "point", "lesson", "rule", "part", "chapter", "schedule", "exhibit", "goal"]
    + ["appendix"]
)
#: Levels whose numbers may be listed: "Articles 50 and 53".
_LISTED = frozenset(LEVELS) - HOLDS - {"footnote", "rule", "chapter"} | {"article"}
_STEP = r"(?:[ivxl]{2,5}|[a-z]a|bb|cc|dd|ee|[a-z]|\d{1,3})"
_HEAD = (
    r"(?:\d+(?:-\d+)+|\d+(?:\.\d+)*(?:-[a-z](?![a-z0-9]))?"
    rf"|(?:(?<=article\s)|(?<=section\s))(?:{PATTERN})(?![a-z])"
    r"|\[?(?:xx|yy)(?:\.\d)?\](?!\w)|(?:xx|yy)\.\d(?!\w)|\[?\#\#\]?"
    r"|(?-i:[A-Z]-(?:[IVX]+|\d{1,2}))(?![\w-])|[a-z]\d{1,2}(?!\w)"
    r"|\[?(?:[ivxlc]+|yy)\]?(?![a-z'])|[a-z](?![\w'])|(?=\())"
)
_ENDS = r"(?=\s*(?:$|[,.;:?!)]|\b(?:of|in|say|says|mean|means|and|or|to)\b))"
_TAIL = (
    rf"(?:\s*\.?\(\s*{_STEP}\s*\)|\.{_STEP}(?![a-z0-9])|(?<=[.)])[a-z]\)"
    r"|(?<=\d)[a-z](?:\d{1,2})?(?![a-z0-9'])"
    rf"|\s(?-i:[A-Z])(?![\w']){_ENDS}|\s[b-hj-z](?![\w']){_ENDS}"
    rf"|\s(?-i:[B-HJ-Z])(?![\w'])(?:\s{_STEP}(?![\w']))+)*"
)
NUMBER = _HEAD + _TAIL
#: Without a word before it, only a number that nothing else looks like.
_BARE = "|".join(
    [
        rf"[ivxlc]{{2,7}}(?:\s?\({_STEP}\))+",  # XLIX(c)(2)
        rf"(?:xx|yy)\.[a-z](?![a-z]){_TAIL}",  # XX.A.(2)
        rf"(?:\d+\.)?\d{{1,3}}\.[a-z](?![a-z0-9]){_TAIL}",  # 72.B, 64.1.A
        rf"(?!401\(k|501\(c|503\(b)\d+(?:\.\d+)*(?:-[a-z])?(?:\(\s*{_STEP}\s*\))+",  # 927(b)
        rf"(?!20\d\d-)\d+-\d+-\d{{3,}}{_TAIL}",  # 47-25-1105(a)
        rf"\d{{1,2}}-\d{{3,}}\({_STEP}\){_TAIL}",
        r"(?-i:XLIX)",
        r"\d{1,3}-(?-i:[A-Z])(?![\w-])",  # 47-E
        rf"(?<=\()(?:\({_STEP}\))+(?=\))",  # ((b))
        rf"\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}}(?![\w./]){_TAIL}",  # 15.01.6
    ]
)
_BOOK_WORD = (
    r"\b(?:codes?|law|u\.?\s?s\.?\s?c\.?(?:\s?a\.)?|t\.?c\.?a\.?|gbl|gol|crl)(?:\s+ann\.?)?"
)
_BOOK = rf"(?:(?:\d+\s+|(?:\b[a-z&.]{{1,16}}\s+(?:&\s+)?){{0,4}}?){_BOOK_WORD})"
_ACT = r"(?:(?:\b[a-z&.-]{1,16}\s+){1,5}?\bact\b)"
_BOOK_BEFORE = re.compile(rf"(?<![\w.]){_BOOK},?\s*$", re.I)
_BOOK_AFTER = re.compile(
    rf"\s*,?\s*(?:of|in|under)\s+(?:the\s+)?(?P<book>{_BOOK}|{_ACT})(?!\s+of\b)", re.I
)
_LEVEL = "|".join(f"(?P<{name}>{pattern})" for name, pattern in LEVELS.items())
#: After "sideletter I": a number, and not the person who writes.
_NO_PERSON = r"\s*(?:$|[,.;:)]|to\b|of\b|[Rr]e\b)"
_PLACE = re.compile(
    r"(?<![\w.])(?P<chapters>\d+)\s*ilcs\s*(?P<act>\d+)"
    rf"(?:\s*/\s*(?P<ilcs>\d+(?:\.\d+)?{_TAIL}))?"
    rf"|(?<![\w.])(?:{_LEVEL})(?:(?![a-z])|(?=(?-i:[IVXLC]{{2,}}(?![a-z]))))"
    rf"\s*(?:(?:no|number)\.?\s*(?=\d)|\#)?(?P<number>{NUMBER})"
    rf"|{_BOOK_WORD},?\s+(?P<lawful>\d+(?:\.\d+)*(?:-\d+|-[a-z](?![a-z]))*{_TAIL})"
    rf"|(?<![\w.\-/])(?:mba\s+(?P<mba>\d{{1,3}}(?!\w){_TAIL})|(?P<bare>{_BARE}))"
    r"|(?P<letter>\bside[\s-]?letters?\b)(?:\s*(?:(?:no|number)\.?\s*(?=\d)|\#)?"
    rf"(?P<lettered>(?:\d{{1,3}}(?![\w/])|(?-i:[A-Z]-\d|[IVX]{{2,}}|[A-HJ-Z]|I(?={_NO_PERSON})))"
    rf"(?![\w']){_TAIL}))?",
    re.I,
)
_MORE = re.compile(
    r"\s*(?P<link>,|and|&|or|to|through|-)\s*"
    rf"(?:(?P<steps>(?:\(\s*{_STEP}\s*\))+)"
    rf"|(?P<number>\d{{1,5}}(?:\.\d+)*{_TAIL}(?![\w/-])|(?-i:[A-Z])(?![\w'])))",
    re.I,
)
#: What has a number for its name: "AB 2602(a)", "Local 700(a)".
_NAMED_BY_NUMBER = re.compile(r"\b(?:[ASH]B|H\.?\s?R\.?|S\.|local|channel|form|version)\s*$", re.I)
_OF_TIME = re.compile(
    r"\s*(?:days?|hours?|weeks?|months?|years?|per|%|percent|times|dollars)\b", re.I
)
#: A page is a place only of a text: "page 3 of my script" is none.
_OF_A_TEXT = re.compile(
    r"\s*,?\s*(?:(?:of|in)\s+)?(?:the\s+|our\s+)?(?:[\w-]+\s+){0,4}?"
    r"(?:memorandum|agreement|contract|moa|mba|cba|document|report|law|deal)\b",
    re.I,
)
#: What follows a lone letter that numbers a place and is no word: "article a of", "clause i".
_NUMBERING = re.compile(
    r"\s*(?:$|[,.;:?!)]|of\b|in the\b|says?\b(?!\s+(?:that|so|it))"
    r"|sections?\b|sec\b)",
    re.I,
)
_ROMAN = re.compile(r"x{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Group:
    """One level with its number, what a list or range names beside it, and where it stands.

    `start` is where the law book before the number begins, if any; `at` the level or number itself.
    """

    kind: str
    steps: Steps
    others: tuple[Steps, ...]
    start: int
    end: int
    at: int
    book: str = ""
    head: str = ""


def groups(text: str, printed: bool = False) -> Iterator[Group]:
    """Every level with a number, in order; what a list took with it is not found a second time.

    In what is `printed` any page is a place.
    """
    end = 0
    for found in _PLACE.finditer(text):
        if found.start() < end:
            continue
        group = _group(found, text, printed)
        end = group.end if group else found.start()
        if group:
            yield group


def _group(found: re.Match[str], text: str, printed: bool) -> Group | None:
    start, end = found.span()
    if found["letter"]:
        steps = steps_of("letter", found["lettered"] or "")
        return Group("letter", steps, (), start, end, start, head=found["lettered"] or "")
    if found["chapters"]:
        steps = (found["chapters"], found["act"], *steps_of("", found["ilcs"] or ""))
        return Group("section", steps, (), start, end, start, "ilcs")
    kind = next((name for name in LEVELS if found[name]), "section" if found["lawful"] else "")
    number = found["number"] or found["lawful"] or found["mba"] or found["bare"] or ""
    if kind == "page":
        ofs = printed or _OF_A_TEXT.match(text, found.end())
        numbered = ofs and number[:1].isdecimal()
        return Group(kind, steps_of(kind, number), (), start, end, start) if numbered else None
    if not _numbers_a_place(kind, number, found, text, printed):
        return None
    steps, others = _first_and_more(kind, number, found.group())
    if not others:
        others, end = _beside(text, end, kind, steps)
    at, book = found.start("lawful") if found["lawful"] else start, ""
    if kind in ("section", ""):
        before = _BOOK_BEFORE.search(text, max(0, at - 60), at)
        book, start = (before.group().strip(" ,"), before.start()) if before else ("", at)
    return Group(kind, steps, others, start, end, at, book, head_of(number))


def head_of(number: str) -> str:
    """What stands before the letters of a number, as it is written: "64.1" of 64.1.A."""
    head = re.match(r"[\w.-]*\w", number.strip(" []("))
    return re.split(r"\.(?=[a-zA-Z(])", head.group())[0] if head else ""


def _numbers_a_place(
    kind: str, number: str, found: re.Match[str], text: str, printed: bool
) -> bool:
    """Whether what follows a word for a level is a number: "an article I read", "a part of"."""
    if not number.strip() or re.fullmatch(r"[23]-?d", number, re.I):  # "art 3D models"
        return False
    if found["lawful"]:  # "in law 25 years" is no section of a book
        sectioned = re.match(r"\d{3}|\d+[-(.]", number) and not re.match(r"(?:19|20)\d\d\b", number)
        return bool(sectioned) and not _OF_TIME.match(text, found.end())
    if not kind:
        if found["mba"]:
            return not _OF_TIME.match(text, found.end())
        letters = re.match(r"[ivxlc]{2,}", number, re.I)
        named = _NAMED_BY_NUMBER.search(text, 0, found.start("bare"))
        return not named and (not letters or bool(_ROMAN.fullmatch(letters.group())))
    if re.fullmatch(r"[a-z]", number, re.I):
        headed = number.isupper() and found.group()[0].isupper()  # "Part I", "Section A"
        return (printed and headed) or _letter_numbers(kind, number, text[found.end() :])
    if re.fullmatch(r"[ivxlc]{2,}", number, re.I):  # "section mix" is none, "article xlix" is
        return bool(_ROMAN.fullmatch(number))
    return True


def _letter_numbers(kind: str, letter: str, following: str) -> bool:
    """Whether a lone letter behind a level is its number and no word: "clause b", not "part I"."""
    lettered = kind in ("paragraph", "article", "section", "exhibit", "appendix", "schedule")
    spoken = letter in ("a", "i", "I", "s") or (letter.islower() and not lettered)
    return not spoken or (letter != "s" and bool(_NUMBERING.match(following)))


def _first_and_more(kind: str, number: str, words: str) -> tuple[Steps, tuple[Steps, ...]]:
    """A number's steps; of a range behind a plural ("§§ 135-137") the first, and the others."""
    run = re.fullmatch(r"(\d+)-(\d+)(\.\d+)?", number)
    if not run or not re.match(r"(?:\w+s|§§)\b|§§", words):
        return steps_of(kind, number), ()
    first, last = int(run[1]), int(run[2])
    if run[3] and first <= last:  # "§§ 22757-22757.6": what lies between has no count
        return steps_of(kind, run[1]), (steps_of(kind, run[2] + run[3]),)
    if first >= last:
        return steps_of(kind, number), ()
    numbers = range(first + 1, min(last, first + LONGEST_RANGE) + 1)
    return steps_of(kind, run[1]), tuple((str(n),) for n in numbers)


def _beside(text: str, at: int, kind: str, steps: Steps) -> tuple[tuple[Steps, ...], int]:
    """What a list or range gives beside a number: "(d) and (e)", "50 and 53", "39.F and 43.E"."""
    others: list[Steps] = []
    last = steps
    while steps and (more := _MORE.match(text, at)):
        one = _one_more(more, kind, steps, text)
        if one is None:
            break
        if more["link"].lower() in ("to", "through", "-"):
            others += between(last, one)
        others.append(one)
        last, at = one, more.end()
    return tuple(others), at


def _one_more(more: re.Match[str], kind: str, steps: Steps, text: str) -> Steps | None:
    """One more place of a list, or None where what follows is none."""
    if more["steps"]:
        new = steps_of("step", more["steps"])
        alike = [n for n in range(1, len(steps)) if same_sort(steps[n], new[0])]
        return (*steps[: alike[-1] if alike else len(steps)], *new)
    number = more["number"]
    if re.fullmatch(r"[A-Z]", number):
        deep = len(steps) > 1 or kind in INNER | HOLDS
        return (*steps[:-1], number.lower()) if sort(steps[-1]) == "letter" and deep else None
    timed = _OF_TIME.match(text, more.end()) or _YEAR.fullmatch(number)
    return None if kind not in _LISTED or timed else steps_of(kind, number)


def book_after(text: str, end: int) -> str:
    """The law book or act that a place is said to be of: "Section 3 of the Copyright Act"."""
    found = _BOOK_AFTER.match(text, end)
    return found["book"].strip() if found else ""
