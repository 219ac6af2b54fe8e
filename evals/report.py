"""One page on a run: Markdown for a pull request, HTML, JUnit XML for CI, JSON for programs."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import asdict
from xml.etree import ElementTree

from corpus import signs
from evals.figures import (
    HEADLINES,
    Difference,
    Figure,
    compare,
    confusion,
    figures,
    risk_and_coverage,
)
from evals.gate import SLACK
from evals.judge import Result
from evals.run import Run, slices

_WORST = 12


def table(made: Run, before: Run | None = None) -> str:
    """The headlines as a Markdown table, with intervals and what changed since an earlier run."""
    differences = {one.name: one for one in compare(before, made)} if before else {}
    lines = [
        "| measure | of 100 | 95 in 100 lie within | questions |" + (" change |" if before else ""),
        "|---|---|---|---|" + ("---|" if before else ""),
    ]
    for name, figure in _ordered(made):
        within = f"{100 * figure.low:.1f} to {100 * figure.high:.1f}"
        row = f"| {name} | {100 * figure.mean:.1f} | {within} | {figure.count} |"
        lines.append(row + (f" {_change(differences.get(name))} |" if before else ""))
    return "\n".join(lines)


def _ordered(made: Run, everything: bool = False) -> list[tuple[str, Figure]]:
    found = figures(made.results)
    names = [name for name in HEADLINES if name in found]
    return [
        (name, found[name])
        for name in (names + sorted(set(found) - set(names)) if everything else names)
    ]


def _change(one: Difference | None) -> str:
    if one is None or not one.gains and not one.losses:
        return "same"
    told = f"{len(one.gains)} better, {len(one.losses)} worse, chance {100 * one.chance:.0f} of 100"
    return f"{100 * (one.after - one.before):+.1f} ({told})"


def markdown(made: Run, reasons: Sequence[str], before: Run | None = None) -> str:
    """What a reviewer needs: open or closed and why, the table, who gained and lost, slices."""
    out = ["# Would members get worse answers?", ""]
    out += (
        ["**Yes: the gate is closed.**", "", *(f"- {reason}" for reason in reasons)]
        if reasons
        else ["**No: the gate is open.**"]
    )
    out += ["", table(made, before), "", *_costs(made)]
    if before:
        out += ["", *_moved(made, before)]
    out += ["", "| wanted | came out as | questions |", "|---|---|---|"]
    out += [
        f"| {wanted} | {got} | {count} |"
        for (wanted, got), count in confusion(made.results).items()
    ]
    out += ["", "| slice | questions | right clause in five | status right |", "|---|---|---|---|"]
    for tag, rows in slices(made):
        found = figures(rows)
        out.append(
            f"| {tag} | {len(rows)} | {_of(found, 'Success@5')} | {_of(found, 'status right')} |"
        )
    if made.skipped:
        out += [
            "",
            f"{len(made.skipped)} questions were skipped, because what they are about is not held "
            "here.",
        ]
    return "\n".join(out) + "\n"


def _of(found: dict[str, Figure], name: str) -> str:
    return f"{100 * found[name].mean:.0f}" if name in found else "-"


def _costs(made: Run) -> list[str]:
    return (
        [", ".join(f"{name} {value:g}" for name, value in made.cost.items())] if made.cost else []
    )


def _moved(made: Run, before: Run) -> list[str]:
    questions = {result.id: result.question for result in made.results}
    lines = []
    for one in compare(before, made):
        if one.name in SLACK and (one.gains or one.losses):
            for how, which in (("worse", one.losses), ("better", one.gains)):
                named = "; ".join(f"{i} “{_short(questions[i])}”" for i in which[:_WORST])
                lines += [f"- {one.name}: {how} in {named}"] if which else []
    return lines or ["No question changed."]


def compared(before: Run, after: Run) -> str:
    """Every measure that changed between two runs of the same questions: who gained, who lost."""
    rows = ["| measure | A | B | better | worse | chance |", "|---|---|---|---|---|---|"]
    for one in compare(before, after):
        if one.gains or one.losses:
            rows.append(
                f"| {one.name} | {100 * one.before:.1f} | {100 * one.after:.1f} | {len(one.gains)} "
                f"| {len(one.losses)} | {100 * one.chance:.0f} of 100 |"
            )
    return "\n".join([*rows, "", *_moved(after, before)])


def _short(words: str) -> str:
    return words if len(words) <= 90 else words[:89] + "…"


def values(made: Run, reasons: Sequence[str]) -> dict[str, object]:
    """For programs."""
    return {
        "open": not reasons,
        "reasons": list(reasons),
        "corpus": made.corpus,
        "figures": {
            name: {k: v for k, v in asdict(f).items() if k != "name"}
            for name, f in figures(made.results).items()
        },
        "cost": made.cost,
        "skipped": list(made.skipped),
        "results": [asdict(result) for result in made.results],
    }


def junit(made: Run, reasons: Sequence[str]) -> str:
    """JUnit XML: a test for the gate and one a question, failed where `faults` finds any."""
    suite = ElementTree.Element("testsuite", name="pincite evals", tests=str(len(made.results) + 1))
    gate = ElementTree.SubElement(suite, "testcase", classname="gate", name="open")
    if reasons:
        failure = ElementTree.SubElement(gate, "failure", message=_clean(reasons[0]))
        failure.text = _clean("\n".join(reasons))
    for result in made.results:
        named = {"classname": f"evals.{result.set}", "name": f"{result.id} {result.question}"}
        test = ElementTree.SubElement(suite, "testcase", {k: _clean(v) for k, v in named.items()})
        if result.error:
            ElementTree.SubElement(test, "error", message=_clean(result.error))
        elif wrong := faults(result):
            ElementTree.SubElement(test, "failure", message=_clean("; ".join(wrong)))
    suite.set("failures", str(len(suite.findall(".//failure"))))
    suite.set("errors", str(len(suite.findall(".//error"))))
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _clean(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\n\t")


def faults(result: Result) -> list[str]:
    """What is wrong with one answer, in plain words."""
    found = result.measures
    out = (
        []
        if result.status == result.wanted
        else [f"status {result.status}, wanted {result.wanted}"]
    )
    if found.get("Success@5") == 0:
        out.append("the right clause is not among the first five")
    if found.get("citation recall") == 0 and result.status == "answered":
        out.append("the right clause is not cited")
    if found.get("wrong lead"):
        out.append(f"{result.lead} must not lead ({result.reason})")
    if found.get("quotes exact") == 0:
        out.append("a quotation is not exact")
    return out


# --- the page ---


def page(made: Run, reasons: Sequence[str], before: Run | None = None) -> str:
    """One HTML file with its plots inside it; it fetches nothing, and questions are escaped."""
    verdict = "Members would get worse answers" if reasons else "The gate is open"
    rows = "".join(
        _row(html.escape(name), f"{100 * f.mean:.1f}", _bar(f), str(f.count))
        for name, f in _ordered(made, everything=True)
    )
    wrong = "".join(
        _row(*map(html.escape, (r.id, r.question, "; ".join(faults(r) or [r.error]))))
        for r in made.results
        if r.error or faults(r)
    )
    lines = [html.escape(line[2:]) for line in _moved(made, before)] if before else []
    moved = "".join(f"<li>{line}</li>" for line in lines)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
        "content='width=device-width'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">"
        f"<title>Pincite evals</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{verdict}</h1>"
        f"<ul>{''.join(f'<li>{html.escape(reason)}</li>' for reason in reasons)}</ul>"
        "<h2>Measures</h2><p>Of 100; the bar is the mean, the line the interval in which it would "
        "lie 95 times in 100 with other documents.</p>"
        f"<table><tr><th>measure</th><th>mean</th><th></th><th>questions</th></tr>{rows}</table>"
        "<h2>Coverage and risk</h2><p>As the threshold rises fewer questions are answered, and "
        f"fewer answers are false.</p>{_curve(made)}"
        + (f"<h2>Changed since the baseline</h2><ul>{moved}</ul>" if before else "")
        + f"<h2>Questions that went wrong</h2><table>{wrong}</table></main></body></html>\n"
    )


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _bar(figure: Figure) -> str:
    mean, low, high = (
        200 * max(0.0, min(1.0, value)) for value in (figure.mean, figure.low, figure.high)
    )
    return (
        f"<svg width='204' height='14' role='img' aria-label='{100 * figure.low:.0f} to "
        f"{100 * figure.high:.0f}'>"
        f"<rect x='1' y='2' width='{mean:.1f}' height='10' class='mean'/><line x1='{low + 1:.1f}' "
        f"x2='{high + 1:.1f}' y1='7' y2='7'/></svg>"
    )


def _curve(made: Run) -> str:
    points = risk_and_coverage(made.results)
    line = " ".join(
        f"{30 + 300 * coverage:.1f},{170 - 150 * risk:.1f}" for _, coverage, risk in points
    )
    return (
        "<svg width='360' height='200' role='img' aria-label='risk against coverage'>"
        "<path d='M30 20V170H330' class='axis'/><text x='120' y='192'>answered, of those that can "
        "be</text><text x='34' y='16'>false, of those answered</text>"
        f"<polyline points='{line}'/></svg>"
    )


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}"
    "main{max-width:60rem;margin:auto;padding:1.5rem}"
    "table{border-collapse:collapse}td,th{padding:.25rem .6rem;border-bottom:1px solid "
    "#ddd;text-align:left;vertical-align:top}"
    "svg .mean{fill:#3b6fb6}svg line{stroke:#111;stroke-width:2}svg "
    ".axis{fill:none;stroke:#666}svg polyline{fill:none;stroke:#b3261e;stroke-width:2}"
    "svg text{font-size:12px}@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}"
    "svg line{stroke:#fff}svg text{fill:#eee}}"
)


def as_json(made: Run, reasons: Sequence[str]) -> str:
    """`values`, written out."""
    return signs.as_json(values(made, reasons), 1) + "\n"
