"""A language model, where the operator names one: where it is, and what it writes, within limits.
Nothing it writes is trusted.

The only user of llama-index's LLM classes, which are imported when the first question is put to a
model. They speak through a transport of ours, so that only the headers a model needs leave (no key
or organisation that happens to stand in the environment), to the one address that was named, and no
answer is larger or longer than it may be.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from corpus import ModelFailed, Settings

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import LLM

OLLAMA = "http://127.0.0.1:11434"
WANTED = (
    "wanted openai-like:MODEL@URL (the URL up to and with /v1) or ollama:MODEL, optionally @URL"
)
#: Room for the passages (16,000 characters), the orders and the draft.
WINDOW = 8192
MAX_TOKENS = 4096
MAX_CHARACTERS = 24_000
#: What a server may send for one answer, before anything is read out of it: each token comes in
#: an envelope of some 300 bytes.
MAX_BYTES = 4 * 2**20
_CONNECT_SECONDS = 5
_HEADERS = {"host", "accept", "content-type", "content-length", "connection", "transfer-encoding"}


class Writer(Protocol):
    """Something that writes text when given orders and a request: a model, or a test's own."""

    @property
    def name(self) -> str:
        """What it is called, beside what it wrote."""

    def write(self, orders: str, request: str, seconds: float | None = None) -> Iterator[str]:
        """Pieces of text as they come, in so many seconds at most. ModelFailed says in plain words
        why they stop short.
        """


