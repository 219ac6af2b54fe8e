"""`python -m evals [tune|test ...] [--misses]`: judge the shipped path on the cases and print the figures."""

from __future__ import annotations

import argparse
import json
import sys

from assistant.commands import open_assistant
from corpus import Settings
from evals.cases import FOLDER, load
from evals.measures import confusion, run_case, summary


def main() -> int:
    """Print one row of figures a set; 0 when every question could be asked."""
    options = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    options.add_argument("sets", nargs="*", default=None, help="names of files in evals/cases (default: all)")
    options.add_argument("--misses", action="store_true", help="list the questions that went wrong")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    names = chosen.sets or sorted(path.stem for path in FOLDER.glob("*.jsonl"))
    assistant = open_assistant(Settings.from_environment())
    failed = False
    for name in names:
        from tqdm import tqdm

        results = [
            run_case(assistant, case) for case in tqdm(load(FOLDER / f"{name}.jsonl"), desc=name, file=sys.stderr, leave=False)
        ]
        figures = summary(results)
        if chosen.json:
            print(json.dumps({"set": name, **{k: round(v, 2) for k, v in figures.items()}}))
            continue
        print(
            name
            + ": "
            + ", ".join(
                f"{label} {value:.1f}" if label != "questions" else f"{value} questions" for label, value in figures.items()
            )
        )
        for (wanted, got), count in sorted(confusion(results).items()):
            print(f"  {wanted:18} -> {got:18} {count}")
        if chosen.misses:
            for r in results:
                wrong = [
                    word
                    for word, bad in (
                        ("status " + r.status, r.status != r.case.status),
                        (f"rank {r.first}", r.case.status == "answered" and not 1 <= r.first <= 5),
                        ("not cited", r.case.status == "answered" and not r.cited),
                        ("WRONG LEAD", r.wrong_lead),
                    )
                    if bad
                ]
                if wrong:
                    print(
                        f"  {r.case.id} [{r.case.union or '-'}] {r.case.question[:110]}\n      {'; '.join(wrong)}; lead {r.lead[:90]}; wanted {[f'{d}#{lo}' for d, lo, _, _ in r.case.clauses][:2]}"
                    )
        failed |= any(r.error for r in results)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
