"""Words by which a question or an agreement names AI."""

from __future__ import annotations

import re

_EITHER = (
    r"artificial[\s-]+intelligen\w+|machine[\s-]+learning|(?:large )?language models?|chat ?bots?|"
    r"chatgpt|copilot|generative|deep ?fakes?|algorithm\w*|robot\w*|automation|neural net\w*|"
    r"inteligencia[\s-]+artificial|intelligence[\s-]+artificielle|"
    r"künstliche\w*[\s-]+intelligen\w+|algoritm\w+|automatización|automatisation|automatisierung"
)
# of Spanish, French and German, in capitals; the first is also a state's, with its postal code
_LETTERS = r"IA(?!\s+\d{5})|KI"
#: What a question names it by, typed in any case.
_ASKED = re.compile(
    rf"\b(?:{_EITHER}|a\.?i\.?|ais|gpt|llms?|bots?|midjourney|(?-i:{_LETTERS}))(?!\w)", re.I
)
#: What an agreement may call it, or a kind of it: wider, for a silence is claimed of all others.
_HELD = re.compile(
    rf"(?i:\b(?:{_EITHER}|(?:semi)?automated(?!\s+(?:external|clearing|teller))|"
    r"automatizad[oa]s?|automatisé\w*|automatisiert\w*|synthetic|"
    r"digital(?:ly)?[\s-]+(?:replica|double|alter|scan)|biometric|"
    r"facial (?:recognition|scan)|computer vision|avatars?\b|"
    r"driverless|self[\s-]driving|autonomous (?:vehicle|truck|system)|drones?\b))"
    rf"|\b(?:AI|A\.I\.|LLM|GPT|{_LETTERS})(?!\w)"  # "ai" is also a syllable that a line broke off
)


def asks_of_ai(question: str) -> bool:
    """Whether a question names AI."""
    return _ASKED.search(question) is not None


#: Of every word that `_HELD` finds a piece, in small letters; those in capitals apart.
_PIECES = (
    *("artifi", "machine", "language", "chat", "copilot", "generative", "fake", "algorithm"),
    *("algoritm", "robot", "automa", "neural", "künstl", "synthetic", "digital", "biometric"),
    *("facial", "computer", "avatar", "driv", "autonomous", "drone"),
)
_CAPITALS = ("AI", "A.I.", "LLM", "GPT", "IA", "KI")


def speaks_of_ai(text: str) -> bool:
    """Whether a text has a word of AI, or of what is one of its kinds."""
    small = text.casefold()  # a pattern looks at every letter; few texts have even a piece
    if not any(one in small for one in _PIECES) and not any(one in text for one in _CAPITALS):
        return False
    return _HELD.search(text) is not None
