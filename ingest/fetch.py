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

from corpus import CannotRead, Document, Home, Library, Progress, Settings, write_whole
from corpus.numbering import places_of
from ingest.add import Described, add_each
from ingest.download import Fetched, Unreachable, download

#: A digest without numbered places is met by a text that holds this share of its longer words.
_SHARED_WORDS = 0.4
_LEAST = 1500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one digest: the document that was added, or `said`, why there is none; `failed` where that is an error."""

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
    """Download the official texts of these digests (all that name an address, where none is given) and add them.

    Each file's SHA-256 is recorded in the home; a text that has changed since is refused unless `update`, and one that has
    not is left as it is. A page that does not hold the places its digest cites is not taken for the text. Nothing is
    changed for a digest that fails. NoSuchDocument for an id that is not held; Unreachable where no host answers.
    """
    home = Home.open(settings.home)
    library = Library.load(home, settings.bundled)
    chosen = [library[identity] for identity in ids] or [
        d for d in library if d.basis == "digest" and d.official_url
    ]
    record = _record(home)
    outcomes: list[Outcome] = []
    ready: list[tuple[Document, Fetched]] = []
    unreachable: list[str] = []
    for number, digest in enumerate(chosen, 1):
        try:
            if digest.basis != "digest" or not digest.official_url:
                raise CannotRead(
                    f"{digest.id}: no address of an official text is known; add your own copy with --text-of {digest.id}"
                )
            got = get(digest.official_url, settings.max_file_mb)
            known = record.get(digest.id, {})
            if known.get("sha256") == _sha256(got) and known.get("document") in library:
                outcomes.append(Outcome(digest.id, None, f"unchanged since {known['on']}"))
            elif known.get("sha256") not in (None, _sha256(got)) and not update:
                raise CannotRead(
                    f"{digest.official_url} has changed since {known['on']} (SHA-256 {known['sha256'][:12]}… is now "
                    f"{_sha256(got)[:12]}…); look at it, then 'pincite fetch --update {digest.id}'"
                )
            else:
                ready.append((digest, got))
        except Unreachable as error:
            unreachable.append(digest.id)
            outcomes.append(Outcome(digest.id, None, str(error), failed=True))
        except CannotRead as error:
            outcomes.append(Outcome(digest.id, None, str(error), failed=True))
        if len(unreachable) >= 3 and len(unreachable) == number:
            break  # no host of three answers: this machine is offline, and waiting for the others would not help
        if progress:
            progress("fetching", number, len(chosen))
    if len(unreachable) >= 3 and len(outcomes) < len(chosen) and not ready:
        raise Unreachable(
            f"{outcomes[0].said} ({len(chosen)} official texts wanted; the digests answer meanwhile)"
        )
    return outcomes + _add(ready, record, home, settings, progress)


def meets(digest: Document, text: Document) -> bool:
    """Whether a text can be what a digest summarises: it has its numbered places, or else most of its longer words."""
    if len(text.text) < _LEAST:
        return False
    wanted = {place[:2] for clause in digest.clauses for place in places_of(clause.locator)}
    if wanted:
        held = {
            place[:n]
            for clause in text.clauses
            for place in places_of(clause.locator)
            for n in (1, 2)
        }
        held |= {
            (number.lower(),)
            for number in re.findall(
                r"(?:Article|Section|Sec\.|§)\s*\[?([\dIVXLC][\w.]*)", text.text, re.I
            )
        }
        return any(place in held or place[:1] in held for place in wanted)
    words = {
        word
        for clause in digest.clauses
        for word in re.findall(r"[a-z]{6,}", digest.quote(clause).lower())
    }
    return len(words & set(re.findall(r"[a-z]{6,}", text.text.lower()))) >= _SHARED_WORDS * len(
        words
    )


def _add(
    ready: list[tuple[Document, Fetched]],
    record: dict,
    home: Home,
    settings: Settings,
    progress: Progress | None,
) -> list[Outcome]:
    if not ready:
        return []
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for digest, got in ready:
            path = Path(folder) / f"{digest.id}-official{got.suffix}"
            path.write_bytes(got.data)
            files.append((path, Described(id=path.stem, text_of=digest.id)))
        fitting = {path.name: digest for (path, _), (digest, _) in zip(files, ready, strict=True)}

        def check(path: Path, document: Document) -> None:
            if not meets(fitting[path.name], document):
                raise CannotRead(
                    f"{fitting[path.name].official_url} is a page about it and not its text: none of what the digest cites stands "
                    f"there; find the text and add it with --text-of {fitting[path.name].id}"
                )

        for (digest, got), done in zip(
            ready, add_each(files, settings, progress, check=check), strict=True
        ):
            if done.document is None:
                outcomes.append(Outcome(digest.id, None, done.error, failed=True))
                continue
            outcomes.append(Outcome(digest.id, done.document))
            record[digest.id] = {
                "url": digest.official_url,
                "from": got.url,
                "sha256": _sha256(got),
                "bytes": len(got.data),
                "on": date.today().isoformat(),
                "document": done.document.id,
            }
    write_whole(home.root / "fetched.json", json.dumps(record, indent=1, sort_keys=True) + "\n")
    return outcomes


def _record(home: Home) -> dict:
    path = home.root / "fetched.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _sha256(got: Fetched) -> str:
    return hashlib.sha256(got.data).hexdigest()
