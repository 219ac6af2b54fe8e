"""A sentence that makes more of a clause than the clause's statements bear: an absolute ban, right or duty. Pure.

What a clause says is known from its facts' statements, which people wrote and reviewed. A claim stands where one of them (or the fact's
own words) bans, gives or asks the same thing; a claim without conditions stands only where that one has none either, and no other statement
of the clause makes an exception. A plain claim is refuted only where the clause's statements deny it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.claims import segments
from assistant.checking.meaning import ACTORS, canonical, content
from assistant.checking.overstatement import of_another, tied
from assistant.checking.places import places
from corpus import Clause, Document
from corpus.words import sentences

_BAN_VERB = r"bans?|banned|prohibit(?:s|ed)?|forb(?:ids?|ade|idden)|bars?|barred|outlaw(?:s|ed)?|rules? out|makes? it (?:illegal|unlawful)(?: to)?"
_BANS = rf"(?:{_BAN_VERB})\b(?!\s+(?:neither|nothing|nobody|no|only)\b)"
_FORBIDDEN = r"(?:is|are|be|been|being)\s+(?:(?!not|never|no\b)\w+\s+)?(?:banned|prohibited|forbidden|barred|outlawed|illegal|unlawful|off[- ]limits|(?:not|never) allowed)"
_MODAL_BAN = (
    r"(?:no|not (?:a|one)|nobody|no one)\b(?:\s+[\w'’-]+){0,6}?\s+(?:may|can|shall|must|will)|\bnobody (?:may|can|shall|must)|"
    r"(?:may|can|must|shall|will)(?:\s+(?:\w+ly|ever|also|still|now))?\s+(?:not|never|under no circumstances)|cannot|can['’]t|mustn['’]t|won['’]t"
)
_DUTY_VERB = r"(?:requires?|obliges?|compels?|forces?|mandates?)(?!\s+(?:no|nothing|nobody|neither)\b)"
_DUTY = r"must|shall|ha(?:s|ve) to|needs? to|(?:is|are) (?:\w+ly )?(?:required|obliged|bound|forced) to"
_OWED = rf"{_DUTY}|{_DUTY_VERB}|needs?|owes?|agrees? to|(?:is|are|['’]re) (?:also )?(?:due|paid|owed|entitled|covered)|you gets?|may recover|can be sued|keeps?|liable"
_REFUSE = r"refus(?:e|es|ing|al)|veto(?:es)?|say(?:s|ing)? no|turn(?:s|ing)? down|declin(?:e|es|ing)|reject(?:s|ing)?|opt(?:s|ing)? out"
_GIVES = (
    r"(?:(?:guarantees?|secures?|ensures?)\b(?!\s+(?:no|nobody|nothing)\b)"
    r"|(?:entitles?|gives?|grants?)\b(?!(?:\s+[\w'’-]+){0,7}?\s+(?:no|none|nobody|nothing|neither)\b))"
)
_SURE = r"\b(?:rights?|entitle[sd]?|guarantees?|secures?|ensures?)\b"
_RIGHT = (
    r"entitled to|(?:a|an|the|your|our|their|every|full|absolute|legal) (?:\w+ )?rights? (?:to|of|not to)|"
    rf"rights? (?:to|not to)|(?:a|the) veto|free to(?= (?:{_REFUSE}))|(?:can|may)(?:\s+(?:always|simply|freely|also|still|just))?(?=\s+(?:{_REFUSE})\b)"
)
_ABSOLUTE = re.compile(
    r"\b(?:outright|ever|never|altogether|complete(?:ly)?|total(?:ly)?|entirely|absolute(?:ly)?|strictly|under no circumstances|in no case|at all|all|any|every|"
    r"always|every(?:one|body)|any(?:one|body)|nobody|no one|whatever|without exception|no matter|automatically|fully|whenever|flatly|no (?:\w+ ){1,6}?(?:may|can|shall|must))\b",
    re.I,
)
#: Of these, those that leave no room for an exception made elsewhere in the clause.
_STRONG = re.compile(
    r"\b(?:outright|ever|never|altogether|completely|totally|entirely|absolute(?:ly)?|strictly|under no circumstances|in no case|always|every(?:one|body)|whatever|"
    r"all|without exception|no matter|whenever)\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:without(?! exception)|unless|only|except\w*|until|(?<!even )(?<!even\n)if|when(?!ever)|where|provided|once|as (?:long|far) as|so long as|subject to|depends?|"
    r"for purposes|on (?:request|conditions?|time)|conditions?(?= (?:that|are))|with (?:\w+ )?consent|beyond|unrelated|outside)\b(?P<rest>[^,;]*)",
    re.I,
)
#: Words that limit a neighbour: an absolute claim does not survive them.
_EXCEPTS = re.compile(
    r"\b(?:(?:does|do|need) not (?:apply|cover|reach|defend)|except\w*|exempt\w*|fair use|excluded|no consent is needed|need(?:s|ed)? no consent|gets? no|not needed|only (?:if|when|where|in))\b",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:no|not|nothing|nobody|neither|nor|none|never|without)\b|n['’]t\b", re.I
)
#: Says that something is not banned: "bars neither the training of a model", "nothing forbids such training".
_ALLOWS = re.compile(
    rf"\b(?:no|not|nothing|neither|nor|never)\b[^.;]{{0,80}}?\b(?:{_BAN_VERB}|prevents?|ban)\b|\b(?:{_BAN_VERB})\s+(?:neither|nothing|nobody)\b|n['’]t (?:{_BAN_VERB}|stop)\b", re.I
)
_CONSENTING = re.compile(r"(?<!its own )(?<!company['’]s )(?<!producer['’]s )(?<!employer['’]s )\bconsents?\b", re.I)
#: What stands before a claim and makes it another's, a wish, or its opposite.
_GUARDED = re.compile(
    r"\b(?:not|no|nothing|never|neither|nor|nobody|none|hardly|without|cannot|whether|if|should|would|could|wants?|asks?|asked|seeks?|hopes?|demands?|proposes?|argues?|argue|claims?|"
    r"claimed|reports?|we|myth|false|wrong|untrue|reserves?|says? nothing|more than)\b[^.;:]{0,80}$|n['’]t\b[^.;:]{0,60}$",
    re.I,
)
_NO_CONSENT = re.compile(r"\b(?:no|not need|without needing|found no)\b[^.;]{0,90}\bconsent|\bmay \w+[^.;]{0,40}\bwithout\b", re.I)
_THEIRS = re.compile(rf"\b(?:producer|employer|company|studio)s?\b[^.;]{{0,90}}\b(?:may|can) (?:{_REFUSE})\b", re.I)
_LEADING = re.compile(r"(?:if|when|where|once|unless|until|provided)\b[^,;]*", re.I)
_MONEY = re.compile(r"^(?:shares?|fees?|damages?|royalt\w+|residual\w*|money|fines?|sums?|rental|dollars?|compensation|reimburse\w*)$", re.I)
#: What a rule is about before anything else: a duty to tell bears no duty to pay.
_KEYS = frozenset(["pay", "consent", "refuse", "tell", "bargain", "meet", "delete", "credit", "discuss"])
#: Of these nothing can be told: who it is about, and how strongly it is said.
_IDLE = ACTORS | frozenset(
    canonical(word)
    for word in re.findall(
        r"\w+",
        """ai director compel use create give get system systems ban bans bar bars forbid prohibit outlaw right rights entitle guarantee ensure veto illegal unlawful allow free before after
    ever never always outright altogether complete completely total totally entire entirely absolute absolutely strictly circumstance exception matter automatic automatically
    whatever full fully everyone everybody anyone nobody new person people crew first time way document part item law own under""",
    )
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One thing that a clause says: what it bans, what it owes (or needs, or allows to refuse), the whole of it, and its conditions.

    `ours` marks a part of the statement and not of the fact's own words; `plain` marks what is owed without a "must": "the policies go to the union".
    """

    words: frozenset[str]
    banned: frozenset[str] | None
    owed: frozenset[str] | None
    ours: bool
    plain: bool
    permits_refusal: bool
    conditions: tuple[frozenset[str], ...]
    denies: bool
    allows: bool
    excepts: bool


