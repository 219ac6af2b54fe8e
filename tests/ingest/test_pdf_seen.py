"""PDF pages as an eye sees them: what is struck, hidden, filled in, noted, or a picture.

Each kind of fault has the case itself and its neighbours.
"""

import pytest

from ingest.read import read
from ingest.read.letters import gibberish
from ingest.report import report_on
from ingest.segment import segment
from tests.makers.papers import Paper, at, lines, rule, say

FULL = "Members keep every right under this clause of the agreement."


def written(tmp_path, paper):
    path = tmp_path / "deal.pdf"
    path.write_bytes(paper.save())
    return path


def read_of(tmp_path, paper, **how):
    return read(written(tmp_path, paper), **how)


def one(tmp_path, *marks, **how):
    """The reading of one page of these marks."""
    return read_of(tmp_path, Paper().page(*marks, **how))


def live(reading):
    return [reading.of(line) for line in reading.lines]


def out(reading, reason):
    return [part.sample for part in reading.left_out if part.reason.startswith(reason)]


# --- struck ---

PAID = "Operators are paid 59.80 an hour."
HIT = at("Operators are paid ", "59.80")


@pytest.mark.parametrize(
    "hidden",
    [
        f"q 400 100 50 50 re W n {rule(HIT[0], 703, HIT[1])} Q",
        f"1 g {HIT[0]} 703 {HIT[1] - HIT[0]} 0.6 re f 0 g",
        f"{rule(HIT[0], 703, HIT[1])} 1 g {HIT[0]} 690 60 20 re f 0 g",
    ],
    ids=["clipped away", "white", "painted over before the words"],
)
def test_a_line_that_nobody_sees_strikes_nothing(tmp_path, hidden):
    reading = one(tmp_path, hidden, say(72, 700, PAID))
    assert live(reading) == [PAID] and not out(reading, "struck")


def test_a_line_that_is_seen_in_part_strikes_that_part(tmp_path):
    left, right = at("", "old old new")
    half = at("", "old old")[1]
    clipped = f"q {left} 600 {half - left} 200 re W n {rule(left, 703, right)} Q"
    reading = one(tmp_path, say(72, 700, "old old new"), clipped)
    assert live(reading) == ["new"] and out(reading, "struck") == ["old old"]


SECOND = at("", "Consent is presumed.")


def test_words_under_a_strike_annotation_are_struck_and_a_note_is_told_as_one(tmp_path):
    paper = Paper()
    quad = f"/QuadPoints [72 696 {SECOND[1]} 696 72 684 {SECOND[1]} 684]"
    strike = paper.annot("StrikeOut", (72, 684, SECOND[1], 696), quad)
    note = paper.annot("FreeText", (72, 600, 300, 620), "/Contents (No consent is presumed.)")
    paper.page(*lines("Scans need consent.", "Consent is presumed."), annots=[strike, note])
    reading = read_of(tmp_path, paper)
    assert live(reading) == ["Scans need consent."]
    assert out(reading, "struck") == ["Consent is presumed."]
    assert out(reading, "a note on the page") == ["No consent is presumed."]


@pytest.mark.parametrize(("kind", "flags"), [("StrikeOut", 2), ("Underline", 4), ("Highlight", 4)])
def test_a_hidden_strike_and_other_marks_of_a_reviewer_strike_nothing(tmp_path, kind, flags):
    paper = Paper()
    quad = f"/F {flags} /QuadPoints [72 712 {SECOND[1]} 712 72 698 {SECOND[1]} 698]"
    mark = paper.annot(kind, (72, 698, SECOND[1], 712), quad)
    reading = read_of(tmp_path, paper.page(say(72, 700, "Consent is presumed."), annots=[mark]))
    assert live(reading) == ["Consent is presumed."]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_strikes_are_found_on_a_page_that_is_turned(tmp_path, turn):
    gone = at("Pay is ", "weekly ")
    marks = [say(72, 500, "Pay is weekly monthly."), rule(gone[0], 503, gone[1])]
    marks += [rule(72, 483, 200), say(72, 484.5, "Underlined words.")]
    reading = one(tmp_path, *marks, turn=turn)
    assert live(reading) == ["Pay is monthly.", "Underlined words."]
    assert out(reading, "struck") == ["weekly"] and reading.lines[0].indent == pytest.approx(72)


