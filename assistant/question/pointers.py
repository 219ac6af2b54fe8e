"""The places that people name and documents number ("Art 72B", "§ 927(b)", "6th principle", "Section [XX].A.(2)"), read alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.names import plain

#: Words for a level as people write them, and the level meant.
_LEVELS = {
    "article": r"articles?|arts?\.?",
    "section": r"sections?|sect?s?\.?|§+",
    "paragraph": r"(?:sub)?paragraphs?|paras?\.?|pars?\.?|¶|subsections?|subsecs?\.?|clauses?|subdivisions?|quoted",
    "item": r"(?:summary\s+)?items?",
    "principle": r"principles?",
    "goal": r"(?:legislative\s+)?goals?",
    "footnote": r"footnotes?|fn\.?",
    "claim": r"claims?",
    "point": r"points?|guardrails?",
    "lesson": r"lessons?",
    "rule": r"rules?",
    "part": r"parts?",
    "schedule": r"schedules?",
    "exhibit": r"exhibits?",
    "appendix": r"appendix|annex",
    "page": r"pages?|pp?\.",
}
#: Levels that people mix up without meaning another place; a bare number may be any of them.
_ALIKE = frozenset(["article", "section", "paragraph", ""])
#: Levels of which a number has its meaning only inside another ("paragraph B of Article 72").
_INNER = frozenset(["paragraph", "goal", "footnote"])
#: Levels that hold sections of their own.
_HOLDS = frozenset(["article", "part", "schedule", "exhibit", "appendix"])
#: Words for a level that mean something else as often: such a place is asked for only where the documents have that level.
SOFT = frozenset(["item", "claim", "point", "lesson", "rule", "part", "schedule", "exhibit", "appendix", "goal"])
_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
_CARDINAL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[:9])}))?|{'|'.join(reversed(_ONES))})\b"
_WORD = "|".join(_LEVELS.values())
_COUNTED = "|".join(_LEVELS[one] for one in ("article", "section", "item", "principle", "goal", "claim", "point", "lesson", "rule"))
_STEP = r"(?:[ivxl]{2,5}|[a-z]a|[a-z]|\d{1,3})"
_HEAD = (
    r"(?:\d+(?:-\d+)+|\d+(?:\.\d+)*(?:-[a-z](?![a-z0-9]))?|\[?(?:xx|yy)(?:\.\d)?\](?!\w)|(?:xx|yy)\.\d(?!\w)|\[?\#\#\]?|(?:[ivxlc]+|yy)(?![a-z'])"
    r"|[a-z]\d{1,2}(?!\w)|[a-z](?![\w'])|(?=\())"
)
_ENDS = r"(?=\s*(?:$|[,.;:?!)]|\b(?:of|in|say|says|mean|means|and|or|to)\b))"
_TAIL = (
    rf"(?:\s*\.?\(\s*{_STEP}\s*\)|\.{_STEP}(?![a-z0-9])|(?<=\d)[a-z](?:\d{{1,2}})?(?![a-z0-9'])|(?<=[.)])[a-z]\)"
    rf"|\s(?-i:[A-Z])(?![\w']){_ENDS}|\s[b-hj-z](?![\w']){_ENDS}|\s(?-i:[B-HJ-Z])(?![\w'])(?:\s{_STEP}(?![\w']))+)*"
)
_NUMBER = rf"{_HEAD}{_TAIL}"
_LEVEL = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LEVELS.items())
#: Without a word before it, only a number that nothing else looks like: XLIX(c)(2), 72.B, 927(b), 39.J, 47-25-1105(a), 815 ILCS 550/10.
_BARE = (
    rf"(?:[ivxlc]{{2,7}}(?:\s?\({_STEP}\))+|(?:xx|yy)\.[a-z](?![a-z]){_TAIL}|\d+\.\d+\.[a-z](?![a-z0-9]){_TAIL}|\d{{1,3}}\.[a-z](?![a-z0-9]){_TAIL}"
    rf"|(?!401\(k|501\(c|503\(b)\d+(?:\.\d+)*(?:-[a-z])?(?:\(\s*{_STEP}\s*\))+|(?!20\d\d-)\d+-\d+-\d{{3,}}{_TAIL}|\d{{1,2}}-\d{{3,}}\({_STEP}\){_TAIL}|(?-i:XLIX)|\d{{1,3}}-(?-i:[A-Z])(?![\w-])|\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}}(?![\w./]){_TAIL})"
)
_ILCS = rf"(?P<chapter>\d+)\s*ilcs\s*(?P<act>\d+)(?:\s*/\s*(?P<ilcs>\d+(?:\.\d+)?{_TAIL}))?"
_BOOK = r"(?:(?:\d+\s+|(?:\b[a-z&.]{1,16}\s+){0,4}?)\b(?:codes?|law|u\.?\s?s\.?\s?c\.?(?:\s?a\.)?|t\.?c\.?a\.?|gbl|gol|crl)(?:\s+ann\.?)?)"
_ACT = r"(?:(?:\b[a-z&.-]{1,16}\s+){1,5}?\bact\b)"
_BOOK_BEFORE = re.compile(rf"(?<![\w.]){_BOOK},?\s*$", re.I)
_PLACE = re.compile(
    rf"(?<![\w.]){_ILCS}"
    rf"|(?<![\w.])(?:{_LEVEL})(?:(?![a-z])|(?=(?-i:[IVXLC]{{2,}}(?![a-z]))))\s*(?:(?:no|number)\.?\s*(?=\d)|\#)?(?P<number>{_NUMBER})"
    rf"|(?<![\w.])(?P<book>{_BOOK}),?\s+(?P<lawful>\d+(?:\.\d+)*(?:-\d+|-[a-z](?![a-z]))*{_TAIL})"
    rf"|(?<![\w.\-/])(?P<bare>{_BARE})|(?P<letter>\bside[\s-]?letters?\b)",
    re.I,
)
_MORE = re.compile(
    rf"\s*(?P<link>,|and|&|or|to|through|-)\s*(?:(?P<steps>(?:\(\s*{_STEP}\s*\))+)|(?P<number>\d{{1,5}}(?:\.\d+)*{_TAIL}(?![\w/-])|(?-i:[A-Z])(?![\w'])))", re.I
)
#: What has a number for its name: "AB 2602(a)", "Local 700(a)".
_NAMED_BY_NUMBER = re.compile(r"\b(?:[ASH]B|H\.?\s?R\.?|S\.|local|channel|form|version)\s*$", re.I)
_OF_TIME = re.compile(r"\s*(?:days?|hours?|weeks?|months?|years?|per|%|percent|times|dollars)\b", re.I)
#: A page is a place only of a text: "page 3 of my script" is none.
_OF_A_TEXT = re.compile(r"\s*,?\s*(?:(?:of|in)\s+)?(?:the\s+|our\s+)?(?:[\w-]+\s+){0,4}?(?:memorandum|agreement|contract|moa|mba|cba|document|report|law|deal)\b", re.I)
_LEADING = re.compile(r"^(?:(?:what|does|do|is|the|of|in|under|says?|explain|about)\s+)+", re.I)
#: Words around a law book's name that are no part of it.
_LED = frozenset(
    ["ann", "proposed", "the", "of", "in", "under", "a", "what", "does", "do", "is", "says", "say", "explain", "about", "s", "whats"]
    + ["cal", "calif", "california", "ny", "new", "york", "us", "tn", "illinois"]
)
_LONGEST_RANGE = 40


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place as a question names it: its words, its level, its numbers from the outside in, the law book it is said to be in."""

    words: str
    level: str
    steps: tuple[str, ...]
    book: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """One level with its number, the others that a list or range gives beside it, and where it stands in the text."""

    level: str
    steps: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    start: int
    end: int
    book: str = ""
    head: str = ""


