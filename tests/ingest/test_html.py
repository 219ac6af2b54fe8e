"""Pages: struck, hidden and marginal words by tag, style and class.

And the numbers a browser shows, and nesting without end.
"""

import pytest

from ingest.read import read


@pytest.fixture
def page(tmp_path):
    def made(source):
        path = tmp_path / "deal.html"
        path.write_text(source, encoding="utf-8")
        return read(path)

    return made


def live(reading):
    return [reading.of(line) for line in reading.lines]


def complete(reading):
    inside = sum(len("".join(line.split())) for line in live(reading))
    return inside + sum(part.characters for part in reading.left_out) == reading.characters


def test_a_class_strikes_by_its_name_or_by_the_pages_own_style(page):
    reading = page(
        "<style>.x7 { color: red; text-decoration: line-through }</style><p>Notice is "
        "<span class='x7'>thirty</span> "
        "<span class='strikethrough'>forty</span> ninety days.</p>"
    )
    assert live(reading) == ["Notice is ninety days."] and complete(reading)
    assert [part.sample for part in reading.left_out] == ["thirty", "forty"]
    assert all(reading.text[part.at - 3 : part.at] == " is" for part in reading.left_out)


def test_hidden_words_and_navigation_are_left_out_by_name(page):
    reading = page(
        "<nav>Home</nav><p hidden>secret</p><p style='display:none'>more</p><p>Pay is weekly.</p>"
    )
    assert live(reading) == ["Pay is weekly."] and complete(reading)
    assert {part.reason for part in reading.left_out} == {"navigation of the page", "hidden text"}


def test_an_ordered_list_has_the_numbers_that_a_browser_shows(page):
    reading = page(
        "<ol type='a' start='3'><li>Notice.</li><li>Meeting.<ol type='i'><li>at "
        "once</li></ol></li></ol><ol><li>1. Printed.</li></ol>"
    )
    assert live(reading) == ["c. Notice.", "d. Meeting.", "i. at once", "1. Printed."] and complete(
        reading
    )


def test_an_entry_says_its_own_number(page):
    reading = page(
        "<ol><li>One.</li><li value='7'>Seven.</li><li>Eight.</li><li value='x'>Nine.</li></ol>"
    )
    assert live(reading) == ["1. One.", "7. Seven.", "8. Eight.", "9. Nine."]
    assert complete(reading)


@pytest.mark.parametrize(
    ("sheet", "attributes", "number"),
    [
        ("", "style='list-style-type: upper-roman'", "I. "),
        ("", "style='list-style: lower-alpha inside'", "a. "),
        ("ol { list-style-type: upper-alpha }", "", "A. "),
        (".romans { color: red; list-style-type: lower-roman; }", "class='romans'", "i. "),
        ("ol.plain{list-style:none}", "class='plain'", ""),
        (".other { list-style: none }", "class='romans'", "1. "),
    ],
)
def test_a_style_numbers_a_list(page, sheet, attributes, number):
    reading = page(f"<style>{sheet}</style><ol {attributes}><li>Notice.</li></ol>")
    assert live(reading) == [f"{number}Notice."]
    assert complete(reading)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("paid at 1<sup>1</sup>/<sub>2</sub> times", "paid at 1 1/2 times"),
        ("paid at 8<sup>1/2</sup> hours", "paid at 8 1/2 hours"),
        ("<sup>3</sup>/<sub>4</sub> of them", "3/4 of them"),
        ("a room of 12 m<sup>2</sup> each", "a room of 12 m2 each"),
        ("a total of 10<sup>2</sup> days", "a total of 10² days"),
        ("on the 1<sup>st</sup> of May", "on the 1st of May"),
        ("Notice<sup>1</sup> is given", "Notice is given"),
        ("Notice.<sup><a href='#n1' class='ref'>[12]</a></sup> It is", "Notice. It is"),
        ("Notice <sup>†</sup>is given", "Notice is given"),
        ("<sup>1</sup> See above", "1 See above"),
        ("Notice<sup>as amended in May</sup> is", "Noticeas amended in May is"),
        ("Notice<sup><del>30</del>90</sup> is", "Notice90 is"),
    ],
)
def test_raised_signs_are_fractions_powers_or_marks_of_notes(page, source, shown):
    reading = page(f"<p>{source}</p>")
    assert live(reading) == [shown]
    assert complete(reading)


