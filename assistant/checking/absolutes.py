"""A sentence that makes more of a clause than its statements bear: an absolute ban, right or duty.

What a clause says is known from its facts' statements, which people wrote and reviewed. A claim
stands where one of them bans, gives or asks the same thing; a claim without conditions only where
that one has none either. A plain claim is refuted only where the statements deny it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.claims import segments
from assistant.checking.meaning import ACTORS, canonical, content
from assistant.checking.overstatement import is_meant, of_another, tied
from assistant.checking.places import places
from corpus import Clause, Document
from corpus.words import sentences

_NONE = r"(?!\s+(?:no|only|nothing|nobody|neither)\b)"
_BAN_VERB = (
    r"(?:bans?|banned|prohibit(?:s|ed)?|forb(?:ids?|ade|idden)|bars?|barred|outlaw(?:s|ed)?"
    rf"|rules? out|makes? it (?:illegal|unlawful)(?: to)?)\b{_NONE}"
)
_FORBIDDEN = (
    r"(?:is|are|be|been|being)\s+(?:(?!not|never|no\b)\w+\s+)?(?:banned|prohibited|forbidden"
    r"|barred|outlawed|illegal|unlawful|off[- ]limits|(?:not|never) allowed)"
)
_MODAL_BAN = (
    r"(?:no|not (?:a|one)|nobody|no one)\b(?:\s+[\w'’-]+){0,6}?\s+(?:may|can|shall|must|will)"
    r"|(?:may|can|must|shall|will)(?:\s+(?:\w+ly|ever|also|still|now))?"
    r"\s+(?:not|never|under no circumstances)|cannot|can['’]t|mustn['’]t|won['’]t"
)
_DUTY_VERB = rf"(?:requires?|obliges?|compels?|forces?|mandates?)\b{_NONE}"
_DUTY = r"must|shall|ha(?:s|ve) to|needs? to|(?:is|are) (?:\w+ly )?(?:required|obliged|bound) to"
_OWED = (
    rf"{_DUTY}|{_DUTY_VERB}|needs?|owes?|agrees? to|you gets?|may recover|can be sued|keeps?|liable"
    r"|(?:is|are|['’]re) (?:also )?(?:due|paid|owed|entitled|covered)|rights?"
)
_REFUSE = (
    r"refus(?:e|es|ing|al)|veto(?:es)?|say(?:s|ing)? no|turn(?:s|ing)? down|declin(?:e|es|ing)"
    r"|reject(?:s|ing)?|opt(?:s|ing)? out"
)
_GIVES = (
    r"(?:guarantees?|secures?|ensures?|entitles?|gives?|grants?)\b"
    r"(?!(?:\s+[\w'’-]+){0,7}?\s+(?:no|none|nobody|nothing|neither)\b)"
)
_RIGHT = (
    r"entitled to|(?:a|an|the|your|our|their|every|full|absolute|legal) (?:\w+ )?rights? (?:to|of)"
    rf"|rights? (?:to|not to)|(?:a|the) veto|free to(?= (?:{_REFUSE}))"
    rf"|(?:can|may)(?:\s+(?:always|simply|freely|also|still|just))?(?=\s+(?:{_REFUSE})\b)"
)
_SURE = r"\b(?:rights?|entitle[sd]?|guarantees?|secures?|ensures?)\b"
_ABSOLUTE = re.compile(
    r"\b(?:outright|ever|never|altogether|complete(?:ly)?|total(?:ly)?|entirely|absolute(?:ly)?"
    r"|strictly|under no circumstances|in no case|all|any|every|always|every(?:one|body)"
    r"|any(?:one|body)|nobody|no one|whatever|without exception|no matter|automatically|fully"
    r"|whenever|flatly|no (?:\w+ ){1,6}?(?:may|can|shall|must))\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:without(?! exception)|unless|only|except\w*|until|(?<!even )if|when(?!ever)|where"
    r"|provided|once|(?:as|so) (?:long|far) as|subject to|depends?|for purposes"
    r"|on (?:request|conditions?|time)|conditions?(?= (?:that|are))|with (?:\w+ )?consent|beyond"
    r"|unrelated|outside)\b(?P<rest>[^,;]*)",
    re.I,
)
#: "If the union asks, ..." holds for all of the sentence.
_LEADING = re.compile(r"(?:if|when|where|once|unless|until|provided)\b[^,;]*", re.I)
_DENIES = re.compile(r"\b(?:no|not|nothing|nobody|neither|nor|none|never|without)\b|n['’]t\b", re.I)
#: A person's consent, not the company's own.
_CONSENT = re.compile(r"(?<!its own )(?<!company['’]s )(?<!er['’]s )\bconsents?\b", re.I)
#: The company's own leave to refuse is no member's right.
_THEIRS = re.compile(
    rf"\b(?:producer|employer|company|studio)s?\b[^.;]{{0,90}}\b(?:may|can) (?:{_REFUSE})\b", re.I
)
#: What a rule is about before anything else: a duty to tell bears no duty to pay.
_KEYS = frozenset(
    ["pay", "consent", "refuse", "tell", "bargain", "meet", "delete", "credit", "discuss"]
)
#: Of these nothing can be told: who it is about, and how strongly it is said.
_IDLE = ACTORS | {
    canonical(word)
    for word in re.findall(
        r"\w+",
        """ai director compel use create give get system systems ban bans bar bars forbid prohibit
        outlaw right rights entitle guarantee ensure veto illegal unlawful allow free before after
        ever never always outright altogether complete completely total totally entire entirely
        absolute absolutely strictly circumstance exception matter automatic automatically whatever
        full fully everyone everybody anyone nobody new person people crew first time way document
        part item law own under""",
    )
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that a statement says: its words, what of them it bans and what it owes, whether a
    person may refuse by it, its conditions. `plain` marks what is owed without a "must"."""

    words: frozenset[str]
    banned: frozenset[str] | None
    owed: frozenset[str] | None
    plain: bool
    refusal: bool
    conditions: tuple[frozenset[str], ...]
    denies: bool

    def bears(self, kind: str, wanted: list[str]) -> bool:
        """Whether it says what is claimed."""
        if kind == "ban":
            return self.banned is not None and _shares(wanted, self.banned)
        if kind == "refusal":
            return self.refusal and (not wanted or bool(self.words & set(wanted)))
        weak = self.plain and kind == "right"
        return self.owed is not None and not weak and _shares(wanted, self.owed)


