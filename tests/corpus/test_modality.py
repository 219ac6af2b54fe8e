"""The force of a clause is its own words': a reservation is never shown as a ban."""

import pytest

from corpus.modality import force_of
from tests.conftest import make_document


@pytest.mark.parametrize(
    ("words", "force"),
    [
        ("The union reserves the right to assert that training is prohibited.", "reserves"),
        ("Each party keeps all its rights unless Article 72 says otherwise.", "reserves"),
        (
            "A writer who kept reserved rights may argue that using the material to train is not "
            "lawful.",
            "reserves",
        ),
        (
            "No employee may be scanned for a picture without that employee's consent.",
            "requires_consent",
        ),
        (
            "A producer must obtain the performer's consent before a replica is made.",
            "requires_consent",
        ),
        ("A company may not require a writer to use ChatGPT.", "prohibits"),
        ("The producer will not require an employee to provide prompts.", "prohibits"),
        ("The employer must give the union notice within 30 days.", "requires"),
        ("A producer may require employees to use any AI System.", "permits"),
        (
            "When an employee is required to use AI, the employee may ask for a consultation.",
            "permits",
        ),
        ("A Producer continues to have the right to utilize new technologies.", "permits"),
        ("A digital replica means a likeness made by computer.", "defines"),
        ("Nothing in the agreement prohibits training.", "informs"),
        ("Members ratified on 9 October 2023.", "informs"),
        (
            "No one may make a digital version of a performer unless the performer has clearly "
            "consented.",
            "requires_consent",
        ),
        (
            "One version, in early reports, says that the deal requires authorization before "
            "scripts train AI.",
            "informs",
        ),
    ],
)
def test_force_is_read_from_the_verbs(words, force):
    assert force_of(words, make_document()) == force


@pytest.mark.parametrize(
    "values",
    [
        {"tier": 4, "kind": "principle"},
        {"tier": 5, "kind": "commentary"},
        {"declared": "proposed", "kind": "law", "tier": 2},
    ],
)
def test_what_binds_nobody_only_informs(values):
    assert (
        force_of("Employers must not train on members' work.", make_document(**values)) == "informs"
    )


def test_the_record_of_a_silence_only_informs():
    assert force_of("The text may not be read as a ban.", make_document(), silent=True) == "informs"
