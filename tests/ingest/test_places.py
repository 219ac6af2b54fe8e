"""Where clauses begin and end: numbers that neighbours bear out, headings, languages, tables."""

from time import perf_counter

import pytest

from corpus import Clause, Span
from corpus.locators import ways_of
from ingest.read.layout import arranged
from ingest.read.order import in_reading_order
from ingest.read.piece import Piece
from ingest.read.row import Row
from ingest.read.text import read_text
from ingest.segment import LONGEST, segment
from ingest.tables import is_row
from ingest.titles import is_title


def clauses(text):
    return [c for c in segment(read_text(text), "deal").clauses if not c.title_only]


def locators(text):
    return [c.locator for c in clauses(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "CHECKS\n\nA guard is vetted as the Act says in\n§ 31-4-118.2(b). A card is kept.\n\n"
            "TOOLS\n\nA guard may keep tools.\n",
            ["CHECKS", "TOOLS"],
        ),
        (
            "RATES\n\nA reel pays.\n\n12-18 Pages in Length\n\nA reel pays 90 crowns.\n\n"
            "LOANS\n\nNo loan is made.\n",
            ["RATES", "LOANS"],
        ),
        (
            "WALLS\n\nA wall is lit by order\n7.3 of the port..\n\nROOFS\n\nRoofs leak.\n",
            ["WALLS", "ROOFS"],
        ),
    ],
)
def test_a_number_without_neighbours_opens_no_clause(text, wanted):
    assert locators(text) == wanted


@pytest.mark.parametrize(
    ("letters", "wanted"),
    [
        (
            "(h) a log of:\n\n(i) the day;\n\n(ii) the hour;\n\n(i) a key;\n\n(j) a lamp.\n\n",
            ["Article 4(h)", "Article 4(h)(i)", "Article 4(h)(ii)", "Article 4(i)", "Article 4(j)"],
        ),
        ("(h) a log;\n\n(i) a key;\n\n(j) a lamp.\n\n", [f"Article 4({c})" for c in "hij"]),
        (
            "(i) at dawn;\n\n(ii) at dusk.\n\n(h) a bell.\n\n",
            ["Article 4(g)(i)", "Article 4(g)(ii)", "Article 4(h)"],
        ),
    ],
)
def test_a_letter_i_is_told_from_a_numeral_by_what_comes_next(letters, wanted):
    before = "".join(f"({c}) item {c};\n\n" for c in "abcdefg")
    text = f"ARTICLE 4\nLISTS\n\nThe ship carries:\n\n{before}{letters}"
    assert locators(text)[8:] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "# Statut\n\n## Titre I - Port\n\n### Article 1er Objet\n\nLe port.\n\n"
            "## Titre II - Mer\n\n"
            "### Article 2 Quais\n\nLes quais.\n",
            ["Titre I, Article 1", "Titre II, Article 2"],
        ),
        (
            "# Gesetz\n\n## Erster Teil - Hafen\n\n### § 4 Kai\n\n(1) Der Kai ist frei.\n\n"
            "(2) Er ist breit.\n\n## Zweiter Teil - Licht\n\n### § 5 Lampe\n\nSie brennt.\n",
            ["§ 4(1)", "§ 4(2)", "§ 5"],
        ),
        (
            "# Acuerdo\n\n## Capítulo 1. Muelle\n\n### Artículo 1. Luz\n\nHay luz.\n\n"
            "## Capítulo 2. Faro\n\n### Artículo 2. Sal\n\nHay sal.\n",
            ["Capítulo 1, Article 1", "Capítulo 2, Article 2"],
        ),
    ],
)
def test_levels_in_french_german_and_spanish_keep_their_words(text, wanted):
    assert locators(text) == wanted


def test_an_annex_ends_where_the_sequence_of_titles_goes_on():
    text = (
        "# Statut\n\n## Titre I - Port\n\n### Article 1 Quai\n\nUn quai.\n\n"
        "## Annexe 1 - Liste\n\nUne liste.\n\n"
        "## Titre II - Mer\n\n### Article 2 Phare\n\nUn phare.\n"
    )
    assert locators(text) == ["Titre I, Article 1", "Annexe 1", "Titre II, Article 2"]


def test_a_heading_closes_a_list_that_does_not_go_on_and_no_other():
    text = (
        "LIGHTS\n\n1. A lamp burns.\n\n2. It is lit.\n\nROPES\n\nA rope is dry.\n\n"
        "KNOTS\n\n1. A knot holds.\n\nBOWLINES\n\nA loop.\n\n2. A knot is cut.\n"
    )
    assert locators(text) == ["Item 1", "Item 2", "ROPES", "Item 1", "BOWLINES", "Item 2"]


