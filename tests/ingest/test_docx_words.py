"""Word files whose words stand where few readers look: unknown containers, formulas, raised signs,
lists in tables, list styles, numbers in words.
"""

import pytest

from ingest.marked import mark_of
from ingest.segment import segment
from tests.makers.originals import paragraph, run
from tests.makers.word import complete, gone, live

_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
HIGH = '<w:vertAlign w:val="superscript"/>'
LOW = '<w:vertAlign w:val="subscript"/>'


def holder(inside, name="x:holder"):
    return f'<{name} xmlns:x="urn:made-up">{inside}</{name}>'


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (paragraph(run("It may "), holder(run("not ")), run("record.")), ["It may not record."]),
        (paragraph(run("It may "), holder(holder(run("not")), "w:later")), ["It may not"]),
        (holder(paragraph(run("Pay is weekly."))), ["Pay is weekly."]),
        (holder(run("No paragraph around it.")), ["No paragraph around it."]),
        (
            "<w:tbl>" + holder(f"<w:tr><w:tc>{paragraph(run('Grip'))}</w:tc></w:tr>") + "</w:tbl>",
            ["Grip"],
        ),
        (
            f"<w:tbl><w:tr><w:tc>{holder(paragraph(run('Gaffer')))}</w:tc></w:tr></w:tbl>",
            ["Gaffer"],
        ),
        ("<w:p><w:r><w:later><w:t>Deep.</w:t></w:later></w:r></w:p>", ["Deep."]),
    ],
)
def test_a_container_that_nobody_knows_is_read_through_and_told(word, body, lines):
    reading = word(body)
    assert live(reading) == lines and complete(reading)
    assert any("that this reader does not know: " in said for said in reading.warnings)


def test_a_known_container_is_not_told(word):
    reading = word(paragraph(run("Pay "), f"<w:smartTag>{run('weekly')}</w:smartTag>"))
    assert live(reading) == ["Pay weekly"] and not reading.warnings


def fraction(over, under):
    return f"<m:f><m:num><m:r><m:t>{over}</m:t></m:r></m:num><m:den>{under}</m:den></m:f>"


def formula(inside):
    return f"<m:oMathPara {_MATH}><m:oMath>{inside}</m:oMath></m:oMathPara>"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (fraction("1", "<m:r><m:t>2</m:t></m:r>"), "Paid 1 1/2 times"),
        (fraction("x + 3", "<m:r><m:t>4</m:t></m:r>"), "Paid 1(x + 3)/4 times"),
        (
            "<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
            "</m:sSup>",
            "Paid 1m2 times",
        ),
    ],
)
def test_a_formula_is_read_as_it_is_said(word, inside, shown):
    reading = word(paragraph(run("Paid 1"), formula(inside), run(" times")))
    assert live(reading) == [shown] and complete(reading)


def said(words, properties=""):
    return f"<m:r>{properties}<m:t>{words}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inside", "shown", "left"),
    [
        (
            f"<w:del>{said('70')}</w:del><w:ins>{said('90')}</w:ins>{said(' × grips')}",
            "Paid 90 × grips",
            ("deleted by a tracked change", "70"),
        ),
        (
            said("70", "<w:rPr><w:strike/></w:rPr>") + said("90 × grips"),
            "Paid 90 × grips",
            ("struck out", "70"),
        ),
        (
            f"<w:moveFrom><w:r><w:t>70</w:t></w:r></w:moveFrom>{said('90')}",
            "Paid 90",
            ("moved away by a tracked change", "70"),
        ),
        (
            said("7", "<w:rPr><w:del/></w:rPr>") + fraction("1", said("2")),
            "Paid 1/2",
            ("deleted by a tracked change", "7"),
        ),
    ],
)
def test_what_is_taken_out_of_a_formula_is_not_live(word, inside, shown, left):
    reading = word(paragraph(run("Paid "), formula(inside)))
    assert live(reading) == [shown] and complete(reading)
    assert gone(reading) == [left]


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("", "Paid 3(a|b)"),
        ('<m:begChr m:val="["/><m:sepChr m:val=";"/><m:endChr m:val="]"/>', "Paid 3[a;b]"),
        ('<m:endChr m:val=""/>', "Paid 3(a|b"),
    ],
)
def test_the_brackets_of_a_formula_are_said(word, properties, shown):
    parts = f"<m:e>{said('a')}</m:e><m:e>{said('b')}</m:e>"
    inside = f"{said('3')}<m:d><m:dPr>{properties}</m:dPr>{parts}</m:d>"
    reading = word(paragraph(run("Paid "), formula(inside)))
    assert live(reading) == [shown] and complete(reading) and not reading.warnings


