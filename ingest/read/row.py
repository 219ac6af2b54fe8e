"""One printed line of a PDF, whoever read it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Row:
    """One printed line. `top` is a share of the page's height from above; the rest in points.

    `struck` holds (offset in the live text, words), `hidden` words that nobody sees; `marks` the
    footnote numbers called in it; `slanted` is true for a watermark's words. A row of a table has
    `cells`, which begin at `lefts`, and may have words `beside` it: those of a cell that is merged
    over several rows.
    """

    text: str
    whole: str
    top: float = 0.5
    left: float = 0.0
    right: float = 0.0
    size: float = 10.0
    bold: bool = False
    slanted: bool = False
    cells: int = 1
    lefts: tuple[float, ...] = ()
    beside: str = ""
    struck: list[tuple[int, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