def unborne(said: str, place: str, stands: Sequence[tuple[Document, Clause]]) -> str:
    """What a sentence claims of the clauses it cites at a place that their statements do not bear,
    or nothing."""
    facts = [(one, fact) for one, clause in stands for fact in clause.facts if fact.short]
    parts = [part for _, fact in facts for part in _parts(fact.short, fact.role)]
    texts = [part for one, fact in facts for part in _parts(fact.span.of(one.text), fact.role)]
    if not parts or said.rstrip(' ”"»)*_|').endswith("?") or _THEIRS.search(said):
        return ""
    own, document = tied(said, place), stands[0][0]
    for one in places(said):
        said = said.replace(one.text, "it")
    free = not _CONDITION.search(said.replace("without exception", ""))
    absolute, whole = free and bool(_ABSOLUTE.search(said)), _words(said)
    for segment in segments(said):
        for kind, claim, wanted in _claims(segment, own, document):
            bearing = [part for part in parts if part.bears(kind, wanted)]
            bearing = bearing or [part for part in texts if part.bears(kind, wanted)]
            if reason := _reason(kind, wanted, parts, bearing, whole if absolute else None):
                return f"the text says “{claim}”{reason}"
    return ""


def _reason(
    kind: str,
    wanted: list[str],
    parts: Sequence[_Part],
    bearing: Sequence[_Part],
    whole: frozenset[str] | None,
) -> str:
    """Why a claim is not borne; `whole` are the words of a sentence that claims it absolutely."""
    if whole is None:
        denied = any(part.denies and _shares(wanted, part.words) for part in parts)
        refuted = kind != "ban" and wanted and not bearing and denied
        return "; the clause's statements deny it" if refuted else ""
    if not bearing:
        return " without exception; nothing in the clause bears that"
    free = (kind == "refusal" or not any(c - whole for c in part.conditions) for part in bearing)
    return "" if any(free) else " without exception; the clause says so under a condition"


def _claims(segment: str, own: bool, document: Document) -> Iterator[tuple[str, str, list[str]]]:
    """What a part of a sentence claims: (ban, duty, right or refusal; its words; what it is about).

    A verb counts where the clause is its subject ("it bans"); what people may or must do only where
    the sentence is the clause's `own` ("under it").
    """

    def first(verbs: str, modals: str) -> re.Match[str] | None:
        verb = re.finditer(rf"\b(?:{verbs})", segment, re.I)
        said = [one for one in verb if not of_another(segment, "", one, document)]
        for one in re.finditer(rf"\b(?:{modals})\b", segment, re.I):
            if own or re.match(r"\W+by it\b", segment[one.end() :]):
                said.append(one)
        said = [one for one in said if is_meant(segment, one)]
        return min(said, key=re.Match.start, default=None)

    ban = first(_BAN_VERB, f"{_FORBIDDEN}|{_MODAL_BAN}")
    if ban and not re.match(r"\s*(?:have|need|be required) to\b", segment[ban.end() :]):
        passive = re.fullmatch(_FORBIDDEN, ban.group(), re.I)
        about = segment[: ban.start()] if passive else segment[ban.end() :]
        yield "ban", _quoted(segment, ban), _ordered(about)
    if one := first(_GIVES, _RIGHT):
        after, wanted = segment[one.start() :], _ordered(segment[one.end() :])
        if re.search(rf"\b(?:{_REFUSE})\b", after, re.I):
            yield "refusal", _quoted(segment, one), [word for word in wanted if word != "refuse"]
        elif wanted and re.search(_SURE, after, re.I):  # "gives 48 hours' notice" gives no right
            yield "right", _quoted(segment, one), wanted
    elif one := first(_DUTY_VERB, rf"(?:{_DUTY})\b(?!\s+(?:not|never)\b)"):
        leave = r"\b(?:may|can|not|never)\s+(?:\w+\s+)?$"  # leave to require is no duty
        wanted = _ordered(segment[one.end() :])
        if wanted and not re.search(leave, segment[: one.start()], re.I):
            yield "duty", _quoted(segment, one), wanted


