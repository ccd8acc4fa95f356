"""Python's search for cycles put off while a page is read: it would look at the page's arrays again and again."""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def unswept(work: Callable[P, T]) -> Callable[P, T]:
    """The function, run with the cyclic garbage collector off, which is then as it was before.

    A page makes some hundred thousand objects that live until its records are read: searching them for cycles is a
    quarter of the time and finds nothing. What is dropped is freed by its count of references all the same.
    """

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return run
