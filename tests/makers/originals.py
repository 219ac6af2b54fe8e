"""Builders of small originals with the traps inside: PDF, DOCX and HTML written in code."""

from __future__ import annotations

import io
import zipfile

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(pages: list[list[tuple]]) -> bytes:
    """A PDF of pages, each a list of ("text", x, y, size, words) and ("rule", x1, y, x2).

    In points from the bottom left, set in Courier; a rule is a thin filled rectangle, as word
    processors draw a strike-through.
    """
    objects: list[bytes] = []

    def put(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    font = put(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    kids = []
    tree = len(pages) * 2 + 2
    for marks in pages:
        parts = []
        for mark in marks:
            if mark[0] == "text":
                _, x, y, size, words = mark
                data = (
                    words.encode("cp1252")
                    .replace(b"\\", b"\\\\")
                    .replace(b"(", b"\\(")
                    .replace(b")", b"\\)")
                )
                parts.append(f"BT /F1 {size} Tf {x} {y} Td (".encode() + data + b") Tj ET")
            else:
                _, x1, y, x2 = mark
                parts.append(f"{x1} {y} {x2 - x1} 0.6 re f".encode())
        stream = b"\n".join(parts)
        content = put(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        kids.append(
            put(
                (
                    f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 612 792] /Contents "
                    f"{content} 0 R /Resources << /Font << /F1 {font} 0 R >> >> >>"
                ).encode()
            )
        )
    assert (
        put(
            (
                f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count "
                f"{len(kids)} >>"
            ).encode()
        )
        == tree
    )
    root = put(f"<< /Type /Catalog /Pages {tree} 0 R >>".encode())
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(
        (
            f"trailer << /Size {len(objects) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF"
        ).encode()
    )
    return out.getvalue()


def words_at(x: float, size: float, before: str, words: str) -> tuple[float, float]:
    """Where words stand in a Courier line that starts at x after `before`: left and right edge."""
    return x + len(before) * size * 0.6, x + len(before + words) * size * 0.6


def docx(body: str, files: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """A Word file of this body XML, with further parts by name: numbering, footnotes, styles.

    `files` are other files inside it, by their names.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        pack.writestr(
            "word/document.xml", f"<w:document {_NS}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            pack.writestr(f"word/{name}.xml", f"<w:{name} {_NS}>{content}</w:{name}>")
        for name, data in (files or {}).items():
            pack.writestr(name, data)
    return out.getvalue()


def run(words: str, properties: str = "") -> str:
    """One run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """One paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"
