"""What a sentence claims: that something is forbidden, required, allowed, advised, a right, a matter of consent. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.meaning import content

NEGATIVE_VERB = r"prohibit(?:s|ed|ing|ion)?|forbid(?:s|den|ding)?|ban(?:s|ned|ning)?|bar(?:s|red|ring)|outlaw(?:s|ed)?|refus(?:e|es|ed)|declin(?:e|es|ed)|exclud(?:e|es|ed)"
CONSENTING = r"consents?|consented|permission|approv(?:al|ed|es?)|authori[sz](?:ation|ed)|agrees?|agreed"
_NO_RULE = re.compile(
    r"\b(?:nothing|neither|nor|no|does not|do not|did not|doesn't|don't|is not|are not|isn't|aren't|never)\b[^.;,]{0,60}?"
    r"\b(?:requir\w+|prohibit\w*|forbid\w*|permits?|bans?|bars?|oblig\w+|need\w*|prevents?|stops?|guarantees?|entitle[sd]?)\b",
    re.I,
)
#: What a sentence may claim, by the words that claim it.
_CLAIMS = {
    "prohibits": re.compile(
        r"\b(?:may|shall|must|can|will|should) (?:\w+ )?(?:not|never)\b|\b(?:cannot|can't|mustn't|won't)\b"
        r"|\b(?:not|no longer|never) (?:be )?(?:allowed|permitted|free|able)\b|\boff[- ]limits\b|\b(?:il|un)(?:legal|lawful)\w*\b"
        r"|\b(?:prohibit|forbid|outlaw|disallow)\w*|\bban(?:s|ned|ning)?\b|\bbarr?(?:s|ed)\b|\bno \w+ (?:may|can|shall|must|will)\b"
        r"|\b(?:prevent|stop|block)(?:s|ed)?\b",
        re.I,
    ),
    "requires": re.compile(
        r"\b(?:must|shall|has to|have to|had to|needs? to|needs|obliged|obligat\w+|mandat\w+|compulsory|compelled|owes?)\b"
        r"|\brequir\w+|\bagrees? to\b|\bguarante\w+|\b(?:is|are) to be\b",
        re.I,
    ),
    "permits": re.compile(
        r"\b(?:may|can|could|allow\w*|permit\w*|free to|able to|at liberty|authori[sz]ed to|option to|has the right|have the right)\b",
        re.I,
    ),
    "right": re.compile(r"\brights? (?:to|not to|of)\b|\bentitle\w*|\bguarante\w+|\byour rights?\b", re.I),
    "advises": re.compile(r"\b(?:should|ought|recommend\w*|encourag\w*|urge[sd]?)\b", re.I),
    "consent": re.compile(rf"\b(?:{CONSENTING.replace('agrees?|agreed', 'your agreement')})\b", re.I),
    "needs_consent": re.compile(
        rf"\b(?:needs?|needed|requires?|requiring|must (?:first )?(?:have|get|obtain|give)|without|only (?:with|if)|unless|ha[sd] to (?:get|obtain|have)|"
        rf"subject to|depends on|prior)\b[^.;]{{0,60}}?\b(?:{CONSENTING})\b|\b(?:{CONSENTING})\b[^.;]{{0,30}}?\b(?:required|needed|necessary|mandatory)\b",
        re.I,
    ),
    "reserves": re.compile(
        r"\b(?:reserv|preserv|retain|keep|kept|argu|assert|contest|challeng|disput)\w*|\bright to (?:claim|argue|assert)\b", re.I
    ),
}


_BREAK = re.compile(
    r"[.;:!?]\s|[.;:!?]$|,\s*(?:and|but|while|though|although|whereas)\b|\b(?:but|although|though|whereas|while)\b"
    r"|\band (?=(?:its?|they|he|she|it|must|may|can|cannot|does|do|is|are|will|shall|should|has|have)\b)",
    re.I,
)


def segments(text: str) -> list[str]:
    """The parts of a text that claim something each: between "and", "but", "while" and at ends of sentences."""
    return [part for part in _BREAK.split(text) if part and part.strip()]


@dataclass(frozen=True)
class Claims:
    """What one text claims."""

    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        """Its content words, each as the word that stands for all that mean the same."""
        return frozenset(content(self.text))

    @cached_property
    def bare(self) -> str:
        """The text less what says that there is no rule ("nothing requires ..."), for the force it claims."""
        return _NO_RULE.sub(" ", self.text)

    @property
    def denies_a_rule(self) -> bool:
        """Whether it says that something is not required, forbidden, or allowed."""
        return bool(_NO_RULE.search(self.text))

    def claims(self, what: str) -> bool:
        """Whether it makes a claim of this sort: a key of the table above."""
        bare = self.bare
        if what == "permits":
            bare = _CLAIMS["prohibits"].sub(" ", bare)
        elif what == "requires":  # "may not require", "is barred from requiring": a ban
            bare = re.sub(r"\bmay (?:also |then |still )?requir\w+", " ", bare, flags=re.I)  # leave to require
            bare = re.sub(
                rf"\b(?:not|cannot|never|{NEGATIVE_VERB})\b[^.,;]{{0,40}}?\b(?:requir|oblig|compel)\w*", " ", bare, flags=re.I
            )
        return bool(_CLAIMS[what].search(bare))

    @property
    def conditional(self) -> bool:
        """Whether it names a condition."""
        return bool(
            re.search(r"\b(?:if|when|where|unless|only|except|provided|until|once|subject to|without|with)\b", self.text, re.I)
        )
