"""Readers: what is struck is never live, and offsets and pages are true.

What can't be read is refused by name.
"""

import pytest

from corpus import CannotRead
from ingest.read import read
from tests.makers.originals import docx, paragraph, pdf, run, words_at


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def live(reading):
    return [reading.of(line) for line in reading.lines]


# --- PDF ---


def page(*lines, head="ACME AGREEMENT", foot=None, extra=()):
    marks = [("text", 72, 760, 10, head)] + [
        ("text", 72, 690 - 14 * n, 10, words) for n, words in enumerate(lines)
    ]
    return marks + ([("text", 300, 30, 10, foot)] if foot else []) + list(extra)


def test_words_with_a_line_through_them_are_not_live_and_underlined_ones_are(tmp_path):
    words = "The notice is thirty ninety days."
    left, right = words_at(72, 10, "The notice is ", "thirty")
    under, end = words_at(72, 10, "The notice is thirty ", "ninety")
    made = pdf([page(words, extra=[("rule", left, 692.5, right), ("rule", under, 688.6, end)])])
    reading = read(write(tmp_path, "deal.pdf", made))
    assert live(reading)[-1] == "The notice is ninety days."
    assert [
        (part.sample, part.page) for part in reading.left_out if part.reason == "struck out"
    ] == [("thirty", 1)]


def test_running_heads_and_feet_leave_the_text_and_give_the_printed_page(tmp_path):
    made = pdf(
        [page(f"Clause words number {'abcdef'[n]} stand here.", foot=f"{n + 7}") for n in range(6)]
    )
    reading = read(write(tmp_path, "deal.pdf", made))
    assert "ACME" not in reading.text and len(reading.lines) == 6
    assert [(line.page, line.page_label) for line in reading.lines][:2] == [(1, "7"), (2, "8")]


def test_a_pdf_of_images_is_held_without_text_and_says_why(tmp_path):
    reading = read(write(tmp_path, "scan.pdf", pdf([[("rule", 10, 10, 20)]])))
    assert reading.text == "" and reading.lines == () and "no text layer" in reading.warnings[0]


def scan_of(tmp_path, *pages):
    """A PDF of pictures of these pages, as a scanner makes it."""
    import io

    import pypdfium2

    images = [
        page.render(scale=200 / 72).to_pil().convert("L")
        for page in pypdfium2.PdfDocument(pdf(list(pages)))
    ]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return write(tmp_path, "scan.pdf", out.getvalue())


@pytest.mark.slow
def test_a_scan_is_read_from_its_images_and_marked_on_every_page(tmp_path):
    from ingest.read import ocr
    from ingest.worker import original_of

    if not ocr.installed():
        pytest.skip("tesseract is not installed")
    big = [
        ("text", 72, 600 - 30 * n, 16, words)
        for n, words in enumerate(
            ["ARTICLE 1. NOTICE", "The Employer shall give", "ninety days of notice."]
        )
    ]
    original = original_of(scan_of(tmp_path, big, big), "scan")
    assert "ninety days of notice" in " ".join(original.text.split()) and original.report.ocr == (
        1,
        2,
    )
    assert any(
        "read from images" in said and "struck out" in said for said in original.report.warnings
    )
    assert original.clauses[0].locator == "Article 1"


@pytest.mark.slow
def test_a_blank_scan_says_that_no_words_were_found(tmp_path):
    from ingest.read import ocr
    from ingest.worker import original_of

    if not ocr.installed():
        pytest.skip("tesseract is not installed")
    original = original_of(scan_of(tmp_path, [("rule", 10, 10, 11)]), "scan")
    assert original.clauses == () and any("no words" in said for said in original.report.warnings)


def test_without_tesseract_a_scan_is_held_and_says_what_to_install(tmp_path, monkeypatch):
    from ingest.worker import original_of

    path = write(tmp_path, "scan.pdf", pdf([[("rule", 10, 10, 20)]]))
    monkeypatch.setenv("PATH", "")
    original = original_of(path, "scan")
    assert original.clauses == () and "install tesseract" in " ".join(original.report.warnings)


# --- DOCX ---


def test_a_tracked_change_from_may_to_may_not_keeps_the_not(tmp_path):
    body = (
        paragraph(
            run("The Company "),
            '<w:del w:id="1"><w:r><w:delText>may</w:delText></w:r></w:del>',
            '<w:ins w:id="2">' + run("may not") + "</w:ins>",
            run(" use the work to train a model."),
        )
        + paragraph(run("Consent is presumed.", "<w:strike/>"))
        + '<w:p><w:ins w:id="3">'
        + run("A whole inserted paragraph.")
        + "</w:ins></w:p>"
    )
    reading = read(write(tmp_path, "memo.docx", docx(body)))
    assert live(reading) == [
        "The Company may not use the work to train a model.",
        "A whole inserted paragraph.",
    ]
    assert {part.reason for part in reading.left_out} == {
        "deleted by a tracked change",
        "struck out",
    }


