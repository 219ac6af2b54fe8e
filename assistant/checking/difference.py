"""What a new version did to the old one, for a terminal, for programs and as a page by itself."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.checking.page import page as one_page
from corpus import Clause, Document
from corpus.compare import Change, Edit
from corpus.plain import JsonObject
from corpus.signs import visible

#: What is said of the changes besides the documents' own words; another language has its own.
SAID: Mapping[str, str] = {
    "added": "Added",
    "removed": "Removed",
    "carried_over": "Carried over",
    "reworded": "Changed words",
    "renumbered": "Renumbered",
    "renumbered_and_reworded": "Renumbered, and changed words",
    "counts": "{each}.",
    "count_added": "{count} added",
    "count_removed": "{count} removed",
    "count_carried_over": "{count} carried over",
    "count_reworded": "{count} reworded",
    "count_renumbered": "{count} renumbered",
    "count_renumbered_and_reworded": "{count} renumbered and reworded",
    "count_same": "{count} same",
    "no_clauses": "no clauses",
    "marks": "{struck} stood in the old text only, {underlined} stand in the new one only.",
    "struck": "Struck words",
    "underlined": "underlined words",
    "digest": "{documents}: our digest, not the official text. Its wording is ours, and a clause "
    "that is missing from it may still stand in the agreement.",
    "both": "{old} and {new}",
    "nothing": "No clause differs.",
}
_CONTEXT = 12


def changed(changes: Sequence[Change], words: str = "") -> list[Change]:
    """The changes that are any, or of those the ones whose clause holds these words."""
    found = [change for change in changes if change.kind != "same"]
    wanted = words.lower().split()
    return (
        [change for change in found if all(word in _all(change) for word in wanted)]
        if wanted
        else found
    )


def values(changes: Sequence[Change], old: Document, new: Document) -> JsonObject:
    """For programs: each change with both places and its words; counts of every kind."""
    return {
        "old": old.id,
        "new": new.id,
        "notes": _caution(old, new),
        "counts": dict(Counter(change.kind for change in changes)),
        "changes": [
            {
                "kind": change.kind,
                "old": _side(old, change.old),
                "new": _side(new, change.new),
                "edits": [{"op": edit.op, "words": edit.words} for edit in change.edits],
            }
            for change in changes
            if change.kind != "same"
        ],
    }


def lines(
    changes: Sequence[Change], shown: Sequence[Change], old: Document, new: Document, colours: bool
) -> str:
    """For a person: a count, then each change with the words around it.

    Where there are no colours, [-gone-] and {+new+} mark the words.
    """
    titles = visible(f"{old.title}\n  -> {new.title}")
    out = [titles, _counts(changes), *map(visible, _caution(old, new)), ""]
    for change in shown:
        out.append(visible(f"{SAID[_key(change.kind)]}: {_where(change)}"))
        out.append("  " + _words(change, old, new, colours))
        out.append("")
    if not shown:
        out.append(
            SAID["nothing"]
            if not any(c.kind != "same" for c in changes)
            else "No changed clause holds those words."
        )
    return "\n".join(out).rstrip()


def page(changes: Sequence[Change], shown: Sequence[Change], old: Document, new: Document) -> str:
    """One HTML file; every word of the documents is escaped."""
    title = f"{old.title} → {new.title}"
    return one_page(title, title, body(changes, shown, old, new))


def body(
    changes: Sequence[Change],
    shown: Sequence[Change],
    old: Document,
    new: Document,
    said: Mapping[str, str] = SAID,
) -> str:
    """What stands on that page, for another page to show.

    `said` are a language's words for those of SAID; the documents' are marked English.
    """
    parts = [
        f"<section><h2>{html.escape(said[_key(change.kind)])}: "
        f"<span lang='en'>{html.escape(_where(change))}</span></h2>"
        f"<p lang='en'>{_marked(change, old, new)}</p></section>"
        for change in shown
    ]
    counts = html.escape(said["counts"].format(each=_counts(changes, said)))
    caution = html.escape(" ".join(_caution(old, new, said)))
    clauses = "".join(parts) or f"<p>{html.escape(said['nothing'])}</p>"
    return f"<p class='counts'>{counts} {_marks(said)} {caution}</p>{clauses}"


def _all(change: Change) -> str:
    sides = " ".join(
        f"{clause.label} {' '.join(clause.path)}" for clause in (change.old, change.new) if clause
    )
    return f"{sides} {''.join(edit.words for edit in change.edits)}".lower()


def _key(kind: str) -> str:
    return kind.replace(" ", "_")


def _marks(said: Mapping[str, str]) -> str:
    """What struck and underlined words are, as HTML whose marks show it."""
    struck, underlined = (
        f"<del>{html.escape(said['struck'])}</del>",
        f"<ins>{html.escape(said['underlined'])}</ins>",
    )
    return html.escape(said["marks"]).format(struck=struck, underlined=underlined)


def _counts(changes: Sequence[Change], said: Mapping[str, str] = SAID) -> str:
    counts = Counter(change.kind for change in changes)
    names = (
        "added",
        "removed",
        "carried over",
        "reworded",
        "renumbered",
        "renumbered and reworded",
        "same",
    )
    return (
        ", ".join(
            said[f"count_{_key(kind)}"].format(count=counts[kind]) for kind in names if counts[kind]
        )
        or said["no_clauses"]
    )


def _caution(old: Document, new: Document, said: Mapping[str, str] = SAID) -> list[str]:
    """What a comparison of digests can't tell."""
    ours = [document.id for document in (old, new) if document.basis == "digest"]
    if not ours:
        return []
    documents = said["both"].format(old=old.id, new=new.id) if len(ours) == 2 else ours[0]
    return [said["digest"].format(documents=documents)]


