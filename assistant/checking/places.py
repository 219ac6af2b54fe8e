"""The places that texts and locators give ("Art. 72(B)", "Section 64.1.A", "item 13, p. 39"), read into numbers and compared. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus import Clause

#: Words for a level, as people shorten them, and the level that each means.
_LEVELS = {
    "article": r"articles?|arts?\.?",
    "section": r"sections?|sect?s?\.?|§{1,2}",
    "paragraph": r"(?:sub)?paragraphs?|paras?\.?|¶|subsections?|clauses?|subdivisions?|quoted",
    "item": r"items?",
    "principle": r"principles?",
    "sideletter": r"side\s?letters?",
    "mba": r"mba(?=\s+\d{1,3}(?:[.(]|\b(?!\d)))",
    **{word: f"{word}s?" for word in ("rule", "schedule", "exhibit", "part", "point", "claim", "lesson", "chapter", "goal")},
    "appendix": r"appendix|annex",
    "ilcs": r"\d{1,4}\s+ILCS",
}
#: Levels that people mix up without meaning another place.
_ALIKE = frozenset(["article", "section", "paragraph", "mba", ""])
_STEP = r"(?:[A-Za-z]|\d{1,3}|[ivxl]{2,5}|[IVXL]{2,5}|aa|bb|cc|dd|ee)"
_HEAD = rf"(?:\[?(?:[XY]{{2}}\.\d+|[IVXLC]{{1,7}}|[XY]{{2}}|##)\]?(?![A-Za-z])|[A-Z]?\d+(?:[.\-/]\d+)*|[A-Z](?![A-Za-z'’])|\({_STEP}\))"
_TAIL = rf"(?:\s?\.?\({_STEP}\)|\.[A-Za-z0-9]{{1,3}}(?![A-Za-z0-9])|(?<=[.)])[a-z]\))*"
_NUMBER = _HEAD + _TAIL
_LEVEL = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LEVELS.items())
_WORD = "|".join(_LEVELS.values())
_PAGE = r"(?i:\bpp?\.|\bpages?)\s*\d{1,4}"
_PAGES = re.compile(r"\bpp?\.\s*(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", re.I)
_ONE = rf"(?:(?<![\w.])(?i:{_WORD})\s*(?:(?i:no|number)\.?\s*)?{_NUMBER})"
# Without a word before it only a number that nothing else looks like: XLIX(c)(2), 72.B, 927(b)
_BARE = (
    rf"(?:(?<![\w.§])(?:[IVXLC]{{2,7}}(?:\({_STEP}\))+|\d{{2,4}}\.[A-Z](?![A-Za-z0-9]){_TAIL}|\d{{2,4}}\([a-z]\){_TAIL}"
    rf"|(?<=\()\({_STEP}\)(?:\({_STEP}\))*(?=\))|\d{{1,3}}\.\d{{1,3}}\.[A-Z](?![A-Za-z0-9]){_TAIL}|\d{{1,4}}\.\d{{1,3}}\([A-Za-z]\){_TAIL}))"
)
_PLACE = re.compile(rf"(?:{_ONE}|{_BARE})(?:(?:,?\s*|\s+of\s+(?:the\s+)?|,?\s*\()(?:{_ONE}|{_PAGE})\)?)*|{_PAGE}")
_GROUP = re.compile(rf"(?<![\w.])(?i:{_LEVEL})\s*(?:(?i:no|number)\.?\s*)?(?P<number>{_NUMBER})|(?P<bare>{_NUMBER})")
_MORE = re.compile(rf"\s*(?P<link>,|and|or|to|through|-|–)\s*(?P<steps>(?:\({_STEP}\))+)")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
#: Words for a level that mean something else as often: a place only where a document is named beside it.
COMMON = frozenset(["item", "part", "point", "rule", "claim", "lesson", "chapter", "goal", "schedule", "exhibit", "appendix"])


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a text gives it: its words, its levels with their numbers, its page; where it stands in the text."""

    text: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    page: int | None = None
    start: int = 0
    end: int = 0


def places(text: str) -> Iterator[Place]:
    """Every place that a text gives, in order; a sequence ("Article 72, paragraph B") is one place."""
    for found in _PLACE.finditer(text):
        for start, end in _apart(found.group()):
            words = " ".join(found.group()[start:end].strip(" ,").split())
            words += ")" * (words.count("(") > words.count(")"))
            page = re.search(_PAGE, words)
            groups = tuple((level, numbers) for level, numbers, _ in _groups(re.sub(_PAGE, " ", words)))
            if re.search(r"\)? of ", words):
                groups = groups[::-1]  # "paragraph B of Article 72"
            if groups or page:
                at = found.start() + start
                yield Place(words, groups, int(re.sub(r"\D", "", page.group())) if page else None, at, found.start() + end)


def _apart(words: str) -> list[tuple[int, int]]:
    """A sequence cut where a level comes again: "Article XLIX(c), Article 72" are two places."""
    cuts, held = [0], set()
    for one in _GROUP.finditer(words):
        level = next((name for name in _LEVELS if one.group(name)), "")
        level = "article" if level == "mba" else level
        if level and level in held:
            cuts.append(one.start())
            held = set()
        held.add(level)
    return list(zip(cuts, [*cuts[1:], len(words)], strict=True))


