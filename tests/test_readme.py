"""The README's map is the tree, and its commands exist."""

import re

from assistant.cli.main import parser
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TREE = re.search(r"## The house\n\n```\n(.*?)```", README, re.S).group(1)


def named():
    rooms: list[str] = []  # the folders around a line, outermost first: two spaces a level
    for line in TREE.splitlines():
        name, depth = line.strip().split()[0], (len(line) - len(line.lstrip())) // 2
        rooms[depth:] = [name] if name.endswith("/") else []
        yield "".join([*rooms[:depth], name])


def test_every_file_of_the_map_exists():
    assert [name for name in named() if not (ROOT / name).exists()] == []


def test_every_room_is_on_the_map_and_the_map_stays_small():
    listed = set(named()) | {
        f"assistant/web/{room}/"
        for room in re.findall(r"(\w+)/", TREE.split("web/", 1)[1].split("\n")[0])
    }
    rooms = {
        f"{p.parent.relative_to(ROOT).as_posix()}/"
        for room in ("corpus", "ingest", "assistant", "evals")
        for p in (ROOT / room).rglob("*.py")
    }
    assert rooms - listed == set()
    assert len(TREE.splitlines()) <= 25


def test_the_top_level_is_the_houses():
    allowed = {
        "pyproject.toml",
        "ingest",
        "assistant",
        "corpus",
        "ui.py",
        "evals",
        "tests",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "DESIGN.md",
        "SECURITY.md",
        "Makefile",
        "docs",
        "requirements.lock",
        "requirements-cpu.lock",
        "requirements-torch.lock",
        ".ci",
        ".gitignore",
    }
    import subprocess

    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split("\n")
    assert {path.split("/")[0] for path in tracked if path} <= allowed


def test_every_command_the_readme_names_is_one():
    known = set(next(a for a in parser()._actions if a.dest == "command").choices)
    said = set(re.findall(r"\bpincite ([a-z]+)\b", README))
    assert said - known - {"command"} == set()


def test_every_make_target_the_readme_names_is_one():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z][a-z-]+)\b", README)) <= targets