def unborne(said: str, place: str, stands: Sequence[tuple[Document, Clause]]) -> str:
    """What a sentence claims of the clauses it cites at a place that their statements do not bear, or nothing."""
    units = [
        unit
        for document, clause in stands
        for fact in clause.facts
        if fact.short
        for unit in _units(fact.short, fact.span.of(document.text), fact.role)
    ]
    if not units or said.rstrip(" ”\"»)*_|").endswith("?"):
        return ""
    own, document = tied(said, place), stands[0][0]
    if _THEIRS.search(said):
        return ""  # the company's own leave to refuse is no member's right
    for one in places(said):
        said = said.replace(one.text, "it")
    absolute, conditional = bool(_ABSOLUTE.search(said)), bool(_CONDITION.search(said.replace("without exception", "")))
    whole = _content(said)
    for segment in segments(said):
        for kind, claim, wanted in _claims(segment, own, document):
            bearing = [unit for unit in units if _bears(kind, wanted, unit)]
            bearing = [unit for unit in bearing if unit.ours] or bearing  # the statement was written to keep the conditions
            if not bearing and wanted and any((unit.allows if kind == "ban" else unit.denies) and _shares(wanted, unit.words) for unit in units):
                return f"the text says “{claim}”; the clause's statements deny it"
            if not absolute or conditional:
                continue
            bare = [unit for unit in bearing if kind == "refusal" or not any(one - whole for one in unit.conditions)]
            if not bearing:
                return f"the text says “{claim}” without exception; nothing in the clause bears that"
            if not bare:
                return f"the text says “{claim}” without exception; the clause says so under a condition"
            if kind != "refusal" and _STRONG.search(said) and any(unit.excepts and unit not in bare and wanted and _shares(wanted, unit.words) for unit in units):
                return f"the text says “{claim}” without exception; the clause has exceptions"
    return ""