def first_place(text: str) -> str:
    """The first place that a text gives ("Article 72, Paragraph C"), or nothing."""
    return next((place.text for place in places(text) if place.groups), "")


def fit(place: Place, clause: Clause) -> int:
    """How a clause stands to a place: 2 at it or inside it, 1 around it (the place is deeper than the clause), 0 elsewhere."""
    if place.page is not None and not _on_page(clause, place.page):
        return 0
    if not place.groups:
        return 2 if place.page is not None and clause.page else 0
    chains = chains_of(clause.locator)
    groups = _merged(place.groups)
    level, whole = groups[0][0], tuple(number for _, numbers in groups for number in numbers)
    if level in ("", "paragraph") and len(groups) == 1 and re.fullmatch(r"[a-z]+", whole[0]):
        return 2 * any(_holds(chain, whole) for _, chain in chains)  # "paragraph (h)", of an article that was named before
    joined = max((_prefix(level, whole, chain) for chain in chains), default=0)
    apart = min(max((_prefix(level, numbers, chain) for chain in chains), default=0) for level, numbers in groups)
    return max(joined, apart)


def gives(text: str, place: Place) -> bool:
    """Whether a text itself gives a place, as its own or as another's; a page also where it gives no other."""
    if not place.groups:
        pages = [(int(one[1]), int(one[2] or one[1])) for one in _PAGES.finditer(text)]
        return not pages or any(first <= (place.page or 0) <= last for first, last in pages)
    wanted = _merged(place.groups)[-1][1]
    return any(other.groups and _merged(other.groups)[-1][1][: len(wanted)] == wanted for other in places(text))


def _merged(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Without a level whose number the next one repeats: "Article F, part F1" is F1."""
    return tuple(
        group
        for group, after in zip(groups, [*groups[1:], ("", ())], strict=True)
        if not (len(after[1]) > len(group[1]) and after[1][: len(group[1])] == group[1])
    )


def _holds(chain: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    return any(chain[at : at + len(steps)] == steps for at in range(len(chain)))


@lru_cache(maxsize=8192)  # a bulletin of many places asks it of each clause for each of them
def chains_of(locator: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The numberings by which a locator can be reached: from each of its levels on, with the ranges and lists it names."""
    groups = _groups(locator)
    chains = []
    for at, (level, numbers, others) in enumerate(groups):
        # "Article XLIX(c), memorandum item 13": the item stands around the article, not in it
        rest = tuple(number for deeper, more, _ in groups[at + 1 :] if deeper != "item" for number in more)
        chains += [(level, (*numbers, *rest)), *((level, other) for other in others)]
    return tuple(chains)


def _groups(text: str) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Levels, each with its number and with those that a range or list gives beside it."""
    found = []
    for one in _GROUP.finditer(text):
        level = next((name for name in _LEVELS if one.group(name)), "")
        number = one.group("number") or one.group("bare")
        if not level and not re.search(r"(?:^|\band )$", text[: one.start()]):
            continue  # a year or a title's number is no place; "43.E" in "items 39.F and 43.E" is one
        numbers = _steps(level, number)
        others, at = [], one.end()
        while more := _MORE.match(text, at):
            steps, at = _steps("step", more["steps"]), more.end()
            others += [(numbers[0], *steps), (*numbers[: max(1, len(numbers) - len(steps))], *steps)]
            last = others[-1]
            if more["link"] in ("to", "through", "-", "–") and numbers[-1].isdecimal() and last[-1].isdecimal():
                others += [(*last[:-1], str(n)) for n in range(int(numbers[-1]) + 1, min(int(last[-1]), int(numbers[-1]) + 40))]
        found.append((level, numbers, others))
    return found


def _steps(level: str, number: str) -> tuple[str, ...]:
    steps = re.findall(r"##|[A-Za-z]+|\d+", number)
    if (
        steps
        and level in ("article", "")
        and re.fullmatch(r"[IVXLC]+", steps[0])
        and "[" not in number
        and (level or len(steps[0]) > 1)
    ):
        steps[0] = str(_arabic(steps[0]))
    return tuple(step.lower() for step in steps)


def _arabic(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _prefix(level: str, numbers: tuple[str, ...], chain: tuple[str, tuple[str, ...]]) -> int:
    own, held = chain
    if level and own and level != own and not (level in _ALIKE and own in _ALIKE):
        return 0
    if held[: len(numbers)] == numbers:
        return 2
    return 1 if numbers[: len(held)] == held and (own or held[0].isdecimal()) else 0


def _on_page(clause: Clause, page: int) -> bool:
    if clause.page is None:
        return True  # nothing here tells the page: it can't be held against the citation
    last = clause.last_page or clause.page
    if clause.page <= page <= last:
        return True
    label = clause.page_label or ""
    return label.isdecimal() and int(label) <= page <= int(label) + last - clause.page
