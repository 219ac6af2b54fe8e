"""Word files: what Word itself would show as live is live, and nothing else.

Every character of the XML is accounted for.
"""

import zipfile

import pytest

from corpus import CannotRead
from ingest.read import read
from tests.makers.originals import paragraph, run
from tests.makers.word import complete, gone, live


def style(name, properties="", paragraph_properties="", kind="paragraph", based=""):
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>'
        f"{parent}<w:pPr>{paragraph_properties}</w:pPr><w:rPr>{properties}</w:rPr></w:style>"
    )


def test_a_style_can_strike_and_a_style_based_on_it_strikes_too(word):
    styles = style("Cut", "<w:strike/>", kind="character") + style(
        "Cutter", kind="character", based="Cut"
    )
    body = paragraph(
        run("Notice is "), run("thirty ", '<w:rStyle w:val="Cutter"/>'), run("ninety days.")
    )
    reading = word(body, styles=styles)
    assert (
        live(reading) == ["Notice is ninety days."]
        and gone(reading) == [("struck out", "thirty")]
        and complete(reading)
    )


def test_a_struck_paragraph_style_is_switched_off_by_its_run(word):
    body = paragraph(
        run("Old. "),
        run("Kept.", '<w:strike w:val="false"/>'),
        properties='<w:pStyle w:val="Old"/>',
    )
    assert live(word(body, styles=style("Old", "<w:strike/>"))) == ["Kept."]


def test_moved_text_is_live_where_it_went_and_gone_where_it_was(word):
    body = (
        '<w:p><w:moveFrom w:id="1">' + run("Training needs consent.") + "</w:moveFrom></w:p>"
        '<w:p><w:r><w:t>Pay is weekly.</w:t></w:r></w:p><w:p><w:moveTo w:id="2">'
        + run("Training needs consent.")
        + "</w:moveTo></w:p>"
    )
    reading = word(body)
    assert live(reading) == ["Pay is weekly.", "Training needs consent."]
    assert gone(reading) == [
        ("moved away by a tracked change", "Training needs consent.")
    ] and complete(reading)


def test_a_paragraph_whose_mark_is_deleted_runs_on_into_the_next(word):
    body = paragraph(
        run("The Company may "), properties='<w:rPr><w:del w:id="1"/></w:rPr>'
    ) + paragraph(run("not train."))
    assert live(word(body)) == ["The Company may not train."]


def test_a_deleted_row_is_gone_and_an_inserted_one_is_live(word):
    def row(words, mark=""):
        return (
            f"<w:tr><w:trPr>{mark}</w:trPr><w:tc>{paragraph(run(words))}</w:tc>"
            f"<w:tc>{paragraph(run('$40'))}</w:tc></w:tr>"
        )

    gaffer, writer = row("Gaffer", '<w:del w:id="1"/>'), row("Writer", '<w:ins w:id="2"/>')
    body = f"<w:tbl>{row('Grip')}{gaffer}{writer}</w:tbl>"
    reading = word(body)
    assert live(reading) == ["Grip | $40", "Writer | $40"] and all(
        line.table for line in reading.lines
    )
    assert "Gaffer" in " ".join(words for _, words in gone(reading)) and complete(reading)


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle '
    'w:val="Art"/><w:lvlText w:val="Article %1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="7"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
)


def numbered(words, number, level=0):
    return paragraph(
        run(words),
        properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>',
    )


def test_two_lists_that_share_a_definition_count_on_and_an_override_begins_again(word):
    body = (
        numbered("Scope", 5)
        + numbered("Pay", 6)
        + numbered("Bonus", 6, 1)
        + numbered("Later", 7)
        + numbered("Last", 7)
    )
    assert live(word(body, numbering=NUMBERING)) == [
        "Article I Scope",
        "Article II Pay",
        "2.1 Bonus",
        "Article IX Later",
        "Article X Last",
    ]


