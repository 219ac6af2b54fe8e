"""What a question takes for granted, or somebody is said to have said, held against the documents before anything is answered.

"Since the deal bans training on our work, how do I file?" must not be answered as if the deal did. The statement is searched by
itself, and what the nearest clauses do about it (their force, their standing, what they record as absent) is compared with
what it claims. Only a clause that plainly tells against it corrects it; where none does, the answer says no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from corpus import Library

#: How far below the best a clause's score may lie and still decide about a statement.
NEAR = 0.14
#: How far below the best the record of an absence may lie and still decide before any other clause.
BESIDE = 0.04

# In order: what a statement claims. Consent before prohibition: "no training without consent" claims that consent is needed.
_CLAIMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "law",
        re.compile(
            r"\b(?:is|are|was|became|now|by) (?:now )?(?:the )?laws?\b|\bpassed\b|\benacted\b|\bsigned into\b|\bin force\b|\bcancel(?:l?ed)\b|\bsettled\b|\bruled\b|\bbind(?:s|ing)?\b|\bbound\b",
            re.I,
        ),
    ),
    ("pay", re.compile(r"\b(?:pays?|paid|payment|compensat\w+|royalt\w+|residuals?|fees?|money|rate)\b", re.I)),
    (
        "consent",
        re.compile(
            r"\b(?:consents?|permission|ok|okay|approv\w+|veto|opt[ -]?outs?|refuse|say no|decline|agree(?:s|ment of the)?|ask(?:s|ed)? (?:me|us|first))\b",
            re.I,
        ),
    ),
    (
        "ban",
        re.compile(
            r"\b(?:ban(?:s|ned)?|forbids?|forbade|forbidden|prohibit\w*|outlaw\w*|illegal|unlawful|stops?|prevents?|block\w*|never|no (?:training|AI)|can(?:no|')t|may not|must not)\b",
            re.I,
        ),
    ),
    (
        "duty",
        re.compile(
            r"\b(?:requires?|required|must|has to|have to|needs? to|guarantees?|protects?|entitle\w*|rights?|covers?|rules?|gives?|notice|tell|grieve)\b",
            re.I,
        ),
    ),
)
#: Forces that bear each claim out. A ban is borne out by needing consent only where consent is what is claimed.
_BEARS: dict[str, frozenset[str]] = {
    "law": frozenset({"requires", "prohibits", "permits", "requires_consent", "defines"}),
    "pay": frozenset({"requires"}),
    "consent": frozenset({"requires_consent", "prohibits"}),
    "ban": frozenset({"prohibits"}),
    "duty": frozenset({"requires", "prohibits", "requires_consent", "permits"}),
}
_DENIES = re.compile(
    r"^(?:no|not|nothing|none|neither|unsettled|what (?:it|the \w+) does not|was .{0,40}\?|general mining|state of talks|dates only|status|term)\b|\b(?:not law|no clause|no right|no term|left out|"
    r"not a contract|never became|does not contain|not in force|no reform|advisory|unsettled|none by itself|no AI)\b",
    re.I,
)
_NONE = re.compile(
    r"\b(?:nothing|neither|no (?:clause|term|rule|right|consent|notice|pay|payment|fee|rate|AI|provision|mention|language|licen[cs]e|such)|not (?:law|binding|a law|a contract|require|in force|settled|prohibit|ban|give)|"
    r"does not|do not|did not|is not|are not|was not|has not|have not|without asking|never)\b",
    re.I,
)


_WHOLE = re.compile(r"\b(?:total|complete|outright|full|entire|any|all|every|absolute)\w*\b", re.I)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the documents do about a statement: `verdict` is supported, contradicted or open; `citation` shows it."""

    statement: str
    verdict: str
    citation: Citation | None = None


def claimed(statement: str) -> str:
    """What a statement claims: law, pay, consent, ban, duty; or nothing that can be held against a clause."""
    return next((name for name, pattern in _CLAIMS if pattern.search(statement)), "")


def examine(statement: str, near: Sequence[tuple[Citation, float, bool]], library: Library) -> Finding:
    """Hold a statement against the clauses nearest to it, best first: each with its score and whether it records an absence."""
    claim = claimed(statement)
    if not claim or not near:
        return Finding(statement, "open", near[0][0] if near else None)
    if _WHOLE.search(statement):  # "a total ban": no one clause can show that nothing is left out
        found = next((citation for citation, _, absent in near if tells_against(citation, absent, claim)), None)
        return Finding(statement, "contradicted" if found else "open", found or near[0][0])
    best = near[0][1]
    considered = [(citation, absent) for citation, score, absent in near if score >= best - NEAR]
    recorded = next((c for c, score, absent in near if absent and score >= best - BESIDE and tells_against(c, absent, claim)), None)
    if recorded:  # what was looked for and is not there weighs more than a clause that only sounds like it
        return Finding(statement, "contradicted", recorded)
    for citation, absent in considered:
        if tells_against(citation, absent, claim):
            return Finding(statement, "contradicted", citation)
        if bears_out(citation, claim):
            return Finding(statement, "supported", citation)
    return Finding(statement, "open", considered[0][0])


def tells_against(citation: Citation, absent: bool, claim: str) -> bool:
    """Whether a clause plainly denies a claim: it records that there is no such rule, only reserves the point, or binds nobody."""
    clause, document = citation.clause, citation.document
    if clause.claim:
        return clause.claim.verdict in ("contradicted", "unsupported")
    if absent or citation.force == "reserves" or clause.locator.lower().startswith("disagreement"):
        return True
    if claim in ("law", "duty") and (citation.status == "proposed" or (document.tier >= 4 and citation.force == "informs")):
        return True
    if _DENIES.search(clause.heading) or _DENIES.search(clause.locator):
        return bool(_NONE.search(citation.quote)) or citation.force == "informs"
    if claim == "consent" and citation.force == "permits" and document.tier <= 2:
        return True
    return claim == "ban" and citation.force in ("permits", "informs") and bool(_NONE.search(citation.quote))


def bears_out(citation: Citation, claim: str) -> bool:
    """Whether a clause in force that binds has the force that is claimed."""
    return citation.document.tier <= 2 and citation.status == "in_force" and citation.force in _BEARS[claim]


def correction(finding: Finding, kind: str, introduced: str) -> str:
    """The statement that stands first: what was taken for granted or said, and what the clause says instead."""
    said = "The question takes for granted that" if kind == "premise" else "What was read or heard is that"
    assert finding.citation is not None
    verdict = {
        "contradicted": "The documents held here do not bear that out.",
        "supported": "The nearest clause is of that kind; its own words say how far it goes.",
        "open": "No clause found here says so in those words; this is the nearest.",
    }[finding.verdict]
    return f"{said} “{finding.statement}”. {verdict} {introduced}: “{finding.citation.quote}”"
