"""What is struck on a page: crossed by a line that an eye sees, or by a reviewer's annotation.

A rule between 0.3 and 0.72 of a character's height strikes it, a lower one underlines it (read off
word processors' output).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.read.drawn import Box, Rule, Sheet, rules_of
from ingest.read.piece import Piece

_STRIKES = (0.3, 0.72)
_SIGNS = "\ufffe\x02"  # a word's break at a line's end


def struck_of(sheet: Sheet, pieces: Sequence[Piece], quads: Sequence[Box]) -> list[frozenset[int]]:
    """Of each piece, the places that are struck; `quads` are the boxes of strike annotations."""
    rules = rules_of(sheet)
    crossed = [_crossed(piece, rules) for piece in pieces]
    if things := {id(rule.thing): rule.thing for found in crossed for rule in found.values()}:
        seen = sheet.seen(things.values())
        for piece, found in zip(pieces, crossed, strict=True):
            for n, rule in list(found.items()):
                left, _, right, _ = piece.boxes[n]
                _, bottom, _, top = rule.box
                if not seen((left, bottom - 0.5, right, top + 0.5)):
                    del found[n]
    return [
        _settled(piece, {*found, *_under(piece, quads)})
        for piece, found in zip(pieces, crossed, strict=True)
    ]


def _crossed(piece: Piece, rules: Sequence[Rule]) -> dict[int, Rule]:
    """The places in a piece that a rule crosses, with the rule."""
    if not piece.drawn:
        return {}
    low, high = piece.low - 1, piece.high + 1
    near = [rule for rule in rules if rule.box[3] > low and rule.box[1] < high]
    found: dict[int, Rule] = {}
    for n in piece.drawn if near else ():
        left, bottom, right, top = piece.boxes[n]
        if piece.text[n] in _SIGNS:
            continue
        middle, tall = (left + right) / 2, top - bottom
        for rule in near:
            x1, y1, x2, y2 = rule.box
            through = _STRIKES[0] <= ((y1 + y2) / 2 - bottom) / tall <= _STRIKES[1]
            if through and x1 - 0.5 <= middle <= x2 + 0.5:
                found[n] = rule
                break
    return found


def _under(piece: Piece, quads: Sequence[Box]) -> set[int]:
    """The places whose middle lies within an annotation's box."""
    found = set()
    for n in piece.drawn if quads else ():
        left, bottom, right, top = piece.boxes[n]
        x, y = (left + right) / 2, (bottom + top) / 2
        if any(a <= x <= c and b <= y <= d for a, b, c, d in quads):
            found.add(n)
    return found


def _settled(piece: Piece, gone: set[int]) -> frozenset[int]:
    """The struck places; the spaces between two struck words go with them.

    A rule that only grazes a comma, or the end of a table's line, strikes nothing.
    """
    text = piece.text
    gone = {n for n in gone if text[n].isalnum() or n - 1 in gone or n + 1 in gone}
    for run in re.finditer(r"[ \u00a0]+", text):
        if run.start() - 1 in gone and run.end() in gone:
            gone.update(range(*run.span()))
    return frozenset(gone)