def test_a_level_that_never_restarts_counts_on(word):
    never = NUMBERING.replace("<w:isLgl/>", '<w:lvlRestart w:val="0"/>').replace(
        "%1.%2", "Section %2."
    )
    body = numbered("Scope", 5) + numbered("One", 5, 1) + numbered("Pay", 5) + numbered("Two", 5, 1)
    assert live(word(body, numbering=never)) == [
        "Article I Scope",
        "Section 1. One",
        "Article II Pay",
        "Section 2. Two",
    ]


def test_words_set_in_capitals_are_read_in_capitals(word):
    styles = style("Head", "<w:caps/>")
    body = paragraph(run("article 1 – scope"), properties='<w:pStyle w:val="Head"/>')
    body += paragraph(run("ABC "), run("straße", "<w:caps/>"), run(" low", '<w:caps w:val="0"/>'))
    reading = word(body, styles=styles)
    assert live(reading) == ["ARTICLE 1 – SCOPE", "ABC STRAßE low"]
    assert complete(reading)


def test_words_of_a_contents_style_are_contents(word):
    def entry(words, page):
        tab = "<w:r><w:tab/></w:r>"
        return paragraph(run(words), tab, run(page), properties='<w:pStyle w:val="TOC1"/>')

    body = entry("1. Consent", "1") + entry("SCHEDULE 1: FORMS", "4")
    reading = word(body + paragraph(run("1. Consent")))
    assert [line.contents for line in reading.lines] == [True, True, False]


def test_a_merged_cells_label_stands_on_each_of_its_rows(word):
    def row(*cells):
        made = "".join(
            f"<w:tc><w:tcPr>{how}</w:tcPr>{paragraph(run(w))}</w:tc>" for w, how in cells
        )
        return f"<w:tr>{made}</w:tr>"

    begins, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    table = (
        row(("All crews", wide), ("Rate", ""))
        + row(("Camera", begins), ("1", ""), ("41.10", begins))
        + row(("", goes_on), ("2", ""), ("", goes_on))
        + row(("Loader", begins), ("1", ""), ("", ""))
    )
    reading = word(f"<w:tbl>{table}</w:tbl>")
    assert live(reading) == [
        "All crews | Rate",
        "Camera | 1 | 41.10",
        "Camera | 2 | 41.10",
        "Loader | 1 |",
    ]
    characters = sum(len("".join(words.split())) for words in live(reading))
    assert characters == reading.characters


def test_a_style_brings_its_number_and_a_deleted_paragraph_takes_none(word):
    styles = style("Art", paragraph_properties='<w:numPr><w:numId w:val="5"/></w:numPr>')
    art = '<w:pStyle w:val="Art"/>'
    dropped = (
        f'<w:p><w:pPr>{art}</w:pPr><w:del w:id="1"><w:r><w:delText>Old '
        f"article</w:delText></w:r></w:del></w:p>"
    )
    body = paragraph(run("Scope"), properties=art) + dropped + paragraph(run("Pay"), properties=art)
    assert live(word(body, styles=styles, numbering=NUMBERING)) == [
        "Article I Scope",
        "Article II Pay",
    ]


def test_heads_feet_and_comments_are_left_out_by_name(word):
    reading = word(
        paragraph(run("Pay is weekly.")),
        header1=paragraph(run("DRAFT 3")),
        footer2=paragraph(run("page")),
    )
    assert live(reading) == ["Pay is weekly."] and {reason for reason, _ in gone(reading)} == {
        "running head or foot"
    }
    assert complete(reading)


def test_a_text_box_is_read_once_although_the_file_holds_it_twice(word):
    box = f"<w:txbxContent>{paragraph(run('Boxed words.'))}</w:txbxContent>"
    alternate = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compat'
        'ibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    reading = word(f"<w:p><w:r><w:t>Before.</w:t></w:r><w:r>{alternate}</w:r></w:p>")
    assert live(reading) == ["Before.", "Boxed words."] and complete(reading)


def test_hidden_words_are_not_live(word):
    reading = word(paragraph(run("Shown. "), run("Not shown.", "<w:vanish/>")))
    assert live(reading) == ["Shown."] and gone(reading) == [("hidden text", "Not shown.")]