@pytest.mark.parametrize(
    "drawn",
    ["{0} 703 {1} 0.6 re f {2} 698.4 {3} 0.6 re f", "{0} 703 {1} 0.6 re {2} 698.4 {3} 0.6 re f"],
    ids=["two paths", "one path"],
)
@pytest.mark.parametrize("between", ["", " "])
def test_a_strike_and_an_underline_side_by_side_are_told_apart(tmp_path, drawn, between):
    old, new = at("To ", "reinstate" + between), at("To reinstate" + between, "conduct")
    path = drawn.format(old[0], old[1] - old[0], new[0], new[1] - new[0])
    reading = one(tmp_path, say(72, 700, f"To reinstate{between}conduct a review."), path)
    assert live(reading) == ["To conduct a review."]
    assert out(reading, "struck") == ["reinstate"]


@pytest.mark.parametrize(
    ("before", "struck", "after", "said"),
    [
        ("", "10 ", "12", ["12"]),
        ("12 ", "10", "", ["12"]),
        ("12 ", "ten hours", "", ["12"]),
        ("1 ", "See the letter of May.", "", []),
        ("\u2022 ", "Scans.", "", []),
        ("- ", "Scans may be sold.", "", []),
    ],
)
def test_a_figure_beside_a_struck_one_is_live_and_the_sign_of_a_struck_clause_is_not(
    tmp_path, before, struck, after, said
):
    gone = at(before, struck.rstrip())
    reading = one(tmp_path, say(72, 700, before + struck + after), rule(gone[0], 703, gone[1]))
    assert live(reading) == said and out(reading, "struck") == [struck.rstrip()]


# --- raised and lowered ---


def set_out(*parts):
    """Words, raised (+4, small) and lowered (-2, small) signs side by side, as marks of a page."""
    marks, x = [], 72.0
    for kind, words in parts:
        size, up = (10, 0) if kind == "=" else (6, 4 if kind == "+" else -2)
        marks.append(say(x, 700 + up, words, size=size))
        x += len(words) * size * 0.6
    return marks


@pytest.mark.parametrize(
    ("parts", "said", "called"),
    [
        ([("=", "paid at 1"), ("+", "1"), ("=", "/"), ("-", "2"), ("=", " times")],
         "paid at 1 1/2 times", []),
        ([("=", "paid for "), ("+", "3"), ("=", "/"), ("-", "4"), ("=", " of an hour")],
         "paid for 3/4 of an hour", []),
        ([("=", "under 20 m"), ("+", "2"), ("=", " each")], "under 20 m2 each", []),
        ([("=", "no CO"), ("-", "2"), ("=", " fog")], "no CO2 fog", []),
        ([("=", "on the 1"), ("+", "st"), ("=", " day")], "on the 1st day", []),
        ([("=", "by the Producer"), ("+", "12"), ("=", " only")], "by the Producer only", ["12"]),
        ([("=", "as provided in"), ("+", "2"), ("=", " it")], "as provided in it", ["2"]),
        ([("=", "the wages,"), ("+", "1, 2"), ("=", " paid")], "the wages, paid", ["1, 2"]),
        ([("=", "the wages"), ("+", "a"), ("=", " paid")], "the wages paid", ["a"]),
        ([("=", "of 5,150"), ("+", "3"), ("=", " a week")], "of 5,150 a week", ["3"]),
        ([("=", "within 10"), ("+", "1"), ("=", " days")], "within 10¹ days", []),
        ([("=", "up to 10"), ("+", "12"), ("=", " runs")], "up to 10¹² runs", []),
        ([("=", "within 10"), ("+", "1, 2"), ("=", " days")], "within 10 days", ["1, 2"]),
    ],
)  # fmt: skip
def test_raised_signs_are_words_or_marks_of_notes(tmp_path, parts, said, called):
    reading = one(tmp_path, *set_out(*parts), say(72, 650, FULL))
    assert live(reading) == [said, FULL]
    assert out(reading, "number of a note") == called


def test_a_fraction_set_one_above_the_other_has_its_bar(tmp_path):
    marks = [say(72, 700, "paid at 1"), say(126, 705, "1", 5), say(126, 697, "2", 5)]
    reading = one(tmp_path, *marks, say(130, 700, " times"), rule(126, 703, 129))
    assert live(reading) == ["paid at 1 1/2 times"]


# --- hidden ---