def test_what_is_written_in_a_field_is_text(page):
    reading = page(
        "<p>The rate is <input value='4,150 dollars'>.</p><p><input type=checkbox checked>No scans"
        "<input type='checkbox'>Scans<input type='hidden' value='x'><input type=submit></p>"
    )
    assert live(reading) == ["The rate is 4,150 dollars.", "☑ No scans ☐ Scans"]
    assert complete(reading)


def test_folded_words_and_inserted_ones_are_live(page):
    reading = page(
        "<details><summary>Section 2. Consent</summary><p>No <ins>scan</ins>.</p></details>"
    )
    assert live(reading) == ["Section 2. Consent", "No scan."]


def test_two_tables_of_contents_are_contents_and_footnotes_are_notes(page):
    entries = "".join(f"<p>Article {n} Name {n}</p>" for n in range(1, 4))
    reading = page(
        f"<div class='toc'>{entries}</div><div class='toc2'>{entries}</div><h2>Article "
        f"1 Name 1</h2><p>Words.</p><p class='footnote'>1 See above.</p>"
    )
    assert [line.contents for line in reading.lines] == [True] * 6 + [False] * 3
    assert [line.note for line in reading.lines] == [False] * 8 + [True]


def test_drafting_notes_are_no_words_of_the_agreement(page):
    reading = page(
        "<p>Pay is weekly.</p><p class='drafting-note'>To be checked.</p><p "
        "class='denoted'>Live.</p>"
    )
    assert live(reading) == ["Pay is weekly.", "Live."]
    assert [part.reason for part in reading.left_out] == ["note in the margin of the text"]


PAGE = "<meta charset='{}'><p>El empleador notificará: “sí”. Работа.</p>"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_page_is_read_by_its_mark(tmp_path, encoding):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    path = tmp_path / "deal.html"
    path.write_bytes(marks.get(encoding, b"") + PAGE.format("utf-8").encode(encoding))
    reading = read(path)
    assert live(reading) == ["El empleador notificará: “sí”. Работа."]
    assert reading.warnings == ()


@pytest.mark.parametrize(
    ("charset", "codec", "words"),
    [
        ("windows-1251", "cp1251", "Работа"),
        ("iso-8859-2", "iso-8859-2", "Związek ł"),
        ("ISO-8859-1", "cp1252", "notificará “sí”"),
        ("Shift_JIS", "shift_jis", "組合"),
    ],
)
def test_a_page_is_read_as_it_declares_itself(tmp_path, charset, codec, words):
    path = tmp_path / "deal.html"
    page = f"<head><meta http-equiv='Content-Type' content='text/html; charset={charset}'></head>"
    path.write_bytes(f"{page}<p>{words}</p>".encode(codec))
    reading = read(path)
    assert live(reading) == [words]
    assert reading.warnings == ()


@pytest.mark.parametrize("charset", ["unicode_escape", "rot13", "none", "utf-16"])
def test_a_page_that_declares_what_it_is_not_is_read_as_windows_1252(tmp_path, charset):
    path = tmp_path / "deal.html"
    path.write_bytes(f"<meta charset={charset}><p>notificará</p>".encode("cp1252"))
    reading = read(path)
    assert live(reading) == ["notificará"]
    assert ["Windows-1252" in said for said in reading.warnings] == [True]


def test_a_text_in_utf_16_is_text(tmp_path):
    path = tmp_path / "deal.txt"
    path.write_bytes("ARTICLE 1\nSCANNING — señal\n".encode("utf-16"))
    assert read(path).text == "ARTICLE 1\nSCANNING — señal\n"


def test_nesting_is_no_matter_of_recursion(page):
    assert live(page("<div>" * 20_000 + "deep words")) == ["deep words"]


def test_a_row_of_a_table_is_a_line(page):
    reading = page(
        "<table><tr><th>Job<th>Rate</tr><tr><td><p>Grip</p><td><ul><li>$40</ul></tr>"
        "</table><p>After.</p>"
    )
    assert live(reading) == ["Job | Rate", "Grip | $40", "After."]
    assert [line.table for line in reading.lines] == [True, True, False]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["txt", "html", "md"])