def test_strike_switched_off_is_live_and_double_strike_is_not(tmp_path):
    body = paragraph(run("Kept.", '<w:strike w:val="0"/>'), run(" Gone.", "<w:dstrike/>"))
    assert live(read(write(tmp_path, "memo.docx", docx(body)))) == ["Kept."]


def test_generated_numbers_stand_before_their_paragraphs(tmp_path):
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText '
        'w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="(%2)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    )

    def numbered(words, level):
        return paragraph(
            run(words),
            properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>',
        )

    body = (
        numbered("Scope", 0)
        + numbered("first", 1)
        + numbered("second", 1)
        + numbered("Pay", 0)
        + numbered("again", 1)
    )
    assert live(read(write(tmp_path, "memo.docx", docx(body, numbering=numbering)))) == [
        "1. Scope",
        "(a) first",
        "(b) second",
        "2. Pay",
        "(a) again",
    ]


def test_tables_notes_and_comments_are_seen(tmp_path):
    table = (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('Grip'))}</w:tc><w:tc>"
        f"{paragraph(run('$40'))}</w:tc></w:tr></w:tbl>"
    )
    called = (
        '<w:p><w:r><w:t>Pay is due.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    made = docx(
        called + table,
        footnotes=f'<w:footnote w:id="2">{paragraph(run("Monthly."))}</w:footnote>',
        comments=f'<w:comment w:id="0">{paragraph(run("check this"))}</w:comment>',
    )
    reading = read(write(tmp_path, "memo.docx", made))
    assert live(reading) == ["Pay is due.", "Monthly.", "Grip | $40"]
    assert [line.note for line in reading.lines] == [False, True, False]
    assert [part.sample for part in reading.left_out] == ["check this"]


# --- HTML ---


def test_a_page_gives_its_live_words_and_nothing_of_its_scripts(tmp_path):
    source = (
        "<html><head><script>alert(1)</script></head><body><h2>Article 4</h2><p>Notice "
        "is <del>thirty</del> <b>ninety</b> days."
        "<p style='text-decoration: line-through'>Old words.</p><div class='drafting "
        "note'>to be agreed</div>"
        "<table><tr><td>Grip</td><td>$40</td></tr></table><script>x</script></body></html>"
    )
    reading = read(write(tmp_path, "deal.html", source))
    assert live(reading) == ["Article 4", "Notice is ninety days.", "Grip | $40"]
    assert reading.lines[0].level == 2


# --- text ---


def test_the_text_of_a_markdown_file_is_the_file_unchanged(tmp_path):
    source = (
        "---\nid: x\nunion: WGA\n---\r\n# Deal\r\n\r\n## Article 1 — notice\r\n"
        "\r\nThirty days, ~~not~~ always.\r\n<!-- a note -->\r\n"
    )
    reading = read(write(tmp_path, "deal.md", source))
    assert reading.text == source
    assert reading.metadata == {"id": "x", "union": "WGA"}
    assert live(reading) == ["Deal", "Article 1 — notice", "Thirty days,", "always."]


def test_bytes_that_are_no_utf8_are_read_with_a_warning(tmp_path):
    reading = read(write(tmp_path, "deal.txt", "Caf\xe9 \x93quoted\x94 words".encode("latin-1")))
    assert "Café “quoted” words" in reading.text and "Windows-1252" in reading.warnings[0]