def test_a_paragraph_is_never_its_own_locator():
    long = "AN ORDER ON THE LIGHTING OF THE NORTHERN QUAYS AT NIGHT"
    text = (
        f"# {long}\n\nLamps burn.\n\n# Title\n\n"
        "The crew is told of it\nby two bells.\n-----\n\nMore.\n"
    )
    found = locators(text)
    assert found[0].endswith("…") and all(len(place) <= LONGEST + 1 for place in found)
    assert "by two bells." not in found


def test_rows_know_what_stands_over_them():
    text = (
        "DOCK RATES\n\n        Class | By day | By night\n\n    CRANES\n\n"
        "        Hooker | 12.50 | 14.00\n\n        Driver | 15.10 | 17.20\n\n"
        "    BARGES\n\n        Hooker | 11.00 | 12.10\n"
    )
    (clause,) = clauses(text)
    over = [row.over for row in clause.rows]
    assert len(over) == 3 and all("By day | By night" in words for words in over)
    assert "CRANES" in over[0] and "BARGES" in over[2] and "CRANES" not in over[2]


def test_an_item_is_cited_by_the_place_it_changes_too():
    text = (
        "# MEMORANDUM\n\n1. Bells\n\nModify Section 24(c) of the Dock Agreement, as follows:\n\n"
        "“(1) A bell is rung.\n\n“(2) It is rung twice.\n\n2. Ropes\n\nRopes are dry.\n"
    )
    found = {c.locator: c.amends for c in clauses(text)}
    assert found["Item 1"] == ("Section 24(c)",)
    assert found["Item 1, quoted (2)"] == ("Section 24(c)(2)",) and found["Item 2"] == ()
    clause = Clause("deal", "Item 6", "Bells", Span(0, 1), amends=("Section 24(c)",))
    assert ("section", ("24", "c")) in ways_of(clause)


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("Bells ring as in Article I and Article III(a).", True),
        ("Bells ring as in Article II of this accord, in addition to Article III.", True),
        ("Modify Article II and Article III, as follows.", False),
        ("Bells ring under Article II and\nunder Article III of the Dock Accord.", False),
        ("As Article I(b) of the Dock Accord and Article II of its Schedules say.", False),
        ("Delete the bells of Article I. Revise Article II.", False),
    ],
)
def test_the_articles_of_another_agreement_are_not_a_memorandums_own(said, own):
    text = f"# MEMORANDUM\n\nI. Bells\n\n{said}\n\nII. Ropes\n\nDry.\n\nIII. Rest\n\nDaily.\n"
    assert [place.startswith("Article") for place in locators(text)[-3:]] == [own] * 3


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("Modify the first sentence of Section 24(c) of the Dock Accord.", ("Section 24(c)",)),
        ("Amend Section 3 of the Code of Bells.", ()),
        ("Delete Section 8(d) of the National Harbour Act.", ()),
        ("They may amend the list in accordance with Section 8(d) of the Accord.", ()),
        ("They may modify a bell as required by Article 3.", ()),
        ("Delete the bell and, under the Accord, keep Section 24.", ()),
        ("Add to Section 24 what the Act of May says.", ("Section 24",)),
    ],
)
def test_a_place_that_is_only_named_is_not_changed(said, places):
    text = f"# MEMORANDUM\n\n1. Bells\n\n{said}\n\n2. Ropes\n\nRopes are dry.\n"
    assert {c.locator: c.amends for c in clauses(text)}["Item 1"] == places


@pytest.mark.parametrize(
    ("changed", "quoted", "places"),
    [
        ("Paragraph 8(A)-(C)", "ABC", ["Paragraph 8(A)", "Paragraph 8(B)", "Paragraph 8(C)"]),
        ("Paragraph 8(c)", "12", ["Paragraph 8(c)(1)", "Paragraph 8(c)(2)"]),
        ("Paragraph 8(c) and (d)(1)", "12", []),  # of which, nobody says
    ],
)
def test_what_an_item_quotes_is_named_beside_or_inside_the_place_it_changes(
    changed, quoted, places
):
    words = "".join(f"“({step}) A bell is rung.\n\n" for step in quoted)
    text = f"# MEMORANDUM\n\n1. Bells\n\nModify {changed} of the Dock Agreement:\n\n{words}"
    found = [c.amends[0] for c in clauses(text) if "quoted" in c.locator and c.amends]
    assert found == places


