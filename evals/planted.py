"""How many planted errors `pincite check` finds and names rightly, and its false alarms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.checking.check import Check, Checker
from corpus import Library
from evals.bulletins import KINDS, Bulletin, bulletins, plain
from evals.quotable import HALVES

__all__ = ["Judged", "bulletins", "judge", "run", "table"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the check made of one bulletin: whether it found the planted quotation wrong, rightly
    named it, saw it at all; how many alarms it gave beside it."""

    bulletin: Bulletin
    found: bool
    named: bool
    seen: bool
    alarms: int
    verdicts: tuple[str, ...]


def judge(bulletin: Bulletin, checker: Checker) -> Judged:
    """Check one bulletin and compare with what was planted."""
    checks = checker.check(bulletin.text)
    own = [check for check in checks if _is_own(check, bulletin)]
    wrong = [check.verdict for check in own if check.verdict != "exact"]
    others = [check for check in checks if check not in own or bulletin.kind == "true"]
    return Judged(
        bulletin,
        bool(wrong) and bulletin.kind != "true",
        any(verdict in KINDS.get(bulletin.kind, ()) for verdict in wrong),
        any(check.quotation.words for check in own) if bulletin.words else bool(own),
        sum(check.verdict != "exact" for check in others),
        tuple(check.verdict for check in checks),
    )


def run(library: Library, made: Iterable[Bulletin]) -> list[Judged]:
    """All bulletins judged, each on its own day."""
    checkers: dict[date, Checker] = {}
    return [judge(one, checkers.setdefault(one.day, Checker(library, one.day))) for one in made]


def table(judged: list[Judged]) -> list[str]:
    """A line a kind for each half: planted, found, rightly named; then the true ones and the false
    alarms about them."""
    out = []
    for half in HALVES:
        ours = [one for one in judged if one.bulletin.half == half]
        errors = [one for one in ours if one.bulletin.kind != "true"]
        honest = [one for one in ours if one.bulletin.kind == "true"]
        out.append(f"{half:<12}{'planted':>8}{'found':>7}{'named':>7}")
        for kind in KINDS:
            out.append(_row(kind, [one for one in errors if one.bulletin.kind == kind]))
        out.append(_row("all", errors))
        out.append(
            f"  true bulletins {len(honest)}, "
            f"with a false alarm {sum(bool(one.alarms) for one in honest)}, "
            f"quotation seen {sum(one.seen for one in honest)}; "
            f"alarms beside a planted error {sum(one.alarms for one in errors)}"
        )
    return out


def _row(name: str, some: list[Judged]) -> str:
    found, named = sum(one.found for one in some), sum(one.named for one in some)
    return f"  {name:<10}{len(some):>8}{found:>7}{named:>7}"


def _is_own(check: Check, bulletin: Bulletin) -> bool:
    if not check.quotation.words:
        return not bulletin.words or check.quotation.claimed == bulletin.place
    asked, said = set(plain(bulletin.words).split()), set(plain(check.quotation.words).split())
    return bool(asked) and len(asked & said) / len(asked) > 0.5