def test_a_structure_of_a_formula_that_is_not_known_is_told(word):
    root = f"<m:rad><m:deg/><m:e>{said('16')}</m:e></m:rad>"
    reading = word(paragraph(run("Paid "), formula(root)))
    assert live(reading) == ["Paid 16"] and complete(reading)
    assert any("does not know: " in said and "rad" in said for said in reading.warnings)


@pytest.mark.parametrize(
    ("runs", "shown", "left"),
    [
        ((run("paid 1"), run("1", HIGH), run("/"), run("2", LOW)), "paid 1 1/2", []),
        ((run("a room of 20 m"), run("2", HIGH)), "a room of 20 m2", []),
        ((run("Notice"), run("3", HIGH), run(" is given")), "Notice is given", ["3"]),
        ((run("the 1"), run("st", HIGH), run(" day")), "the 1st day", []),
    ],
)
def test_a_raised_sign_is_part_of_a_number_or_the_mark_of_a_note(
    word,
    runs,
    shown,
    left,
):
    reading = word(paragraph(*runs))
    assert live(reading) == [shown] and complete(reading)
    assert gone(reading) == [("number of a note", mark) for mark in left]


def test_a_ticked_box_of_a_form_shows_its_tick(word):
    def box(left):
        held = f"<w:ffData><w:checkBox>{left}</w:checkBox></w:ffData>"
        return f'<w:r><w:fldChar w:fldCharType="begin">{held}</w:fldChar></w:r>'

    ticked, empty = box('<w:default w:val="0"/><w:checked/>'), box('<w:default w:val="0"/>')
    reading = word(paragraph(ticked, run(" Yes "), empty, run(" No")))
    assert live(reading) == ["☑ Yes ☐ No"] and complete(reading)


def test_words_that_only_old_programs_would_show_are_read(word):
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    old = f"<mc:AlternateContent {mc}><mc:Fallback>{run('at once')}</mc:Fallback>"
    assert live(word(paragraph(run("Paid "), old + "</mc:AlternateContent>"))) == ["Paid at once"]


def test_a_picture_is_told_because_it_may_hold_words(word):
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    reading = word(paragraph(run("Pay."), f"<w:r><w:drawing>{blip}</w:drawing></w:r>"))
    assert any("pictures, charts and diagrams in the file: 1" in s for s in reading.warnings)


def level(depth, kind, shown):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
    )


def lists(*levels, further=""):
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{further}'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


def item(words, depth=0, number=1):
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(words) if words else "", properties=place)


@pytest.mark.parametrize(
    ("start", "kind", "shown"),
    [
        ("9" * 5000, "lowerLetter", "9" * 9),
        ("9" * 5000, "upperRoman", "9" * 9),
        ("30", "lowerLetter", "dd"),
        ("nine", "decimal", "1"),
    ],
)
def test_a_damaged_count_of_a_list_stops_no_reading(word, start, kind, shown):
    damaged = level(0, kind, "%1.").replace('w:start w:val="1"', f'w:start w:val="{start}"')
    odd = level(1, "decimal", "%2.").replace('w:ilvl="1"', 'w:ilvl="one"')
    assert live(word(item("Crew"), numbering=lists(odd, damaged))) == [f"{shown}. Crew"]


def test_a_list_counts_on_through_the_cells_of_a_table(word):
    cells = f"<w:tc>{item('Grip')}{item('Gaffer')}</w:tc><w:tc>{paragraph(run('41.10'))}</w:tc>"
    body = item("Crew") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + item("Cast")
    reading = word(body, numbering=lists(level(0, "decimal", "%1.")))
    assert live(reading) == ["1. Crew", "2. Grip 3. Gaffer | 41.10", "4. Cast"]
    assert complete(reading)


def test_an_empty_cell_counts_without_a_number(word):
    cells = f"<w:tc>{item('')}</w:tc><w:tc>{item('Loader')}</w:tc>"
    reading = word(
        f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", numbering=lists(level(0, "decimal", "%1."))
    )
    assert live(reading) == ["| 2. Loader"] and complete(reading)


