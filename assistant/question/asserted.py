"""What a question takes for granted or reports as said: a premise, a claim, and the order that is neither."""

from __future__ import annotations

import re

from corpus.names import find_unions
from corpus.words import terms

_RULES = (
    r"(?:ban(?:s|ned)?|forbids?|forbade|forbidden|prohibit(?:s|ed)?|outlaw(?:s|ed)?|illegal|unlawful|stops?|block(?:s|ed)?|prevents?|requires?|required|"
    r"must|has to|have to|needs?|guarantees?|gives?|gave|gets?|got|won|entitle[sd]?|pays?|paid|makes?|protects?|lets?|allow(?:s|ed)?|can(?:no|')?t?|says?|passed|"
    r"is law|became law|is (?:now )?(?:the )?law|are law|settled|ruled|cancelled|canceled|broke|violated|has|have|covers?|bound|is|are|was|were)"
)
_ASKS = r"(?:what|who|whom|whose|when|where|why|which|how|can|could|do|does|did|is|are|am|may|should|will|would|must|quote|show|tell)"
_GIVEN = (
    r"^\s*(?:but\s+|so\s+|ok(?:ay)?,?\s+)?(?:since|because|given that|now that|seeing(?: as| that)|considering(?: that)?|as)\s+"
    rf"(?P<premise>.{{8,240}}?\b{_RULES}\b.{{0,200}}?)"
)
_SINCE = re.compile(
    rf"{_GIVEN}(?:,|;|\s[-–—]\s|\?)\s*(?:so\s+|then\s+|and\s+)?(?P<rest>\S.*)$", re.I | re.S
)
_SINCE_ASKING = re.compile(rf"{_GIVEN}\s+(?P<rest>{_ASKS}\b.*)$", re.I | re.S)
_STATED = re.compile(
    rf"^\s*(?!{_ASKS}\b)(?P<premise>(?:\S+\s+){{1,30}}?{_RULES}\b[^?]{{0,160}}?)\s*(?:,\s*|;\s*|\.\s+|\s+(?=so\s|isn't\b|doesn't\b|aren't\b|don't\b)|\s[-–—]\s)(?:so\s+|and\s+|then\s+)?"
    rf"(?P<rest>(?:{_ASKS}\b|right\b|correct\b|yes\b|no\b|true\b|isn't|doesn't|don't|aren't).*)$",
    re.I | re.S,
)
_WHY = re.compile(
    r"^\s*(?:why|where|when) (?:does|do|did|is|are|was|were) (?P<premise>.{3,120}?\b(?:ban|forbid|prohibit|outlaw|guarantee|promise)\b.{0,120}?)\??$",
    re.I,
)
#: A premise is about a rule: it names a document, a law, a body that makes rules, or what only a rule gives.
_RULE = re.compile(
    r"\b(?:contract|deal|agreement|MBA|MOA|memorandum|law|act|acts?|bill|directive|principles?|policy|guild|union|court|courts|copyright office|"
    r"executive order|exception|guidance|(?:AB|SB|HB) \d+|we (?:won|banned|got)|opt out|right to|veto|by law|illegal|unlawful|legal|paid for training|get paid)\b",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:i (?:read|saw|heard)|(?:i was|we were|they) told|(?:an?|the|this|that|some|one) (?:\w+ )?(?:article|blog|post|tweet|website|news ?letter|site|video|story|report)s?\b(?! (?:game|contract|agreement|deal)).{0,30}?\b(?:says?|said|claims?|claimed|that)"
    r"|my (?:co-?worker|colleague|friend|boss|agent|manager|producer|rep|steward|brother|sister)s? (?:says?|said|claims?|told me|tells me|insists|thinks)|(?:people|everyone|everybody|reddit|twitter|wrapbook|variety|"
    r"deadline|chatgpt) (?:says?|keeps? saying|claims?|wrote)|apparently|supposedly|is it true)\b",
    re.I,
)
_TOLD_LEAD = re.compile(
    r"^.*?\b(?:(?:read|saw|heard)(?: (?:somewhere|online|in (?:an?|the) [\w\s]{2,30}?|on [\w\s]{2,20}?))?(?: that)?|told (?:me|us|that|the (?:crew|cast|room|team|writers|staff)|every(?:one|body))?|says?|said|claims?|claimed|insists|thinks|wrote|tells?(?: me| us)?|telling (?:me|us)|saying|apparently|supposedly|is it true)\b[,:]?\s*(?:that\s+)?",
    re.I | re.S,
)
#: Anyone who said something: a claim only where what they said states a rule.
_SAID = re.compile(
    r"^\s*(?:(?:but|so|and|ok(?:ay)?,?)\s+)?(?:they|he|she|someone|somebody|people|hr|management|production|casting|(?:my|our|the|an?|some|one)(?: [\w-]+){1,3}?)\s+(?:(?:just|now|also|keeps?|has|have) )?"
    r"(?:said|says?|saying|claims?|claimed|insists?|tells?|told|telling)\b",
    re.I,
)
#: Told TO do something, or that one has to: an order. That a rule has it so is a claim.
_ORDERED = re.compile(
    r"^(?:that )?(?:not |never )?to\s+(?!(?:the|an?|my|our|your|this|that)\b)\w+", re.I
)
_OBLIGED = re.compile(
    r"^(?:that )?(?:i|we|you|everyone|everybody|all of us)(?:['’]d|['’]ve)?\s+(?:(?:all|also|now|just|really)\s+)?(?:must(?:n['’]t)?|ha(?:ve|d|s)(?: got)? to|got to|gotta|"
    r"need(?:ed)? to|should(?:n['’]t)?|better|can(?:['’]t|not)? (?:go home|leave))\b",
    re.I,
)
_RULE_SAID = re.compile(
    r"\b(?:contracts?|agreements?|deals?|MBA|MOA|memorandum|laws?|legal(?:ly)?|rules?|polic(?:y|ies)|clauses?|articles? \d|section \d|acts?|"
    r"(?:union|guild) (?:has |have )?(?:agreed|says?|said|allows?|requires?|wants?|rules?))\b",
    re.I,
)
_TRUE = re.compile(
    r"[\s,.;?!]*(?:\b(?:is (?:that|this|it) (?:true|right|correct|so)|true or (?:false|not)|true|right|correct|really)\b)[\s?!.]*$",
    re.I,
)