def _where(change: Change) -> str:
    one, two = change.old, change.new
    if change.kind == "carried over":
        assert one  # what is carried over stood in the old version
        return f"{one.label}{_page(one)}" + (f" → {two.label}{_page(two)}" if two else "")
    if one is None or two is None:
        only = one or two
        assert only  # a change is of a clause
        return f"{only.label}{_page(only)}"
    moved = one.locator != two.locator
    return f"{one.locator} → {two.label}{_page(two)}" if moved else f"{two.label}{_page(two)}"


def _page(clause: Clause) -> str:
    return f", p. {clause.page_label or clause.page}" if clause.page else ""


def _side(document: Document, clause: Clause | None) -> JsonObject | None:
    if clause is None:
        return None
    return {
        "locator": clause.locator,
        "heading": clause.heading,
        "page": clause.page,
        "start": clause.span.start,
        "end": clause.span.end,
        "text": document.quote(clause),
    }


def _whole(change: Change, old: Document, new: Document) -> tuple[Edit, ...]:
    one, two = change.old, change.new
    if one and change.kind == "carried over":
        return (Edit("same", " ".join(old.quote(one).split())),)
    if one and two is None:
        return (Edit("gone", " ".join(old.quote(one).split())),)
    if two and one is None:
        return (Edit("new", " ".join(new.quote(two).split())),)
    return change.edits


def _words(change: Change, old: Document, new: Document, colours: bool) -> str:
    marks = (
        {"gone": ("\x1b[9;31m", "\x1b[0m"), "new": ("\x1b[4;32m", "\x1b[0m")}
        if colours
        else {"gone": ("[-", "-]"), "new": ("{+", "+}")}
    )
    edits = _whole(change, old, new)
    out = []
    for at, edit in enumerate(edits):
        if edit.op == "same":
            out.append(visible(_shortened(edit.words, at == 0, at == len(edits) - 1)))
        else:
            out.append(marks[edit.op][0] + visible(edit.words) + marks[edit.op][1])
    return "".join(out)


def _marked(change: Change, old: Document, new: Document) -> str:
    tags = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    return "".join(
        tags[edit.op].format(html.escape(edit.words)) for edit in _whole(change, old, new)
    )


def _shortened(words: str, first: bool, last: bool) -> str:
    """Unchanged words near a change; a long stretch between two changes is cut in its middle."""
    held = words.split(" ")
    if first and last:
        return words if len(held) < 40 else " ".join(held[:40]) + " …"
    if first:
        return words if len(held) <= _CONTEXT else "… " + " ".join(held[-_CONTEXT:])
    if last:
        return words if len(held) <= _CONTEXT else " ".join(held[:_CONTEXT]) + " …"
    return (
        words
        if len(held) <= 2 * _CONTEXT
        else " ".join(held[:_CONTEXT]) + " … " + " ".join(held[-_CONTEXT:])
    )