def test_utf_16_is_read_without_its_mark(tmp_path, encoding, ending):
    path = tmp_path / f"deal.{ending}"
    path.write_bytes("Article 1 is here — señal, Łódź.".encode(encoding))
    assert live(read(path)) == ["Article 1 is here — señal, Łódź."]


def test_a_page_may_declare_its_charset_as_xml_does(tmp_path):
    path = tmp_path / "deal.html"
    head = '<?xml version="1.0" encoding="iso-8859-2"?><html><body>'
    path.write_bytes(f"{head}<p>Zażółć gęślą</p></body></html>".encode("iso-8859-2"))
    assert live(read(path)) == ["Zażółć gęślą"]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<ol><li>One.<li value='7'>Seven.<li>Eight.</ol>", ["1. One.", "7. Seven.", "8. Eight."]),
        ("<ol reversed><li>Last.<li>First.</ol>", ["2. Last.", "1. First."]),
        ("<ol start=0><li>Nil.</ol>", ["0. Nil."]),
        (
            "<ol style='list-style-type:lower-alpha'><li>One.<ol style='list-style:upper-roman'>"
            "<li>In.</ol></ol>",
            ["a. One.", "I. In."],
        ),
    ],
)
def test_an_entry_has_the_number_that_is_seen(page, source, lines):
    reading = page(source)
    assert live(reading) == lines and complete(reading)


def test_a_form_around_a_whole_page_is_no_navigation(page):
    around = "<form><input type='search' value='find'></form><form><p>Pay is weekly.</p></form>"
    assert live(page(around)) == ["Pay is weekly."]


def test_what_is_folded_away_or_filled_in_is_text(page):
    reading = page(
        "<details><summary>Section 2. Consent</summary>In writing.</details>"
        "<p>Rate <input value='41.10'> and <textarea>ten hours</textarea> and "
        "<select><option>weekly<option selected>daily</select></p>"
    )
    assert live(reading) == [
        "Section 2. Consent",
        "In writing.",
        "Rate 41.10 and ten hours and daily",
    ]
    assert complete(reading)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ('counters(item, ".") " "', ["1 Scope.", "1.1 Crews.", "1.2 Casts.", "2 Pay."]),
        ('"Section " counter(item) ". "', ["Section 1. Scope.", "Section 1. Crews."]),
        ("'(' counter(item, lower-alpha) ') '", ["(a) Scope.", "(a) Crews.", "(b) Casts."]),
    ],
)
def test_a_style_sheet_numbers_entries(page, content, lines):
    style = (
        "ol { list-style: none; counter-reset: item } li { counter-increment: item } "
        f"ol > li::before {{ content: {content}; font-weight: bold }}"
    )
    body = "<ol><li>Scope.<ol><li>Crews.</li><li>Casts.</li></ol></li><li>Pay.</li></ol>"
    reading = page(f"<head><style>{style}</style></head><body>{body}<ul><li>Free.</ul></body>")
    assert live(reading)[: len(lines)] == lines and live(reading)[-1] == "Free."
    assert complete(reading)


def test_a_merged_cells_label_stands_on_each_of_its_rows(page):
    reading = page(
        "<table><tr><th>Class<th>Step<th>Rate</tr>"
        "<tr><td rowspan=2>Camera<td>1<td>41.10</tr><tr><td>2<td>42.90</tr>"
        "<tr><td>Loader<td>1<td rowspan='2'>33.05</tr><tr><td colspan=2>All others</tr></table>"
        "<table><tr><td>Grip<td>40.00</table>"
    )
    assert live(reading) == [
        "Class | Step | Rate",
        "Camera | 1 | 41.10",
        "Camera | 2 | 42.90",
        "Loader | 1 | 33.05",
        "All others | 33.05",
        "Grip | 40.00",
    ]
    assert complete(reading)


def test_a_span_without_end_or_sense_harms_nothing(page):
    reading = page(
        "<table><tr><td rowspan=0>All<td rowspan=99999999>a<td colspan=9999>b</tr>"
        "<tr><td>c</tr><tr><td rowspan=x>d</tr></table>"
    )
    assert live(reading) == ["All | a | b", "All | c", "All | d"] and complete(reading)
