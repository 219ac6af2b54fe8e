"""What a statement claims, what it is about, and which words deny it or bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Citation
from corpus import Library
from corpus.lexicon import Entry, topics
from corpus.names import find_crafts, matcher, places, plain, unions
from corpus.words import terms

# In order: what a statement claims. Consent before prohibition: "no training without consent"
# claims that consent is needed.
_CLAIMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "law",
        re.compile(
            r"\b(?:is|are|was|became|now|by) (?:now )?(?:the )?laws?\b|\bpassed\b|\benacted\b"
            r"|\bsigned into\b|\bin force\b|\bcancel(?:l?ed)\b|\bsettled\b|\bruled\b"
            r"|\bbind(?:s|ing)?\b|\bbound\b|\benforceable\b|\bis a contract\b|\b(?:broke|breached"
            r"|violated)\b",
            re.I,
        ),
    ),
    (
        "pay",
        re.compile(
            r"\b(?:pays?|paid|payments?|compensat\w+|royalt\w+|residuals?|fees?|money|rate)\b", re.I
        ),
    ),
    (
        "refusal",
        re.compile(
            r"\b(?:veto\w*|opt(?:ed)?[ -]?outs?|refus\w+|say(?:s|ing)? no|declin\w+)\b", re.I
        ),
    ),
    (
        "consent",
        re.compile(
            r"\b(?:consents?|permission|ok|okay|approv\w+|agree(?:s|ment of the)|ask(?:s"
            r"|ed)? (?:me|us|first))\b",
            re.I,
        ),
    ),
    (
        "ban",
        re.compile(
            r"\b(?:ban(?:s|ned)?|forbids?|forbade|forbidden|prohibit\w*|outlaw\w*|illegal|unlawful"
            r"|stops?|prevents?|block\w*|never|no (?:training|AI)\b(?! (?:clause|rule|term"
            r"|language|provision))|can(?:no|')t|may not|must not)\b",
            re.I,
        ),
    ),
    (
        "duty",
        re.compile(
            r"\b(?:requires?|required|must|has to|have to|needs? to|guarantees?|protects?"
            r"|entitle\w*|rights?|covers?|rules?|gives?|notice|tell|grieve)\b",
            re.I,
        ),
    ),
)
#: Forces that bear each claim out. A ban is borne out by needing consent only where consent is what
#: is claimed.
_BEARS: dict[str, frozenset[str]] = {
    "law": frozenset({"requires", "prohibits", "permits", "requires_consent", "defines"}),
    "pay": frozenset({"requires"}),
    "refusal": frozenset({"requires_consent", "prohibits"}),
    "consent": frozenset({"requires_consent", "prohibits"}),
    "ban": frozenset({"prohibits"}),
    "duty": frozenset({"requires", "prohibits", "requires_consent", "permits"}),
}
_PAYS = re.compile(r"\b(?:pay\w*|paid|fees?|rates?|compensat\w+|remuneration(?!, if any))\b", re.I)
_NOT = (
    r"\b(?:no|not|nothing|neither|nor|none|never|nowhere|nobody|declined|rejected|rules? out"
    r"|without)\b(?:[^.;:]|\.(?=\w)){0,110}?"
)
# What a sentence says that denies each claim: "No source speaks of consent by the writer", "The
# contract does not ban Synthetics".
_DENIES: dict[str, re.Pattern[str]] = {
    "law": re.compile(
        rf"{_NOT}\b(?:laws?|bind\w*|bound|settled|decided|ruling|enforce\w*|repeal\w*|contract"
        rf"|exception|passed)\b|\brepeals? no\b|\bis a bill\b|\bkeeps the law as it is\b",
        re.I,
    ),
    "pay": re.compile(
        rf"{_NOT}\b(?:pay\w*|paid|fees?|rates?|remuneration|royalt\w+|compensat\w+|money|sum)\b",
        re.I,
    ),
    "refusal": re.compile(
        rf"{_NOT}\b(?:veto|refus\w+|declin\w+|opt\w*|object)\b|\bmay require\b|\bwithdrew them\b",
        re.I,
    ),
    "consent": re.compile(
        rf"{_NOT}\b(?:consents?|permission|veto|ask(?:ed|ing)|opt\w*)\b|\bby default\b", re.I
    ),
    "ban": re.compile(
        rf"{_NOT}\b(?:forbid\w*|bans?|banned|bars?|barred|prohibit\w*|prevent\w*|illegal|unlawful"
        rf"|regulate)\b|\bbars? neither\b|\bby default\b"
        r"|\bmay (?:copy|use|mine|train|require \w+ to use)\b",
        re.I,
    ),
    "duty": re.compile(
        rf"{_NOT}\b(?:requires?|required|rules?|rights?|protect\w*|guarante\w+|promise\w*|oblig\w+"
        rf"|dut(?:y|ies)|notice|bar)\b",
        re.I,
    ),
}
#: Says of a whole document or subject that nothing stands there; denies whatever is claimed of it.
_SILENT = re.compile(
    r"\bno (?:clause|term|provision|rule|language|word)\b|\breports? any (?:term|rule)\b|\b(?:do"
    r"|does|did) not (?:mention|name|occur|contain|deal with|speak of)\b"
    r"|\bnone of\b[^.]{0,60}\b(?:is|are) about\b|\bsays nothing\b|\bno AI protections\b"
    r"|\bneither permits nor forbids\b|\bneither (?:of them|has|the)\b",
    re.I,
)
_NEGATED = re.compile(r"\b(?:no|not|nothing|neither|none|\w+n't|isnt|doesnt|arent)\b", re.I)
#: Words with a "not" in them that claim a ban, or that consent is needed.
_FORBIDDEN = re.compile(
    r"\b(?:can't|cannot|can not|may not|must not|no (?:training|AI)\b(?! (?:clause|rule|term"
    r"|language|provision))|say(?:s|ing)? no|no fakes)\b",
    re.I,
)
WHOLE = re.compile(
    r"\b(?:total|complete|outright|full|entire|any|all|every|absolute|altogether)(?:ly)?\b", re.I
)
COMMON = frozenset(
    terms(
        "contract deal agreement memorandum MBA MOA union guild member work works right rights new"
        " law rule win won gets gives gave grants provides offers has have let make "
        "lets since under our studio producer company employer boss section article clause use"
        " using used say tool technology system program basic last year current old latest"
    )
)


def claimed(statement: str) -> str:
    """What a statement claims, one of _CLAIMS; "" for nothing to be held against a clause."""
    if _NEGATED.search(_FORBIDDEN.sub(" ", statement)):
        return ""  # "our contract has no AI clause" claims no rule
    return next((name for name, pattern in _CLAIMS if pattern.search(statement)), "")


def denies_itself(quote: str, claim: str) -> bool:
    """Whether words deny the very claim in its own terms."""
    return bool(_DENIES[claim].search(quote))


def denies(quote: str, claim: str) -> bool:
    """Whether words deny the very claim.

    Where no consent is needed, nothing is banned and nobody has a veto.
    """
    return denies_itself(quote, claim) or (
        claim in ("ban", "refusal") and denies_itself(quote, "consent")
    )


def tells_against(citation: Citation, absent: bool, claim: str) -> bool:
    """Whether a citation plainly denies a claim, records no such rule, or reserves the point."""
    if citation.force == "reserves":
        return claim in ("ban", "consent", "pay")
    if citation.force in _BEARS[claim] and not absent:
        return False
    if denies(citation.quote, claim):
        return absent or citation.force in ("informs", "permits")
    return bool(_SILENT.search(citation.quote)) and (absent or citation.force == "informs")


def bears_out(citation: Citation, claim: str) -> bool:
    """Whether words in force that bind have the force that is claimed."""
    if claim == "pay" and not _PAYS.search(citation.quote):
        return False
    return (
        citation.document.tier <= 2
        and citation.status == "in_force"
        and citation.force in _BEARS[claim]
    )


def subject(statement: str, library: Library) -> list[set[str]]:
    """What a statement is about: for each word a set of it and the contract words that it means.

    Names of unions, crafts, places and documents and the words of the claim itself are left out:
    they are what is claimed of it.
    """
    claim = claimed(statement)
    text = _unnamed(WHOLE.sub(" ", re.sub(r"\b20\d\d\b", " ", plain(statement))), library)
    own = dict(_CLAIMS).get(claim)
    bare = own.sub(" ", text) if own else text
    least = bare
    for _, pattern in _CLAIMS:
        least = pattern.sub(" ", least)
    # the words of other claims count only where nothing else is left, and "refuse" is all that
    # "a right to refuse" is about
    texts = (least, bare, text) if claim != "ban" else (least, bare)
    about = next((words for one in texts if (words := _telling(one))), ["ai"])
    meant = topics(bare)
    return [{word, *_meanings(word, meant)} for word in about]


def _unnamed(text: str, library: Library) -> str:
    """A text without the names of unions, places, crafts and documents."""
    for table in (unions(), places()):
        for name in (name for one in table.values() for name in one.names):
            text = _without(text, name)
    for one in unions().values():
        for craft in one.crafts if find_crafts(text) else ():
            text = _without(text, craft)
    return library.names[1].sub(" ", text)


def _telling(text: str) -> list[str]:
    """The words of a text that tell one subject from another."""
    kept = (word for word in dict.fromkeys(terms(text)) if word not in COMMON and len(word) > 1)
    return [word for word in kept if word != "ai"]


def _meanings(word: str, meant: Sequence[Entry]) -> Iterator[str]:
    for entry in meant:
        if any(word in phrase for phrase in entry.plain):
            yield from entry.means


def _without(text: str, name: str) -> str:
    return matcher([name]).sub(" ", text) if plain(name).lower() in text.lower() else text