def pointers(question: str) -> tuple[Pointer, ...]:
    """Every place that a question names, in order; "paragraph B of Article 72" is one, "Principles 1 to 3" are three."""
    text = in_figures(plain(question))
    found: list[Pointer] = []
    for chain in _chained(list(_groups(text)), text):
        if any(group.level not in _INNER and group.level for group in chain[1:]) and chain[0].level in _INNER:
            chain = chain[::-1]
        outer, last = chain[0], chain[-1]
        book = next((group.book for group in chain if group.book), "") or _book_after(text, max(group.end for group in chain))
        words = _LEADING.sub("", text[min(g.start for g in chain) : max(g.end for g in chain)])
        words = " ".join(words.strip(" ,.").split())
        steps = tuple(step for group in chain for step in _named(group))
        lone = len(chain) == 1 and outer.level == "paragraph" and steps and not steps[0].isdecimal()
        if lone and len(found) == 1 and found[0].level not in _INNER:
            found[0] = replace(found[0], words=f"{found[0].words}, {words}", steps=(*found[0].steps, *steps))
            continue  # "Article 72 of the 2023 MBA, paragraph E"
        found.append(Pointer(words if not last.others else _written(outer, steps), outer.level, steps, book))
        above = steps[: len(steps) - len(last.steps)]
        found += [Pointer(_written(outer, (*above, *other)), outer.level, (*above, *other), book) for other in last.others]
    return tuple(dict.fromkeys(found))