def premise_of(text: str) -> tuple[str, str]:
    """What a question states about a rule before it asks, and what it goes on to ask; nothing where it states none."""
    for pattern in (_SINCE, _SINCE_ASKING, _STATED, _WHY):
        found = pattern.match(text)
        if found and len(terms(found["premise"])) >= 2 and _states_a_rule(found["premise"]):
            rest = found.groupdict().get("rest") or ""
            return found["premise"].strip(" ,;"), rest.strip()
    return "", ""


def _states_a_rule(premise: str) -> bool:
    """Whether a statement is about a rule and not about what has happened to the person."""
    premise = re.sub(r"\bin[ -]laws?\b", "", premise)  # "my mother in law passed away"
    return bool(_RULE.search(premise) or find_unions(premise)) and not re.search(
        r"\bbut\b", premise, re.I
    )


def reported(text: str) -> tuple[str, bool]:
    """What somebody is said to have claimed, without who said it; nothing where the question reports no one. Whether it reports an order.

    "My boss told me to use it" and "they said I have to" ask whether that may be; "they said the contract has it so" is a claim.
    """
    told, spoke = _TOLD.search(text), _SAID.match(text)
    if not (told or spoke) or re.match(
        r"\s*(?:does|do|did|what|must|can|will|should|who|how)\b", text, re.I
    ):
        return "", False
    said = _TRUE.sub("", _TOLD_LEAD.sub("", text, count=1)).strip(" ,.?!")
    first = re.split(r"[.?!]\s+|,\s+(?:is|can|do|does|so|what|how)\b", said)[0].strip(" ,")
    if re.match(
        r"(?:yes|no|ok|okay|thanks?|sorry|sure|maybe|hi|hello)\b(?! (?:one|body|company|producer|studio|AI)\b)",
        first,
        re.I,
    ):
        return "", False
    ruled = _RULE_SAID.search(first) or _RULE.search(first) and not _OBLIGED.match(first)
    if _ORDERED.match(first) or _OBLIGED.match(first) and not ruled:
        return "", True
    return first if len(terms(first)) >= 2 and (told or ruled) else "", False
