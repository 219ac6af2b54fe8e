"""From `git clone` in an empty folder to a cited answer: what is not committed is not there."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from corpus import Home
from tests.conftest import ROOT


@pytest.mark.slow
def test_a_clone_answers_its_first_question(tmp_path, shared_home):
    if not (ROOT / ".git").exists():
        pytest.skip("this tree is no git checkout")
    clone = tmp_path / "pincite"
    subprocess.run(
        ["git", "clone", "--quiet", str(ROOT), str(clone)], check=True, capture_output=True
    )
    # its own home with nothing in it but the vectors, which take the longest and are those of the
    # same texts and weights
    (clone / ".pincite").mkdir()
    shutil.copy(Home.open(shared_home.home).vectors, clone / ".pincite")
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PINCITE_", "PYTHONPATH"))
    }
    environment |= {"HOME": str(tmp_path / "nobody"), "PYTHONPATH": str(clone)}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "assistant.cli",
            "ask",
            "Can the studio make me use ChatGPT?",
            "--union",
            "WGA",
            "--json",
        ],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["status"] == "answered" and found["citations"][0]["document"].startswith("wga-mba")
    assert (clone / ".pincite" / "current").exists()
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert status.stdout == "", "using it leaves the checkout as it was"