LAYERS = "/OCProperties << /OCGs [{0} 0 R {1} 0 R] /D << /ON [{0} 0 R] /OFF [{1} 0 R] >> >>"


def layered():
    """A paper with a layer /On that is shown and a layer /Off that is not."""
    paper = Paper()
    on, off = (paper.put(f"<< /Type /OCG /Name ({name}) >>") for name in ("On", "Off"))
    paper.catalog = LAYERS.format(on, off)
    return paper, f"/Properties << /On {on} 0 R /Off {off} 0 R >>"


@pytest.mark.parametrize(
    "mark",
    [
        say(72, 660, "Scans may be sold.", more="1 g") + " 0 g",
        say(72, 660, "Scans may be sold.", more="3 Tr"),
        say(72, 660, "Scans may be sold.", size=1),
        say(72, 660, "Scans may be sold.") + " 1 g 60 650 300 30 re f 0 g",
        say(72, 660, "Scans may be sold.") + " 0 g 60 650 300 30 re f",
        say(72, 860, "Scans may be sold."),
        f"q 10 10 20 20 re W n {say(72, 660, 'Scans may be sold.')} Q",
        f"/OC /Off BDC {say(72, 660, 'Scans may be sold.')} EMC",
    ],
    ids=["white", "invisible", "tiny", "covered", "blacked out", "off the page", "clipped", "off"],
)
def test_words_that_nobody_sees_are_not_live_and_are_told(tmp_path, mark):
    paper, more = layered()
    reading = read_of(tmp_path, paper.page(say(72, 700, FULL), mark, more=more))
    assert live(reading) == [FULL]
    assert "".join(out(reading, "not seen on the page")).replace(" ", "") == "Scansmaybesold."


