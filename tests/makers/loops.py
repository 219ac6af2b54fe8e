"""Coroutines of a test, run to their end wherever the test runs."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives.

    In a thread of its own: the browser's tests leave a loop running in the first one.
    """
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()
