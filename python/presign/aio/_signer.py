"""`presign.Signer` with the credentials of an asynchronous client."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any, Concatenate, NoReturn, ParamSpec, Self, TypeVar

from presign import Signer
from presign.boto3._signer import PICKLING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from presign.aio._links import AsyncLinks

P = ParamSpec("P")
R = TypeVar("R")


def of_signer(
    method: Callable[Concatenate[Signer, P], R], bucket_at: int, *, in_thread: bool = False
) -> Callable[Concatenate[AsyncSigner, P], Coroutine[Any, Any, R]]:
    """Return a method of `presign.Signer`, with its arguments and docstring, as a coroutine function.

    With `in_thread`, the event loop runs during the call.
    """

    @functools.wraps(method)
    async def call(self: AsyncSigner, /, *args: P.args, **kwargs: P.kwargs) -> R:
        bucket = args[bucket_at] if len(args) > bucket_at else kwargs.get("bucket")
        signer = await self._links.signer(bucket)
        if in_thread:
            return await asyncio.to_thread(method, signer, *args, **kwargs)
        return method(signer, *args, **kwargs)

    return call


class AsyncSigner:
    """A `presign.Signer` that uses a client's current keys at each call. Returned by `presign.aio.signer`.

    It has the methods of `presign.Signer`, as coroutine functions. Functions that are passed to
    `presign_playlist`, and iterables that are passed to `presign_many`, are called in another thread.
    """

    __slots__ = ("_links",)

    def __init__(self, links: AsyncLinks) -> None:
        """Store the links, which `presign.aio.signer` makes."""
        self._links = links

    get = of_signer(Signer.get, 0)
    put = of_signer(Signer.put, 0)
    head = of_signer(Signer.head, 0)
    delete = of_signer(Signer.delete, 0)
    presign = of_signer(Signer.presign, 1)
    presign_request = of_signer(Signer.presign_request, 1)
    warnings = of_signer(Signer.warnings, 1)
    presign_many = of_signer(Signer.presign_many, 1, in_thread=True)
    presign_arrow = of_signer(Signer.presign_arrow, 1, in_thread=True)
    presign_post = of_signer(Signer.presign_post, 0)
    presign_playlist = of_signer(Signer.presign_playlist, 1, in_thread=True)

    def __repr__(self) -> str:
        return f"<presign.aio.AsyncSigner {self._links!r}>"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        message = f"an AsyncSigner {PICKLING}"
        raise TypeError(message)
