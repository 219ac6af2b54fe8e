"""A Word file's parts, unpacked within limits, and how its XML says things."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import CannotRead

#: An element of lxml's tree, or None where a part or a property is not there.
Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: The elements that hold live words, whatever holds them.
TEXTS = (f"{W}t", f"{MATH}t", f"{DRAWN}t")  #: Elements that show a picture, a chart or a diagram.
PICTURES = ("{*}blip", "{*}imagedata", "{*}relIds", "{*}chart")
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE, CHOICE = f"{_COMPATIBLE}AlternateContent", f"{_COMPATIBLE}Choice"
_FALLBACK = f"{_COMPATIBLE}Fallback"

#: One part of the file may unpack to this much: a 500-page agreement has about 10 MB.
PART_MB = 48
_MOST_MARGINS = 60
_OFF = {"0", "false", "none", "off"}
# all that zipfile raises for a file whose bytes are not what they should be
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    KeyError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A file of another format that Word shows as part of this one (`w:altChunk`)."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a Word file that hold words or say how they are shown."""

    document: Element
    styles: Element
    numbering: Element
    notes: dict[str, Element]
    margins: list[Element]
    comments: Element
    chunks: dict[str, Chunk]


def open_parts(path: Path, max_mb: int) -> Parts:
    """Unpack a Word file; CannotRead where it is locked, damaged or unpacks to too much."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as pack:
            sizes = {part.filename: part.file_size for part in pack.infolist()}

            def data(name: str) -> bytes:
                _check_size(path, name, sizes[name], max_mb)
                return pack.read(name)

            def part(name: str) -> Element:
                if name not in sizes:
                    return None
                tree = etree.fromstring(data(name), parser)
                for again in list(tree.iter(_FALLBACK)):  # the same words, for old programs
                    if again.getparent().find(CHOICE) is not None:
                        again.getparent().remove(again)
                return tree

            if "word/document.xml" not in sizes:
                raise CannotRead(
                    f"{path.name} holds no Word document; is it another kind of file with the "
                    "wrong ending?"
                )
            margins = [n for n in sorted(sizes) if re.fullmatch(r"word/(header|footer)\d*\.xml", n)]
            return Parts(
                part("word/document.xml"),
                part("word/styles.xml"),
                part("word/numbering.xml"),
                {kind: part(f"word/{kind}s.xml") for kind in ("footnote", "endnote")},
                [part(name) for name in margins[:_MOST_MARGINS]],
                part("word/comments.xml"),
                {
                    identity: Chunk(name, data(name))
                    for identity, name in _chunks(part("word/_rels/document.xml.rels"))
                    if name in sizes
                },
            )
    except (*_DAMAGE, etree.XMLSyntaxError) as error:
        raise CannotRead(
            f"{path.name} is damaged or locked ({error}); open it in Word, save it again, and add "
            "that"
        ) from error


def _chunks(relations: Element) -> Iterator[tuple[str, str]]:
    """The id and the name of each file that the document shows as part of itself."""
    for each in relations if relations is not None else ():
        target = each.get("Target", "")
        if each.get("Type", "").endswith("/aFChunk"):
            yield each.get("Id", ""), target.lstrip("/") if target[:1] == "/" else f"word/{target}"


def _check_size(path: Path, name: str, size: int, max_mb: int) -> None:
    if size > min(PART_MB, 20 * max_mb) * 2**20:
        raise CannotRead(
            f"{path.name} holds {name}, which unpacks to {size >> 20} MB: more than {PART_MB} MB "
            "is not read"
        )


def alternative(parent: Element) -> Element:
    """What is shown of words that a file holds in two ways."""
    choice = parent.find(CHOICE)
    return choice if choice is not None else parent.find(_FALLBACK)


def holds_words(element: Element) -> bool:
    """Whether there are words anywhere inside an element."""
    return next(element.iter(*TEXTS, f"{W}sym"), None) is not None


def value(properties: Element, name: str) -> str:
    """The `w:val` of a property, or nothing."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return str(found.get(f"{W}val", "")) if found is not None else ""


def switched_on(mark: Element) -> bool:
    """Whether a property such as `w:strike` is there and not switched off."""
    return mark is not None and mark.get(f"{W}val", "1").lower() not in _OFF
