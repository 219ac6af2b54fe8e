"""Agreements that nobody made, in any number: about 106 kB of text each, the same for one seed.

In the shape of a text contract: articles of numbered sections with lettered paragraphs. A third of
the sections are boilerplate that other agreements have too, with numbers of their own.
"""

from __future__ import annotations

import random
from pathlib import Path

BYTES = 106_000


def _each(words: str) -> list[str]:
    return words.split("|")


_WHO = _each(
    "Company|Producer|Employer|Studio|Union|Guild|Committee|Steward|Arbitrator|Trustee|Employee|"
    "Performer|Writer|Supervisor|Contractor|Agency|Manager|Delegate|Inspector|Apprentice"
)
_DUTY = _each("shall|may|must|shall not|may not|agrees to|is required to|has the right to")
_DOES = _each(
    "pay|notify|schedule|reimburse|train|review|record|post|transfer|retain|replace|measure|"
    "publish|inspect|withdraw|renew|assign|credit|compensate|archive|document|grant|deny|appeal|"
    "report|disclose|provide|maintain|calculate|deduct|consult|designate|suspend|restore"
)
_WHAT = _each(
    "overtime|vacation|pension|rest period|meal allowance|call time|wardrobe|travel day|seniority "
    "list|grievance|holiday|sick leave|health plan|residual|safety equipment|uniform|probation|"
    "turnaround|mileage|per diem|shift premium|layoff notice|recall list|job posting|training "
    "fund|work sample|recording|credit line|dressing room|tool allowance|jury duty|parental leave|"
    "night rate|minimum call|personnel file|bulletin board|dues deduction|leave of absence|"
    "parking space|first aid kit|crew list|budget tier|pilot season|reuse fee|rehearsal day"
)
_HOW = _each(
    "in writing|within {n} days|at least {n} hours before|on the {n}th working day|by certified "
    "mail|at the rate of ${n}.{m:02}|for each period of {n} weeks|at {n} percent of the base rate|"
    "without loss of pay|upon request of either party|in order of seniority|at no cost|once in "
    "{n} months|after {n} consecutive shifts|during the first {n} weeks"
)
_IF = _each(
    "where the {a} so asks|unless the {a} and the {b} agree otherwise|provided that the {w} is not "
    "reduced|if the {w} exceeds {n} hours|except during the {w}|as set out in Section {s}|whenever "
    "the {a} is absent|for work away from the {w}"
)


def agreement(seed: int, size: int = BYTES) -> str:
    """The text of one agreement, a line a paragraph, of about `size` bytes."""
    own, common = random.Random(seed), random.Random(-1)
    subjects = own.sample(_WHAT, len(_WHAT))
    lines = [f"AGREEMENT {seed} BETWEEN THE {own.choice(_WHO).upper()} AND LOCAL {100 + seed}", ""]
    length, article = 0, 0
    while length < size:
        article += 1
        subject = subjects[article % len(subjects)]
        made = [f"ARTICLE {article}", subject.upper(), ""]
        for section in range(1, own.randint(4, 8)):
            at = f"{article}.{section:02}"
            words = common if section == 3 else own
            made += [f"Section {at}  {_title(words)}", "", _paragraph(words, own, at), ""]
            for letter in "abcdef"[: own.choice((0, 0, 2, 3, 5))]:
                made += [f"({letter}) {_sentence(own, own, at)}", ""]
        lines += made
        length += sum(len(line) + 1 for line in made)
    return "\n".join(lines)


def write_agreements(folder: Path, seeds: range, size: int = BYTES) -> list[Path]:
    """A file for each seed, `agreement-<seed>.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"agreement-{seed:04}.txt" for seed in seeds]
    for seed, path in zip(seeds, paths, strict=True):
        path.write_text(agreement(seed, size), encoding="utf-8")
    return paths


def _title(words: random.Random) -> str:
    return f"{words.choice(_DOES).capitalize()} of {words.choice(_WHAT)}."


def _paragraph(words: random.Random, own: random.Random, at: str) -> str:
    return " ".join(_sentence(words, own, at) for _ in range(words.randint(2, 5)))


def _sentence(words: random.Random, own: random.Random, at: str) -> str:
    filled = {
        "a": words.choice(_WHO),
        "b": words.choice(_WHO),
        "w": words.choice(_WHAT),
        "n": own.randint(2, 90),
        "m": own.randint(0, 99),
        "s": at,
    }
    said = (
        f"The {words.choice(_WHO)} {words.choice(_DUTY)} {words.choice(_DOES)} the "
        f"{words.choice(_WHAT)} of the {words.choice(_WHO)} {words.choice(_HOW)}, "
        f"{words.choice(_IF)}."
    )
    return said.format(**filled)