@pytest.mark.parametrize("box", [(656, 14), (655.5, 16), (657, 13)])
@pytest.mark.parametrize("words", ["Scans may be sold.", "sums 4,150", "Yes, pay by my bygone joy"])
def test_words_wholly_under_a_black_box_are_not_live_however_close_its_edges(tmp_path, box, words):
    paper = Paper()
    helvetica = paper.put("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    paper.fonts += f" /F2 {helvetica} 0 R"
    under = say(70, 660, words, size=12, font="F2")
    paper.page(say(72, 700, FULL), under, f"0 g 70 {box[0]} 220 {box[1]} re f")
    reading = read_of(tmp_path, paper)
    assert live(reading) == [FULL] and reading.ocr == ()


@pytest.mark.parametrize(
    "mark",
    [
        "0.1 g 60 650 300 30 re f " + say(72, 660, "Scans are kept.", more="1 g") + " 0 g",
        f"/OC /On BDC {say(72, 660, 'Scans are kept.')} EMC",
        say(72, 660, "Scans are kept.", more="0.6 g") + " 0 g",
        say(72, 660, "Scans are kept.", size=6),
        f"q 60 640 400 60 re W n {say(72, 660, 'Scans are kept.')} Q",
        say(72, 660, "Scans are kept.") + " 60 640 300 10 re f",
    ],
    ids=["white on black", "a layer shown", "grey", "small", "within a clip", "a bar beneath"],
)
def test_words_that_are_seen_are_live_however_they_are_set(tmp_path, mark):
    paper, more = layered()
    reading = read_of(tmp_path, paper.page(say(72, 700, FULL), mark, more=more))
    assert live(reading) == [FULL, "Scans are kept."] and not out(reading, "not seen")


PICTURE = "q 612 0 0 792 0 0 cm /Im Do Q"


def test_an_invisible_layer_over_a_picture_is_marked_as_read_by_a_machine(tmp_path):
    paper = Paper()
    more = paper.scan()
    paper.page(PICTURE, say(72, 700, FULL, more="3 Tr"), more=more).page(*lines(FULL))
    reading = read_of(tmp_path, paper)
    assert live(reading) == [FULL, FULL] and reading.ocr == (1,)
    assert any("a machine read it" in said for said in reading.warnings)


def test_a_layer_beneath_its_picture_is_read_by_a_machine_too(tmp_path):
    paper = Paper()
    more = paper.scan()
    reading = read_of(tmp_path, paper.page(say(72, 700, FULL), PICTURE, more=more))
    assert live(reading) == [FULL] and reading.ocr == (1,)


# --- letters ---

NOTICE = "This rule is effective on the first day and certified staff are told of it"


@pytest.mark.parametrize("sign", ["\0", "\ufffd", "\ue042"])
def test_letters_without_a_meaning_are_seen_as_holes_and_never_exact(tmp_path, sign):
    paper = Paper()
    paper.font({"~": sign})
    paper.page(*lines(NOTICE.replace("ff", "~").replace("fi", "~"), font="F2"))
    paper.page(*lines(FULL))
    reading = read_of(tmp_path, paper)
    assert reading.doubtful == (1,) and "can't be trusted" in " ".join(reading.warnings)
    assert [(thing.page, thing.count) for thing in reading.not_read] == [(1, 4)]
    report = report_on(reading, segment(reading, "deal"))
    assert report.percent < 100 and "e\ufffdective" in reading.text


def test_a_bullet_of_a_picture_font_is_no_lost_letter(tmp_path):
    paper = Paper()
    paper.font({"~": "\uf0b7"})
    reading = read_of(tmp_path, paper.page(*lines("~ " + FULL, font="F2")))
    assert reading.doubtful == () and reading.not_read == ()


def shifted(step):
    low, high = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    turned = low[step:] + low[:step]
    return dict(zip(low + high, turned + turned.upper(), strict=True))


@pytest.mark.parametrize("step", [3, 7, 19])
def test_a_layer_that_makes_no_words_is_not_read_and_told(tmp_path, step):
    paper = Paper()
    paper.font(shifted(step))
    paper.page(*lines(FULL, NOTICE, "Section 2. Scans are deleted after a year.", font="F2"))
    paper.page(*lines(FULL, NOTICE))
    reading = read_of(tmp_path, paper)
    assert live(reading) == [FULL, NOTICE] and reading.pages_unread == (1,)
    report = report_on(reading, segment(reading, "deal"))
    assert report.percent == 50.0 and "make no words: page 1" in " ".join(report.warnings)


@pytest.mark.parametrize(
    "words",
    [
        ["Foreman Gaffer Rigger Lampman 51.40 56.63 55.89", "Best Boy Dimmer Board Programmer",
         "Chief Lighting Technician Set Decorator Propmaker", "Shop Electrician Wireman Fixtures"],
        ["Der Arbeitgeber hat den Betriebsrat rechtzeitig zu unterrichten.",
         "Die Kosten tragen beide zu gleichen Teilen nach dem Gesetz."],
        ["El trabajador recibe cada semana el salario que fija este convenio.",
         "Las partes se reunen cada mes en la sede del sindicato."],
        ["Foreman Hughes Gaffer Kowalczyk Rigger Nguyen Lampman Ghosh", "Thompson Krawczyk Schmidt",
         "Wright Yoshida Kapoor Lynch Murphy Hwang Byrd", "Knox Pruitt Boggs Fyodorov Szymanska"],
        ["IATSE WGA DGA IBEW AFM CWA NLRB FMLA ADA HIPAA", "COBRA ERISA MPIPHP CSATF OSHA EEOC",
         "FLSA WARN NLRA USC CFR LLC LLP MBA TV HBO NBC", "CBS ABC PBS FCC IRS SSN GWPW TBTT"],
    ],
)  # fmt: skip
def test_tables_of_names_and_other_languages_are_no_gibberish(tmp_path, words):
    reading = one(tmp_path, *lines(*words))
    assert reading.pages_unread == () and len(live(reading)) == len(words)


CZECH = """Zaměstnavatel je povinen zaplatit zaměstnanci mzdu nejpozději do konce měsíce.
Odborová organizace má právo vyjádřit se ke každé změně pracovní smlouvy."""
POLISH = """Pracodawca jest zobowiązany wypłacić pracownikowi wynagrodzenie do końca miesiąca.
Związek zawodowy ma prawo wyrazić opinię o każdej zmianie umowy."""
HUNGARIAN = """A munkáltató köteles a munkavállalónak a munkabért a hónap végéig kifizetni.
A szakszervezet jogosult véleményt nyilvánítani minden változásról."""


@pytest.mark.parametrize("words", [CZECH, POLISH, HUNGARIAN], ids=["Czech", "Polish", "Hungarian"])
@pytest.mark.parametrize("step", [0, 3, 7, 19])
def test_letters_with_accents_are_judged_as_those_without(words, step):
    moved = words.translate({ord(one): other for one, other in shifted(step).items()})
    assert gibberish(moved) == bool(step)
    assert not gibberish(words.upper())
