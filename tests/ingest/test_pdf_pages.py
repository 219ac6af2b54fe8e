"""PDF pages that are pictures, forms, columns, or somebody else's: read where they can be, told."""

import os

import pytest

from ingest.read import ocr, read
from ingest.report import lines_of, report_on
from ingest.segment import segment
from ingest.worker import original_of
from tests.conftest import make_document
from tests.makers.papers import Paper, lines, rule, say

FULL = "Members keep every right under this clause of the agreement."
PICTURE = "q 612 0 0 792 0 0 cm /Im Do Q"


def written(tmp_path, paper):
    path = tmp_path / "deal.pdf"
    path.write_bytes(paper.save())
    return path


def live(reading):
    return [reading.of(line) for line in reading.lines]


def report(reading):
    return report_on(reading, segment(reading, "deal"))


@pytest.fixture
def no_reader(monkeypatch):
    """A machine without tesseract."""
    monkeypatch.setattr(ocr, "installed", lambda: False)


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A stand-in for tesseract that reads two lines on every picture."""
    table = "level\\tblock_num\\tpar_num\\tline_num\\tleft\\ttop\\twidth\\theight\\ttext\\n"
    for n, words in enumerate(["Section 9. Scans", "may be kept."]):
        for at, word in enumerate(words.split()):
            table += f"5\\t1\\t1\\t{n}\\t{200 + 100 * at}\\t{1000 + 50 * n}\\t90\\t30\\t{word}\\n"
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "tesseract"
    script.write_text(f'#!/bin/sh\ncat > /dev/null\nprintf "{table}"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


# --- pictures ---


def mixed():
    """A typed page, a page that is a picture, a picture with a title, and a picture in a page."""
    paper = Paper()
    more = paper.scan()
    paper.page(*lines("Section 1. Pay", FULL))
    paper.page(PICTURE, more=more)
    paper.page(PICTURE, "1 g 60 690 200 30 re f 0 g", say(72, 700, "Exhibit A"), more=more)
    small = "q 300 0 0 300 100 100 cm /Im Do Q"
    return paper.page(*lines(*[FULL] * 5), small, more=more).page(*lines("Section 2. End", FULL))


def test_pages_that_are_pictures_are_told_by_number_where_nobody_reads_them(tmp_path, no_reader):
    reading = read(written(tmp_path, mixed()))
    assert reading.pages_unread == (2, 3) and reading.ocr == ()
    assert "Exhibit A" in live(reading) and FULL in live(reading)
    said = " ".join(reading.warnings)
    assert "pages 2, 3" in said and "install tesseract" in said and "page 4" in said
    made = report(reading)
    assert made.percent == 60.0
    document = make_document(report=made)
    shown = "\n".join(lines_of(document))
    assert "100.00 percent" not in shown and "not read, a page that is a picture: 2" in shown
    assert "a picture that may hold words: 1, on page 4" in shown


def test_only_pages_that_are_pictures_are_read_by_tesseract_and_marked(tmp_path, reader):
    original = original_of(written(tmp_path, mixed()), "deal")
    assert original.report.ocr == (2, 3) and original.report.pages_unread == ()
    assert original.report.reader == "pdf" and original.text.count("Section 9. Scans") == 2
    assert "Exhibit A\n" in original.text and original.text.count(FULL) == 7
    assert any("2 pages were read from images" in said for said in original.report.warnings)


def test_a_page_whose_letters_have_no_meaning_is_read_from_its_picture(tmp_path, reader):
    paper = Paper()
    paper.font({"~": "\ufffd"})
    paper.page(*lines("This is e~ective and certi~ed", font="F2")).page(*lines(FULL))
    original = original_of(written(tmp_path, paper), "deal")
    assert original.report.ocr == (1,) and original.report.doubtful == ()
    assert "e\ufffdective" not in original.text and "Section 9. Scans" in original.text


def test_a_reader_that_reads_nothing_leaves_the_page_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "rows_of_picture", lambda page, raw, typed: [])
    reading = read(written(tmp_path, mixed()), pictures=True)
    assert reading.pages_unread == (2, 3)


def test_a_letterhead_on_every_page_is_no_picture_with_words(tmp_path):
    paper = Paper()
    more = paper.scan()
    logo = "q 400 0 0 150 100 640 cm /Im Do Q"
    for _ in range(5):
        paper.page(logo, *lines(*[FULL] * 5, y=600), more=more)
    reading = read(written(tmp_path, paper))
    assert reading.not_read == () and report(reading).percent == 100.0


def test_letters_drawn_as_shapes_are_a_page_that_nobody_read(tmp_path, no_reader):
    paper = Paper().page(*lines(FULL))
    shapes = [f"{72 + 9 * n} 600 m {76 + 9 * n} 610 l {80 + 9 * n} 600 l f" for n in range(40)]
    paper.page(*shapes).page(rule(72, 700, 200))
    reading = read(written(tmp_path, paper))
    assert reading.pages_unread == (2,) and "1 page without text: 3" in " ".join(reading.warnings)


# --- forms and what is attached ---


def form(*fields, typed):
    """A paper with a form: (kind, box, more) for each field."""
    paper = Paper()
    made = [paper.annot("Widget", box, f"/F 4 /FT /{kind} {more}") for kind, box, more in fields]
    paper.catalog = f"/AcroForm << /Fields [{' '.join(f'{n} 0 R' for n in made)}] >>"
    return paper.page(*typed, annots=made)


def test_what_a_form_holds_is_text_where_it_stands_and_marked_as_filled_in(tmp_path):
    fields = [
        ("Tx", (140, 698, 300, 712), "/T (fee) /V (USD 4,150 a day)"),
        ("Tx", (72, 666, 200, 680), "/T (end) /V (31 March)"),
        ("Tx", (72, 606, 200, 620), "/T (none)"),
        ("Btn", (72, 634, 82, 644), "/T (no) /AS /Yes /V /Yes"),
        ("Btn", (172, 634, 182, 644), "/T (yes) /AS /Off"),
    ]
    typed = [say(72, 700, "The fee is"), say(72, 684, "It ends on")]
    typed += [say(90, 635, "No"), say(190, 635, "Yes"), say(72, 590, "Section 2. End")]
    reading = read(written(tmp_path, form(*fields, typed=typed)))
    assert live(reading) == [
        "The fee is [filled in: USD 4,150 a day]",
        "It ends on",
        "[filled in: 31 March]",
        "☑ No ☐ Yes",
        "Section 2. End",
    ]
    assert "filled in or ticked on page 1" in " ".join(reading.warnings)
    assert report(reading).percent == 100.0


SIGNED = ["For the Union of players:", "Name", "Date of the signing", "City"]


@pytest.mark.parametrize("first", ["left", "right"])
def test_entries_of_a_signatory_stand_at_its_labels_in_columns_drawn_apart(tmp_path, first):
    typed, fields = [], []
    for x, who in [(72, "U"), (330, "C")][:: 1 if first == "left" else -1]:
        typed += lines(*SIGNED, x=x)
        for n in range(1, len(SIGNED)):
            y = 700 - 16 * n
            fields.append(("Tx", (x + 130, y - 2, x + 220, y + 10), f"/T ({who}{n}) /V ({who}{n})"))
    # the boxes come in the other order than the words
    reading = read(written(tmp_path, form(*fields[::-1], typed=typed)))
    assert [words.replace(" | ", " ") for words in live(reading)] == [
        f"{SIGNED[0]} {SIGNED[0]}",
        *(f"{words} [filled in: U{n}] {words} [filled in: C{n}]"
          for n, words in enumerate(SIGNED[1:], 1)),
    ]  # fmt: skip


@pytest.mark.parametrize("order", [1, -1], ids=["left first", "right first"])
@pytest.mark.parametrize("gap", [160, 260])
def test_a_fields_value_stands_at_its_own_label_of_two_on_a_line(tmp_path, order, gap):
    right = 72 + gap
    fields = [
        ("Tx", (104, 698, 180, 712), "/T (name) /V (Doe)"),
        ("Tx", (right + 34, 698, right + 120, 712), "/T (date) /V (1 May)"),
        ("Tx", (104, 678, 180, 692), "/T (city) /V (Oslo)"),
        ("Btn", (50, 658, 60, 668), "/T (box) /AS /Yes /V /Yes"),
    ]
    typed = [say(72, 700, "Name"), say(right, 700, "Date")]
    typed += [say(72, 680, "City"), say(right, 680, "Post"), say(72, 660, "Agreed")]
    reading = read(written(tmp_path, form(*fields[::order], typed=typed[::order])))
    assert "\n".join(live(reading)).replace(" | ", " ").split("\n") == [
        "Name [filled in: Doe] Date [filled in: 1 May]",
        "City [filled in: Oslo] Post",
        "☑ Agreed",
    ]


def test_a_form_that_nobody_filled_in_says_nothing(tmp_path):
    fields = [("Tx", (200, 698, 300, 712), "/T (fee)")]
    reading = read(written(tmp_path, form(*fields, typed=[say(72, 700, "The fee is")])))
    assert live(reading) == ["The fee is"] and reading.warnings == ()


def test_attached_files_are_told_by_name(tmp_path):
    paper = Paper().page(*lines(FULL))
    file = paper.put("<< /Type /EmbeddedFile >>", b"words")
    spec = paper.put(
        f"<< /Type /Filespec /F (side.docx) /UF (side.docx) /EF << /F {file} 0 R >> >>"
    )
    paper.catalog = f"/Names << /EmbeddedFiles << /Names [(side.docx) {spec} 0 R] >> >>"
    reading = read(written(tmp_path, paper))
    assert [thing.name for thing in reading.not_read] == ["side.docx"]
    assert "1 attached file not read: side.docx" in " ".join(reading.warnings)
    made = report(reading)
    assert made.percent < 100 and "side.docx" in "\n".join(lines_of(make_document(report=made)))


# --- order ---

LEFT = """ARTICLE 1
Section 1. A meal of half
an hour is served within
six hours of the call
and it is paid as work.
Section 2. A late meal is
paid at double the rate.""".splitlines()
RIGHT = """ARTICLE 2
Section 1. Ten hours of
rest lie between calls on
all days of the week.
Section 2. A shorter one
is paid as work at double
the rate of that day.""".splitlines()


@pytest.mark.parametrize("how", ["by lines", "left first", "right first"])
def test_columns_are_read_one_after_another_in_whatever_order_they_are_drawn(tmp_path, how):
    left, right = lines(*LEFT, x=72), lines(*RIGHT, x=330)
    both = [mark for pair in zip(left, right, strict=True) for mark in pair]
    drawn = {"by lines": both, "left first": left + right, "right first": right + left}[how]
    assert live(read(written(tmp_path, Paper().page(*drawn)))) == LEFT + RIGHT


def test_a_table_is_read_row_by_row_though_its_cells_stand_in_columns(tmp_path):
    rows = [("Best boy", "53.26"), ("Electrician", "51.40"), ("Lampman", "50.51"),
            ("Operator", "50.28")]  # fmt: skip
    marks = []
    for n, (name, rate) in enumerate(rows):
        marks += [say(72, 700 - 16 * n, name), say(330, 700 - 16 * n, rate)]
    assert live(read(written(tmp_path, Paper().page(*marks)))) == [f"{a} | {b}" for a, b in rows]


def test_what_is_drawn_last_is_read_where_it_stands(tmp_path):
    late = lines("The table says weekly 900.", "It says daily 200.", y=650)
    first = lines("Section 1. Pay is as follows.", FULL)
    marks = [*first, *lines("Section 2. Notice is given.", y=600), *late]
    assert live(read(written(tmp_path, Paper().page(*marks)))) == [
        "Section 1. Pay is as follows.",
        FULL,
        "The table says weekly 900.",
        "It says daily 200.",
        "Section 2. Notice is given.",
    ]


# --- a signing service's pages ---

CERTIFICATE = ["Certificate Of Completion", "Envelope Id: 5D2A77F0C19B4E33", "Status: Completed",
               "Signer Events Signature Timestamp", "IP Address: 10.1.1.9"]  # fmt: skip
DISCLOSURE = ["ELECTRONIC RECORD AND SIGNATURE DISCLOSURE", "1. Paper copies",
              "You may withdraw and ask for paper copies by email to the sender.",
              "2. Hardware and software", "A browser is needed."]  # fmt: skip


def pages(tmp_path, *each):
    paper = Paper()
    for words in each:
        paper.page(*lines(*words))
    return read(written(tmp_path, paper))


def test_a_signing_services_pages_are_no_clauses_and_are_told(tmp_path):
    stamp = "Docusign Envelope ID: 5D2A77F0-C19B-4E33"
    reading = pages(tmp_path, [stamp, "ARTICLE 1", FULL], CERTIFICATE, DISCLOSURE)
    assert live(reading) == ["ARTICLE 1", FULL]
    assert {part.page for part in reading.left_out if "certificate" in part.reason} == {2, 3}
    assert "pages 2, 3" in " ".join(reading.warnings) and report(reading).percent == 100.0


@pytest.mark.parametrize(
    "words",
    [
        ["Audit trail", "TITLE: Deal", "DOCUMENT ID: 77c0ffee1122", "STATUS: Completed",
         "Viewed by A. Person, IP: 10.1.1.9"],
        ["Deal - Final Audit Report", "Final Audit Report", "Status: Signed",
         "Document e-signed by A. Person", "Time source: server - IP address: 10.1.1.9"],
        ["Certificate Of Completion", "Carbon Copy Events", "Status", "Timestamp"],
    ],
)  # fmt: skip
def test_certificates_of_other_signing_services_are_set_aside_too(tmp_path, words):
    assert live(pages(tmp_path, ["ARTICLE 1", FULL], words)) == ["ARTICLE 1", FULL]


@pytest.mark.parametrize(
    "words",
    [
        ["ARTICLE 9 ELECTRONIC RECORDS", "Notices may be sent by email where members consent.",
         "They may withdraw it. Software and browsers are provided."],
        ["CERTIFICATE OF COMPLETION", "A member who completes training receives a certificate."],
        ["AUDIT TRAIL", "The Employer keeps an audit trail of each automated decision.",
         "It shows the status of a claim, and when its review was completed."],
        ["DOCUMENT HISTORY", "The status of each side letter is listed once it is completed.",
         "No IP address or timestamps of a member are kept with it."],
    ],
)  # fmt: skip
def test_an_agreements_own_words_on_signing_are_clauses(tmp_path, words):
    assert live(pages(tmp_path, ["ARTICLE 1", FULL], words)) == ["ARTICLE 1", FULL, *words]
    after = pages(tmp_path, ["ARTICLE 1", FULL], CERTIFICATE, words)
    if words[0].startswith("ARTICLE"):
        assert live(after)[2:] == words
