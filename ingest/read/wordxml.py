"""A Word file's parts, unpacked within limits, and how its XML says things."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import CannotRead

#: An element of lxml's tree, or None where a part or a property is not there.
Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE, CHOICE = f"{_COMPATIBLE}AlternateContent", f"{_COMPATIBLE}Choice"
_FALLBACK = f"{_COMPATIBLE}Fallback"

#: One part of the file may unpack to this much: a 500-page agreement has about 10 MB.
PART_MB = 48
_MOST_MARGINS = 60
_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
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
class Parts:
    """The parts of a Word file that hold words or say how they are shown."""

    document: Element
    styles: Element
    numbering: Element
    notes: dict[str, Element]
    margins: list[Element]
    comments: Element


def open_parts(path: Path, max_mb: int) -> Parts:
    """Unpack a Word file; CannotRead where it is locked, damaged or unpacks to too much."""
    from lxml import etree

    _check_lock(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as pack:
            sizes = {part.filename: part.file_size for part in pack.infolist()}

            def part(name: str) -> Element:
                if name not in sizes:
                    return None
                _check_size(path, name, sizes[name], max_mb)
                tree = etree.fromstring(pack.read(name), parser)
                # the same words again, for old programs
                etree.strip_elements(tree, _FALLBACK, with_tail=False)
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
            )
    except (*_DAMAGE, etree.XMLSyntaxError) as error:
        raise CannotRead(
            f"{path.name} is damaged or locked ({error}); open it in Word, save it again, and add "
            "that"
        ) from error


def _check_lock(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(8) == _LOCKED:
            raise CannotRead(
                f"{path.name} is locked with a password, or is an old .doc under a new name; open "
                "it in Word, save it as .docx without a password, and add that"
            )


def _check_size(path: Path, name: str, size: int, max_mb: int) -> None:
    if size > min(PART_MB, 20 * max_mb) * 2**20:
        raise CannotRead(
            f"{path.name} holds {name}, which unpacks to {size >> 20} MB: more than {PART_MB} MB "
            "is not read"
        )


def value(properties: Element, name: str) -> str:
    """The `w:val` of a property, or nothing."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return str(found.get(f"{W}val", "")) if found is not None else ""


def switched_on(mark: Element) -> bool:
    """Whether a property such as `w:strike` is there and not switched off."""
    return mark is not None and mark.get(f"{W}val", "1").lower() not in _OFF
