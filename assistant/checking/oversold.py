"""A document sold as more than it is in a sentence that cites no clause of it: a bill or a principle as binding, an old contract as in force."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import Document

#: What stands in a sentence for the name of the document.
NAME = "the document"
_NAMED = (
    rf"\b{NAME}(?!['’]s)(?:\s+(?:statements?|positions?|paper|principles|reports?|guidance|guidelines|letters?|manifesto|bill|deal|contract|agreement))?(?:\s+of 20\d\d)?"
    r"(?:\s*,[^,.;]{1,60},)?(?:\s+\([^)]{1,60}\))?"
)
_ADVERBS = r"(?:\s+(?:already|also|now|expressly|clearly|plainly|simply|even|outright|still|really|thus|therefore|effectively|flatly|fully|legally|finally))*\s+"
_HAS = r"(?:ha(?:s|ve) (?:\w+ )?)?"
#: What a document itself is said to do that only a law or an agreement can.
_FORCES = (
    rf"{_HAS}(?:oblige[sd]?|compel(?:s|led)?|mandate[sd]?|outlaw(?:s|ed)?|guarantee[sd]?|entitle[sd]?|repeal(?:s|ed)?|overrid(?:es?|den)|ma(?:kes?|de) (?:it|this|that|\w+ing[^.;,]{{0,40}}) (?:illegal|unlawful|an? offen[cs]e|the law)|"
    rf"g(?:ives?|iven|rants?|ranted) (?:\w+\s){{1,4}}(?:an? (?:\w+ )?right|rights|veto)|binds?|bound)\b(?! (?:nobody|no one|none|nothing|no \w+|any\w+))"
)
#: What a policy may well do to its own people, and a wish or a bill does to nobody.
_RULES = rf"{_HAS}(?:require[sd]?|prohibit(?:s|ed)?|ban(?:s|ned)?|forbid(?:s|den)?|forces?|forced)\b(?! (?:nobody|no one|none|nothing|no \w+|any\w+))"
_LAW = (
    r"(?:is|are|ha(?:s|ve) (?:been|become)|became)\s+(?:(?:\w+ly|now|already|still)\s+)*(?:binding|enforceable|the law|law\b(?! firm)|an? (?:\w+ )?(?:law|contract|agreement that binds)\b|in force as (?:an? )?law)"
    r"|(?:has|have|had|have had|carr(?:y|ies)) the force of (?:a )?(?:law|contract)"
)
_CURRENT = r"(?:is|are|remains?|stays?)\s+(?:(?:now|still|currently)\s+)*(?:in force|in effect|valid|the contract|our contract)|(?:still )?governs?\b"
_UNDER = r"(?:under|thanks to|because of|pursuant to|by virtue of)"
_BOUND = r"(?:obliged|required|compelled|bound|forbidden|prohibited|banned)"
_PEOPLE = rf"(?:must|shall|has to|have to|(?:is|are) (?:\w+ )?{_BOUND}|may not|can(?:no|['’])t|cannot|no (?:\w+ ){{1,3}}(?:may|can))"
_LAWFUL = (
    rf"(?:(?:is|are) (?:\w+ )?(?:legally {_BOUND}|entitled|illegal|unlawful|liable)|ha(?:s|ve) an? (?:\w+ )?duty|"
    r"(?:ha(?:s|ve)|gets?|got|gained?|enjoys?) (?:\w+ ){0,2}(?:legal |enforceable )?rights?\b|can (?:sue|take \w+ to court))"
)
#: The sentence says that it tells of a wish, of a bill, of another's claim, or of nothing that is so.
_GUARDED = re.compile(
    r"\b(?:not|no|nothing|never|neither|nor|nobody|hardly|cannot|if|whether|unless|until|once|should|would|could|might|wants?|wishes|asks?|asked|seeks?|hopes?|demands?|demanded|proposes?|proposed|calls? (?:for|on)|"
    r"urges?|recommends?|suggests?|aims?|intends?|says?|said|claims?|claimed|argues?|argued|thinks?|believes?|fears?|feared|wrote|told|reported(?:ly)?|supposedly|allegedly|as though|as if|myth|wrong|false|untrue|mistaken(?:ly)?|unlike)\b|n['’]t\b",
    re.I,
)
_BILL = re.compile(r"\b(?:bills?|proposals?|proposed|drafts?|pending|introduced|committee|would)\b", re.I)


def binds_nobody(document: Document) -> bool:
    """Whether a document, whatever it says, is an obligation of none: a bill, a principle, a position, a report."""
    return document.tier >= 4 or document.declared == "proposed"


def no_force(document: Document) -> str:
    """What such a document is, in words for the person who sold it."""
    if document.declared == "proposed":
        return "it is a proposal and not in force"
    return f"it is a {document.kind} and binds nobody by itself"


def oversold(said: str, documents: Sequence[Document]) -> str:
    """What a sentence claims that none of its documents can do, or nothing. Their names stand in `said` as NAME.

    A sentence that also names a document that binds says which does what in too many ways to tell: it is let pass.
    """
    if not documents or not all(binds_nobody(one) or one.kind == "guidance" for one in documents) or _asked(said):
        return ""
    bill = any(document.declared == "proposed" for document in documents)
    # a company's policy may well require something of its people; what a union or a campaign wants requires it of none
    wish = any(
        one.kind in ("principle", "commentary")
        or one.tier >= 4 and one.union and not one.counterparty
        or one.kind == "guidance" and one.declared == "statement"
        for one in documents
    )
    rules = (bill or wish) and not (bill and _BILL.search(said))
    verbs, people = (f"(?:{_FORCES}|{_RULES})", f"(?:{_LAWFUL}|{_PEOPLE})") if rules else (_FORCES, _LAWFUL)
    bound = rf"(?:is|are) (?:\w+ )?{'' if rules else 'legally '}{_BOUND}"
    return _claim(
        said,
        rf"{_NAMED}{_ADVERBS}(?P<claim>{verbs})\b",
        rf"{_NAMED}{_ADVERBS}(?P<claim>{_LAW})",
        rf"(?:\b{_UNDER}|^\W*by)\s+(?:\w+\s+){{0,3}}?{_NAMED}[^.;:]{{0,80}}?\b(?P<claim>{people})\b",
        rf"\b(?P<claim>{people})\b[^.;:]{{0,80}}?\b{_UNDER}\s+(?:\w+\s+){{0,3}}?{NAME}",
        rf"\b(?P<claim>(?:must|has to|have to) (?:comply with|obey|follow))\s+(?:\w+\s+){{0,3}}?{NAME}" if rules else "(?P<claim>(?!))",
        rf"\b(?P<claim>{bound}) by\s+(?:\w+\s+){{0,3}}?{NAME}",
    )


def said_in_force(said: str) -> str:
    """What a sentence says in the present of the document named in it that only one in force does, or nothing."""
    if _asked(said):
        return ""
    return _claim(said, rf"{_NAMED}{_ADVERBS}(?P<claim>{_FORCES}|{_CURRENT}|{_LAW})")


def _asked(said: str) -> bool:
    return said.rstrip(" ”\"»)*_|").endswith("?")


def _claim(said: str, *patterns: str) -> str:
    for pattern in patterns:
        for found in re.finditer(pattern, said, re.I):
            named = said.lower().find(NAME, found.start())
            between = said[named + len(NAME) : found.start("claim")] if named < found.start("claim") else ""
            before = re.split(r"[.?!]\s", said[: found.start()])[-1]
            if not _GUARDED.search(before[-120:]) and not _GUARDED.search(between):
                return found["claim"]
    return ""
