"""Pages that a signing service adds: its certificate, and the consent to sign by machine.

They are no clauses of the agreement that was signed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_STAMP = re.compile(
    r"\W*(?:\w*sign\w*|adobe)?\W*(?:envelope|document|transaction) id\W*[\w-]{8,}\W*", re.I
)
_TITLE = re.compile(
    r"\W*(?:certificate of completion|certificate of signature|signature certificate|"
    r"final audit report|audit trail|document history|signing log|"
    r"electronic records? and signatures? disclosures?|"
    r"consent to (?:do business electronically|electronic (?:communication|signature)s?))\W*",
    re.I,
)
_DISCLOSURE = re.compile(r"\W*electronic records? and signatures? disclosures?\b", re.I)
#: What no agreement says: without one of these a page is no certificate.
_CERTAIN = re.compile(
    r"envelope id|signer events|signature timestamp|carbon copy events|certificate pages|"
    r"envelope (?:originator|summary)|security checked|document e-?mailed|"
    r"\bip(?: address)?\W{1,3}\d",
    re.I,
)
_MARKS = re.compile(
    r"envelope id|document id|transaction id|signer events|signature timestamp|carbon copy events|"
    r"completed|status|ip address|timestamps?|sent:|viewed:|signed:|certificate pages|"
    r"envelope originator|e-?signed|document e-?mailed",
    re.I,
)
_CONSENT = re.compile(
    r"electronic|e-?mail|withdraw|paper cop|disclosure|signing system|browser|hardware|software",
    re.I,
)
_OWN = re.compile(r"\W*(?:article|section|appendix|exhibit|schedule|side ?letter)\b", re.I)


def signing_pages(pages: Sequence[Sequence[str]]) -> frozenset[int]:
    """The numbers, from 1, of pages whose lines are a signing service's own.

    A certificate has its title at the head and the service's marks below, one of them
    unmistakable; a consent stands behind it, or bears the title that such services give it. What
    follows goes on with them as long as it speaks of signing by machine and opens no article.
    """
    found: set[int] = set()
    for number, lines in enumerate(pages, 1):
        words = " ".join(lines)
        titled = any(_TITLE.fullmatch(line) for line in lines[:6])
        disclosed = any(_DISCLOSURE.match(line) for line in lines[:6])
        after = number - 1 in found and not any(_OWN.match(line) for line in lines[:3])
        marks = len({mark.lower() for mark in _MARKS.findall(words)})
        kinds = len({kind.lower() for kind in _CONSENT.findall(words)})
        certain = marks >= (3 if after else 2) and bool(_CERTAIN.search(words))
        certificate = certain and (titled or after)
        consent = kinds >= 3 and (after or disclosed) or titled and after and kinds >= 1
        if certificate or consent:
            found.add(number)
    return frozenset(found)


def signing_stamp(line: str) -> bool:
    """Whether a line is no more than the service's number of the signed papers."""
    return bool(_STAMP.fullmatch(line))