def test_tracked_changes_are_counted_and_called_a_proposal(word):
    body = paragraph(
        run("It "),
        '<w:del w:id="1"><w:r><w:delText>may</w:delText></w:r></w:del>',
        '<w:ins w:id="2">' + run("may not") + "</w:ins>",
        run(" train."),
    )
    reading = word(body)
    assert live(reading) == ["It may not train."]
    assert any(
        "1 insertions" in said and "1 deletions" in said and "proposal" in said
        for said in reading.warnings
    )


def test_words_whose_direction_is_set_are_words(word):
    body = paragraph(
        run("The Employer shall "),
        f'<w:dir w:val="ltr">{run("not ")}</w:dir>',
        f'<w:bdo w:val="ltr">{run("sell")}</w:bdo>',
        run(" a scan."),
    )
    reading = word(body)
    assert live(reading) == ["The Employer shall not sell a scan."]
    assert complete(reading)


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0A7", "§"),
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "00A3", "≤"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "☐"),
        ("Wingdings 2", "F052", "☑"),
        ("Arial", "00A7", "§"),
    ],
)
def test_a_sign_of_a_picture_font_is_the_sign_that_is_seen(word, font, code, shown):
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    reading = word(paragraph(run("Code "), sign, run(" 927")))
    assert live(reading) == [f"Code {shown} 927"]
    assert complete(reading)


@pytest.mark.parametrize("code", ["F041", "", "none", "FFFFFFFF", "-1"])
def test_a_sign_that_no_table_has_is_left_out_and_counted(word, code):
    sign = f'<w:r><w:sym w:font="Webdings" w:char="{code}"/></w:r>'
    reading = word(paragraph(run("Before"), sign, run(" after")))
    assert live(reading) == ["Before after"]
    assert gone(reading) == [("sign of a font that is not known", "\ufffd")]
    assert complete(reading)


def test_a_deleted_sign_is_deleted(word):
    sign = '<w:del w:id="1"><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:del>'
    reading = word(paragraph(sign, run("Training allowed")))
    assert live(reading) == ["Training allowed"]
    assert gone(reading) == [("deleted by a tracked change", "☑")]
    assert complete(reading)


def test_words_in_every_kind_of_container_are_read(word):
    inside = {
        "smartTag": "one",
        "hyperlink": "two",
        "fldSimple": "three",
        "customXml": "four",
    }
    body = "".join(f"<w:{tag}>{run(words + ' ')}</w:{tag}>" for tag, words in inside.items())
    body += f"<w:sdt><w:sdtPr/><w:sdtContent>{run('five')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent>{paragraph(run('A block.'))}</w:sdtContent></w:sdt>"
    reading = word(f"<w:p>{body}</w:p>{block}")
    assert live(reading) == ["one two three four five", "A block."]
    assert complete(reading)


def test_a_file_inside_the_file_is_told_as_not_read(word):
    reading = word(paragraph(run("Pay is weekly.")) + '<w:altChunk r="rId1"/>')
    assert live(reading) == ["Pay is weekly."]
    assert any("files inside this file that are not read: 1" in said for said in reading.warnings)


def test_a_note_called_only_by_deleted_words_is_no_note(word):
    body = (
        '<w:p><w:r><w:t>Live.</w:t></w:r><w:del w:id="1"><w:r><w:delText> '
        'Old.</w:delText></w:r><w:r><w:footnoteReference w:id="4"/></w:r></w:del></w:p>'
    )
    reading = word(
        body, footnotes=f'<w:footnote w:id="4">{paragraph(run("About the old."))}</w:footnote>'
    )
    assert (
        live(reading) == ["Live."]
        and ("note whose mark is deleted", "About the old.") in gone(reading)
        and complete(reading)
    )


def test_a_locked_file_is_called_locked(tmp_path):
    path = tmp_path / "secret.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    with pytest.raises(CannotRead, match="secret.docx"):
        read(path)


def test_a_part_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("word/document.xml", b" " * (60 * 2**20))
    with pytest.raises(CannotRead, match="unpacks to 60 MB"):
        read(path)
