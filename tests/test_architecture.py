"""The rooms keep their arrows, and starting the command loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"corpus", "ingest", "assistant", "evals", "ui"}
MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "assistant": {"corpus"},
    "evals": {"corpus", "assistant"},
    "ui": {"assistant", "corpus"},
}
#: Faces may use every room: the command, the doors of the suite, and the pages of staff, who add
#: documents and run the suite.
FACES = ("assistant/cli/", "assistant/web/desk/", "ui.py", "evals/opening.py")
FILES = [p for room in sorted(ROOMS - {"ui"}) for p in sorted((ROOT / room).rglob("*.py"))] + [
    ROOT / "ui.py"
]


def rooms_imported(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_import_one_way(path):
    place = path.relative_to(ROOT)
    room = place.parts[0].removesuffix(".py")
    allowed = ROOMS if place.as_posix().startswith(FACES) else MAY_IMPORT[room] | {room}
    strays = set(rooms_imported(path)) & ROOMS - allowed
    assert not strays, f"{place} may import only {sorted(allowed)}, not {sorted(strays)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_owns_and_stays_readable(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path.name} has no docstring"
    assert len(text.splitlines()) <= 300, f"{path.name} has grown past 300 lines; split it"
    assert path.stem not in {"utils", "helpers", "common", "base", "misc", "manager"}


def test_the_types_need_only_the_standard_library():
    imported = set(rooms_imported(ROOT / "corpus" / "model.py"))
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    "start",
    [
        "import corpus, ingest",
        "import assistant.cli.main, assistant.cli.home",
        "import evals.cases",
        "import evals.judge_commands, evals.case_commands, evals.learn_commands",
    ],
)
def test_starting_loads_nothing_heavy(start):
    code = (
        f"{start}\nimport sys\n"
        "print([m for m in ('torch','chromadb','gradio','sentence_transformers','llama_index',"
        "'pypdfium2','bm25s') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_each_heavy_library_has_one_user():
    users: dict[str, set[str]] = {}
    for path in FILES:
        for name in set(rooms_imported(path)) & {
            "chromadb",
            "bm25s",
            "sentence_transformers",
            "lxml",
            "selectolax",
        }:
            users.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    assert all(len(found) == 1 for found in users.values()), users
    assert users["chromadb"] == {"corpus/chroma.py"}


def test_only_the_web_room_and_its_door_know_gradio_and_fastapi():
    users = {
        p.relative_to(ROOT)
        for p in FILES
        if {"gradio", "fastapi", "starlette", "uvicorn"} & set(rooms_imported(p))
    }
    assert [
        str(place)
        for place in users
        if place.parts[:2] != ("assistant", "web") and place != Path("ui.py")
    ] == []


def test_rooms_are_those_of_this_checkout():
    code = (
        "import corpus, ingest, assistant, evals; "
        "print(*(m.__file__ for m in (corpus, ingest, assistant, evals)), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(Path(line).is_relative_to(ROOT) for line in done.stdout.split("\n") if line)


#: The rooms of `assistant`, each with those that it may import; `answer` and `citation`, which lie
#: beside them, are for all.
ARROWS = {
    "question": set(),
    "ranking": {"question"},
    "answering": {"question", "ranking"},
    "checking": set(),
    "drafting": {"answering", "checking"},
    "cli": {"question", "answering", "drafting", "checking", "web"},
    "web": {"question", "answering", "drafting", "checking"},
}
#: What knows the order of the steps may not be known by the rooms that are its steps.
ORDER = {"assistant", "sought", "request", "llama"}


def inner_rooms(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    modules = [str(node.module) for node in tree if isinstance(node, ast.ImportFrom)]
    return {module.split(".")[1] for module in modules if module.startswith("assistant.")}


@pytest.mark.parametrize("room", ARROWS)
def test_the_rooms_of_the_assistant_import_one_way(room):
    found = {one for path in (ROOT / "assistant" / room).rglob("*.py") for one in inner_rooms(path)}
    assert (found & set(ARROWS)) - {room} <= ARROWS[room]
    if room not in ("cli", "web"):
        assert not found & ORDER
