"""Half a letter (a lone surrogate) in what is sent is the sender's mistake, and said to be: 400."""

import json

import pytest

from assistant import Assistant, Question
from assistant.cli.main import main
from assistant.request import question_of
from assistant.web.access.keys import Keys
from corpus import BadQuestion
from corpus.signs import is_halved_json
from tests.makers.staff import GOOD, accounts_in

HALF = "\\ud800"


@pytest.fixture
def client(small, words_embedder, tmp_path):
    """A client of a server with accounts that says what a person would get, and the key it has."""
    pytest.importorskip("gradio")
    from starlette.testclient import TestClient

    from assistant.web.app import create
    from assistant.web.settings import WebSettings
    from ingest import ensure_index

    ensure_index(small)
    web = WebSettings(auth=accounts_in(tmp_path).path)
    made = TestClient(create(Assistant.open(small), small, web), raise_server_exceptions=False)
    made.headers["Authorization"] = f"Bearer {Keys(small.home).add('tests')}"
    return made


def test_a_question_with_half_a_letter_is_refused_and_a_whole_one_in_two_halves_is_text(client):
    for body in (
        f'{{"question": "can they {HALF} scan me?"}}',
        f'{{"question": "scan?", "union": "{HALF}"}}',
        f'{{"question": "scan?", "kinds": ["{HALF}"]}}',
        f'{{"question": "scan?", "id": "{HALF}"}}',
        f'{{"question": "scan?", "history": [{{"role": "user", "content": "{HALF}"}}]}}',
        f'{{"question": "scan?", "{HALF}": 1}}',
        f'{{"question": "a half the wrong way round \\udc00 {HALF}"}}',
    ):
        for path in ("/api/ask", "/api/search"):
            sent = client.post(path, content=body)
            assert sent.status_code == 400 and "half a letter" in sent.json()["error"], body
    body = '{"question": "can they scan a writer \\ud83d\\ude00?", "id": "\\\\ud800"}'
    sent = client.post("/api/ask", content=body)
    assert sent.status_code == 200 and sent.json()["id"] == "\\ud800"
    assert "\U0001f600" in sent.json()["question"]


def test_half_a_letter_is_found_in_every_spelling_of_json():
    assert is_halved_json(b'"\xed\xa0\x80"') and is_halved_json(f'"{HALF}"'.encode("utf-16"))
    assert is_halved_json(rb'"\\\ud800"') and not is_halved_json(rb'"\\ud800 \ud83d\ude00"')


def test_answers_and_feedback_with_half_a_letter_are_refused(client, answer):
    for name in ("question", "answer", "standalone_question"):
        turned = json.dumps({"turns": [answer | {name: "HALF"}]}).replace("HALF", HALF)
        for path in ("/turns", "/turns.md", "/turns.txt", "/record"):
            assert client.post(path, content=turned).status_code == 400, (path, name)
    said = json.dumps({"verdict": "bad", "words": "HALF", "answer": answer})
    assert client.post("/feedback", content=said.replace("HALF", HALF)).status_code == 400
    assert client.post("/feedback", content=said).status_code == 200


def test_the_pages_own_routes_refuse_it_too_and_what_is_too_long(client):
    for data in (f'["{HALF}", "{{}}"]', f'["scan?", "{HALF}"]'):
        body = f'{{"data": {data}, "fn_index": 0, "session_hash": "x"}}'
        sent = client.post(
            "/gradio_api/queue/join", content=body, headers={"Content-Type": "application/json"}
        )
        assert sent.status_code == 400
    sent = client.post("/gradio_api/queue/join", content=b'"' + b"x" * (5 * 2**20) + b'"')
    assert sent.status_code == 413


def test_an_upload_whose_name_is_no_text_is_refused_and_never_an_error_of_ours(client):
    client.post("/signin", data={"name": "ada", "password": f"{GOOD} ada"})
    upload = "/desk/library/gradio_api/upload"
    halved = (b'filename="a\xed\xa0\x80"', b'filename="\xff"')
    for name in (b"filename*=UTF-8''a%ED%A0%80.txt", *halved):
        body = b'--X\r\nContent-Disposition: form-data; name="files"; ' + name
        body += b"\r\nContent-Type: text/plain\r\n\r\nwords\r\n--X--\r\n"
        form = {"Content-Type": "multipart/form-data; boundary=X"}
        assert client.post(upload, content=body, headers=form).status_code < 500, name
    body = '{"data": [[{"path": "/x", "orig_name": "HALF"}]], "fn_index": 1, "session_hash": "x"}'
    for path in ("queue/join", "run/predict"):
        sent = client.post(f"/desk/library/gradio_api/{path}", content=body.replace("HALF", HALF))
        assert sent.status_code == 400


def test_a_question_from_a_terminal_that_is_no_text_is_said_to_be_none(capsys):
    for command in ("ask", "search", "rewrite"):
        assert main([command, "can they scan \udcff me?"]) == 1
        assert "half a letter" in capsys.readouterr().err


def test_a_batch_says_it_of_the_line_and_goes_on():
    with pytest.raises(BadQuestion, match="half a letter"):
        question_of({"question": "a \ud800 b"}, Question(""))