def test_a_list_that_names_a_list_style_has_its_levels(word):
    styles = (
        '<w:style w:type="numbering" w:styleId="Outline"><w:name w:val="Outline"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Outline"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    )
    made = lists(level(0, "upperLetter", "%1)"), further="") + linked
    reading = word(item("Hours", number=7) + item("Rest", number=7), styles=styles, numbering=made)
    assert live(reading) == ["A) Hours", "B) Rest"]


@pytest.mark.parametrize(
    ("outer", "inner", "places"),
    [
        (("cardinalText", "Article %1"), ("ordinal", "%2 Section"), ["One", "One, Section 1"]),
        (("cardinalText", "ARTICLE %1"), ("decimal", "Section %2."), ["One", "One, Section 1"]),
        (("upperRoman", "Article %1"), ("cardinalText", "Section %2:"), ["I", "I, Section One"]),
    ],
)
def test_a_number_in_words_is_said_as_the_document_says_it(word, outer, inner, places):
    made = lists(level(0, *outer), level(1, *inner))
    body = item("Scope") + item("The Union represents all editors.", 1) + item("Scans")
    body += item("No scan is made without consent.", 1)
    found = [clause.locator for clause in segment(word(body, numbering=made), "x").clauses]
    assert found[:2] == [f"Article {place}" for place in places]
    assert found[2].startswith(("Article Two", "Article II")) and len(found) == 4


def entry(words, page, between="<w:r><w:tab/></w:r>", code=""):
    field = f"<w:r><w:instrText> {code} </w:instrText></w:r>" if code else ""
    return paragraph(run(words), between, field, run(page))


TITLES = ["Consent", "Deletion", "Notice", "Rest"]
BODY = "".join(
    paragraph(run(f"ARTICLE {n}")) + paragraph(run(title)) + paragraph(run("It is as it was."))
    for n, title in enumerate(TITLES, 1)
)


@pytest.mark.parametrize("code", ["PAGEREF _Toc123 \\h", ""])
def test_contents_with_tabs_are_contents_without_a_style(word, code):
    listed = "".join(entry(title, str(n), code=code) for n, title in enumerate(TITLES, 1))
    clauses = segment(word(listed + BODY), "x").clauses
    assert [clause.locator for clause in clauses] == [f"Article {n}" for n in range(1, 5)]


def test_a_scale_with_tabs_is_no_contents(word):
    scale = "".join(entry(f"Step {n}", str(20 + n)) for n in range(1, 7))
    reading = word(paragraph(run("ARTICLE 1")) + paragraph(run("PAY")) + scale)
    segmented = segment(reading, "x")
    assert segmented.in_contents == 0 and complete(reading)
    assert "Step 4\t24" in segmented.clauses[-1].span.of(reading.text)


def chunk(name, data):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    related = f'<R><R Id="rId7" Type="{kind}" Target="{name}"/></R>'
    return {"word/_rels/document.xml.rels": related.encode(), f"word/{name}": data}


CHUNK = (
    '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:id="rId7"/>'
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("part.html", b"<h2>Article 2</h2><p>Rest is <del>weekly</del> daily.</p>"),
        ("part.txt", b"Article 2\n\nRest is daily.\n"),
    ],
)
def test_a_page_or_a_text_inside_the_file_is_read_in_its_place(word, name, data):
    body = paragraph(run("Before.")) + CHUNK + paragraph(run("After."))
    reading = word(body, files=chunk(name, data))
    assert " ".join(live(reading)) == "Before. Article 2 Rest is daily. After."
    assert complete(reading) and not reading.warnings


@pytest.mark.parametrize("files", [{}, chunk("part.rtf", b"{\\rtf1 Rest.}")])
def test_a_file_inside_that_is_not_read_is_told(word, files):
    reading = word(paragraph(run("Before.")) + CHUNK, files=files)
    assert any("files inside this file that are not read: 1" in said for said in reading.warnings)


@pytest.mark.parametrize("how", ['<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
def test_white_and_tiny_words_are_not_live(word, how):
    reading = word(paragraph(run("Shown. "), run("Unseen.", how)))
    assert live(reading) == ["Shown."] and gone(reading) == [("hidden text", "Unseen.")]
    assert complete(reading)


def test_white_words_on_a_coloured_ground_are_live(word):
    white = '<w:color w:val="FFFFFF"/>'
    cell = f"<w:tbl><w:tr><w:tc>{paragraph(run('Rate', white))}</w:tc></w:tr></w:tbl>"
    shaded = run("Crew", white + '<w:shd w:fill="000000"/>')
    ground = '<w:shd w:fill="1F3864"/>'
    assert live(word(cell + paragraph(shaded))) == ["Rate", "Crew"]
    assert live(word(paragraph(run("Title", white), properties=ground))) == ["Title"]


def test_a_watermark_of_word_is_told_and_marks_a_draft(word):
    drawn = (
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="DRAFT"/></v:shape>'
    )
    head = f"<w:p><w:r><w:pict>{drawn}</w:pict></w:r></w:p>"
    reading = word(paragraph(run("ARTICLE 1")), header1=head)
    assert gone(reading) == [("watermark", "DRAFT")] and complete(reading)
    mark = mark_of(reading)
    assert mark is not None and mark.kind == "draft"


def test_how_a_sign_is_read_aloud_is_no_word(word):
    ruby = f"<w:ruby><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby>"
    reading = word(f"<w:p><w:r>{ruby}</w:r></w:p>")
    assert live(reading) == ["base"] and complete(reading) and not reading.warnings
