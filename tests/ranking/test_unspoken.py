"""Asked about AI, an agreement without a word of it is silent, and says what was searched."""

import pytest

from assistant import Assistant
from assistant.question.query import Question
from corpus import Report
from corpus.spoken import asks_of_ai, speaks_of_ai
from tests.conftest import library_of, make_document
from tests.makers.homes import holding

CLAUSES = {
    "Article 1 — training": "The company must train each player before a new tool is brought in.",
    "Article 2 — evaluation": "Evaluations are put in the file of the player each year.",
    "Article 3 — committee": "A committee on safety meets each month with the union.",
    "Article 4 — vacation": "Each player has ten days of vacation.",
    "Article 5 — parking": "The company gives each player a place to park.",
}
LETTER = {"Letter 2 — AI in the workplace": "The company must tell the union of a new AI tool."}


def deal(identity="harbour", more=None, **values):
    clauses = CLAUSES | (more or {})
    return make_document(identity, clauses, basis="official", bundled=False, **values)


@pytest.mark.parametrize(
    "question",
    [
        "What training do players get on a new AI tool?",
        "Can AI evaluations be put in my file?",
        "is there a committee on artificial intelligence",
        "Must they train me before a chatbot tool is brought in?",
        "can a robot evaluation be put in the file of a player",
    ],
)
def test_a_silent_agreement_is_said_to_be_silent(small, words_embedder, question):
    found = Assistant.open(holding(small, deal())).ask(Question(question, documents=("harbour",)))
    assert found.status == "not_found"
    answer = found.json()["answer"]
    assert "Harbour was searched for artificial intelligence" in answer
    assert answer.endswith("has no such word.") and found.also


def test_where_pages_were_not_read_the_silence_is_not_whole(small, words_embedder):
    report = Report("pdf", 10, 10, pages=9, pages_unread=(9,))
    home = holding(small, deal(report=report))
    found = Assistant.open(home).ask(Question("Does it speak of AI?", documents=("harbour",)))
    assert "what could be read has not one such word (page 9 of Harbour" in found.json()["answer"]


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("Do players get ten days of vacation?", None),  # no question about AI
        ("What does the letter on AI tools say?", LETTER),  # it speaks of AI
        ("What does Article 3 say of AI?", None),  # a place is told
    ],
)
def test_others_answer_as_before(small, words_embedder, question, more):
    home = holding(small, deal(more=more))
    found = Assistant.open(home).ask(Question(question, documents=("harbour",)))
    assert "has no such word" not in found.json()["answer"]


def test_a_silent_agreement_gives_way_to_one_that_speaks(small, words_embedder):
    home = holding(small, deal(), deal("tower", LETTER))
    asked = Question("Must they tell me of a new AI tool?", documents=("harbour", "tower"))
    passages, _ = Assistant.open(home).search(asked)
    assert {p.document.id for p in passages} == {"tower"}


def test_only_added_agreements_are_called_silent():
    law = deal("act", kind="law", tier=2)
    digest = make_document("digest", CLAUSES)
    text = deal("text", text_of="digest")
    library = library_of(law, digest, text, deal())
    assert [one for one in library.documents if library.is_without_ai(one)] == ["harbour"]


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Automated decision systems are not used.", True),
        ("No employee is replaced by driverless vehicles.", True),
        ("the AI\ncommittee", True),
        ("Bio-\nmetric clocks, biometric scans", True),
        ("the main-\ntenance of chairs, ai ms and ai ls", False),
        ("The term renews automatically. An automated external defibrillator hangs here.", False),
        ("The Director may generate lists.", False),
        ("No automated scheduling without notice.", True),
        ("La inteligencia  artificial no sustituye a nadie.", True),
        ("Un sistema automatizado; los algoritmos", True),
        ("L’intelligence artificielle, un outil automatisé", True),
        ("Aucun outil automatisée", True),
        ("Der Einsatz künstlicher Intelligenz", True),
        ("automatisierte Systeme", True),
        ("el uso de la IA, KI-Systeme", True),
        ("Boone, IA 50036, la compañía, Kim", False),
        ("L’employeur paie les heures. Der Betrieb zahlt.", False),
    ],
)
def test_words_of_ai_are_told_from_their_neighbours(text, speaks):
    assert speaks_of_ai(text) is speaks


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("any ai rules?", True),
        ("AI-generated notes", True),
        ("¿Puede la IA sustituirme?", True),
        ("Darf KI mich ersetzen?", True),
        ("who pays for air fare", False),
        ("does ki or ia get paid", False),
    ],
)
def test_a_question_names_ai_or_does_not(question, asks):
    assert asks_of_ai(question) is asks


OF_AI = [
    "artificial intelligence", "Machine-learning", "large language model", "chat bots", "ChatGPT",
    "Copilot", "generative", "deep fake", "Algorithmic", "robots", "automation", "neural network",
    "inteligencia artificial", "intelligence artificielle", "KÜNSTLICHER Intelligenz",
    "algoritmos", "automatización", "automatisation", "semiautomated", "automatisiertes",
    "synthetic", "digitally altered", "biometric", "facial scan", "computer vision", "avatars",
    "driverless", "self-driving", "autonomous vehicle", "drones", "AI", "A.I.", "LLM", "GPT",
    "IA", "KI",
]


@pytest.mark.parametrize("words", OF_AI)
def test_no_word_of_ai_is_passed_over_unread(words):
    """Few texts are looked through letter by letter: each that has a word of AI is."""
    assert speaks_of_ai(f"Pay and parking.\n\nThe use of {words} is a matter for the parties.")
    assert not speaks_of_ai("Pay and parking, a training fund, chairs and mail: KIND IAN.")
