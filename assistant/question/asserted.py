"""What a question takes for granted or reports as said: a premise, a claim, or an order."""

from __future__ import annotations

import re

from corpus.names import find_unions
from corpus.words import terms

_RULES = (
    r"ban(?:s|ned)?|forbids?|prohibits?|outlaw(?:s|ed)?|illegal|stops?|must|needs?|requires?|"
    r"allows?|guarantees?|gives?|gave|gets?|got|won|pays?|paid|makes?|protects?|lets?|passed|"
    r"can(?:no|')?t?|says?|cancelled|broke|has|have|covers?|is|are|was|were"
)
_ASKS = r"what|who|when|where|why|which|how|can|could|do|does|did|is|are|am|will|must|quote|tell"
#: A premise is about a rule: a document, a law, a body that makes rules, or what only a rule gives.
_MAKERS = (
    r"contract|deal|agreement|MBA|MOA|law|acts?|bill|principles?|policy|guild|union|courts?|"
    r"copyright office|exception|(?:AB|SB|HB) \d+|we (?:won|banned|got)|right to|veto|"
    r"illegal|legal|get paid"
)
_TELLS = r"said|says?|saying|claims?|tells?|told|telling"
_SOMEONE = r"they|he|she|someone|casting|(?:my|our|the|an?|some|one)(?: [\w-]+){1,3}?"

_GIVEN = (
    r"^\s*(?:(?:but|so|ok(?:ay)?,?)\s+)?(?:since|now that|as)\s+"
    rf"(?P<premise>.{{8,240}}?\b(?:{_RULES})\b.{{0,200}}?)"
)
_SINCE = re.compile(
    rf"{_GIVEN}(?:,|;|\s[-–—]\s|\?)\s*(?:(?:so|then|and)\s+)?(?P<rest>\S.*)$", re.I | re.S
)
_SINCE_ASKING = re.compile(rf"{_GIVEN}\s+(?P<rest>(?:{_ASKS})\b.*)$", re.I | re.S)
_STATED = re.compile(
    rf"^\s*(?!(?:{_ASKS})\b)(?P<premise>(?:\S+\s+){{1,30}}?(?:{_RULES})\b[^?]{{0,160}}?)\s*"
    r"(?:,\s*|\.\s+|\s+(?=so\s|isn't\b|doesn't\b))(?:(?:so|and|then)\s+)?"
    rf"(?P<rest>(?:{_ASKS}|right|correct|yes|no|true|isn't|doesn't)\b.*)$",
    re.I | re.S,
)
_WHY = re.compile(
    r"^\s*(?:why|where|when) (?:does|do|did|is|are|was|were) "
    r"(?P<premise>.{3,120}?\b(?:ban|forbid)\b.{0,120}?)\??$",
    re.I,
)
_RULE = re.compile(rf"\b(?:{_MAKERS})\b", re.I)
_TOLD = re.compile(
    r"\b(?:i (?:read|saw|heard)|(?:i was|we were|they) told|is it true|"
    r"(?:an?|the|this|that|some|one) (?:\w+ )?(?:article|blog|news ?letter|site|video)s?\b"
    r"(?! (?:game|contract|agreement|deal)).{0,30}?\b(?:says?|said|claims?|that)|"
    r"my (?:co-?worker|friend|boss|agent|producer|rep)s? (?:says?|told me)|"
    r"(?:people|everyone|everybody|reddit) (?:says?|wrote))\b",
    re.I,
)
_TOLD_LEAD = re.compile(
    r"^.*?\b(?:(?:read|saw|heard)(?: (?:somewhere|in (?:an?|the) [\w\s]{2,30}?|on [\w\s]{2,20}?))?"
    r"(?: that)?|told (?:me|us|the (?:crew|cast|room|team|writers|staff))?|says?|said|claims?|"
    r"saying|is it true|tells?(?: me| us)?|telling (?:me|us))\b[,:]?\s*(?:that\s+)?",
    re.I | re.S,
)
#: Anyone who said something: a claim only where what they said states a rule.
_SAID = re.compile(
    rf"^\s*(?:(?:but|so|and|ok(?:ay)?,?)\s+)?(?:{_SOMEONE})\s+(?:(?:have|keeps?) )?(?:{_TELLS})\b",
    re.I,
)
#: Told TO do something, or that one has to: an order. That a rule has it so is a claim.
_ORDERED = re.compile(
    r"^(?:that )?(?:not |never )?to\s+(?!(?:the|an?|my|our|your|this|that)\b)\w+", re.I
)
_OBLIGED = re.compile(
    r"^(?:that )?(?:i|we|you|everyone|everybody|all of us)(?:'d|'ve)?\s+"
    r"(?:(?:all|also|now|just|really)\s+)?"
    r"(?:must(?:n't)?|ha(?:ve|d|s)(?: got)? to|need(?:ed)? to|should(?:n't)?)\b",
    re.I,
)
_RULE_SAID = re.compile(r"\b(?:rules?|contract|law)\b", re.I)
_TRUE = re.compile(r"[\s,.;?!]*(?:\b(?:true|right)\b)[\s?!.]*$", re.I)
_CUT = re.compile(r"[.?!]\s+|,\s+(?:is|can|do|does|so|what|how)\b")
_THANKED = re.compile(r"(?:yes|no|thanks?)\b(?! (?:one|body|company|producer|studio|AI)\b)", re.I)
_QUESTION = re.compile(r"\s*(?:what|do|does|did|can|who|how)\b", re.I)


def premise_of(text: str) -> tuple[str, str]:
    """What a question states about a rule before it asks, and what it goes on to ask."""
    for pattern in (_SINCE, _SINCE_ASKING, _STATED, _WHY):
        found = pattern.match(text)
        if found and len(terms(found["premise"])) >= 2 and _states_a_rule(found["premise"]):
            rest = found.groupdict().get("rest") or ""
            return found["premise"].strip(" ,;"), rest.strip()
    return "", ""


def reported(text: str) -> tuple[str, bool]:
    """What somebody is said to have claimed, without who said it, and whether it is an order.

    "My boss told me to use it" and "they said I have to" ask whether that may be; "they said the
    contract has it so" is a claim. Nothing where the question reports no one.
    """
    told, spoke = _TOLD.search(text), _SAID.match(text)
    if not (told or spoke) or _QUESTION.match(text):
        return "", False
    said = _TRUE.sub("", _TOLD_LEAD.sub("", text, count=1)).strip(" ,.?!")
    first = _CUT.split(said)[0].strip(" ,")
    if _THANKED.match(first):
        return "", False
    ruled = _RULE_SAID.search(first) or _RULE.search(first) and not _OBLIGED.match(first)
    if _ORDERED.match(first) or _OBLIGED.match(first) and not ruled:
        return "", True
    return first if len(terms(first)) >= 2 and (told or ruled) else "", False


def _states_a_rule(premise: str) -> bool:
    """Whether a statement is about a rule and not about what has happened to the person."""
    premise = re.sub(r"\bin[ -]laws?\b", "", premise)  # "my mother in law passed away"
    about = _RULE.search(premise) or find_unions(premise)
    return bool(about) and not re.search(r"\bbut\b", premise, re.I)
