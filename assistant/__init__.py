"""A question becomes an answer.

Other rooms import from this door, which opens when a name is taken: `pincite --help` waits for
none.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Abstention, Answer, Citation, Outcome, Passage, Statement
    from assistant.assistant import Assistant, Question
    from assistant.ranking.parts import Parts, PartWeights

_WHERE = dict.fromkeys(
    ("Abstention", "Answer", "Citation", "Outcome", "Passage", "Statement"), "assistant.answer"
)
_WHERE |= dict.fromkeys(("Assistant", "Question"), "assistant.assistant")
_WHERE |= dict.fromkeys(("Parts", "PartWeights"), "assistant.ranking.parts")
__all__ = [*_WHERE]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"assistant has no {name!r}")
    return getattr(import_module(_WHERE[name]), name)