def _claims(segment: str, own: bool, document: Document) -> Iterator[tuple[str, str, list[str]]]:
    """What a part of a sentence claims: (ban, duty, right or refusal; its words; what it is about, in order).

    A verb counts where the clause is its subject ("it bans"); what people may or must do only where the sentence is the clause's `own` ("under it").
    """

    def first(verbs: str, modals: str) -> re.Match[str] | None:
        said = [one for one in re.finditer(rf"\b(?:{verbs})", segment, re.I) if not of_another(segment, "", one, document)]
        said += [one for one in re.finditer(rf"\b(?:{modals})\b", segment, re.I) if own or re.match(r"\W+by it\b", segment[one.end() :])]
        return next((one for one in sorted(said, key=re.Match.start) if not _GUARDED.search(segment[: one.start()])), None)

    if (one := first(_BANS, f"{_FORBIDDEN}|{_MODAL_BAN}")) and not re.match(r"\s*(?:have|need|be (?:required|obliged)) to\b", segment[one.end() :]):
        passive = re.fullmatch(_FORBIDDEN, one.group(), re.I)
        yield "ban", *_claim(segment, one, segment[: one.start()] if passive else _object(segment, one))
    if (one := first(_GIVES, _RIGHT)) and not re.match(r"\s*(?:no|nobody|nothing|notice|up|way)\b", segment[one.end() :], re.I):
        refusal = re.search(rf"\b(?:{_REFUSE})\b", segment[one.start() :], re.I)
        claim, wanted = _claim(segment, one, segment[one.end() :])
        if refusal:
            yield "refusal", claim, [word for word in wanted if word != "refuse"]
        elif wanted and re.search(_SURE, segment[one.start() :], re.I):  # "gives 48 hours' notice" gives no right
            yield "right", claim, wanted
    elif one := first(_DUTY_VERB + r"\b", rf"(?:{_DUTY})\b(?!\s+(?:not|never)\b)"):
        claim, wanted = _claim(segment, one, _object(segment, one))
        if wanted and not re.search(r"\b(?:may|can|not|never)\s+(?:\w+\s+)?$", segment[: one.start()], re.I):  # leave to require is no duty
            yield "duty", claim, wanted


def _claim(segment: str, one: re.Match[str], about: str) -> tuple[str, list[str]]:
    words = " ".join(segment[one.start() : one.end() + 60].split())
    return (words.rsplit(" ", 1)[0] if len(segment) > one.end() + 60 else words).strip(" .,"), _content(about, ordered=True)


def _object(segment: str, one: re.Match[str]) -> str:
    """What a verb is about: what follows it, and in the passive what stands before it ("a replica may never be shown")."""
    after = segment[one.end() :]
    return f"{segment[: one.start()]} {after}" if re.match(r"\s*(?:\w+ly\s+|always\s+|ever\s+)?be\s+(?!an?\s)", after) else after


