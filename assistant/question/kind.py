"""Which kind of question is asked, where the kind changes how it is answered: a comparison, a change, a premise, a claim.

A kind is read from the question's own words. Every other question is plain: its clauses answer it whatever its form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.question.dates import renewals
from assistant.question.scope import Scope
from corpus import Document, Library
from corpus.names import find_places, find_unions, lineage, matcher, places, plain, unions
from corpus.words import terms


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one column of a comparison: a title, and the scope in which its clauses are looked for."""

    title: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a question: `name`, what is asked in each column (`topic`, `parts`), or what is taken for granted.

    `premise` is the part of the question that states something as a fact; `rest` is what it goes on to ask.
    """

    name: str = "question"
    topic: str = ""
    parts: tuple[Part, ...] = ()
    premise: str = ""
    rest: str = ""


_COMPARES = re.compile(
    r"\bcompar(?:e|es|ed|ing|ison)\b|\bversus\b|\bvs\b\.?|\bdifferences?\b|\bdiffers?\b|\bdifferent\b|\b(?:who|which)\b.{0,40}\b(?:has|have|got|gets?|is|"
    r"goes|gives?|offers?|protects?|better|stronger|more|weaker|stricter)\b|\b(?:better|stronger|weaker|stricter|worse) than\b|\bside by side\b|\bbetween\b.+\band\b",
    re.I,
)
_COMPARING = re.compile(
    r"\b(?:compar(?:e|es|ed|ing|ison)(?: of| with| to)?|versus|vs\.?|what(?:'s| is| are)? the differences?(?: between)?|differences?(?: between| in)?|differ(?:s|ent)?(?: from)?|"
    r"side by side|(?:who|which(?: \w+)?)\b.{0,12}?\b(?:has|have|got|gets?|is|goes|gives?|offers?)|(?:the )?(?:better|stronger|more|weaker|stricter|worse|best|strongest)"
    r"(?: (?:rules?|terms?|protections?|language|deal))?(?: than)?|between|contracts?|agreements?|deals?)\b",
    re.I,
)
_CHANGES = re.compile(
    r"\bwhat(?:'s| has| is| did| was)?\b.{0,25}?\b(?:chang(?:e|es|ed)|new|different|differs?|gain(?:ed)?|win|won|lost|lose|add(?:ed)?|dropped|removed|improve[ds]?)\b"
    r"|\bchang(?:e|es|ed)\b.{0,40}\b(?:since|from|between|in|after|under|with)\b|\bnew in\b|\b(?:between|from)\b.{0,30}\b20\d\d\b.{0,30}\b(?:and|to)\b.{0,20}\b20\d\d\b"
    r"|\bcompare\b.*\b20\d\d\b.*\b20\d\d\b|\b20\d\d\b.{0,15}\b(?:vs\.?|versus|against|or)\b.{0,15}\b20\d\d\b|\bcompared (?:to|with) (?:the )?(?:old|previous|last|20\d\d)"
    r"|\b(?:still the same|same as (?:before|in 20\d\d)|carried over)\b|\bold\b.{0,40}\bnew\b|\bnew\b.{0,40}\bold\b",
    re.I,
)
_CHANGING = re.compile(
    r"\b(?:what(?:'s| has| is| did| was)?|how|did|has|have|chang(?:e|es|ed)|new|old|different|differs?|differences?|compared?(?: to| with)?|between|from|since|against|vs\.?|versus|still|same|"
    r"contracts?|agreements?|deals?|memorandums?|MBA|MOA|20\d\d|carried over|improve[ds]?|gain(?:ed)?|win|won|lost|lose|add(?:ed)?|dropped|removed)\b",
    re.I,
)
#: What a question about two versions speaks of.
_BARGAINED = re.compile(r"\b(?:contracts?|agreements?|deals?|terms?|rules?|memorandums?|MBA|MOA|protections?|language|renew\w*|20\d\d|between)\b", re.I)
_RULES = (
    r"(?:ban(?:s|ned)?|forbids?|forbade|forbidden|prohibit(?:s|ed)?|outlaw(?:s|ed)?|illegal|unlawful|stops?|block(?:s|ed)?|prevents?|requires?|required|"
    r"must|has to|have to|needs?|guarantees?|gives?|gave|gets?|got|won|entitle[sd]?|pays?|paid|makes?|protects?|lets?|allow(?:s|ed)?|can(?:no|')?t?|says?|passed|"
    r"is law|became law|is (?:now )?(?:the )?law|are law|settled|ruled|cancelled|canceled|broke|violated|has|have|covers?|bound|is|are|was|were)"
)
_ASKS = (
    r"(?:what|who|whom|whose|when|where|why|which|how|can|could|do|does|did|is|are|am|may|should|will|would|must|quote|show|tell)"
)
_GIVEN = (
    r"^\s*(?:but\s+|so\s+|ok(?:ay)?,?\s+)?(?:since|because|given that|now that|seeing(?: as| that)|considering(?: that)?|as)\s+"
    rf"(?P<premise>.{{8,240}}?\b{_RULES}\b.{{0,200}}?)"
)
_SINCE = re.compile(rf"{_GIVEN}(?:,|;|\s[-–—]\s|\?)\s*(?:so\s+|then\s+|and\s+)?(?P<rest>\S.*)$", re.I | re.S)
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
_ORDERED = re.compile(r"^(?:that )?(?:not |never )?to\s+(?!(?:the|an?|my|our|your|this|that)\b)\w+", re.I)
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


def kind_of(question: str, scope: Scope, library: Library) -> Kind:
    """The kind of a question that stands alone, in its scope. A question that looks like none is a plain one."""
    text = plain(question)
    if parts := _versions(text, scope, library):
        return Kind("change", _topic(text, _CHANGING), parts)
    if parts := _sides(text, scope, library):
        return Kind("comparison", _topic(text, _COMPARING), parts)
    told, order = _reported(text)
    if told or order:
        return Kind("claim", premise=told, rest=text) if told else Kind()
    for pattern in (_SINCE, _SINCE_ASKING, _STATED, _WHY):
        if (found := pattern.match(text)) and len(terms(found["premise"])) >= 2 and _states_a_rule(found["premise"]):
            values = found.groupdict()
            return Kind("premise", premise=found["premise"].strip(" ,;"), rest=(values.get("rest") or "").strip())
    return Kind()


def _states_a_rule(premise: str) -> bool:
    """Whether a statement is about a rule and not about what has happened to the person."""
    premise = re.sub(r"\bin[ -]laws?\b", "", premise)  # "my mother in law passed away"
    return bool(_RULE.search(premise) or find_unions(premise)) and not re.search(r"\bbut\b", premise, re.I)


def _reported(text: str) -> tuple[str, bool]:
    """What somebody is said to have claimed, without who said it; nothing where the question reports no one. Whether it reports an order.

    "My boss told me to use it" and "they said I have to" ask whether that may be; "they said the contract has it so" is a claim.
    """
    told, spoke = _TOLD.search(text), _SAID.match(text)
    if not (told or spoke) or re.match(r"\s*(?:does|do|did|what|must|can|will|should|who|how)\b", text, re.I):
        return "", False
    said = _TRUE.sub("", _TOLD_LEAD.sub("", text, count=1)).strip(" ,.?!")
    first = re.split(r"[.?!]\s+|,\s+(?:is|can|do|does|so|what|how)\b", said)[0].strip(" ,")
    if re.match(r"(?:yes|no|ok|okay|thanks?|sorry|sure|maybe|hi|hello)\b(?! (?:one|body|company|producer|studio|AI)\b)", first, re.I):
        return "", False
    ruled = _RULE_SAID.search(first) or _RULE.search(first) and not _OBLIGED.match(first)
    if _ORDERED.match(first) or _OBLIGED.match(first) and not ruled:
        return "", True
    return first if len(terms(first)) >= 2 and (told or ruled) else "", False


def _topic(text: str, words: re.Pattern[str]) -> str:
    """What a comparison is about: its words without those that compare and without the names of what is compared."""
    rest = re.sub(r"\b20\d\d(?:-\d\d-\d\d)?\b", " ", words.sub(" ", text))
    for table in (unions(), places()):
        rest = matcher(name for one in table.values() for name in one.names).sub(" ", rest)
    rest = re.sub(
        r"[?,;:]|\b(?:or|and|the|in|on|about|with|for|who|which|under|me|tell|when it comes to)\b(?=\s*(?:[?,;:]|$|\b(?:or|and|the|in|for)\b))|(?<!\w)'s?\b",
        " ",
        rest,
        flags=re.I,
    )
    rest = re.sub(r"^(?:\s*\b(?:how|what|who|which|is|are|do|does|did|we|laws?|on|in|about|of|for|over|with|regarding|and|or|the|to|our|us)\b)+", "", rest, flags=re.I)
    rest = re.sub(r"(?:\b(?:on|in|about|of|for|with|and|or|the|to)\s*)+$", "", " ".join(rest.split()), flags=re.I).strip()
    return rest if terms(rest) else "artificial intelligence"


def _sides(text: str, scope: Scope, library: Library) -> tuple[Part, ...]:
    """The unions or places that a question sets against each other: two to four, each with documents held."""
    named = find_unions(text)
    apart = [one for one in named if not any(one != other and one in lineage(other) for other in named)]
    adjacent = re.search(r"\b(?:or|vs\.?|versus|and)\b", text, re.I)
    if len(apart) < 2 <= len(named):
        apart = named  # one stands inside the other: "IATSE or The Animation Guild"
    if len(apart) >= 2 and adjacent and (_COMPARES.search(text) or re.match(rf"^\s*{_names(apart)}", text, re.I)):
        held = [one for one in apart[:4] if any(one in line for line in _lines(library))]
        return tuple(
            Part(unions()[one].title, replace(scope, unions=(one,), guessed=(), named=(), documents=_apart(one, held, library)))
            for one in held
        )
    where = find_places(text)
    if len(where) >= 2 and not named and _COMPARES.search(text):
        return tuple(Part(places()[one].names[0], replace(scope, places=(one,), named=(), documents=())) for one in where[:4])
    return ()


def _apart(union: str, beside: list[str], library: Library) -> tuple[str, ...]:
    """Where one union of a comparison stands inside another: the documents of its column, without those of the other's."""
    inner = {other for other in beside if other != union and union in lineage(other)}
    if not inner and not set(beside) & set(lineage(union)[1:]):
        return ()
    return tuple(d.id for d in library if union in (own := library.unions_of(d)) and not own & inner)


