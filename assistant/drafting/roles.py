"""Who does what to whom, under what condition: whether a sentence exchanges what the cited words have. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.claims import CONSENTING, Claims, segments
from assistant.checking.meaning import ACTORS, WORD, canonical, content

_MODAL = re.compile(
    r"\b(?:must|shall|may|can|cannot|can't|mustn't|will|would|could|should|ought to|has to|have to|needs? to|(?:is|are) (?:required|obliged|allowed|permitted|free|entitled|able) to)\b",
    re.I,
)


def exchanged(said: Claims, source: Claims, spoken: frozenset[str]) -> str:
    """What a sentence says of another than the cited words do, or on another condition; nothing where none is seen.

    `spoken` are the words that the cited text and its heading speak of.
    """
    if strangers := _receivers(said.text) - _receivers(source.text):
        return f"the cited words do not say it of “{sorted(strangers)[0]}”"
    mine, theirs = _consenters(said.text), _consenters(source.text)
    if mine and (mine - theirs if theirs else mine & _needing(source.text)):
        return "the cited words ask for somebody else's consent"
    mine, theirs = _consents_of(said.text), _consents_of(source.text)
    if mine and theirs and not mine <= theirs:
        return "the cited words ask for somebody else's consent"
    theirs_too = _possessions(source.text)
    for owner, thing in _possessions(said.text):
        if (owners := {one for one, held in theirs_too if held == thing}) and owner not in owners:
            return f"the cited words speak of somebody else's “{thing}”"
    if agents := _agents(said.text) - _agents(source.text) - ACTORS:
        return f"the cited words do not say that it is done by “{sorted(agents)[0]}”"
    conditions = list(_conditions(source.text))
    for first in _conditions(said.text):
        if conditions and first and not set(first[:1]) & {word for other in conditions for word in other[:4]}:
            return "it names another condition"
    return _doers(said, source, spoken) or _heads(said.text, source.text) or _order(said.text, source.text)


def _doers(said: Claims, source: Claims, spoken: frozenset[str]) -> str:
    """Who must do it: the nearest actor before the verb, or after it where the verb is passive."""
    for segment in segments(said.text):
        for modal in _MODAL.finditer(segment):
            after = re.split(r"[,;]", segment[modal.end() :])[0]
            passive = bool(re.match(r"\s+(?:not |never |also |first |only |\w+ly )*be\b", after))
            head = next(iter(content(after)), None)
            actor = _actor(segment[: modal.start()])
            if head is None:
                continue
            if head == "get" and "give" in source.words and actor in _receivers(source.text):
                continue  # who "must get" is whom somebody "must give"
            if head not in spoken and not (head == "compel" and source.claims("requires")):
                return f"“{head}” is not in the cited words"
            if actor is None:
                continue
            if actor not in source.words:
                return f"the cited words do not speak of “{actor}”"
            if head in source.words and not any(
                _plays(actor, head, passive, part) for part in re.split(r"(?<=[.;])\s", source.text)
            ):
                return f"the cited words do not say it of “{actor}”"
    return ""


def _plays(actor: str, head: str, passive: bool, text: str) -> bool:
    pieces = list(WORD.finditer(text))
    for piece in pieces:
        if canonical(piece.group()) != head:
            continue
        theirs = bool(re.search(r"\b(?:be|is|are|been|being)\s+(?:not\s+|\w+ly\s+)?$", text[: piece.start()], re.I))
        before, after = text[: piece.start()], text[piece.end() :]
        if theirs == passive:
            doer = _actor(before)
            if doer is None or doer == actor:
                return True
        elif actor in content(after) or not set(content(after)) & ACTORS:
            return True
    return False


def _actor(text: str) -> str | None:
    """Who does what follows: the first actor after the last comma, or after the one before it, that no preposition makes an object."""
    objects = []
    for part in reversed(text.split(",")):
        found = [(m.start(), canonical(m.group())) for m in WORD.finditer(_SYNTHETIC.sub("synthetic", part))]
        actors = [(at, word) for at, word in found if word in ACTORS]
        free = [word for at, word in actors if not _OBJECT.search(part[:at]) and not _CONDITION.match(part)]
        if free:
            return free[0]
        objects += [word for _, word in actors]
    return next(iter(objects), None)


_SYNTHETIC = re.compile(r"\bsynthetic performers?\b", re.I)
_OBJECT = re.compile(r"\b(?:of|to|for|with|by|from|against)\s+(?:(?:the|a|an|any|each|its|their|that|every)\s+)?$", re.I)
_CONDITION = re.compile(r"\s*(?:and |or )?(?:if|when|where|unless|once|while|provided)\b", re.I)
_GIVING = frozenset(["tell", "give", "pay", "send", "offer", "consult", "indemnifi", "reimburs", "owe", "benefit"])


def _receivers(text: str) -> set[str]:
    """The actors to whom something is told, given or paid: soon after "to" or such a verb."""
    pieces = [m.group().lower() for m in WORD.finditer(text)]
    found = set()
    for at, piece in enumerate(pieces):
        if piece in ("to", "for") or canonical(piece) in _GIVING:
            found |= {canonical(word) for word in pieces[at + 1 : at + 6]} & (ACTORS | {"individual"})
    return found


_CONSENTER = re.compile(
    rf"\b(\w+?)(?:['’]s|s['’])\s+(?:\w+ ){{0,2}}(?:{CONSENTING})\b|\b(?:{CONSENTING}) (?:of|by|from) (?:\w+ ){{0,2}}?(\w+)|\b(\w+) (?:consents?|consented|agrees?|agreed|approves?|approved)\b",
    re.I,
)


def _consenters(text: str) -> set[str]:
    """The actors whose consent a text speaks of."""
    words = {canonical(word) for found in _CONSENTER.finditer(text) for word in found.groups() if word}
    return words & ACTORS


def _possessions(text: str) -> set[tuple[str, str]]:
    """What is whose: "the producer's policies", "the policies of the producer"."""
    pairs = [(m[1], m[2]) for m in re.finditer(r"\b(\w+?)(?:['’]s|(?<=s)['’])\s+(\w+)", text)]
    pairs += [(m[2], m[1]) for m in re.finditer(r"\b(\w+) of (?:the |a |an |each |every |that )?(\w+)", text)]
    return {(canonical(owner), canonical(thing)) for owner, thing in pairs if canonical(owner) in ACTORS}


def _needing(text: str) -> set[str]:
    """The actors that need a consent: it is not theirs to give."""
    found = re.finditer(rf"([^.;]{{0,300}}?)\b(?:{CONSENTING})\b", text, re.I)
    return {actor for one in found if (actor := _actor(one.group(1)))}


_IF = re.compile(r"\b(?:if|when|whenever|where|once|unless|provided that|as long as|in case|whether)\b", re.I)


def _consents_of(text: str) -> set[str]:
    """The first word that says whose consent it is: "the consent of whoever holds the rights"."""
    found = re.finditer(rf"\b(?:{CONSENTING}) (?:of|from) ([^.;,]*)", text, re.I)
    return {words[0] for one in found if (words := content(one[1]))}


def _agents(text: str) -> set[str]:
    """What stands next after "by": who or what does it."""
    return {words[0] for one in re.finditer(r"\bby ([^.;,]*)", text, re.I) if (words := content(one[1]))}


def _conditions(text: str) -> Iterator[list[str]]:
    """What each condition is about: its content words, less who is in it."""
    for one in _IF.finditer(text):
        yield [word for word in content(re.split(r"[.;]", text[one.end() :])[0]) if word not in ACTORS and word != "lack"]


def _heads(said: str, source: str) -> str:
    """Whether it drops the thing itself after a verb and keeps what it is of: "put documentation about the data" made "put the data"."""
    words = set(content(said))
    for modal in _MODAL.finditer(source):
        after = re.split(r"[.;,]", source[modal.end() :])[0]
        of = re.match(r"\W*(?:\w+ly )?(\w+) (?:the |a |an |its |any )?(\w+) (?:about|of) ([^.;,]*)", after)
        if (
            of
            and canonical(of[1]) in words
            and (named := content(of[2]))
            and named[0] not in words
            and set(content(of[3])[:1]) & words
        ):
            return f"it leaves out “{named[0]}”"
    return ""


_CHUNK = re.compile(
    r"[,;:()]|\b(?:if|when|where|unless|once|before|after|while|that|which|whose|who|whether|and|or|but|for|with|without|(?:in|on)(?= (?:the|their|its|his|her|your|any|each)\b))\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:be|is|are|was|were|been|being) (?:\w+ly )?\w+(?:ed|en|id|ut|ld|de|wn)\b", re.I)
#: "Training data" for "data used to train": so near, words may change places within one noun phrase.
_NOUN_PHRASE = 2
_PARTICIPLE = re.compile(r"(?:ed|ing|en|made|built|held)$", re.I)


def _order(said: str, source: str) -> str:
    """Whether two words that stand together stand the other way round in the cited words, and never as here."""
    theirs = content(source)
    places: dict[str, list[int]] = {}
    for at, word in enumerate(theirs):
        places.setdefault(word, []).append(at)
    for chunk in _CHUNK.split(said):
        if _PASSIVE.search(chunk):
            continue
        words = [
            (piece, word) for piece in WORD.findall(chunk) if not piece.endswith("ly") for word in content(piece) if word in places
        ]
        for (piece, one), (after, other) in zip(words, words[1:], strict=False):
            near = _NOUN_PHRASE if _PARTICIPLE.search(piece) or _PARTICIPLE.search(after) else 0
            if one != other and places[one][0] - places[other][-1] > near:
                return f"the cited words have “{other}” before “{one}”"
    return ""