def _quoted(segment: str, one: re.Match[str]) -> str:
    words = " ".join(segment[one.start() : one.end() + 60].split())
    cut = len(segment) > one.end() + 60
    return (words.rsplit(" ", 1)[0] if cut else words).strip(" .,")


def _shares(wanted: list[str], words: frozenset[str]) -> bool:
    """Whether words are about what is claimed: its first key where it has one, any word of it where
    it has none."""
    key = next((word for word in wanted if word in _KEYS), "")
    return key in words if key else not wanted or bool(set(wanted) & words)


@lru_cache(maxsize=4096)
def _parts(short: str, role: str) -> tuple[_Part, ...]:
    """What a statement says, part by part. What is no rule bears nothing and may deny."""
    found = []
    for span in sentences(short, 0, len(short)):
        said = span.of(short)
        led = _LEADING.match(said)
        found += [_part(part, role, led.group() if led else "") for part in segments(said)]
    return tuple(found)


def _part(text: str, role: str, led: str) -> _Part:
    words, denies = _words(text), bool(_DENIES.search(text))
    said = (_words(led), *(_words(one.group()) for one in _CONDITION.finditer(text)))
    conditions = tuple(filter(None, said))
    if role not in ("rule", "definition"):
        return _Part(words, None, None, False, False, conditions, denies)
    banned, owed = _banned(text) if role == "rule" else None, _owed(text)
    leave = re.search(r"\b(?:may|can|could|would|should)\b", text, re.I)
    plain = owed is None and not denies and not leave
    if owed is None and (plain or banned is not None and re.search(r"\bwithout\b", text, re.I)):
        owed = words  # what may not be done without consent needs it
    return _Part(words, banned, owed, plain, _may_refuse(text), conditions, denies)


def _banned(text: str) -> frozenset[str] | None:
    if one := re.search(rf"\b(?:{_FORBIDDEN})\b", text, re.I):
        return _words(text[: one.start()])
    one = re.search(rf"\b(?:(?:{_MODAL_BAN})\b|{_BAN_VERB})", text, re.I)
    if one is None:
        return None
    verb = re.match(_BAN_VERB, one.group(), re.I)
    if verb and _DENIES.search(text[max(0, one.start() - 40) : one.start()]):
        return None  # "nothing bars": no ban
    passive = re.match(r"\s*(?:\w+ly\s+)?be\s+(?!an?\s)", text[one.end() :])
    return _words(f"{text[: one.start()] if passive else ''} {text[one.end() :]}")


def _owed(text: str) -> frozenset[str] | None:
    one = re.search(rf"\b(?:{_OWED})\b(?!\s+not\b)", text, re.I)
    if one is None or _DENIES.search(text[max(0, one.start() - 40) : one.start()]):
        return None
    return None if re.match(r"\s+(?:no|nobody|nothing)\b", text[one.end() :]) else _words(text)


def _may_refuse(text: str) -> bool:
    """Whether a person may refuse by this: their consent is needed, or nobody may make them."""
    if re.search(rf"\b(?:no|not|nothing|nobody)\b[^.;]{{0,50}}\b(?:rights?|{_REFUSE})", text, re.I):
        return False
    own = (
        r"\b(?:you|employees?|members?|performers?|writers?|the union)\b[^.;]{0,30}"
        rf"\b(?:may|can) (?:{_REFUSE})|right to (?:{_REFUSE})|may not (?:make|require)"
    )
    return bool(_CONSENT.search(text) or re.search(own, text, re.I))


def _ordered(text: str) -> list[str]:
    """The words that tell what a text is about, in order."""
    words = content(re.sub(rf"\b(?:{_REFUSE})\b", "refuse", text, flags=re.I))
    kept = (word for word in words if word not in _IDLE and not re.fullmatch(r"q?x+", word))
    return list(dict.fromkeys(kept))


def _words(text: str) -> frozenset[str]:
    return frozenset(_ordered(text))
