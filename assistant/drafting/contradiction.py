"""Why a sentence can't be said on the words it cites: a denial on one side only, roles exchanged, opposites, words added. Pure.

Words are compared, not meaning: whatever can't be shown from the cited words counts as not said there. So an honest
paraphrase is sometimes refused, and the quotations stand in; a lie must not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.claims import NEGATIVE_VERB, Claims, segments
from assistant.checking.meaning import ACTORS, WEAK, canonical, content, listed
from assistant.drafting.quantities import mentions
from assistant.drafting.roles import exchanged

#: What a member would act on: never said unless the cited words say it.
_WEIGHTY = listed(
    """pay consent delete keep sell share credit residual fire fired dismiss discipline train scan replica bonus strike court sue lawsuit damages
    fine penalty arbitration grievance illegal unlawful legal copyright veto refuse object withdraw revoke waive waiver retroactive
    written oral separate independent business working calendar consecutive annual monthly weekly daily minimum maximum fee
    share percent royalty benefit pension health insurance safe fully background stunt extra minor child deceased estate dead
    union after layoff laid replace replaced free money local individual wage salary double triple bargain tell meet audit license"""
)
#: What a paraphrase may add: how a thing stands on the date, which is judged apart, and words for order and manner.
_BENIGN = listed(
    """superseded expire expired end ended former formerly earlier old replaced previous proposed propose before rather arise arising least
    compel way example instance result output lack way place case kind part certain specific individually clear clearly give get consider considered treated refer refers"""
)
#: Of these, what a clause may be about by its heading alone: no consequence for anyone.
_TOPICS = frozenset(["train", "scan", "replica", "license"])
_OPPOSITES = (
    *(("keep", "delete"), ("before", "after"), ("more", "less"), ("least", "most"), ("minimum", "maximum"), ("increase", "reduce")),
    *(
        ("include", "exclude"),
        ("accept", "refuse"),
        ("allow", "forbid"),
        ("begin", "end"),
        ("public", "private"),
        ("paid", "unpaid"),
    ),
    *(("union", "company"), ("employee", "contractor"), ("separate", "joint"), ("oral", "written"), ("raise", "lower")),
    *(("buy", "sell"), ("true", "false"), ("real", "synthetic"), ("old", "new"), ("grant", "deny"), ("win", "lose")),
)
_BOUNDLESS = {
    "always": r"always|at all times",
    "at any time": r"at any time|any day",
    "regardless": r"regardless|no matter|whatever|irrespective|even if|in all cases",
    "unlimited": r"unlimited|without limit|unconditional(?:ly)?|absolute(?:ly)?|complete(?:ly)?|entire(?:ly)?|total(?:ly)?|full(?:y)?",
    "forever": r"forever|permanent(?:ly)?|perpetual(?:ly)?|in perpetuity|indefinite(?:ly)?",
    "at once": r"automatic(?:ally)?|immediate(?:ly)?|at once|instant(?:ly)?",
    "only": r"only|solely|exclusive(?:ly)?|nothing but|exception",
    "all": r"all|every|everyone|everybody|everything|everywhere|each|whole",
    "any": r"any|anyone|anything|anybody|anywhere|no one|nobody|nothing|no|every",
    "any one": r"any one|either|any of|at least one|one or more",
}
_BOUNDLESS_SAID = {
    "all": r"everyone|everybody|everything|everywhere|all|every",
    "any": r"anyone|anything|anybody|anywhere|no one|nobody",
}
_WEIGHTY = frozenset(canonical(word) for word in _WEIGHTY)
_BENIGN = frozenset(canonical(word) for word in _BENIGN)
_OPPOSITES = tuple((canonical(one), canonical(other)) for one, other in _OPPOSITES)

_NEGATION = r"not|never|no|none|nothing|nobody|neither|nor|cannot|can't|won't|don't|doesn't|isn't|aren't|mustn't|shouldn't|wasn't|without|lacks?|lacking"
_CUE = re.compile(rf"\b(?:{_NEGATION}|{NEGATIVE_VERB}|rather than|instead of|free from|exempt(?:ed)?|unable)\b", re.I)
_PLAIN_CUE = re.compile(rf"\b(?:{_NEGATION})\b", re.I)
#: "may not ... without consent" is a rule that names a condition, and is read as "may ... with consent".
_CONDITIONAL = re.compile(
    r"\b(not|never|no|cannot|can't|mustn't)\b(?P<middle>[^.;]{0,200}?)\b(?P<unless>without|unless|until|except (?:with|if|when|where|as))\b",
    re.I,
)
_TWICE_DENIED = re.compile(r"\b(?:not|never|no|cannot|nothing)\W+(?:\w+\W+)?(?:not|never|no|nothing)\b", re.I)


def contradicts(said: Claims, source: Claims, heading: Claims) -> str:
    """Why a sentence can't be said on these words: a denial on one side only, roles exchanged, opposites; nothing where none is seen."""
    topics = source.words | (heading.words & _TOPICS)
    if unheld := next((word for word in sorted(said.words & _WEIGHTY) if word not in topics), ""):
        return f"“{unheld}” is not in the cited words"
    for one, other in (*_OPPOSITES, *(pair[::-1] for pair in _OPPOSITES)):
        if one in said.words and one not in source.words and other in source.words:
            return f"it says “{one}” where the cited words say “{other}”"
    for name, pattern in _BOUNDLESS.items():
        if re.search(rf"\b(?:{_BOUNDLESS_SAID.get(name, pattern)})\b", said.text, re.I) and not re.search(
            rf"\b(?:{pattern})\b", source.text, re.I
        ):
            return f"it says “{name}”, which the cited words do not"
    if outsiders := (said.words & ACTORS) - source.words - heading.words:
        return f"the cited words do not speak of “{sorted(outsiders)[0]}”"
    spoken = source.words | (heading.words - _WEIGHTY)
    return _denials(said, source) or exchanged(said, source, spoken) or _counting(said.text, source.text)


