"""Write the lock files anew: every version pinned, with the SHA-256 of each file of its release.

    make lock              the versions that are pinned, with what pyproject.toml has gained
    make lock UPGRADE=mcp  the same, and this one as new as pyproject.toml allows

They are for every system and Python that the project runs on. torch comes in builds: with CUDA,
from the index of all other packages, with what that needs; and for CPUs alone, from its makers' own
index, which can't be asked from everywhere. The hashes of the latter stay in their file as they
are, and belong to one version: for another take them from that index.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = {
    "requirements.lock": "All that Pincite needs but torch.",
    "requirements-torch.lock": "torch, and what its build with CUDA needs on Linux.",
    "tests/requirements.lock": "What the tests need beside these.",
    ".ci/tools.lock": "What 'make lock', 'make sbom' and 'make audit' run, in a folder of its own.",
}
CPU = "requirements-cpu.lock"
_TORCH = re.compile(r"torch==|triton==|(nvidia|cuda)-")
Pins = dict[str, str]


def pins(text: str) -> Pins:
    """Each requirement with its hashes as written, by its name and version."""
    rows = re.split(r"\n(?=[A-Za-z])", re.sub(r"^#.*\n", "", text, flags=re.M))
    return {row.split()[0]: row.strip() for row in rows if row.strip()}


def compiled(constraints: str, source: str, *more: str) -> Pins:
    """What a file of requirements needs, each in the version that the constraints name."""
    wanted = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    command = [sys.argv[1], "pip", "compile", *wanted, "--python-version", "3.11", *more]
    command += ["--constraint", "-", str(ROOT / source)]
    done = subprocess.run(command, input=constraints, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return pins(done.stdout)


def main() -> None:
    """Read the pins that are there, resolve, and write the files."""
    held: Pins = {}
    for name in LOCKS:
        held |= pins((ROOT / name).read_text(encoding="utf-8"))
    kept = [one for one in held if one.partition("==")[0] not in sys.argv[2:]]
    constraints = "".join(f"{one}\n" for one in kept)
    needed = compiled(constraints, "pyproject.toml")
    tests = compiled(constraints, "pyproject.toml", "--extra", "test")
    tests = {k: v for k, v in tests.items() if k not in needed}
    tools = compiled(constraints, ".ci/tools.in")
    torch = {k: v for k, v in needed.items() if _TORCH.match(k)}
    rest = {k: v for k, v in needed.items() if k not in torch}
    for (name, said), found in zip(LOCKS.items(), (rest, torch, tests, tools), strict=True):
        text = f"# {said} Written by 'make lock'.\n" + "\n".join(found.values()) + "\n"
        (ROOT / name).write_text(text, encoding="utf-8")
    build = next(iter(pins((ROOT / CPU).read_text(encoding="utf-8"))))
    if build.partition("+")[0] not in torch:
        sys.exit(f"{CPU} has {build}: write the hashes of the new version's builds into it")


if __name__ == "__main__":
    main()
