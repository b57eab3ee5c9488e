"""The decorator of views."""

# Django has no types.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse

from presign import Refused
from presign._received import error_body, of_asgi, of_wsgi

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from presign import Verifier


def verified(verifier: Verifier) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator of views, which are then called with verified requests only.

    The view finds what the URL is for in `request.presigned`, a `presign.Verified`. All other requests are
    answered as a storage does, in XML. The view is exempt from the check for CSRF, since no cookie gives
    access to it. It may be a coroutine function; `secrets` is then queried in a thread. The response is
    `Cache-Control: private` unless the view sets another: Django's cache and shared ones do not verify, and
    would give it to requests that have expired or lack a signed header.

    Args:
        verifier: checks the requests.

    """

    def refusal(request: Any) -> HttpResponse | None:  # noqa: ANN401
        scope = getattr(request, "scope", None)
        try:
            # Django has replaced the path in the environment by text.
            received = of_wsgi(request.META, request.path.encode()) if scope is None else of_asgi(scope)
            # The view sees this method, which a middleware may have read from X-HTTP-Method-Override.
            request.presigned = received._replace(method=request.method).verify(verifier)
        except Refused as refused:
            return HttpResponse(error_body(refused), "application/xml", refused.status)
        return None

    def private(answer: Any) -> Any:  # noqa: ANN401
        if inspect.isawaitable(answer):
            # The `dispatch` of a class with coroutine functions is none itself.
            return private_later(answer)
        answer.headers.setdefault("Cache-Control", "private")
        return answer

    async def private_later(answer: Awaitable[Any]) -> Any:  # noqa: ANN401
        return private(await answer)

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        wrapper: Any
        if inspect.iscoroutinefunction(view):

            @functools.wraps(view)
            async def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
                answer = await sync_to_async(refusal)(request)
                return private(await view(request, *args, **kwargs)) if answer is None else answer
        else:

            @functools.wraps(view)
            def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
                answer = refusal(request)
                return private(view(request, *args, **kwargs)) if answer is None else answer

        wrapper.csrf_exempt = True
        return wrapper  # type: ignore[no-any-return]

    return decorate
