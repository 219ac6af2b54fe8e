"""What a new version did to the old: every clause exactly once, changed words exact, on a
terminal, as JSON and as a page."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking import difference
from assistant.web.words import LANGUAGES, words_in
from corpus.compare import KINDS_OF_CHANGE, compare, edits_between
from tests.checking.test_report import english_left, in_the_readers_language
from tests.cli.test_commands import pincite
from tests.conftest import make_document

OLD = {
    "Article 9 — Notice": "The Employer shall give thirty days' notice of a new system.",
    "Article 10 — Scanning": (
        "The Employer may scan an employee with written consent given at least two days "
        "before the scan is made."
    ),
    "Article 11 — Meals": "A meal is served every six hours.",
    "Article 12 — Parking": "Parking is free for everyone who drives to work on a day of work.",
}
NEW = {
    "Article 9 — Notice": "The Employer shall give ninety days' notice of a new system.",
    "Article 11 — Scanning": (
        "The Employer may not scan an employee with written consent given at least two days "
        "before the scan is made."
    ),
    "Article 12 — Parking": "Parking is free for everyone who drives to work on a day of work.",
    "Article 13 — Training": "No work product is used to train a generative system.",
}


def two():
    old, new = (
        make_document("deal-2023", OLD, basis="official"),
        make_document("deal-2026", NEW, basis="official"),
    )
    return old, new, compare(old, new)


def test_a_clause_that_moved_is_renumbered_and_not_removed_beside_an_addition():
    _, _, changes = two()
    assert [(c.kind, c.old and c.old.locator, c.new and c.new.locator) for c in changes] == [
        ("reworded", "Article 9", "Article 9"),
        ("renumbered and reworded", "Article 10", "Article 11"),
        ("removed", "Article 11", None),
        ("same", "Article 12", "Article 12"),
        ("added", None, "Article 13"),
    ]


def test_the_word_that_turns_a_permission_round_is_the_change():
    _, _, changes = two()
    assert [edit.words.strip() for edit in changes[1].edits if edit.op != "same"] == ["not"]
    assert [(edit.op, edit.words) for edit in changes[0].edits if edit.op != "same"] == [
        ("gone", "thirty"),
        ("new", "ninety"),
    ]


WORDS = st.lists(
    st.sampled_from(["the", "may", "not", "shall", "train", "consent", "2023", "2026", ",", "."]),
    max_size=14,
).map(" ".join)


@given(WORDS, WORDS)
def test_the_edits_between_two_texts_give_both_back(old, new):
    edits = edits_between(old, new)

    def squeezed(*ops):
        return "".join("".join(edit.words for edit in edits if edit.op in ops).split())

    assert squeezed("same", "gone") == "".join(old.split()) and squeezed("same", "new") == "".join(
        new.split()
    )


@given(st.lists(WORDS.filter(str.strip), max_size=6), st.lists(WORDS.filter(str.strip), max_size=6))
def test_every_clause_of_both_stands_in_exactly_one_change(old, new):
    one = make_document(
        "one", {f"Article {n}": words for n, words in enumerate(old, 1)} or {"Article 1": "x"}
    )
    two = make_document(
        "two", {f"Article {n}": words for n, words in enumerate(new, 1)} or {"Article 1": "x"}
    )
    changes = compare(one, two)
    assert sorted(c.old.locator for c in changes if c.old) == sorted(c.locator for c in one.clauses)
    assert [c.new.locator for c in changes if c.new] == [c.locator for c in two.clauses]


def test_on_a_terminal_struck_and_underlined_elsewhere_in_brackets():
    old, new, changes = two()
    plain = difference.lines(changes, difference.changed(changes), old, new, colours=False)
    assert "[-thirty-]{+ninety+}" in plain and re.search(r"may ?\{\+ ?not ?\+\} ?scan", plain)
    assert "1 added, 1 removed, 1 reworded, 1 renumbered and reworded, 1 same" in plain
    shown = difference.lines(changes, difference.changed(changes), old, new, colours=True)
    assert "\x1b[9;31mthirty\x1b[0m\x1b[4;32mninety\x1b[0m" in shown


def test_the_page_escapes_what_documents_say_and_loads_nothing():
    old = make_document(
        "a", {"Article 1 — <b>x</b>": "Old <script>alert(1)</script> words."}, title="<i>Old</i>"
    )
    new = make_document("b", {"Article 1 — <b>x</b>": "New <img src=x onerror=y> words."})
    changes = compare(old, new)
    page = difference.page(changes, difference.changed(changes), old, new)
    assert (
        "<script" not in page
        and "<img" not in page
        and "<i>Old" not in page
        and "http" not in page.replace("http-equiv", "")
    )
    assert "<del>" in page and "&lt;img src=x onerror=y&gt;" in page


def test_a_digest_on_one_side_is_cautioned_about():
    old, new = make_document("a", OLD), make_document("b", NEW, basis="official")
    assert "our digest" in difference.lines(compare(old, new), [], old, new, colours=False)
    assert "our digest" in difference.values(compare(old, new), old, new)["notes"][0]


def test_each_language_has_the_words_of_a_comparison_and_the_english_ones_are_its_own():
    said = difference.SAID
    assert {
        language: words_in(language).section("compared").keys() for language in LANGUAGES
    } == dict.fromkeys(LANGUAGES, said.keys())
    assert words_in("en").section("compared") == said
    kinds = {kind.replace(" ", "_") for kind in KINDS_OF_CHANGE}
    assert kinds - {"same"} | {f"count_{kind}" for kind in kinds} <= said.keys()


def test_on_a_spanish_desk_only_the_documents_words_are_english_and_are_marked_so():
    pytest.importorskip("gradio")
    from assistant.web.desk.library import compared_html

    old, new = (
        make_document("a", OLD),
        make_document("b", {**NEW, "Article 14 — <b>Meals</b>": OLD["Article 11 — Meals"]}),
    )
    shown = compared_html(old, new, words_in("es"))
    text = in_the_readers_language(shown)
    counts = (
        "añadidas (1), con palabras cambiadas (1), renumeradas (1), "
        "renumeradas y con palabras cambiadas (1), sin cambios (1)"
    )
    assert (
        f"Cláusulas: {counts}. Las palabras tachadas solo estaban en el texto anterior; las "
        "subrayadas solo están en el nuevo. a y b: resumen nuestro"
    ) in text
    assert (
        "<del>Las palabras tachadas</del>" in shown
        and "<ins>las subrayadas</ins>" in shown
        and "<b>" not in shown
    )
    assert (
        english_left(shown, difference.SAID) == []
        and "Article" not in text
        and "Employer" not in text
    )
    assert "Ninguna cláusula difiere." in compared_html(old, old, words_in("es"))
    assert "Renumbered" in english_left(compared_html(old, new, words_in("en")), difference.SAID)


def test_the_command_compares_two_versions_of_a_persons_own(tmp_path, small, words_embedder):
    from ingest import Described, add

    paths = []
    for name, clauses in (("deal-2023", OLD), ("deal-2026", NEW)):
        path = tmp_path / f"{name}.md"
        path.write_text(
            "".join(
                f"## {label.replace(' — ', '. ')}\n\n{words}\n\n"
                for label, words in clauses.items()
            )
        )
        paths.append(path)
    assert [done.error for done in add(paths, Described(union="WGA"), small)] == ["", ""]
    shown = pincite("diff", "deal-2023", "deal-2026", "--about", "scan", home=small.home)
    assert (
        shown.returncode == 0
        and "Article 10 → Article 11" in shown.stdout
        and "thirty" not in shown.stdout
    )
    found = json.loads(pincite("diff", "deal-2023", "deal-2026", "--json", home=small.home).stdout)
    assert [change["kind"] for change in found["changes"]] == [
        "reworded",
        "renumbered and reworded",
        "removed",
        "added",
    ]
    page = tmp_path / "diff.html"
    assert (
        pincite("diff", "deal-2023", "deal-2026", "--html", page, home=small.home).returncode == 0
    )
    assert "<ins>ninety</ins>" in page.read_text()
    missing = pincite("diff", "deal-2023", "nothing", home=small.home)
    assert missing.returncode == 1 and "nothing" in missing.stderr


KEPT = """---
id: deal-2023
title: The Deal of 2023
kind: contract
---