def _counting(said: str, source: str) -> str:
    """What a number counts: a word beside it must stand near the same number in the cited words, and "whichever is greater" with it."""
    for one in mentions(said):
        near = set(content(said[max(0, one.start - 60) : one.start] + " " + said[one.end : one.end + 60])) - {"ai"}
        same = [other for other in mentions(source) if other.quantity == one.quantity]
        around = [
            re.split(r"[.;] ", source[max(0, o.start - 70) : o.start])[-1] + re.split(r"[.;] ", source[o.start : o.end + 70])[0]
            for o in same
        ]
        if near and same and not any(near & set(content(words)) for words in around):
            return "its number counts something else in the cited words"
    if mentions(said) and _CHOICE.search(source) and not _CHOICE.search(said):
        return "it leaves out which of two amounts is owed"
    return ""


_CHOICE = re.compile(r"\bwhichever\b|\b(?:greater|lesser|larger|smaller|higher|lower) (?:of|amount)\b", re.I)


def strangers(said: Claims, source: frozenset[str]) -> list[str]:
    """What a sentence speaks of that these words do not: whatever is no grammar, and has no word of the same meaning among them."""
    return sorted(said.words - source - _BENIGN)


def _denials(said: Claims, source: Claims) -> str:
    if _TWICE_DENIED.search(said.text) and not _TWICE_DENIED.search(source.text):
        return "it denies twice over"
    mine, theirs = list(_cues(said.text)), list(_cues(source.text))
    for cue, scope in mine:
        near = {word for word in scope[:4] if word not in WEAK} or set(scope[:4])
        if not any(near & set(wide) or not near for _, wide in theirs):
            return f"its “{cue}” is not in the cited words"
    denied = {word for _, scope in mine for word in scope}
    told = said.words - WEAK
    for cue, scope in theirs:
        telling = [word for word in scope[:5] if word not in WEAK] or scope[:5]
        met = [word for word in telling[:3] if word in said.words]
        mainly = bool(met) and told <= set(scope)
        if met and (mainly or len(met) >= min(2, len(telling))) and not denied & (set(scope[:8]) - ACTORS or set(scope[:8])):
            return f"the cited words say “{cue}” of this"
    return ""


def _cues(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each denial with the content words that it reaches, nearest first."""
    text = _CONDITIONAL.sub(lambda m: f"{m['middle']} with ", text)
    for segment in segments(text):
        plain_before = False
        for found in _CUE.finditer(segment):
            plain = bool(_PLAIN_CUE.fullmatch(found.group()))
            if not plain and plain_before:
                continue  # "nothing forbids": one denial, of a ban
            plain_before |= plain
            following = _PLAIN_CUE.search(segment, found.end())
            after = content(segment[found.end() : following.start() if following else len(segment)])
            before = content(segment[: found.start()])[::-1]
            passive = not plain and re.search(
                r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$", segment[: found.start()], re.I
            )
            yield found.group().lower(), (before + after if passive else after or before)
