"""A model over real HTTP on loopback: honest, hostile, dead, slow and endless; what leaves for it,
and what reaches a person in each case.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from assistant import Assistant, Question
from assistant.answer import Statement
from assistant.drafting.llm import MAX_CHARACTERS, Model
from corpus import ModelFailed, Settings
from tests.conftest import ROOT, TODAY
from tests.makers.drafting import HONEST, model, run, stands
from tests.makers.llm_server import Script, serving

# --- over HTTP ---


def test_a_model_is_asked_over_http_and_gets_only_what_it_needs(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OLLAMA_API_KEY"):
        monkeypatch.setenv(name, "of-somebody-else")
    with serving(Script(json.dumps(HONEST))) as script:
        _, outcome = run(model(f"{script.url}/v1"))
        assert outcome.asked.mode == "llm:m" and script.seen[0][0] == "/v1/chat/completions"
        assert "authorization" not in script.seen[0][1] and "of-somebody-else" not in str(
            script.seen
        )
        run(model(f"{script.url}/v1", key="ours"))
        assert script.seen[1][1]["authorization"] == "Bearer ours"
        run(replace(model(script.url), kind="ollama"))
        assert script.seen[2][0] == "/api/chat" and "of-somebody-else" not in str(script.seen)
        assert set(script.seen[0][1]) <= {
            "host",
            "accept",
            "accept-encoding",
            "connection",
            "content-type",
            "content-length",
            "user-agent",
        }


FAILURES = {
    "an error": (Script(raw=[b"<h1>Internal error</h1>"], status=500), "sent an error (HTTP 500)"),
    "a refused key": (Script(raw=[b"no"], status=401), "refused the key"),
    "a redirect": (
        Script(raw=[b" "], status=307, headers={"location": "http://127.0.0.1:9/"}),
        "HTTP 307",
    ),
    "a page": (
        Script(raw=[b"<html><body>hello</body></html>\n"], headers={"content-type": "text/html"}),
        "wrote nothing",
    ),
    "nothing": (Script(raw=[b"\n"]), "wrote nothing"),
    "letters that are none": (
        Script(raw=[b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n']),
        "could not be read",
    ),
    "half an object": (Script(raw=[b'data: {"choices": [{\n\n']), "could not be read"),
    "a giant line": (Script(raw=(b"x" * 65536 for _ in range(400))), "without end"),
    "no end": (Script(text=("blah " * 200 for _ in itertools.count())), "without end"),
    "packed": (Script(raw=[b"abc"], headers={"content-encoding": "gzip"}), "could not be reached"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_whatever_a_server_sends_ends_in_the_quotations(name):
    script, why = FAILURES[name]
    with serving(script):
        stands(run(model(f"{script.url}/v1"))[1], why)


@pytest.mark.parametrize(
    "script",
    [
        Script(text=("b" for _ in itertools.count()), pause=0.2),
        Script(raw=(b"x" for _ in itertools.count()), pause=0.2),
        Script(text=["a", "b"], pause=30),
    ],
    ids=["a word at a time", "a byte at a time", "silence"],
)
def test_a_slow_server_is_left(script):
    with serving(script):
        stands(run(model(f"{script.url}/v1", seconds=1.0, pause=0.6))[1], "did not answer in time")


def test_a_dead_server_ends_in_the_quotations():
    for kind in ("openai-like", "ollama"):
        stands(run(replace(model("http://127.0.0.1:9/v1"), kind=kind))[1], "could not be reached")


def test_what_passed_before_the_stream_broke_is_kept():
    text = json.dumps(HONEST)
    script = Script(
        text=itertools.chain([text[: text.index("}, {") + 1]], ("x" for _ in itertools.count())),
        pause=0.05,
    )
    with serving(script):
        _, outcome = run(model(f"{script.url}/v1", seconds=4.0))
    assert (
        len(outcome.statements) == 1
        and outcome.asked.mode == "llm:m"
        and "cut off" in outcome.notes[-1]
    )


def test_no_more_is_taken_than_a_draft_may_hold():
    with serving(Script(text=("a" * 500 for _ in itertools.count()))) as script:
        got = []

        def take():
            for piece in model(f"{script.url}/v1").write("orders", "request"):
                got.append(piece)

        with pytest.raises(ModelFailed):
            take()
    assert sum(len(piece) for piece in got) <= MAX_CHARACTERS


# --- settings ---


@pytest.mark.parametrize(
    ("value", "name", "url"),
    [
        (
            "openai-like:qwen2.5-7b@http://localhost:8000/v1",
            "qwen2.5-7b",
            "http://localhost:8000/v1",
        ),
        (
            "openai-like:org/model:free@https://llm.example.org/v1/",
            "org/model:free",
            "https://llm.example.org/v1",
        ),
        ("ollama:llama3.2:3b", "llama3.2:3b", "http://127.0.0.1:11434"),
        ("ollama:llama3.2@http://10.0.0.5:11434", "llama3.2", "http://10.0.0.5:11434"),
    ],
)
def test_a_model_is_read_from_one_setting(value, name, url):
    found = Model.of(Settings.from_environment({"PINCITE_LLM": value}))
    assert (found.name, found.url) == (name, url)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "gpt-4",
            "openai:gpt-4",
            "openai-like:",
            "openai-like:m",
            "openai-like:m@ftp://x/v1",
            "openai-like:m@http://",
            "ollama:",
        ),
        *(
            "openai-like:m@http://user:secret@host/v1",
            "openai-like:m@http://host/v1?key=secret",
            "openai-like:m m@http://host/v1",
        ),
        "openai-like:m@http://host:99999/v1",
    ],
)
def test_a_setting_that_names_no_model_says_what_was_wanted(value):
    with pytest.raises(ValueError, match="PINCITE_LLM=.*wanted openai-like:MODEL@URL") as error:
        Model.of(Settings.from_environment({"PINCITE_LLM": value}))
    assert "user:secret" not in str(error.value)


def test_unset_there_is_no_model_and_nothing_of_it_is_loaded():
    assert Model.of(Settings.from_environment({})) is None
    code = (
        "import assistant, sys; print([m for m in ('openai', 'ollama', 'llama_index', "
        "'httpx') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_key_is_shown_nowhere():
    settings = Settings.from_environment(
        {"PINCITE_LLM": "ollama:m", "PINCITE_LLM_KEY": "very-secret"}
    )
    assert (
        "very-secret" not in repr(settings) + repr(Model.of(settings)) + Model.of(settings).leaves()
    )


def test_it_is_said_what_leaves_and_where_to():
    far = Model.of(
        Settings.from_environment(
            {"PINCITE_LLM": "openai-like:m@http://llm.example.org/v1", "PINCITE_LLM_KEY": "k"}
        )
    )
    assert (
        "llm.example.org" in far.leaves()
        and "PINCITE_LLM_KEY" in far.leaves()
        and "not encrypted" in far.leaves()
    )
    assert (
        Model.of(Settings.from_environment({"PINCITE_LLM": "ollama:m"}))
        .leaves()
        .startswith("nothing")
    )


def test_the_doctor_says_what_leaves_and_what_is_wrong_with_the_setting(small):
    from assistant.cli.doctor import examine

    lines, _ = examine(replace(small, llm="openai-like:m@https://llm.example.org/v1"))
    assert any(
        line.startswith("leaves this machine: each question")
        and "https://llm.example.org/v1" in line
        for line in lines
    )
    lines, healthy = examine(replace(small, llm="gpt"))
    assert not healthy and any(
        line.startswith("WRONG: PINCITE_LLM='gpt': wanted") for line in lines
    )
    assert "leaves this machine: nothing" in examine(small)[0]


# --- the whole way ---


def draft_on(asked: str) -> str:
    """A model that quotes the first sentence of each passage it was given, and tells one lie about
    the first.
    """
    passages = [
        row for line in asked.split("\n") if line.startswith('{"id"') for row in [json.loads(line)]
    ]
    first = [row["text"].split(". ")[0].rstrip(".") + "." for row in passages]
    true = [
        {"text": words, "citations": [{"id": row["id"], "quote": words}]}
        for row, words in zip(passages, first, strict=True)
    ]
    lie = {
        "text": "You are guaranteed 500 dollars for each script.",
        "citations": [{"id": "S1", "quote": first[0]}],
    }
    return json.dumps({"statements": [lie, *true[:5]]})


@pytest.mark.slow
def test_a_question_is_answered_with_a_model_and_without_one_alike(shared_home, assistant):
    asked = Question(
        "What must a company do before it licenses literary material for training?",
        union="WGA",
        as_of=TODAY,
    )
    plain = assistant.ask(asked)
    with serving(Script(draft_on)) as script:
        helped = Assistant(
            replace(shared_home, llm=f"openai-like:m@{script.url}/v1"), assistant.embedder
        )
        *parts, outcome = helped.stream(asked)
        assert (
            outcome.status == plain.status == "answered"
            and outcome.asked.mode == "llm:m"
            and plain.asked.mode == "extractive"
        )
        assert (
            outcome.statements[0].citations[0].document.id
            == plain.statements[0].citations[0].document.id
        )
        assert "500" not in outcome.json()["answer"] and any(
            "did not pass" in note for note in outcome.notes
        )
        assert "writing" in parts and [
            part for part in parts if isinstance(part, Statement)
        ] == list(outcome.statements)
        for citation in outcome.json()["citations"]:
            text = assistant.library[citation["document"]].text
            assert citation["quote"] == text[citation["start"] : citation["end"]]
        script.seen.clear()
        assert (
            helped.ask(Question("Who won the football last night?", as_of=TODAY)).status
            == "out_of_scope"
        )
        assert script.seen == [], "a model is not asked where the documents do not answer"
    assert helped.ask(asked).statements == plain.statements, (
        "the server is dead, the quotations stand"
    )