@pytest.mark.parametrize(
    ("entry", "heading", "inside"),
    [
        ("The panel is:\n\n", "NORTHERN PANEL", True),  # announced
        ("The panel is new.\n\n", "NORTHERN PANEL", False),
        ("The panels are:\n\n", "WESTERN PANEL", True),
    ],
)
def test_a_heading_that_a_list_announces_stands_inside_it(entry, heading, inside):
    panel = f"1. A lamp burns.\n\n2. {entry}{heading}\n\nAnn Bell sits there.\n\n"
    found = locators(f"ARTICLE 3\nLIGHTS\n\n{panel}ROPES\n\nRopes are dry.\n")
    assert found == ["Article 3.1", "Article 3.2", f"Article 3{'.2' * inside}", "Article 3"]


@pytest.mark.parametrize(
    "heading",
    [
        "PIER 700 – BOATS – NORTH QUAY, SOUTH QUAY AND THE OLD FISH MARKET",
        "PIER – QUAY – MOLE – DOCK – ROPE – LAMP – BELL – KEY",
        "RATES FOR PILOTS AND FOR MATES ON BOATS THAT CALL AT THE PORT",
    ],
)
def test_dashes_are_no_words_of_a_title(heading):
    assert is_title(heading)


def _row(text, top, left, right, **more):
    return Row(text, text, top, left, right, **more)


def _piece(text, left, high):
    boxes = [(left + 5.0 * n, high - 10.0, left + 5.0 * n + 5.0, high) for n in range(len(text))]
    return Piece(text, boxes, range(len(text)))


def _cells(*columns):
    """Cells drawn down each column, twelve points from line to line."""
    lefts = (40.0, 180.0, 260.0)
    return [
        _piece(text, left, 600.0 - 12.0 * n)
        for left, column in zip(lefts, columns, strict=False)
        for n, text in enumerate(column)
    ]


LAMPS = [f"Lamp {letter}" for letter in "abcde"]
CROWNS = [f"{n}.50" for n in range(5)]


@pytest.mark.parametrize(
    ("drawn", "first"),
    [
        (_cells(LAMPS, CROWNS), ["Lamp a", "0.50", "Lamp b", "1.50"]),
        (_cells(LAMPS, CROWNS, CROWNS), ["Lamp a", "0.50", "0.50", "Lamp b"]),
        (_cells(LAMPS, LAMPS), LAMPS),  # names in two columns
        (
            _cells([f"Lamp {n}.50" for n in range(5)], [f"Rope {n}.50" for n in range(5)]),
            [f"Lamp {n}.50" for n in range(5)],  # two tables side by side
        ),
    ],
)
def test_a_table_of_figures_drawn_down_its_columns_is_read_line_by_line(drawn, first):
    assert [piece.text for piece in in_reading_order(drawn)][: len(first)] == first


def test_a_line_drawn_amid_a_table_stands_where_it_is_printed():
    rows = _cells(LAMPS, CROWNS)
    rows = [*rows[:2], _piece("QUAYS", 40.0, 500.0), *rows[2:]]
    assert [piece.text for piece in in_reading_order(rows)][-1] == "QUAYS"


def test_cells_drawn_apart_are_one_row_and_a_merged_cell_is_told_to_each():
    rows = []
    for n in range(6):
        top = 0.1 + n * 0.02
        rows.append(_row(f"Hand {n}", top, 40, 90))
        if n in (1, 4):
            rows.append(_row("II" if n == 1 else "III", top, 180, 190))
        rows.append(_row(f"{n}1.50", top, 260, 290))
    found = arranged(rows)
    assert [row.cells for row in found] == [2, 3, 2, 2, 3, 2]
    assert [row.beside for row in found] == ["II"] * 3 + ["III"] * 3


@pytest.mark.parametrize("line", ["a 1" * 20_000, "ringing of bells " * 3_000])
def test_a_long_line_is_told_to_be_no_row_at_once(line):
    began = perf_counter()
    assert not is_row(line) and perf_counter() - began < 0.5
    assert is_row("Bell | 12.50") and is_row("Ringer of bells 12.50")


def test_a_number_of_too_many_digits_is_read():
    assert locators(f"Article {'9' * 5000}\n\nBells ring.\n")


def test_an_entry_that_begins_with_struck_words_is_counted_once():
    reading = read_text("1. A bell is rung.\n1. ~~Two~~ Three are.\n1.\tOne stops.\n")
    assert [reading.read(line) for line in reading.lines] == [
        "1. A bell is rung.",
        "2.",
        "Three are.",
        "3. One stops.",
    ]