def _bears(kind: str, wanted: list[str], unit: _Unit) -> bool:
    if kind == "ban":
        return unit.banned is not None and _shares(wanted, unit.banned)
    if kind == "refusal":
        return unit.permits_refusal and (not wanted or bool(set(wanted) & unit.words))
    return unit.owed is not None and not (unit.plain and kind == "right") and _shares(wanted, unit.owed)


def _shares(wanted: list[str], words: frozenset[str]) -> bool:
    """Whether words are about what is claimed: its first key where it has one, any word of it where it has none."""
    key = next((word for word in wanted if word in _KEYS), "")
    return key in words if key else not wanted or bool(set(wanted) & words)


@lru_cache(maxsize=4096)
def _units(short: str, words: str, role: str) -> tuple[_Unit, ...]:
    """What a fact says, part by part: its statement first, then its own words. What is no rule bears nothing and may deny."""
    found = []
    for text, ours in ((short, True), (words, False)):
        for span in sentences(text, 0, len(text)):
            said = span.of(text)
            led = _LEADING.match(said)  # "If the union asks, ..." holds for all of the sentence
            found += [_unit(part, role, ours, led.group() if led else "") for part in segments(said)]
    return tuple(found)


def _unit(part: str, role: str, ours: bool, led: str) -> _Unit:
    words = _content(part)
    conditions = tuple(held for held in (_content(led), *(_content(one.group()) for one in _CONDITION.finditer(part))) if held)
    denies, allows, excepts = (bool(one.search(part)) for one in (_DENIES, _ALLOWS, _EXCEPTS))
    if role not in ("rule", "definition"):
        return _Unit(words, None, None, ours, False, False, conditions, denies, allows, excepts)
    banned, owed = _banned(part) if role == "rule" else None, _owed(part)
    plain = owed is None and ours and not denies and not re.search(r"\b(?:may|can|could|would|should)\b", part, re.I)
    if owed is None and (plain or banned is not None and re.search(r"\bwithout\b", part, re.I)):
        owed = words  # what may not be done without consent needs it
    return _Unit(words, banned, owed, ours, plain, _may_refuse(part), conditions, denies, allows, excepts)


def _banned(part: str) -> frozenset[str] | None:
    if one := re.search(rf"\b(?:{_FORBIDDEN})\b", part, re.I):
        return _content(part[: one.start()])
    one = re.search(rf"\b(?:(?:{_MODAL_BAN})\b|{_BANS})", part, re.I)
    if one is None or re.match(_BAN_VERB, one.group(), re.I) and _DENIES.search(part[max(0, one.start() - 40) : one.start()]):
        return None  # "nothing bars": no ban
    return _content(_object(part, one))


def _owed(part: str) -> frozenset[str] | None:
    one = re.search(rf"\b(?:{_OWED}|rights?)\b(?!\s+not\b)", part, re.I)
    if one is None or _DENIES.search(part[max(0, one.start() - 40) : one.start()]):
        return None
    return None if re.match(r"\s+(?:no|nobody|nothing)\b", part[one.end() :]) else _content(part)


def _may_refuse(part: str) -> bool:
    """Whether a person may refuse by this: consent of theirs is needed, or nobody may make them."""
    consent = _CONSENTING.search(part) and not _NO_CONSENT.search(part)
    if re.search(rf"\b(?:no|not|nothing|nobody)\b[^.;]{{0,50}}\b(?:rights?|{_REFUSE})|\b(?:producer|employer|company)\b[^.;]{{0,20}}\bmay (?:{_REFUSE})", part, re.I):
        return bool(consent) and "no right" not in part
    own = rf"\b(?:you|employees?|members?|performers?|writers?|the union)\b[^.;]{{0,30}}\b(?:may|can) (?:{_REFUSE})|right to (?:{_REFUSE})|may not (?:make|require)|only thing you may refuse"
    return bool(consent) or bool(re.search(own, part, re.I))


def _content(text: str, ordered: bool = False):
    words = ["refuse" if re.fullmatch(_REFUSE, word, re.I) else "pay" if _MONEY.match(word) else word for word in content(re.sub(rf"\b(?:{_REFUSE})\b", "refuse", text, flags=re.I))]
    kept = [word for word in dict.fromkeys(words) if word not in _IDLE and not re.fullmatch(r"q?x+", word)]
    return kept if ordered else frozenset(kept)