def without_places(question: str) -> str:
    """A question's words without the places that it names."""
    text = in_figures(plain(question))
    for group in reversed(list(_groups(text))):
        text = f"{text[: group.start]} {text[group.end :]}"
    return text


@lru_cache(maxsize=50_000)
def numberings(locator: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The ways by which a document's own locator can be reached: from each of its levels on, with the lists and ranges it names."""
    text = plain(locator)
    groups = list(_groups(text))
    if whole := re.match(r"([A-Z]?\d+)(?=$|[.,(]|\s)", text):  # "1", "F1", "15.01.6(d)": the number is the whole name
        number = re.match(_NUMBER, text, re.I)
        if number and not (groups and groups[0].start < whole.end()) and not re.fullmatch(r"20\d\d", whole[1]):
            groups.insert(0, _Group("", _steps("", number.group()), (), 0, number.end()))
    found: list[tuple[str, tuple[str, ...]]] = []
    for at, group in enumerate(groups):
        rest: list[str] = []
        for deeper in groups[at + 1 :]:
            if deeper.level in ("item", "letter") or "(" in text[group.end : deeper.start] or re.search(r"\band\b", text[group.end : deeper.start]):
                break  # "Article XLIX(c), memorandum item 13", "Article 2(B) (item 27)": the item stands around it, not in it
            rest += _named(deeper)
        found += [(group.level, (*_named(group), *rest)), *((group.level, other) for other in group.others)]
    return tuple(dict.fromkeys(found))


def shared(pointer: Pointer, numbering: tuple[str, tuple[str, ...]]) -> int:
    """How many numbers of a place a numbering begins with; -1 where they are of different levels."""
    level, steps = numbering
    if level != pointer.level and not (level in _ALIKE and pointer.level in _ALIKE) and (level and pointer.level):
        return -1
    size = 0
    while size < min(len(steps), len(pointer.steps)) and steps[size] == pointer.steps[size]:
        size += 1
    return size


def of_book(pointer: Pointer, locator: str, names: str) -> bool:
    """Whether a locator is of the law book, or its document (by its names) the act, that a place is said to be in.

    "Lab. Code" is "Labor Code", "GBL" the "General Business Law", "B&P Code" the "Bus. & Prof. Code".
    """
    asked = _tokens(pointer.book)
    if not asked:
        return True
    if asked[-1] == "act":
        return set(asked) <= set(_tokens(names))
    before = re.match(r"(?:proposed\s+)?(?P<book>.*?)\s*§", plain(locator), re.I)
    own = _tokens(before["book"]) if before else ["ilcs"] if " ILCS " in locator else []
    short = "".join(word[0] for word in own)
    if not own or asked[-1] in (short, f"{short}a") or asked == own[-1:] == ["usc"]:
        return bool(own)
    if len(asked) > 1 and asked[-1] == own[-1] and asked[-2] == short[:-1]:
        return True
    asked = asked[-len(own) :]
    return len(asked) >= min(2, len(own)) and all(
        a.startswith(b) or b.startswith(a) for a, b in zip(asked, own[-len(asked) :], strict=True)
    )


def in_figures(text: str) -> str:
    """A text with numbers in words turned into figures where they number a place: "6th principle", "article seventy-two"."""

    def first(found: re.Match[str]) -> str:
        word = found["ordinal"].lower()
        number = _ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", word))
        return f"{found['level']} {number}"

    def after(found: re.Match[str]) -> str:
        parts = re.split(r"[\s-]", found["words"].lower())
        return f"{found['level']} {sum(_TENS.get(part) or _ONES.index(part) + 1 for part in parts)}"

    text = re.sub(rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?P<level>{_COUNTED})\b(?!\s*\d)", first, text, flags=re.I)
    return re.sub(rf"(?<!\w)(?P<level>{_WORD})\s+(?P<words>{_CARDINAL})", after, text, flags=re.I)


def _groups(text: str) -> Iterator[_Group]:
    """Every level with a number, in order; what a list took with it is not found a second time."""
    end = 0
    for found in _PLACE.finditer(text):
        if found.start() < end:
            continue
        start, end = found.span()
        if found["letter"]:
            yield _Group("letter", (), (), start, end)
        elif found["chapter"]:
            steps = (found["chapter"], found["act"], *(_steps("", found["ilcs"]) if found["ilcs"] else ()))
            yield _Group("section", steps, (), start, end, "ilcs")
        else:
            level = next((name for name in _LEVELS if found[name]), "section" if found["lawful"] else "")
            # "my pages (CBC drama)" has a word for a place and no number
            number = found["number"] or found["lawful"] or found["bare"] or ""
            if not _numbers_a_place(level, number, found, text):
                end = found.start()
                continue
            plural = bool(re.match(r"(?:\w+s|§§)\b|§§", found.group()))
            if plural and (run := re.fullmatch(r"(\d+)-(\d+)", number)) and int(run[1]) < int(run[2]):
                number, more = run[1], tuple((str(n),) for n in range(int(run[1]) + 1, min(int(run[2]), int(run[1]) + _LONGEST_RANGE) + 1))
            else:
                more = ()
            steps = _steps(level, number)
            others, end = _beside(text, end, level, steps) if not more else (more, end)
            book = found["book"] or ""
            if not book and level in ("section", "") and (before := _BOOK_BEFORE.search(text, max(0, start - 60), start)):
                book, start = before.group().strip(" ,"), before.start()
            head = re.match(r"[\w.-]*\w", number.strip(" []("))
            yield _Group(level, steps, others, start, end, book, re.split(r"\.(?=[a-zA-Z(])", head.group())[0] if head else "")


def _numbers_a_place(level: str, number: str, found: re.Match[str], text: str) -> bool:
    """Whether what follows a word for a level is a number and not a word: "an article I read", "a part of"."""
    if not number.strip() or re.fullmatch(r"[23]d", number, re.I):  # "art 3D models"
        return False
    if not level and _NAMED_BY_NUMBER.search(text, 0, found.start("bare")):
        return False
    if re.fullmatch(r"[a-z]", number, re.I) and level:
        following = text[found.end() :]
        spoken = number in ("a", "i", "I", "s") or (number.islower() and level not in ("paragraph", "article", "section", "exhibit", "appendix", "schedule"))
        return not spoken or bool(re.match(r"\s*(?:$|[,.;:?!)]|of\b|in the\b|says?\b(?!\s+(?:that|so|it)))", following)) and number != "s"
    if level == "page":
        return bool(_OF_A_TEXT.match(text, found.end()))
    if found["lawful"]:  # "in law 25 years" is no section of a book
        return bool(re.match(r"\d{3}|\d+[-(.]", number)) and not re.match(r"(?:19|20)\d\d\b", number) and not _OF_TIME.match(text, found.end())
    if not level:
        return True
    if re.fullmatch(r"[ivxlc]{2,}", number, re.I):  # "section mix" is no number, "article xlix" is
        return bool(re.fullmatch(r"x{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})|c+", number, re.I))
    return True


def _beside(text: str, at: int, level: str, steps: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], int]:
    """What a list or range gives beside a number: "(d) and (e)", "50 and 53", "1 to 3", "39.F and 43.E"."""
    others: list[tuple[str, ...]] = []
    last = steps
    while steps and (more := _MORE.match(text, at)):
        if more["steps"]:
            new = _steps("step", more["steps"])
            alike = [n for n in range(1, len(steps)) if _kind(steps[n]) == _kind(new[0]) or (_roman(steps[n]) and _roman(new[0]))]
            one = (*steps[: alike[-1] if alike else len(steps)], *new)
        elif re.fullmatch(r"[A-Z]", more["number"]):
            one = (*steps[:-1], more["number"].lower())
            if _kind(steps[-1]) != "letter" or (len(steps) < 2 and level not in _INNER | _HOLDS):
                break
        else:
            one = _steps(level, more["number"])
            if level not in ("article", "section", "item", "principle", "claim", "point", "paragraph", "page", "goal", "lesson") or (
                _OF_TIME.match(text, more.end())
                or re.fullmatch(r"(?:19|20)\d\d", more["number"])
            ):
                break
        if more["link"].lower() in ("to", "through", "-") and (run := _run(last, one)):
            others += run
        others.append(one)
        last, at = one, more.end()
    return tuple(others), at


