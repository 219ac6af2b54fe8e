"""PDFs written object by object, for what a page shows and what lies hidden or upon it."""

from __future__ import annotations

import io

_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding%s >>"
#: The matrix under which a page that is turned by so many degrees is drawn, to stand upright.
_TURNED = {
    0: "1 0 0 1 0 0",
    90: "0 1 -1 0 612 0",
    180: "-1 0 0 -1 612 792",
    270: "0 -1 1 0 0 792",
}


class Paper:
    """A PDF in the making; `page` adds a page of drawing commands in points, letters in Courier."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b""]  # the catalog and the tree of pages
        self.kids: list[int] = []
        self.catalog = ""
        self.fonts = f"/F1 {self.put(_FONT % '')} 0 R"

    def put(self, body: str | bytes, stream: bytes | None = None) -> int:
        """Add an object; returns its number."""
        data = body.encode() if isinstance(body, str) else body
        if stream is not None:
            head = data.removesuffix(b">>") + b"/Length %d >>" % len(stream)
            data = head + b"\nstream\n" + stream + b"\nendstream"
        self.objects.append(data)
        return len(self.objects)

    def font(self, letters: dict[str, str]) -> None:
        """Font /F2: Courier whose letters the file takes for others."""
        table = {code: chr(code) for code in range(32, 127)}
        table |= {ord(one): other for one, other in letters.items()}
        lines = [f"<{code:02X}> <{ord(to):04X}>" for code, to in table.items()]
        parts = [
            f"{len(lines[at : at + 90])} beginbfchar\n" + "\n".join(lines[at : at + 90])
            for at in range(0, len(lines), 90)
        ]
        mapped = "\nendbfchar\n".join(parts) + "\nendbfchar\n"
        code = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
            f"1 begincodespacerange <00> <FF> endcodespacerange\n{mapped}endcmap end end"
        )
        unicode = self.put("<< >>", code.encode())
        self.fonts += f" /F2 {self.put(_FONT % f' /ToUnicode {unicode} 0 R')} 0 R"

    def page(self, *marks: str, annots: list[int] | None = None, turn: int = 0, more: str = ""):
        """Add a page; `turn` is how far it is turned when shown, `more` further resources."""
        drawn = f"q {_TURNED[turn]} cm\n" + "\n".join(marks) + "\nQ"
        content = self.put("<< >>", drawn.encode("cp1252"))
        upon = " ".join(f"{n} 0 R" for n in annots or [])
        held = f"<< /Font << {self.fonts} >> {more} >>"
        self.kids.append(
            self.put(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {turn} /Contents "
                f"{content} 0 R /Annots [{upon}] /Resources {held} >>"
            )
        )
        return self

    def scan(self, wide: int = 60, tall: int = 80) -> str:
        """Resources with the picture /Im: grey, with black lines as a page of print has."""
        rows = [b"\x00" * wide if row % 4 == 1 else b"\xee" * wide for row in range(tall)]
        head = (
            f"<< /Type /XObject /Subtype /Image /Width {wide} /Height {tall} /BitsPerComponent 8 "
            "/ColorSpace /DeviceGray >>"
        )
        return f"/XObject << /Im {self.put(head, b''.join(rows))} 0 R >>"

    def annot(self, kind: str, box: tuple[float, ...], more: str = "") -> int:
        """An annotation; `box` is left, bottom, right, top."""
        rect = " ".join(map(str, box))
        return self.put(f"<< /Type /Annot /Subtype /{kind} /Rect [{rect}] {more} >>")

    def save(self) -> bytes:
        """The file."""
        kids = " ".join(f"{kid} 0 R" for kid in self.kids)
        self.objects[0] = f"<< /Type /Catalog /Pages 2 0 R {self.catalog} >>".encode()
        self.objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self.kids)} >>".encode()
        out, places = io.BytesIO(), []
        out.write(b"%PDF-1.7\n")
        for number, body in enumerate(self.objects, 1):
            places.append(out.tell())
            out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
        start = out.tell()
        out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
        out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
        trailer = f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
        out.write(trailer.encode())
        return out.getvalue()


def say(x: float, y: float, words: str, size: float = 10, font: str = "F1", more: str = "") -> str:
    """Words on a line that begins at x; each letter is 0.6 of its size wide."""
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {more} {x} {y} Td ({escaped}) Tj ET"


def lines(*words: str, x: float = 72, y: float = 700, font: str = "F1") -> list[str]:
    """Lines of words, one beneath the other."""
    return [say(x, y - 16 * n, line, font=font) for n, line in enumerate(words)]


def rule(x1: float, y: float, x2: float) -> str:
    """A thin black rectangle, as word processors draw a line."""
    return f"0 g {x1} {y} {x2 - x1} 0.6 re f"


def at(before: str, words: str, x: float = 72, size: float = 10) -> tuple[float, float]:
    """The left and right edge of words on a line, after others."""
    return x + len(before) * size * 0.6, x + len(before + words) * size * 0.6
