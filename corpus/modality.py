"""What force a clause's own words have: one of corpus.model.FORCES."""

from __future__ import annotations

import re

from corpus.document import Document
from corpus.model import Clause, Span

# In order: the first that fits decides, so a reservation is never shown as a ban and consent never
# as a mere permission.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "reserves",
        re.compile(
            r"\breserv(?:e|es|ed|ing|ation|ations)\b(?! the day)"
            r"|\b(?:keep|keeps|kept|retain|retains|retained|preserve"
            r"|preserves)\b[^.]{0,40}\brights?\b(?! to use new)"
            r"|\bright to (?:assert|argue|claim)\b|\bmay (?:argue|assert|contend)\b"
            r"|\bwithout prejudice\b",
            re.I,
        ),
    ),
    (
        "requires_consent",
        re.compile(
            r"\b(?:without|unless|only (?:with|if|when|where)|needs?|requires?"
            r"|must (?:first )?(?:get|obtain|have|give|be given|seek)|"
            r"shall (?:first )?(?:obtain|get|have)|has to (?:get|obtain|have)|subject to"
            r"|depends on|prior)\b[^.]{0,90}\b(?:consents?|consented|permission|agrees|agreed)\b"
            r"|\bconsents? (?:is|are|must|shall|has to|is still) (?:be )?(?:required|needed"
            r"|obtained|given|clear|in writing|separate)",
            re.I,
        ),
    ),
    (
        "prohibits",
        re.compile(
            r"\b(?:may|shall|must|can|will) (?:not|never)\b(?! (?:affect|apply|be unreasonably))"
            r"|\b(?:cannot|can't)\b(?! be (?:recogni[sz]ed|identified|told apart|distinguished"
            r"|found|seen|said))"
            r"|\bno (?:employee|writer|performer|company|producer|employer|person|one|platform"
            r"|production)s? (?:may|shall|can|will|must)\b"
            r"|\b(?:prohibit|prohibits|prohibited|forbid|forbids|forbidden|banned"
            r"|(?<!\ba )(?<!\bno )(?<!\bthe )(?<!\bany )bans?|barred|bars|unlawful|illegal"
            r"|unenforceable|void)\b",
            re.I,
        ),
    ),
    (
        "requires",
        re.compile(
            r"\b(?:must|shall|is required to|are required to|has to|have to|is obliged to|owes?"
            r"|agrees? to|requires?|is liable|are liable)\b",
            re.I,
        ),
    ),
    (
        "defines",
        re.compile(
            r"\b(?:means|mean|is defined|are defined|refers to|counts as|is a kind of"
            r"|is described as|definition)\b",
            re.I,
        ),
    ),
    (
        "permits",
        re.compile(
            r"\b(?:may|is allowed|are allowed|is free to|are free to|can"
            r"|continues? to have the right|permits?|has the right to)\b",
            re.I,
        ),
    ),
)

_REPORTED = re.compile(
    r"\b(?:one|another|the other|a third) (?:version|blog|report|note)\b|\b(?:reports"
    r"|blogs) (?:say|claim)\b",
    re.I,
)
#: What somebody said or wanted when the agreement was made is no rule of it.
_NARRATED = re.compile(
    r"^(?:the |both |its |a |some )?(?:guild|union|unions|international|local|companies|AMPTP"
    r"|SAG-AFTRA|WGA|DGA|IATSE|commission|lawyers?|law firms?|chief negotiator)\b"
    r"[^.]{0,40}?\b(?:explain(?:s|ed)|says|said|argue[sd]|told|wrote|writes|calls?|called|proposed"
    r"|announced|claim(?:s|ed)|believe[sd]?|describe[sd]?|read)\b",
    re.I,
)


#: Of several facts quoted together the first of these is their force.
_FIRST = ("reserves", "requires_consent", "prohibits", "requires", "permits", "defines", "informs")


def force_at(document: Document, clause: Clause, span: Span, silent: bool = False) -> str:
    """The force of what stands there: as readers stored it beside a digest's facts, or else read
    from the words.

    A position, an article, a proposal, or the record that a document is silent, never more than
    informs.
    """
    if silent or binds_nobody(document):
        return "informs"
    held = {
        fact.force
        for fact in clause.facts
        if fact.span.start < span.end and span.start < fact.span.end
    }
    stored = next((force for force in _FIRST if force in held), "")
    return stored or force_of(span.of(document.text), document)


def binds_nobody(document: Document) -> bool:
    """Whether a document obliges nobody, whatever it says: a bill, a principle, a position, a
    report."""
    return document.tier >= 4 or document.declared == "proposed"


def force_of(text: str, document: Document, silent: bool = False) -> str:
    """The force of these words in this document.

    A position, an article, a proposal, or the record that a document is silent, never more than
    informs.
    """
    if silent or binds_nobody(document):
        return "informs"
    text = " ".join(one for one in re.split(r"(?<=[.!?])\s+", text) if not _NARRATED.match(one))
    # "Nothing prohibits ..." and "does not require ..." say that there is no rule.
    bare = re.sub(
        r"\b(?:nothing|neither|nor|does not|do not|did not|is not|are not|no longer)\b[^.;,]{0,60}?"
        r"\b(?:requires?|required|prohibits?|prohibited|forbids?|forbidden|permits?|bans?|bars?"
        r"|void|obliged)\b",
        " ",
        text,
        flags=re.I,
    )
    # "may require" is leave to require, and "when an employee is required to" only sets the scene.
    bare = re.sub(r"\bmay (?:also |then |still )?require\b", "may", bare, flags=re.I)
    bare = re.sub(
        r"\b(?:when|if|where|whenever|who|while)\b[^,.;]*?\b(?:is|are|was|were) (?:required"
        r"|obliged) to\b",
        " ",
        bare,
        flags=re.I,
    )
    found = next((force for force, pattern in _RULES if pattern.search(bare)), "informs")
    # What a report, a blog or one version of a story says is not the clause's own rule.
    return "informs" if found != "reserves" and _REPORTED.search(text) else found
