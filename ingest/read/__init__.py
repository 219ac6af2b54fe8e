"""One module per format; each gives the same lines. Other modules read from this door."""

from __future__ import annotations

from pathlib import Path

from corpus import CannotRead
from ingest.read.reading import Line, Reading

__all__ = ["MAX_CHARACTERS", "READABLE", "REFUSED", "Line", "Reading", "pages_of", "read"]

_WEB = (".html", ".htm")
READABLE = (".pdf", ".docx", *_WEB, ".md", ".markdown", ".txt", ".text")
#: Documents of other programs: refused by name, not passed over, where a folder holds one.
REFUSED = (".rtf", ".doc", ".odt", ".wpd", ".pages")
#: How files of other programs begin, whatever they are named.
_OTHERS = {
    b"{\\rtf": "a Rich Text file (RTF)",
    bytes.fromhex("d0cf11e0a1b11ae1"): "an old Word file (.doc), or is locked with a password",
}
_SAVE = "open it in a word processor, save it as .docx or PDF, and add that"
MAX_CHARACTERS = 6_000_000  # some four times the longest agreement we know of


def pages_of(path: Path) -> int:
    """How many pages a PDF says it has; 0 for other formats, and for one that does not open."""
    if path.suffix.lower() != ".pdf":
        return 0
    from ingest.read.pdf import count_pages

    return count_pages(path)


def read(path: Path, max_mb: int = 64, pictures: bool = False) -> Reading:
    """Read an original. CannotRead says which file cannot be read, why, and what to do.

    With `pictures` tesseract reads the pages of a PDF that have no text to be trusted.
    """
    reading = _by_kind(path, _head(path, max_mb), max_mb, pictures)
    if len(reading.text) > MAX_CHARACTERS:
        raise CannotRead(
            f"{path.name} holds {len(reading.text):,} characters of text, more than "
            f"{MAX_CHARACTERS:,}; split it and add the parts"
        )
    return reading


def _head(path: Path, max_mb: int) -> bytes:
    """The first bytes of a file that is there, of a kind that is read, and not too large."""
    suffix = path.suffix.lower()
    if not path.exists():
        raise CannotRead(f"{path} is not there; check the name")
    if not path.is_file():
        raise CannotRead(f"{path} is no file")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise CannotRead(f"{path.name} can't be opened: {error.strerror or error}") from error
    if other := next((what for mark, what in _OTHERS.items() if head.startswith(mark)), ""):
        raise CannotRead(f"{path.name} is {other}, which can't be read: {_SAVE}")
    if suffix not in READABLE:
        raise CannotRead(
            f"{path.name}: files ending in {suffix or 'nothing'} can't be read (wanted one of "
            f"{', '.join(READABLE)}): {_SAVE}"
        )
    if not size:
        raise CannotRead(f"{path.name} is empty")
    if size > max_mb * 2**20:
        raise CannotRead(f"{path.name} has {size >> 20} MB, more than PINCITE_MAX_FILE_MB={max_mb}")
    return head


def _by_kind(path: Path, head: bytes, max_mb: int, pictures: bool) -> Reading:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        if b"%PDF-" not in head:
            raise CannotRead(
                f"{path.name} is no PDF: it does not start as one; open it and save it as a PDF"
            )
        from ingest.read.pdf import read_pdf

        return read_pdf(path, pictures)
    if suffix == ".docx":
        if not head.startswith(b"PK"):
            raise CannotRead(
                f"{path.name} is no Word file (.docx): it does not start as one; open it and save "
                "it as .docx"
            )
        from ingest.read.docx import read_docx

        return read_docx(path, max_mb)
    if suffix in _WEB:
        from ingest.read.html import read_html

        return read_html(path)
    from ingest.read.text import read_file

    return read_file(path)
