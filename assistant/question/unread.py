"""What nobody could read, of the documents that a question is about: pages, and whole documents
whose stored files are damaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.question.scope import Scope
from corpus import Document, Library

#: Documents, each with its pages, of which nothing could be read; without pages all of it.
Unread = tuple[tuple[str, tuple[int, ...]], ...]
#: A sentence names so many documents, and counts the rest.
_NAMED = 3


def unread_in(scope: Scope, library: Library, cited: Iterable[str] | None = None) -> Unread:
    """The unread pages of documents in scope, in order of id.

    Those are the documents that a question is limited to, else its unions' own, else all. An answer
    rests on some: of a question that is limited to none they are those, `cited`. A document that is
    set aside, which any question may have wanted, stands first.
    """
    unions = set(scope.unions)
    among = set(cited) if cited is not None else None

    def meant(document: Document) -> bool:
        if scope.documents:
            return document.id in scope.documents
        if unions and unions & library.unions_of(document):
            return True
        return document.id in among if among is not None else not unions

    aside = [one for one in library.aside if not scope.documents or one in scope.documents]
    return (
        *((identity, ()) for identity in aside),
        *(
            (document.id, document.report.pages_unread)
            for document in library
            if document.report and document.report.pages_unread and meant(document)
        ),
    )


def unread_line(unread: Unread, library: Library) -> str:
    """Which pages could not be read, as the end of a sentence; empty where there are none."""
    if not unread:
        return ""
    said = [unread_part(pages, library[one].name) for one, pages in unread[:_NAMED]]
    more = f" and of {len(unread) - _NAMED} more documents" if len(unread) > _NAMED else ""
    return f"{'; '.join(said)}{more} could not be read"


def unread_part(pages: Sequence[int], name: str) -> str:
    """What of a document could not be read, as the subject of a sentence."""
    return f"{pages_said(pages)} of {name}" if pages else f"{name}, whose files are damaged,"


def nothing_in(it: str, unread: Unread, library: Library) -> str:
    """That nothing in `it` answers, which nobody can say of a page that was not read."""
    if line := unread_line(unread, library):
        return f"nothing that could be read of {it} answers this: {line}."
    return f"nothing in {it} answers this."


def pages_said(pages: Sequence[int]) -> str:
    """Pages as a person writes them: "page 4", "pages 2, 4 and 218-220"."""
    return f"page{'s' if len(pages) > 1 else ''} {' and '.join(_listed(runs_of(pages)))}"


def _listed(runs: Sequence[str]) -> list[str]:
    return [", ".join(runs[:-1]), runs[-1]] if len(runs) > 1 else list(runs)


def runs_of(pages: Sequence[int]) -> list[str]:
    """Page numbers in order, three or more that follow each other as one: "2", "218-220"."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    said = ([f"{run[0]}-{run[-1]}"] if len(run) > 2 else map(str, run) for run in runs)
    return [one for some in said for one in some]
