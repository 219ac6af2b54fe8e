"""The chat: the same answers as `pincite ask`, on a page.

Run it with `python ui.py`, `make chat` or `pincite serve`.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from contextlib import suppress

from corpus import Settings


def serve(host: str = "127.0.0.1", port: int = 7860, web=None) -> int:
    """Open the chat and stay until it is stopped. Builds the index first where it is missing."""
    _one_heap()
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # Gradio keeps ten thousand events to show in a page of its own that is shut here, and counts
    # them all after each
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000"
    # what staff upload lies in a folder for passing files until it is read: it is nobody else's
    os.umask(0o077)
    # imports make a million objects and no garbage: looking for it costs a start more than a second
    gc.disable()
    from assistant.cli.opening import open_assistant

    settings = Settings.from_environment()
    assistant = open_assistant(settings)
    _import_gradio()
    from assistant.web import logs, serving
    from assistant.web.app import create

    logs.begin()
    app = create(assistant, settings, web)
    # the weights are loaded while the server already listens: loaded earlier, they would only hold
    # up what comes before
    threading.Thread(target=_warm, args=(assistant, app.state.held.warm), daemon=True).start()
    print(f"Pincite is at http://{host}:{port} — Ctrl-C stops it", file=sys.stderr)
    # who is asking decides limits: only a proxy that the operator named may say so in a header
    serving.run(app, host, port, web.trusted_proxies if web else ())
    return 0


def _one_heap() -> None:
    """Let all threads take memory from one heap, where the C library is GNU's.

    From heaps of their own, what a swapped index leaves is not used again: a megabyte or two each.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(-8, 1)  # M_ARENA_MAX


def _import_gradio() -> None:
    """Import Gradio without `mcp`, which it loads for servers of its own, never started here: half
    a second of every start.
    """
    hidden = "mcp" not in sys.modules
    if hidden:
        sys.modules["mcp"] = (
            None  # an import of it fails, as where it is not installed, which Gradio allows for
        )
    import gradio  # noqa: F401

    if hidden:
        del sys.modules["mcp"]


def _warm(assistant, ready: threading.Event) -> None:
    try:
        # a store that ends whoever opens it is found now, and not by the first who asks
        assistant.held().index.nearest(assistant.embedder.query("warm"), 1)
    finally:
        gc.freeze()  # what is there now stays as long as the server
        gc.enable()
    ready.set()


if __name__ == "__main__":
    sys.exit(serve())
