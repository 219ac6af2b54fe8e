"""What lies upon a page and is no part of its drawing: strikes, notes, the fields of a form."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.read.drawn import Box, Pdfium, Sheet

_UNSEEN = 2 | 32  # the flags "hidden" and "not to be viewed"
_MOST = 5000  # annotations of a page that are looked at
_TICKED, _EMPTY = "☑", "☐"


@dataclass(slots=True)
class Annotated:
    """A page's annotations.

    `struck` are the boxes of words that a reviewer struck, `notes` what notes say, `fields` what
    fields hold and where; `filled` counts those that somebody filled in or ticked. `files` names
    attached files, `stamps` counts stamps, whose words are a picture.
    """

    struck: list[Box] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fields: list[tuple[Box, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    filled: int = 0
    stamps: int = 0


def annotated(sheet: Sheet, form: Pdfium = None) -> Annotated:
    """The annotations of an open page; fields only where its document has a form environment."""
    raw, found = sheet.raw, Annotated()
    for at in range(min(_MOST, max(0, raw.FPDFPage_GetAnnotCount(sheet.page.raw)))):
        if not (annot := raw.FPDFPage_GetAnnot(sheet.page.raw, at)):
            continue
        if not raw.FPDFAnnot_GetFlags(annot) & _UNSEEN:
            _take(annot, sheet, form, found)
        raw.FPDFPage_CloseAnnot(annot)
    return found


def attached(pdf: Pdfium, raw: Pdfium) -> list[str]:
    """The names of the files that a document carries within it."""
    names = []
    for at in range(max(0, raw.FPDFDoc_GetAttachmentCount(pdf.raw))):
        file = raw.FPDFDoc_GetAttachment(pdf.raw, at)
        names.append(_file_name(file, raw))
    return names


def _take(annot: Pdfium, sheet: Sheet, form: Pdfium, found: Annotated) -> None:
    raw = sheet.raw
    kind = raw.FPDFAnnot_GetSubtype(annot)
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        found.struck += _quads(annot, sheet)
    elif kind == raw.FPDF_ANNOT_WIDGET and form is not None:
        _take_field(annot, sheet, form, found)
    elif kind == raw.FPDF_ANNOT_FILEATTACHMENT:
        found.files.append(_file_name(raw.FPDFAnnot_GetFileAttachment(annot), raw))
    elif kind == raw.FPDF_ANNOT_STAMP:
        found.stamps += 1
    if kind not in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
        said = _words(
            lambda buffer, size: raw.FPDFAnnot_GetStringValue(annot, b"Contents", buffer, size)
        )
        found.notes += [said] if said else []


def _quads(annot: Pdfium, sheet: Sheet) -> list[Box]:
    """The boxes that a strike covers: one a line."""
    raw, quad = sheet.raw, sheet.raw.FS_QUADPOINTSF()
    boxes = []
    for at in range(min(_MOST, raw.FPDFAnnot_CountAttachmentPoints(annot))):
        if raw.FPDFAnnot_GetAttachmentPoints(annot, at, quad):
            xs = quad.x1, quad.x2, quad.x3, quad.x4
            ys = quad.y1, quad.y2, quad.y3, quad.y4
            boxes.append(sheet.upright.box((min(xs), min(ys), max(xs), max(ys))))
    return boxes or [_place(annot, sheet)]


def _take_field(annot: Pdfium, sheet: Sheet, form: Pdfium, found: Annotated) -> None:
    """A field's value, marked as filled in; a tick by its box."""
    raw = sheet.raw
    kind = raw.FPDFAnnot_GetFormFieldType(form, annot)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        ticked = bool(raw.FPDFAnnot_IsChecked(form, annot))
        found.filled += ticked
        found.fields.append((_place(annot, sheet), _TICKED if ticked else _EMPTY))
        return
    written = (
        raw.FPDF_FORMFIELD_TEXTFIELD,
        raw.FPDF_FORMFIELD_COMBOBOX,
        raw.FPDF_FORMFIELD_LISTBOX,
    )
    if kind in written:
        said = _words(
            lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annot, buffer, size)
        )
        if said:
            found.filled += 1
            found.fields.append((_place(annot, sheet), f"[filled in: {said}]"))


def _place(annot: Pdfium, sheet: Sheet) -> Box:
    rect = sheet.raw.FS_RECTF()
    sheet.raw.FPDFAnnot_GetRect(annot, ctypes.byref(rect))
    return sheet.upright.box((rect.left, rect.bottom, rect.right, rect.top))


def _file_name(file: Pdfium, raw: Pdfium) -> str:
    unnamed = "a file without a name"
    if not file:
        return unnamed
    return _words(lambda buffer, size: raw.FPDFAttachment_GetName(file, buffer, size)) or unnamed


def _words(call: Callable[[Pdfium, int], int]) -> str:
    """The words that a call gives in two steps: their length, then themselves."""
    size = min(call(None, 0), 200_000)
    if size <= 2:
        return ""
    units = (ctypes.c_ushort * (size // 2 + 1))()
    call(units, size)
    return " ".join(bytes(units)[:size].decode("utf-16-le", "replace").split("\0")[0].split())
