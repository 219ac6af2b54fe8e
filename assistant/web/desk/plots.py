"""Two small plots as SVG, with their figures in words beside them: no library of the page's, which
its policy would have to trust.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 340, 120, 34, 22


def lines(
    name: str,
    points: Sequence[tuple[str, float]],
    good_up: bool = True,
    plainly: str = "",
    same: bool = True,
) -> str:
    """One measure over runs, from 0 to 100; each point says its run and value.

    `same`: the last two asked the same questions.
    """
    if not points:
        return ""
    step = (_WIDTH - _LEFT - 20) / max(1, len(points) - 1)
    places = [
        (_LEFT + 8 + n * step, 8 + (_HEIGHT - _BOTTOM - 8) * (1 - value / 100))
        for n, (_, value) in enumerate(points)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{escape(label)}: {value:.1f}</title>'
        "</circle>"
        for (x, y), (label, value) in zip(places, points, strict=True)
    )
    last = f"{points[-1][1]:.1f}"
    ends = f'<text x="{_LEFT + 8}" y="{_HEIGHT - 4}">{escape(points[0][0][:10])}</text>' + (
        f'<text x="{_WIDTH - 4}" y="{_HEIGHT - 4}" text-anchor="end">'
        f"{escape(points[-1][0][:10])}</text>"
        if len(points) > 1
        else ""
    )
    said = f"{plainly or name}: {', '.join(f'{label} {value:.1f}' for label, value in points)}"
    technical = f' <span class="fine">{escape(name)}</span>' if plainly else ""
    return (
        f'<figure class="plot"><figcaption><span><strong>{escape(plainly or name)}</strong>'
        f"{technical}</span>"
        f'<span class="now">{last}</span>{_change(points, good_up) if same else ""}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(said, quote=True)}'
        f'">{_grid()}<polyline points="{path}"/>{dots}{ends}</svg></figure>'
    )


def _grid() -> str:
    return "".join(
        f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
        for value in (0, 50, 100)
        for y in [8 + (_HEIGHT - _BOTTOM - 8) * (1 - value / 100)]
    )


def _change(points: Sequence[tuple[str, float]], good_up: bool) -> str:
    if len(points) < 2:
        return ""
    step = points[-1][1] - points[-2][1]
    kind = "" if abs(step) < 0.05 else "good" if (step > 0) == good_up else "bad"
    return f' <span class="{kind}">{step:+.1f}</span>'


def bars(rows: Sequence[tuple[str, float, int]], heads: tuple[str, str, str]) -> str:
    """One bar a slice: name, share from 0 to 100, of how many; `heads` stand over these three."""
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="bar-cell">'
        f'<span class="bar-fill" style="width:{max(0.0, min(100.0, value)):.1f}%"></span></td>'
        f"<td>{value:.1f}</td><td>{count}</td></tr>"
        for name, value, count in rows
    )
    what, share, of = (escape(head) for head in heads)
    head = (
        f'<tr><th scope="col">{what}</th><td class="bar-cell"></td><th scope="col">{share}</th>'
        f'<th scope="col">{of}</th></tr>'
    )
    return f'<table class="bars"><thead>{head}</thead><tbody>{body}</tbody></table>'
