"""Every setting, read from the environment in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What one deployment may choose. Only `llm` sends anything anywhere: where it says."""

    #: PINCITE_HOME: everything one deployment owns.
    home: Path = Path(".pincite")
    #: PINCITE_EMBED_MODEL: folder or hub name of a sentence-transformers model; empty for the one
    #: that is bundled.
    embed_model: str = ""
    #: PINCITE_THREADS: threads of torch and numpy; more than one is often slower for one question
    #: at a time.
    threads: int = 1
    #: PINCITE_DTYPE: auto (bf16 where the processor has it), float32 or bfloat16.
    dtype: str = "auto"
    #: PINCITE_MAX_FILE_MB: originals larger than this are refused.
    max_file_mb: int = 64
    #: PINCITE_READ_SECONDS: an original that takes longer to read is stopped (a scan has this much
    #: for each page).
    read_seconds: int = 16
    #: PINCITE_MAX_INDEX_MB: one generation may not grow past this on disk (a broken store once grew
    #: to 72 GB).
    max_index_mb: int = 2048
    #: PINCITE_OFFLINE=0 lets sentence-transformers ask the hub for a model given by name.
    offline: bool = True
    #: PINCITE_ADAPTER=0 embeds questions with the bundled weights as they were published.
    adapter: bool = True
    #: PINCITE_LLM: a language model that drafts answers, openai-like:MODEL@URL or
    #: ollama:MODEL[@URL]; empty for none.
    llm: str = ""
    #: PINCITE_LLM_KEY: the key that the model's server wants, if any.
    llm_key: str = field(default="", repr=False)
    #: PINCITE_LLM_SECONDS: a model that has not finished by then is cut off, and the quotations
    #: stand alone.
    llm_seconds: int = 90
    #: PINCITE_LLM_PAUSE: the same for one that sends nothing for so many seconds.
    llm_pause: int = 45
    #: PINCITE_HOSTS: the names by which browsers and proxies call the server, with commas between
    #: them.
    hosts: tuple[str, ...] = ()
    #: Folder of the bundled digests; tests point it elsewhere.
    bundled: Path = field(default=Path(__file__).parent / "documents")

    @classmethod
    def from_environment(cls, environ: dict[str, str] | None = None) -> Settings:
        """Read PINCITE_* variables; ValueError names the one that should be a number and is not."""
        env = os.environ if environ is None else environ

        def number(name: str, default: int) -> int:
            raw = env.get(name, "")
            if not raw:
                return default
            if not raw.isdecimal() or int(raw) < 1:
                raise ValueError(f"{name}={raw!r}: wanted a whole number above 0")
            return int(raw)

        return cls(
            home=Path(env.get("PINCITE_HOME") or ".pincite"),
            embed_model=env.get("PINCITE_EMBED_MODEL", ""),
            threads=number("PINCITE_THREADS", 1),
            dtype=env.get("PINCITE_DTYPE") or "auto",
            max_file_mb=number("PINCITE_MAX_FILE_MB", 64),
            read_seconds=number("PINCITE_READ_SECONDS", 16),
            max_index_mb=number("PINCITE_MAX_INDEX_MB", 2048),
            offline=env.get("PINCITE_OFFLINE", "1") != "0",
            adapter=env.get("PINCITE_ADAPTER", "1") != "0",
            llm=env.get("PINCITE_LLM", "").strip(),
            llm_key=env.get("PINCITE_LLM_KEY", "").strip(),
            llm_seconds=number("PINCITE_LLM_SECONDS", 90),
            llm_pause=number("PINCITE_LLM_PAUSE", 45),
            hosts=tuple(filter(None, map(str.strip, env.get("PINCITE_HOSTS", "").split(",")))),
        )
