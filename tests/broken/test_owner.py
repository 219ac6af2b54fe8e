"""A home and all that is in it is its owner's alone, from when it is made, whoever makes it."""

import os

from assistant import Assistant, Question
from assistant.cli.doctor import examine
from assistant.web.access.keys import Keys
from assistant.web.feedback import Feedback
from corpus import Home, back_up, restore
from corpus.owner import is_open, open_inside, private
from evals.cases import Case
from evals.cases import add as add_case
from evals.run import Run, keep
from ingest import Described, add, ensure_index, repair

BEES = "# Bees\n\n## Article 1 — honey\n\nBees make honey for everybody who asks them.\n"


def test_whatever_is_made_in_a_home_is_its_owners_alone(small, words_embedder, tmp_path):
    """Under a mask that leaves all open: what libraries write, runs and cases too."""
    before = os.umask(0)
    try:
        ensure_index(small)
        (tmp_path / "bees.md").write_text(BEES)
        assert add([tmp_path / "bees.md"], Described(), small)[0].document
        asked = Assistant.open(small).ask(Question("Can they scan me?", id="a"))
        store = Feedback.open(small.home)
        store.add("bad", asked.json())
        Keys(small.home).add("newsletter")
        keep(Run("c", "m", (), (), True, {}), small.home / "evals" / "runs")
        add_case(small.home / "evals" / "cases" / "own.jsonl", [Case("one", "q?", "out_of_scope")])
        home = Home.open(small.home)
        assert open_inside(home.root) == [] and not is_open(home.root)
        back_up(home, tmp_path / "kept.zip")
        restore(tmp_path / "kept.zip", tmp_path / "again")
        assert open_inside(tmp_path / "again") == [] and not is_open(tmp_path / "again")
        assert not is_open(tmp_path / "kept.zip")
        store.close()
    finally:
        assert os.umask(before) == 0, "what others write in this process is as open as before"


def test_two_who_write_at_once_leave_the_mask_as_it_was():
    before = os.umask(0o022)
    try:
        one, two = private(), private()
        one.__enter__()
        two.__enter__()
        one.__exit__(None, None, None)
        assert os.umask(0o077) == 0o077
        two.__exit__(None, None, None)
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_what_an_earlier_version_left_open_inside_is_said_and_closed(small, monkeypatch):
    from tests.broken.test_damage import with_words

    with_words(monkeypatch)
    ensure_index(small)
    (small.home / "generations").chmod(0o755)
    (small.home / "home.json").chmod(0o644)
    (small.home / "elsewhere").symlink_to(small.bundled)
    small.bundled.chmod(0o755)
    lines, healthy = examine(small)
    assert healthy and any("2 of its files and folders" in line for line in lines)
    small.home.chmod(0o750)
    lines, healthy = examine(small)
    assert not healthy and any("chmod 700" in line for line in lines)
    repair(small, lambda line: None)
    assert open_inside(small.home) == [] and not is_open(small.home)
    assert small.bundled.stat().st_mode & 0o777 == 0o755, "a link leads to what is not the home's"
    assert examine(small)[1]
