"""The numbers that a browser shows before the entries of a page's lists."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.labels import write_roman
from ingest.read.htmlmarks import LIST_STYLES, Counter, Node, Sheet


@dataclass(slots=True)
class Entries:
    """An open list: how its entries are numbered ('' for bullets), the last number, the step."""

    kind: str
    count: int
    step: int = 1

    def next(self, node: Node) -> str:
        """The number of the next entry, as its own `value` says or the one after the last."""
        self.count = _whole(node.attributes.get("value"), self.count + self.step)
        return _written(self.kind, self.count) if self.kind else ""


def entries_of(node: Node, sheet: Sheet) -> Entries:
    """The list that a node opens; a style decides over its tag and type."""
    entries = [each for each in node.iter() if each.tag == "li"]
    down = "reversed" in node.attributes
    first = _whole(node.attributes.get("start"), len(entries) if down else 1)
    step = -1 if down else 1
    own = (node.attributes.get("type") or "1") if node.tag == "ol" else ""
    style = sheet.list_style(node)
    return Entries(LIST_STYLES.get(style, own), first - step, step)


def counted(lists: list[Entries], counter: Counter) -> str:
    """The number that a style sheet writes before the entry begun last."""
    counts = [each.count for each in lists]
    shown = counts if counter.between is not None else counts[-1:]
    number = (counter.between or "").join(_signs(counter.kind, count) for count in shown)
    return f"{counter.before}{number}{counter.after}".strip()


def _whole(given: str | None, otherwise: int) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 6 else otherwise


def _written(kind: str, count: int) -> str:
    return f"{_signs(kind, count)}."


def _signs(kind: str, count: int) -> str:
    if kind in ("a", "A") and 0 < count <= 26:
        return chr(ord(kind) + count - 1)
    if kind in ("i", "I") and count > 0:
        numeral = write_roman(count)
        return numeral if kind == "i" else numeral.upper()
    return str(count)