@dataclass(frozen=True, slots=True)
class Model:
    """A model by kind (`openai-like` or `ollama`), name and address, with its limits; `write` is
    what it is for.
    """

    kind: str
    name: str
    url: str
    key: str = field(default="", repr=False)
    seconds: float = 90
    pause: float = 45

    @classmethod
    def of(cls, settings: Settings) -> Model | None:
        """The model that the settings name, or None where they name none. ValueError says what was
        found and wanted.
        """
        if not settings.llm:
            return None
        # what stands before the "@" may be a password
        found = f"PINCITE_LLM={re.sub(r'//[^/]*@', '//...@', settings.llm)!r}"
        kind, colon, rest = settings.llm.partition(":")
        name, at, url = rest.rpartition("@") if "@" in rest else (rest, "", "")
        if not colon or kind not in ("openai-like", "ollama"):
            raise ValueError(f"{found}: {WANTED}")
        if kind == "ollama" and not at:
            url = OLLAMA
        if not re.fullmatch(r"[\w][\w.:/+\-]{0,199}", name):
            raise ValueError(f"{found}: no name of a model; {WANTED}")
        try:
            parts = urlsplit(url)
            sound = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
        except ValueError:
            sound = False
        if not sound or parts.query or parts.fragment or re.search(r"\s", url):
            raise ValueError(
                f"{found}: the address must begin with http:// or https:// and name a "
                f"host; {WANTED}"
            )
        if not settings.llm_key.isascii() or re.search(r"\s", settings.llm_key):
            raise ValueError("PINCITE_LLM_KEY holds spaces or letters that no key has")
        return cls(
            kind, name, url.rstrip("/"), settings.llm_key, settings.llm_seconds, settings.llm_pause
        )

    @property
    def here(self) -> bool:
        """Whether it runs on this machine, by its address."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def leaves(self) -> str:
        """What leaves this machine because of it, and where to, for a person."""
        what = (
            f"each question, the earlier ones of its conversation and the passages found for "
            f"it{', and PINCITE_LLM_KEY' if self.key else ''}"
        )
        if self.here:
            return (
                f"nothing; the language model {self.name} at {self.url} on this machine gets {what}"
            )
        open_line = "" if self.url.startswith("https:") else ", over a line that is not encrypted"
        return f"{what}, to the language model {self.name} at {self.url}{open_line}"

    def write(self, orders: str, request: str, seconds: float | None = None) -> Iterator[str]:
        """Pieces of text as they come; ModelFailed where the server is dead, slow, wrong or has no
        end.
        """
        pieces: _Pieces = SimpleQueue()
        stop = Event()
        try:
            llm = _llm(self, stop)
        except Exception as error:  # noqa: BLE001 - as in _read
            raise _failed(error) from error
        # The answer is read in a thread of its own: no library's time-out ends a server that
        # sends one byte a second.
        Thread(target=_read, args=(llm, orders, request, pieces, stop), daemon=True).start()
        deadline, written = time.monotonic() + min(seconds or self.seconds, self.seconds), 0
        try:
            while True:
                left = deadline - time.monotonic()
                try:
                    piece = pieces.get(timeout=max(0.0, min(left, self.pause)))
                except Empty:
                    raise ModelFailed(_LATE) from None
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise _failed(piece)
                written += len(piece)
                if written > MAX_CHARACTERS:
                    raise ModelFailed("it wrote without end")
                if time.monotonic() > deadline:
                    raise ModelFailed(_LATE)
                yield piece
        finally:
            stop.set()


_LATE = "it did not answer in time"
#: What the thread that reads hands over: pieces, then None, or what went wrong.
_Pieces = SimpleQueue[str | Exception | None]


def _read(llm: LLM, orders: str, request: str, pieces: _Pieces, stop: Event) -> None:
    try:
        from llama_index.core.llms import ChatMessage

        turns = [
            ChatMessage(role="system", content=orders),
            ChatMessage(role="user", content=request),
        ]
        for answer in llm.stream_chat(turns):
            if stop.is_set():
                return
            pieces.put(answer.delta or "")
        pieces.put(None)
    except Exception as error:  # noqa: BLE001 - whatever happens ends in the quotations
        pieces.put(error)


def _llm(model: Model, stop: Event) -> LLM:
    """The library's class for this model, speaking through our transport, with none of the
    library's own defaults.
    """
    import httpx

    key = {"authorization": f"Bearer {model.key}"} if model.key else {}

    class Watched(httpx.HTTPTransport):
        """Sends only what a model needs, follows no redirect, and reads no more than it may."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            for name in set(request.headers) - _HEADERS:
                del request.headers[name]
            request.headers.update({"accept-encoding": "identity", "user-agent": "pincite"} | key)
            response = super().handle_request(request)
            if response.headers.get("content-encoding", "identity") != "identity":
                raise httpx.DecodingError("the answer is packed, which was not asked for")
            assert isinstance(response.stream, httpx.SyncByteStream)  # of this transport it is
            response.stream = Bounded(response.stream)
            return response

    class Bounded(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self.stream = stream

        def __iter__(self) -> Iterator[bytes]:
            read = 0
            for part in self.stream:
                read += len(part)
                if stop.is_set() or read > MAX_BYTES:
                    raise _Endless
                yield part

        def close(self) -> None:
            self.stream.close()

    timeout = httpx.Timeout(model.pause, connect=min(_CONNECT_SECONDS, model.pause))
    if model.kind == "ollama":
        from llama_index.llms.ollama import Ollama
        from ollama import Client

        client = Client(
            model.url, timeout=timeout, transport=Watched(), trust_env=False, follow_redirects=False
        )
        options = {"num_predict": MAX_TOKENS}
        made: LLM = Ollama(
            model.name,
            client=client,
            temperature=0.0,
            context_window=WINDOW,
            json_mode=True,
            additional_kwargs=options,
        )
        return made
    from llama_index.llms.openai_like import OpenAILike

    made = OpenAILike(
        model=model.name,
        api_base=model.url,
        api_key="none",
        is_chat_model=True,
        context_window=WINDOW,
        max_tokens=MAX_TOKENS,
        temperature=0.0,
        max_retries=0,
        timeout=model.pause,
        http_client=httpx.Client(
            transport=Watched(), timeout=timeout, trust_env=False, follow_redirects=False
        ),
    )
    return made


class _Endless(Exception): ...


def _failed(error: Exception) -> ModelFailed:
    """What happened, in words of ours: nothing that a server sent is repeated."""
    chain = [error, error.__cause__, error.__context__]
    names = {kind.__name__ for one in chain for kind in type(one).__mro__}
    codes = (getattr(one, "status_code", None) for one in chain)
    status = next((code for code in codes if isinstance(code, int)), 0)
    if isinstance(error, ImportError):
        return ModelFailed(
            f"the package {error.name} that speaks to it is not installed; run 'make install'"
        )
    if "_Endless" in names:
        return ModelFailed("it wrote without end")
    if names & {"TimeoutException", "APITimeoutError", "TimeoutError"}:
        return ModelFailed(_LATE)
    if status > 0:
        return ModelFailed(
            "its server refused the key"
            if status in (401, 403)
            else f"its server sent an error (HTTP {status})"
        )
    if names & {"ConnectError", "APIConnectionError", "ConnectionError", "TransportError"}:
        return ModelFailed("its server could not be reached, or broke off")
    return ModelFailed("what its server sent could not be read")