def _run(first: tuple[str, ...], last: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What lies between two places of one list."""
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return []
    a, b = first[-1], last[-1]
    if a.isdecimal() and b.isdecimal() and 0 < int(b) - int(a) <= _LONGEST_RANGE:
        return [(*first[:-1], str(n)) for n in range(int(a) + 1, int(b))]
    if len(a) == len(b) == 1 and a.isalpha() and b.isalpha() and a < b:
        return [(*first[:-1], chr(n)) for n in range(ord(a) + 1, ord(b))]
    return []


def _chained(groups: list[_Group], text: str) -> Iterator[list[_Group]]:
    """Groups that name one place together: "Article 72, paragraph B", "paragraph B of Article 72", "Article 40 Section 1(3)"."""
    if not groups:
        return
    chain = [groups[0]]
    for before, group in pairwise(groups):
        between = text[before.end : group.start]
        inward = re.fullmatch(r"[\s,]*", between) and (group.level in _INNER or (group.level == "section" and chain[0].level in _HOLDS))
        outward = re.fullmatch(r"\s*,?\s*(?:of|in|under|to)\s+(?:the\s+)?", between) and before.level in _INNER and group.level != before.level
        within = re.fullmatch(r"\s*,\s*", between) and before.level == "item" and group.level in ("section", "paragraph", "article")
        if (before.others and not outward) or not (inward or outward or within) or group.level == "letter":
            yield chain
            chain = [group]
        elif within and group.level == "section":
            chain = [group]  # a memorandum's item holds the section that it writes: the section is the place
        else:
            chain.append(group)
    yield chain


def _named(group: _Group) -> tuple[str, ...]:
    return (f"fn{group.steps[0]}", *group.steps[1:]) if group.level == "footnote" and group.steps else group.steps


def _steps(level: str, number: str) -> tuple[str, ...]:
    """A number taken apart: 21.N.3.b.ii → 21, n, 3, b, ii; a decimal of a statute ("3344.1") stays whole."""
    number = number.lower().strip(" []")
    steps: list[str] = []
    if statute := re.match(r"\d{4,}(?:\.\d+)?", number):
        steps, number = [statute.group()], number[statute.end() :]
    steps += re.findall(r"##|[a-z]+|\d+", number)
    roman = bool(steps) and level in ("article", "section", "") and re.fullmatch(r"[ivxlc]+", steps[0]) and (level or len(steps[0]) > 1)
    if roman and (steps[0] != "xx" or level == "article"):  # "Section [XX]" is a number still to be given
        steps[0] = str(_arabic(steps[0]))
    return tuple(step.lstrip("0") or "0" if step.isdecimal() else step for step in steps)


def _kind(step: str) -> str:
    return "figure" if step.isdecimal() else "letter" if len(step) == 1 else ""


def _roman(step: str) -> bool:
    return bool(re.fullmatch(r"[ivxl]+", step))


def _arabic(roman: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in roman]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _book_after(text: str, end: int) -> str:
    found = re.match(rf"\s*,?\s*(?:of|in|under)\s+(?:the\s+)?(?P<book>{_BOOK}|{_ACT})(?!\s+of\b)", text[end:], re.I)
    return found["book"].strip() if found else ""


def _tokens(book: str) -> list[str]:
    """The words by which a law book is known: without "Ann.", the state, and what only led up to it in a question."""
    book = re.sub(r"\b([a-z])\.?\s?(?=[a-z]\b\.)|\b([a-z])\s*&\s*(?=[a-z]\b)", lambda m: m[1] or m[2], book.lower())
    words = re.findall(r"[a-z]+|\d+", book)
    return [{"codes": "code"}.get(word, word) for word in words if word not in _LED]


def _written(outer: _Group, steps: Sequence[str]) -> str:
    """One place of several that were named together, with its level and its first number as they were typed."""
    head = _steps(outer.level, outer.head)
    first = outer.head if head == tuple(steps[: len(head)]) else steps[0]
    rest = steps[len(head) if first == outer.head else 1 :]
    return f"{outer.level.capitalize()} {first}{''.join(f'({step})' for step in rest)}".strip()
