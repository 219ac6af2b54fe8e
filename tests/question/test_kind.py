"""Which kind of question is asked, the day it asks about, and what it takes for granted.

All are read from its words, without a model.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.denial import claimed
from assistant.question.dates import asked_day
from assistant.question.kind import kind_of
from assistant.question.scope import read_scope
from corpus import Home, Library, Settings
from corpus.names import places

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    return Library.load(Home.open(tmp_path_factory.mktemp("home")), Settings().bundled)


def kind(question: str, library: Library, union: str | None = None):
    return kind_of(question, read_scope(question, library, TODAY, union), library)


@pytest.mark.parametrize(
    ("question", "union", "name", "says"),
    [
        ("WGA or SAG-AFTRA, who has more on training?", None, "comparison", "training"),
        ("what's the difference between DGA and WGA on consent?", None, "comparison", "consent"),
        ("California vs Tennessee on voice clones", None, "comparison", "voice clones"),
        ("compare the 2023 and 2026 MBA on AI training", None, "change", "training"),
        (
            "what changed about digital replicas between the 2023 and 2026 SAG-AFTRA contracts?",
            None,
            "change",
            "digital replicas",
        ),
        ("what's new in the 2026 contract on scans?", "SAG-AFTRA", "change", "scans"),
        (
            "Since the IATSE deal bans training on our work, how do I file?",
            "IATSE",
            "premise",
            "the IATSE deal bans training on our work",
        ),
        ("now that no fakes is law can i sue for my deepfake", None, "premise", "no fakes is law"),
        ("AB 412 passed so which form do i use", None, "premise", "AB 412 passed"),
        (
            "we won the right to refuse AI in 2024, so how do i refuse",
            "IATSE",
            "premise",
            "we won the right to refuse AI in 2024",
        ),
        (
            "mining is illegal in the EU without permission isn't it",
            None,
            "premise",
            "mining is illegal in the EU without permission",
        ),
        (
            "I read in an article that IATSE members must consent. true?",
            "IATSE",
            "claim",
            "IATSE members must consent",
        ),
        ("my coworker says editors can refuse AI", "Local 700", "claim", "editors can refuse AI"),
        (
            "is it true the latest deal pays writers for training",
            "WGA",
            "claim",
            "the latest deal pays writers for training",
        ),
    ],
)
def test_a_question_is_of_its_kind(question, union, name, says, library):
    found = kind(question, library, union)
    assert found.name == name
    assert says in (found.topic or found.premise)
    assert len(found.parts) == (2 if name in ("comparison", "change") else 0)


@pytest.mark.parametrize(
    "question",
    [
        "can they scan me?",
        "my daughter is 9 and on a show. can they make a double of her?",
        "they want me in the scanning truck tomorrow and won't say what for. "
        "do they have to tell me?",
        "the studio is being sold. can the buyer get my replica?",
        "i pay for my own midjourney, do i get that back from the producer",
        "i write cartoons. exec gave me a chatbot draft. what now",
        "does the video game contract say anything about teaching models on my sessions",
        "must they say which pages came from AI",
        "netflix guidance says they can use AI but my contract needs consent, which wins?",
        "A thief broke into my own car in the company lot, will UPS pay anything?",
        "My mother in law passed away, how many paid days?",
        "ad run is over, must they wipe my double",
        "what does Article 72.G of the MBA say?",
        "does IATSE or the producer decide whether AI is used?",
        "stunt performer. director wants me to use the AI double instead, can i say no",
    ],
)
def test_other_questions_stay_plain(question, library):
    assert kind(question, library, "SAG-AFTRA").name == "question"


@pytest.mark.parametrize(
    ("question", "unions", "day"),
    [
        ("in March 2024, could they make me use chatgpt?", ["wga"], date(2024, 3, 31)),
        ("as of 2024-06-01 who owns it?", ["wga"], date(2024, 6, 1)),
        ("in summer 2025 they scanned me, what was the rule", ["sag-aftra"], date(2025, 7, 15)),
        ("in 2025, did directors have to be asked?", ["dga"], date(2025, 12, 31)),
        ("under the old contract, was there a rule?", ["wga"], date(2026, 5, 1)),
        ("before the 2026 deal, what did they need?", ["sag-aftra"], date(2026, 6, 30)),
        ("under our previous agreement, what did they owe?", ["dga"], date(2026, 6, 30)),
        ("before the strike, was it covered?", ["wga"], date(2023, 5, 1)),
        ("before the strike, was it covered?", ["sag-aftra"], date(2023, 7, 13)),
        ("two years ago could a studio train on it?", ["wga"], date(2024, 11, 25)),
        ("last year, did they have to tell me?", ["wga"], date(2025, 11, 25)),
        ("before August 2024, could they make me use it?", ["iatse"], date(2024, 7, 31)),
        ("prior to May 2, 2026 what was the rule on notice?", ["wga"], date(2026, 5, 1)),
        ("before 2024, was there any rule on scans?", ["sag-aftra"], date(2023, 12, 31)),
        ("what was the rule on 5/2/2024?", ["wga"], date(2024, 5, 2)),
        ("what were the rules at the end of 2024?", ["wga"], date(2024, 12, 15)),
        ("early 2025 they scanned me", ["sag-aftra"], date(2025, 2, 15)),
        ("ten months ago they scanned me", ["sag-aftra"], date(2026, 1, 25)),
        ("the contract I signed in 2024, what did it owe me?", ["wga"], date(2024, 12, 31)),
        ("when I recorded in 2019 did they have to ask me?", ["afm"], date(2019, 12, 31)),
        ("the film I shot in 2021 was scanned, was that allowed?", ["wga"], date(2021, 12, 31)),
    ],
)
def test_the_day_asked_about(question, unions, day, library):
    assert asked_day(question, library, unions, TODAY) == (day, True)


@pytest.mark.parametrize(
    ("question", "unions"),
    [
        ("when does the deal that expires in 2027 end?", ["iatse"]),
        ("can they scan me?", ["wga"]),
        ("under the old contract, was there a rule?", []),
        ("before the strike, was it covered?", ["iatse"]),
        ("is the 2026 agreement better?", ["wga"]),
        ("was the law passed in 2024 any use to me?", []),
        ("my uncle was an actor, he died in 2022. do we have to file anything?", []),
        ("what did the agreement ratified in July 2024 do for us?", ["iatse"]),
        ("can they scan me before 2027?", ["sag-aftra"]),
        ("AI strings from samples we recorded in 2019, do we get paid for that", ["afm"]),
        ("can a producer use my voice from a cartoon I did in 2015 for AI episodes?", ["actra"]),
        ("is the show that I wrote back in 2021 safe from training?", ["wga"]),
        ("I wrote a pilot in 2009 they still own. can they train on it?", ["wga"]),
        ("We sold a script in 2021, does the studio have to ask us now?", ["wga"]),
    ],
)
def test_a_question_about_today_moves_no_day(question, unions, library):
    assert asked_day(question, library, unions, TODAY) == (TODAY, False)


@pytest.mark.parametrize(
    ("statement", "claim"),
    [
        ("the deal bans training on our work", "ban"),
        ("NO FAKES is law", "law"),
        ("principle 1 is binding", "law"),
        ("writers get paid for training", "pay"),
        ("they need my ok first", "consent"),
        ("no training without consent", "consent"),
        ("the contract protects us", "duty"),
        ("the sky over Burbank", ""),
    ],
)
def test_what_a_statement_claims(statement, claim):
    assert claimed(statement) == claim


ORDERS = """
My boss told me to put my scripts in ChatGPT. Is that allowed?
they told me to run my storyboards through Midjourney, can they do that
I was told to use an AI tool for my edit. Do I have to?
my producer told us to hand over our prompts, is that ok?
The studio told me to sit for a body scan tomorrow. Can I say no?
We were told to train the new system on our own takes. Must we?
my manager says to paste the draft into Claude. Is that legal?
My boss tells me to finish the scene with AI. May I refuse?
The line producer told me not to talk to the union about the scan. Is that allowed?
my agent told me to sign the replica rider. Should I?
They said I have to use the AI tool or go home. Can they?
they said I have to be scanned tomorrow
My boss said I must put my scripts into ChatGPT. Can they make me?
The director said we need to use Runway for the comps. Is that covered?
my supervisor said to feed my voice into the clone. allowed?
I was told I have to upload my recordings by Friday. What now?
they told me I had to get scanned before I get paid. is that right?
Our showrunner told the room to write with ChatGPT. Can we refuse?
My steward told me to ask here: can they scan me without consent?
My boss keeps telling me to use AI for the first draft. Do I have a choice?
""".strip().splitlines()
CLAIMS = """
My boss told me that the contract lets them train on my scripts. Is that true?
they told me the union agreed to AI scans, is that right?
I was told that I can refuse AI. true?
my producer told us the agreement requires us to hand over prompts
The studio told me that consent is not needed under the contract. Correct?
We were told the new MBA bans AI training.
my coworker says editors can refuse AI
I read in an article that IATSE members must consent. true?
They said the contract says I have to use the AI tool. Is it true?
they said there's a rule that I have to be scanned
My boss said the agreement requires me to use AI. Is that so?
The director said the law forbids voice clones. Really?
my agent told me SAG-AFTRA banned Synthetics, is it true
I heard the deal gives writers pay for training
someone told me that AB 2602 makes every replica contract void
My steward told me our contract gives 48 hours notice before a scan, right?
an article says the Animation Guild won the right to refuse AI. Is it true?
My manager claims that the law says I must give up my voice rights.
they told us it's in the agreement that crew have to use AI
is it true the latest deal pays writers for training
""".strip().splitlines()


@pytest.mark.parametrize("question", ORDERS)
def test_told_to_do_something_is_an_order_and_no_claim(question, library):
    """Written before the rule, as were the claims.

    9 of these 20 and 16 of those were read rightly at first.
    """
    assert kind(question, library, "IATSE").name == "question"


@pytest.mark.parametrize("question", CLAIMS)
def test_told_that_a_rule_has_it_so_is_a_claim(question, library):
    assert kind(question, library, "IATSE").name in ("claim", "premise")


@pytest.mark.parametrize(
    "question",
    [
        "the studio said they would pay me double for the scan, can I hold them to it?",
        "My producer said yes to the replica. What do I sign?",
        "they keep telling me the scan is harmless. do I need to agree?",
        "my editor said thanks for the AI cut, now what",
    ],
)
def test_what_was_said_of_no_rule_is_a_plain_question(question, library):
    assert kind(question, library, "IATSE").name == "question"


SET = [
    json.loads(line)
    for line in (Path(__file__).parent / "kinds.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_kinds_are_told_on_the_half_that_no_weight_was_learned_from(library):
    """A false kind costs the direct answer, so few are borne; a missed one is answered plainly."""
    told = {"comparison": 0, "change": 0, "question": 0}
    for row in SET[1::2]:
        found = kind(row["question"], library, row["union"])
        plain = found.name not in ("comparison", "change")
        told[row["kind"]] += row["kind"] == ("question" if plain else found.name)
        if found.name == row["kind"] == "comparison":
            of = "places" if row["parts"][0] in places() else "unions"
            held = {getattr(part.scope, of)[0] for part in found.parts}
            assert held == set(row["parts"]), row["question"]
        if found.name == row["kind"] == "change":
            assert [part.scope.documents[-1] for part in found.parts] == row["parts"]
    assert told["comparison"] >= 42 and told["change"] >= 30 and told["question"] >= 57, told


@pytest.mark.parametrize(
    ("question", "union", "name", "topic"),
    [
        ("are we as protected as the writers on training", "IATSE", "comparison", "training"),
        ("us or the IA, who can refuse?", "The Animation Guild", "comparison", "refuse"),
        ("NY or California for voice clones", None, "comparison", "voice clones"),
        ("did the actors get consent and we didn't", "WGA", "comparison", "consent"),
        ("is the consent thing still in there", "SAG-AFTRA", "change", "consent"),
        ("used to need our signature, does it still?", "SAG-AFTRA", "change", "signature"),
        ("since the last contract, is training covered?", "WGA", "change", "training"),
        ("is the consent thing still in there", "IATSE", "question", ""),  # one version is held
        ("us or NABET?", "IATSE", "question", ""),  # one side is held
        ("can a director make an editor use AI", "Local 700", "question", ""),
        ("a new producer wants my old scan", "SAG-AFTRA", "question", ""),
    ],
)
def test_a_kind_needs_two_parts_that_are_held_and_a_word_that_sets_them_apart(
    question, union, name, topic, library
):
    found = kind(question, library, union)
    assert found.name == name
    assert topic in found.topic
