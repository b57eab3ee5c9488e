"""The views."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import presign
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .models import Document

if TYPE_CHECKING:
    from django.http import HttpRequest

BUCKET = "documents"
signer = presign.Signer.from_env(max_expires_in=600)


@login_required
@require_safe
@never_cache
def download(request: HttpRequest, document_id: int) -> HttpResponseRedirect:
    """Redirect the owner of a document to the storage; for other users the document does not exist."""
    document = get_object_or_404(Document, pk=document_id, owner=request.user)
    return HttpResponseRedirect(signer.get(BUCKET, document.key, filename=document.name, expires_in=60))


@login_required
@require_POST
@never_cache
def upload(request: HttpRequest) -> JsonResponse:
    """Return what the page sends to the storage: URL, method and headers. The server chooses the key."""
    key = f"uploads/{request.user.pk}/{uuid.uuid4()}.pdf"
    made = signer.presign_request("PUT", BUCKET, key, content_type="application/pdf", expires_in=300)
    return JsonResponse(made.as_dict(), status=201)