def _names(ids: list[str]) -> str:
    return "(?:" + "|".join(re.escape(name) for one in ids for name in unions()[one].names) + r")\s*(?:or|vs\.?|versus)\b"


def _lines(library: Library) -> list[list[str]]:
    return [lineage(one) for document in library for one in library.unions_of(document)]


def _versions(text: str, scope: Scope, library: Library) -> tuple[Part, ...]:
    """The agreement in force and the one that it replaced, where a question asks what changed between them."""
    if not _CHANGES.search(text) or not (_BARGAINED.search(text) or scope.named or scope.documents):
        return ()  # "the editor changed my line" asks about no agreement's versions
    named = [library[identity] for identity in (*scope.named, *scope.documents)]
    pairs = [pair for document in named if (pair := _renewed(document, library))]
    if not pairs:
        # "compared to the old contract" has moved the day to the last of the old one's
        days = (scope.as_of, scope.as_of + timedelta(days=1), date.today()) if scope.dated else (scope.as_of,)
        found = next((some for day in days if (some := renewals(library, scope.unions, day))), [])
        pairs = [(new, library[old]) for new in found for old in new.supersedes if old in library]
    if not pairs:
        return ()
    new, old = pairs[0]
    # "compared to the old contract" moved the day into the old one's term; both are asked about as they stand now
    day = date.today() if library.status(new, scope.as_of) == "not_yet" else scope.as_of
    return tuple(
        Part(_version_title(document), replace(scope, as_of=day, documents=_texts(document, library), unions=(), guessed=(), named=()))
        for document in (new, old)
    )


def _renewed(document: Document, library: Library) -> tuple[Document, Document] | None:
    """A document and the one before it, from either of the two."""
    for old in document.supersedes:
        if old in library:
            return document, library[old]
    after = [one for one in library.successors(document) if one.id != document.text_of]
    return (after[0], document) if after else None


def _texts(document: Document, library: Library) -> tuple[str, ...]:
    official = library.official_of.get(document.id)
    return (official.id, document.id) if official else (document.id,)


def _version_title(document: Document) -> str:
    year = (document.effective or document.adopted or date.min).year
    name = document.name
    return name if year == 1 or str(year) in name else f"{name}, {year}"
