"""What is installed is what was pinned, file by file; SECURITY.md names tests that there are."""

import ast
import json
import re
import shutil
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCKS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "requirements.lock",
        "requirements-cpu.lock",
        "requirements-torch.lock",
        "tests/requirements.lock",
        ".ci/tools.lock",
    )
}


def pinned(text: str) -> list[tuple[Requirement, list[str]]]:
    """Each requirement of a lock file with the hashes of its files."""
    whole = re.sub(r"\\\n", " ", text)
    rows = [row for row in whole.splitlines() if row.strip() and not row.startswith("#")]
    parts = [re.split(r"\s+--hash=", row.strip()) for row in rows]
    return [(Requirement(first), hashes) for first, *hashes in parts]


@pytest.mark.parametrize("name", LOCKS)
def test_every_file_that_is_installed_has_its_hash(name):
    found = pinned(LOCKS[name])
    assert found
    for requirement, hashes in found:
        assert re.fullmatch(r"==[^*]+", str(requirement.specifier)), requirement
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes)
    assert len({(r.name, str(r.marker)) for r, _ in found}) == len(found)


def test_nothing_is_installed_but_by_hash():
    """Each pip of the Makefile takes locked files only, or this project itself."""
    assert "--no-deps --require-hashes" in re.search(r"^LOCKED := .*", MAKEFILE, re.M)[0]
    others = [line for line in MAKEFILE.splitlines() if "pip install" in line]
    others = [line for line in others if not line.startswith("LOCKED")]
    assert len(others) == 1 and "--no-deps --no-build-isolation -e ." in others[0]
    used = set(re.findall(r"-r (\S+\.lock)", MAKEFILE))
    assert used == set(LOCKS)


def test_what_the_project_asks_for_is_pinned_within_what_it_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    held = {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for text in (LOCKS["requirements.lock"], LOCKS["requirements-torch.lock"])
        for one, _ in pinned(text)
    }
    for wanted in map(Requirement, project["dependencies"]):
        assert wanted.specifier.contains(held[canonicalize_name(wanted.name)]), wanted
    tests = {canonicalize_name(one.name) for one, _ in pinned(LOCKS["tests/requirements.lock"])}
    for wanted in map(Requirement, project["optional-dependencies"]["test"]):
        assert canonicalize_name(wanted.name) in tests, wanted
    (cpu, _), torch = pinned(LOCKS["requirements-cpu.lock"])[0], held["torch"]
    assert str(cpu.specifier) == f"=={torch}+cpu", "the builds for CPUs are of the same version"


@pytest.mark.slow
def test_the_parts_are_written_down_as_cyclonedx(tmp_path):
    """Where the tools can be installed (`make` does it from their own lock file)."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-torch.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "tools.lock", tmp_path / ".ci")
    (tmp_path / "README.md").touch()
    done = subprocess.run(
        ["make", "sbom"], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    if done.returncode and "pip" in done.stderr:
        pytest.skip("the tools can't be installed here: no package index is reached")
    assert done.returncode == 0, done.stderr
    made = json.loads((tmp_path / "build" / "sbom.json").read_text(encoding="utf-8"))
    assert made["bomFormat"] == "CycloneDX" and made["metadata"]["component"]["name"] == "pincite"
    listed = {(one["name"], one["version"]) for one in made["components"]}
    wanted = {
        (one.name, str(one.specifier).removeprefix("=="))
        for name in ("requirements.lock", "requirements-torch.lock")
        for one, _ in pinned(LOCKS[name])
    }
    assert listed == wanted and all(one["purl"] for one in made["components"])


# --- SECURITY.md ---


def test_each_threat_names_a_test_that_there_is():
    rows = [row for row in SECURITY.splitlines() if row.startswith("| ")][1:]
    rows = [row for row in rows if not row.startswith("| ---")]
    assert len(rows) >= 30
    for row in rows:
        path, _, name = re.fullmatch(r"\|.*\| `(tests/[\w/]+\.py)(::)(test_\w+)` \|", row).groups()
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        held = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        assert name in held, f"SECURITY.md names {path}::{name}, which is gone"


def test_its_commands_are_commands_and_its_targets_targets():
    from assistant.cli.main import parser

    known = set(next(a for a in parser()._actions if a.dest == "command").choices)
    assert set(re.findall(r"`pincite ([a-z]+)", SECURITY)) <= known
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", SECURITY)) <= targets


SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
