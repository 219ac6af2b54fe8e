"""Official texts of the bundled digests, from the addresses that the digests themselves give."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus import (
    CannotRead,
    Document,
    Home,
    Library,
    PinciteError,
    Progress,
    Settings,
    write_whole,
)
from corpus.locators_in_text import cited
from corpus.numbering import places_of
from ingest.add import add_each
from ingest.described import Described
from ingest.download import Fetched, Unreachable, download

#: A digest without numbered places is met by a text that holds this share of its longer words.
_SHARED_WORDS = 0.4
_LEAST = 1500
_OFFLINE = 3  # after so many hosts that do not answer, and none that does, nobody else is asked
#: What is known of the texts fetched before, by digest.
_Record = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one digest: the document that was added, or `said`, why there is none.

    `failed` is true where that is an error.
    """

    digest: str
    document: Document | None = None
    said: str = ""
    failed: bool = False


def fetch(
    ids: Sequence[str],
    settings: Settings,
    update: bool = False,
    progress: Progress | None = None,
    get: Callable[..., Fetched] = download,
) -> list[Outcome]:
    """Download the official texts of these digests and add them.

    Without ids, of all that name an address. Each file's SHA-256 is recorded in the home; a text
    that has changed since is refused unless `update`, and one that has not is left as it is. A page
    that lacks the places its digest cites is not its text. A digest that fails changes nothing.
    NoSuchDocument for an id that is not held; Unreachable where no host answers.
    """
    home = Home.open(settings.home)
    library = Library.load(home, settings.bundled)
    chosen = [library[identity] for identity in ids] or list(filter(_addressed, library))
    record = _recorded(home)
    outcomes: list[Outcome] = []
    ready: list[tuple[Document, Fetched]] = []
    unreachable = 0
    for number, digest in enumerate(chosen, 1):
        try:
            got = get(_address(digest), settings.max_file_mb)
            if said := _unchanged(digest, got, record, library, update):
                outcomes.append(Outcome(digest.id, None, said))
            else:
                ready.append((digest, got))
        except CannotRead as error:
            unreachable += isinstance(error, Unreachable)
            outcomes.append(Outcome(digest.id, None, str(error), failed=True))
        if unreachable >= _OFFLINE and unreachable == number:
            break  # this machine is offline, and waiting for the others would not help
        if progress:
            progress("fetching", number, len(chosen))
    if unreachable >= _OFFLINE and len(outcomes) < len(chosen) and not ready:
        meanwhile = f"{len(chosen)} official texts wanted; the digests answer meanwhile"
        raise Unreachable(f"{outcomes[0].said} ({meanwhile})")
    return outcomes + _add(ready, record, home, settings, progress)


def _addressed(document: Document) -> bool:
    return document.basis == "digest" and bool(document.official_url)


def _address(digest: Document) -> str:
    if not _addressed(digest) or digest.official_url is None:
        raise CannotRead(
            f"{digest.id}: no address of an official text is known; add your own copy with "
            f"--text-of {digest.id}"
        )
    return digest.official_url


def _unchanged(
    digest: Document, got: Fetched, record: _Record, library: Library, update: bool
) -> str:
    """That a text is held as it is, or nothing; CannotRead where it has changed unasked."""
    known = record.get(digest.id, {})
    before, now = known.get("sha256"), _sha256(got)
    if before == now and known.get("document") in library:
        return f"unchanged since {known['on']}"
    if before in (None, now) or update:
        return ""
    raise CannotRead(
        f"{digest.official_url} has changed since {known['on']} (SHA-256 {before[:12]}… is now "
        f"{now[:12]}…); look at it, then 'pincite fetch --update {digest.id}'"
    )


def meets(digest: Document, text: Document) -> bool:
    """Whether a text can be what a digest summarises.

    It has the digest's numbered places, or else most of its longer words.
    """
    if len(text.text) < _LEAST:
        return False
    wanted = {place[:2] for clause in digest.clauses for place in places_of(clause.locator)}
    if wanted:
        places = (place for clause in text.clauses for place in places_of(clause.locator))
        held = {place[:n] for place in places for n in (1, 2)}
        held |= {one.parts[0].steps[:1] for one in cited(text.text) if one.parts}
        return any(place in held or place[:1] in held for place in wanted)
    words = {word for clause in digest.clauses for word in _longer(digest.quote(clause))}
    return len(words & _longer(text.text)) >= _SHARED_WORDS * len(words)


def _longer(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{6,}", text.lower()))


def _add(
    ready: list[tuple[Document, Fetched]],
    record: _Record,
    home: Home,
    settings: Settings,
    progress: Progress | None,
) -> list[Outcome]:
    if not ready:
        return []
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        files = [_written(Path(folder), digest, got) for digest, got in ready]
        digests = {path: digest for (path, _), (digest, _) in zip(files, ready, strict=True)}

        def check(path: Path, document: Document) -> None:
            digest = digests[path]
            if not meets(digest, document):
                raise CannotRead(
                    f"{digest.official_url} is a page about it and not its text: none of what the "
                    "digest cites stands there; find the text and add it with --text-of "
                    f"{digest.id}"
                )

        added = add_each(files, settings, progress, check=check)
    for (digest, got), done in zip(ready, added, strict=True):
        if done.document is None:
            outcomes.append(Outcome(digest.id, None, done.error, failed=True))
        else:
            outcomes.append(Outcome(digest.id, done.document))
            record[digest.id] = _entry(digest, got, done.document)
    written = json.dumps(record, indent=1, sort_keys=True) + "\n"
    write_whole(home.root / "fetched.json", written)
    return outcomes


def _written(folder: Path, digest: Document, got: Fetched) -> tuple[Path, Described]:
    path = folder / f"{digest.id}-official{got.suffix}"
    path.write_bytes(got.data)
    return path, Described(id=path.stem, text_of=digest.id)


def _entry(digest: Document, got: Fetched, document: Document) -> dict[str, Any]:
    return {
        "url": digest.official_url,
        "from": got.url,
        "sha256": _sha256(got),
        "bytes": len(got.data),
        "on": date.today().isoformat(),
        "document": document.id,
    }


def _recorded(home: Home) -> _Record:
    path = home.root / "fetched.json"
    if not path.exists():
        return {}
    try:
        return {one: dict(row) for one, row in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise PinciteError(
            f"{path} is damaged ({error}), so that nobody knows which texts have changed; run "
            "'pincite doctor --repair', which moves it away, and look at what is fetched then"
        ) from error


def _sha256(got: Fetched) -> str:
    return hashlib.sha256(got.data).hexdigest()