# --- refusals ---


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.pdf", b"", "is empty"),
        ("page.pdf", b"<html>no pdf</html>", "is no PDF"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\nrubbish", "damaged"),
        ("memo.docx", b"not a zip", "no Word file"),
        ("memo.docx", b"PK\x03\x04broken", "damaged"),
        ("picture.png", b"\x89PNG", "can't be read (wanted one of"),
        ("pay.odt", b"PK", "save it as .docx or PDF"),
        ("pay.rtf", b"{\\rtf1\\ansi Pay.}", "is a Rich Text file (RTF)"),
        ("pay.doc", b"{\\rtf1\\ansi Pay.}", "is a Rich Text file (RTF)"),
        ("pay.docx", b"{\\rtf1\\ansi Pay.}", "is a Rich Text file (RTF)"),
        ("pay.txt", b"{\\rtf1\\ansi Pay.}", "is a Rich Text file (RTF)"),
        ("old.doc", bytes.fromhex("d0cf11e0a1b11ae1"), "is an old Word file (.doc)"),
        ("binary.txt", b"abc\x00\x00def", "is not text"),
        ("big.txt", b"x" * (2**20 + 1), "more than PINCITE_MAX_FILE_MB"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_reason(tmp_path, name, data, why):
    with pytest.raises(CannotRead) as refused:
        read(write(tmp_path, name, data), max_mb=1)
    assert name in str(refused.value) and why in str(refused.value)


def test_a_missing_file_and_a_word_file_with_an_entity_bomb_are_refused(tmp_path):
    with pytest.raises(CannotRead, match="is not there"):
        read(tmp_path / "nothing.pdf")
    bomb = docx(paragraph(run("&boom;")))
    with pytest.raises(CannotRead, match="damaged"):
        read(write(tmp_path, "bomb.docx", bomb))


# --- the real thing ---


@pytest.mark.slow
def test_the_sag_aftra_memorandum_says_only_its_new_figures(real_documents):
    reading = read(real_documents / "sag-aftra-tv-theatrical-2023-moa.pdf")
    page_51 = " ".join(reading.of(line) for line in reading.lines if line.page == 51)
    assert reading.draft and "DRAFT" not in page_51
    assert "in excess of $5,150 per week" in page_51 and {
        line.page_label for line in reading.lines if line.page == 51
    } == {"50"}
    assert any(part.page == 51 and part.reason == "struck out" for part in reading.left_out)


@pytest.mark.slow
def test_the_iatse_memorandum_has_its_printed_pages(real_documents):
    reading = read(real_documents / "iatse-basic-agreement-2024-moa.pdf")
    labels = {line.page: line.page_label for line in reading.lines}
    assert (
        labels[41] == "39"
        and "machine-based system" in reading.text
        and "\ufffe" not in reading.text
    )


def test_a_text_without_empty_lines_has_its_paragraphs_where_lines_end_early(tmp_path):
    wide = (
        "The parties agree that every line of this paragraph is about as wide as the page allows it"
    )
    source = "\n".join(
        [
            wide,
            wide,
            "and this ends it.",
            "Section 2. Notice",
            wide,
            wide,
            "as the Employer is employed under",
            wide,
        ]
    )
    reading = read(write(tmp_path, "deal.txt", source))
    assert [line.gap for line in reading.lines] == [
        True,
        False,
        False,
        True,
        True,
        False,
        False,
        False,
    ]


def test_where_lines_are_not_wrapped_each_is_a_paragraph(tmp_path):
    reading = read(
        write(tmp_path, "deal.txt", "\n".join(["A long sentence of the agreement. " * 12] * 4))
    )
    assert all(line.gap for line in reading.lines)


def test_a_hash_or_an_equals_sign_in_plain_text_makes_no_heading(tmp_path):
    source = "Metric =\n# Domestic Views\n=\n# Subscribers\n\nSection 1. Pay\n\nPay is weekly.\n"
    assert not any(line.level for line in read(write(tmp_path, "deal.txt", source)).lines)
    assert any(line.level for line in read(write(tmp_path, "deal.md", source)).lines)


def test_two_columns_are_read_one_after_the_other(tmp_path):
    left = [("text", 60, 700 - 14 * n, 9, f"Left column line {n} of it.") for n in range(12)]
    right = [("text", 330, 700 - 14 * n, 9, f"Right column line {n} too.") for n in range(12)]
    reading = read(write(tmp_path, "deal.pdf", pdf([left + right])))
    words = live(reading)
    assert words.index("Left column line 11 of it.") < words.index("Right column line 0 too.")


@pytest.mark.parametrize("hyphen", ["-", "\xad"])
def test_a_word_broken_at_a_lines_end_is_whole_again(tmp_path, hyphen):
    made = pdf(
        [page(f"The Employer shall give compen{hyphen}", "sation, and compensation is due.")]
    )
    assert (
        live(read(write(tmp_path, "deal.pdf", made)))[-1]
        == "The Employer shall give compensation, and compensation is due."
    )


@pytest.mark.parametrize("together", [True, False], ids=["row by row", "a column first"])
def test_line_numbers_in_the_margin_are_no_words_of_the_clause(tmp_path, together):
    words = [
        "The Employer shall give notice",
        "of a new system to the Union",
        "before it is used on the work",
    ] * 5
    rows = [
        [("text", 40, 700 - 14 * n, 9, str(n + 1)), ("text", 90, 700 - 14 * n, 9, line)]
        for n, line in enumerate(words)
    ]
    marks = (
        [mark for row in rows for mark in row]
        if together
        else [row[n] for n in (0, 1) for row in rows]
    )
    reading = read(write(tmp_path, "deal.pdf", pdf([marks])))
    assert live(reading) == words
    assert [part.reason for part in reading.left_out] == ["line number"] * 15


def test_a_blackline_that_lost_its_lines_is_named_with_its_place(tmp_path):
    made = pdf(
        [
            page("This agreement expires June 30, 20252027 for everyone."),
            page("Nothing odd stands here."),
        ]
    )
    (said,) = [w for w in read(write(tmp_path, "deal.pdf", made)).warnings if "run together" in w]
    assert "20252027" in said and "page 1" in said