## Article 7, Paragraph A — no compelled use

A company may not make a writer use a system.

<!--
carried: deal-2026
-->

## Article 7, Paragraph B — pay for a scan

A company pays ten dollars for a scan.
"""
CARRYING = """---
id: deal-2026
title: The Deal of 2026
kind: contract
supersedes: [deal-2023]
---

## Article 7 (2026 carry-over) — the terms of 2023 stay

What was agreed in 2023 goes on.
"""


def test_what_the_new_version_carries_over_is_not_listed_as_removed():
    from corpus.digest import parse_digest

    old, new = parse_digest(KEPT), parse_digest(CARRYING)
    changes = compare(old, new)
    assert sorted((c.kind, c.old.locator) for c in changes if c.old) == [
        ("carried over", "Article 7, Paragraph A"),
        ("removed", "Article 7, Paragraph B"),
    ]
    printed = difference.lines(changes, difference.changed(changes), old, new, colours=False)
    assert (
        "1 carried over" in printed
        and "Carried over: Article 7, Paragraph A — no compelled use → Article 7 (2026 carry-over)"
        in printed
    )
    assert (
        "[-A company may not make" not in printed
        and "A company may not make a writer use a system." in printed
    )
    assert "<del>A company may not" not in difference.page(
        changes, difference.changed(changes), old, new
    )
    rows = difference.values(changes, old, new)["changes"]
    assert (
        next(row for row in rows if row["kind"] == "carried over")["old"]["locator"]
        == "Article 7, Paragraph A"
    )


def test_without_marks_the_carry_over_clause_of_the_article_tells():
    from corpus.digest import parse_digest

    old, new = (
        parse_digest(KEPT.replace("\n<!--\ncarried: deal-2026\n-->\n", "")),
        parse_digest(CARRYING),
    )
    assert {c.old.locator: c.kind for c in compare(old, new) if c.old} == dict.fromkeys(
        ("Article 7, Paragraph A", "Article 7, Paragraph B"), "carried over"
    )


def test_the_real_digests_say_what_2026_keeps_of_2023(tmp_path):
    from corpus import Home, Library, Settings

    library = Library.load(Home.open(tmp_path), Settings().bundled)
    kinds = {
        c.old.locator: c.kind
        for c in compare(library["wga-mba-2023"], library["wga-mba-2026"])
        if c.old and not c.new or c.kind == "carried over"
    }
    assert (
        kinds["Article 72, Paragraph E"] == "carried over"
        and kinds["Article 72, Paragraph F"] == "removed"
    )


def test_a_clause_that_is_only_written_otherwise_is_not_renumbered():
    old = make_document("a", {"Article XLIX(c) — Consent": "A scan needs consent."})
    new = make_document("b", {"Art. 49, Paragraph C — Consent": "A scan needs consent."})
    assert [change.kind for change in compare(old, new)] == ["same"]


def test_an_article_that_carries_over_carries_no_other_whose_number_begins_alike():
    old = make_document("a", {"Article 7(a)": "Meals are hot.", "Article 72(a)": "Scans are told."})
    new = make_document("b", {"Article 7 (carry-over)": "The terms stay."})
    kinds = {change.old.locator: change.kind for change in compare(old, new) if change.old}
    assert kinds == {"Article 7(a)": "carried over", "Article 72(a)": "removed"}
