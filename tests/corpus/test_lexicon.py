"""Plain words find contract words; each entry of the lexicon is needed by a phrase here."""

import pytest

from corpus.lexicon import entries, expansion, topics

SAID = {
    "replica": "can they make a deepfake of me",
    "synthetic": "is an AI actor allowed on set",
    "training": "they want to feed my scripts to ChatGPT",
    "required-use": "can my boss make me use AI",
    "own-use": "am I allowed to use AI on my draft",
    "displacement": "I was laid off because of a machine",
    "retraining": "will they upskill me",
    "pay": "how much do I get paid for it",
    "credit": "who gets credit for the AI draft",
    "tell-me": "do they have to tell me first",
    "complain": "can I file a grievance",
    "blamed": "what if I get sued over the output",
    "dead": "what happens to my face after I die",
    "storage": "how long can they keep my scan",
    "dubbing": "can they dub me in another language",
    "extras": "I do background work",
    "child": "they want to scan my kid",
    "intimate": "somebody made revenge porn of me",
    "outsourcing": "will they outsource our work",
    "meetings": "does the company have to sit down with us",
    "term": "when does it run out",
    "copyright": "who owns the AI picture",
    "style": "can it paint in my style",
}


@pytest.mark.parametrize("entry", [entry.name for entry in entries()])
def test_each_entry_is_reached_by_plain_words(entry):
    assert entry in [found.name for found in topics(SAID[entry])]
    assert expansion(SAID[entry])


def test_ordinary_words_reach_no_entry():
    assert topics("what is the weather in Paris tomorrow") == []
