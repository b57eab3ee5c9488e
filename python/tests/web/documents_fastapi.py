"""A FastAPI application that gives users links to their own documents: docs/how-to/web-frameworks.md."""

import uuid
from dataclasses import dataclass
from typing import Annotated

import presign
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import RedirectResponse

BUCKET = "documents"
# A link in a cache would reach another user, or be used after its expiry.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass
class Document:
    """A row of the database."""

    owner: str
    key: str
    name: str


DOCUMENTS: dict[int, Document] = {}
app = FastAPI()
signer = presign.Signer.from_env(max_expires_in=600)


def current_user() -> str:
    """Return the name of the user who is logged in. Your application has such a dependency."""
    raise HTTPException(401)


User = Annotated[str, Depends(current_user)]


@app.get("/documents/{document_id}")
def download(document_id: int, user: User) -> RedirectResponse:
    """Redirect the owner of a document to the storage."""
    document = DOCUMENTS.get(document_id)
    # The same response as for a document that does not exist, so that users cannot find out which do.
    if document is None or document.owner != user:
        raise HTTPException(404)
    url = signer.get(BUCKET, document.key, filename=document.name, expires_in=60)
    return RedirectResponse(url, status_code=302, headers=HEADERS)


@app.post("/documents", status_code=201)
def upload(user: User, response: Response) -> dict[str, object]:
    """Return what the page sends to the storage: URL, method and headers. The server chooses the key."""
    key = f"uploads/{user}/{uuid.uuid4()}.pdf"
    made = signer.presign_request("PUT", BUCKET, key, content_type="application/pdf", expires_in=300)
    response.headers.update(HEADERS)
    return made.as_dict()
