"""Blobs over HTTP (protocol 5): whole-body PUT by hash, and reading them back. Nothing is ever served as markup."""

from flask import Response, jsonify, request, send_file

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.evidence import SIZES, display_copy
from fieldapp.store.access import actor
from fieldapp.store.files import CHUNK, SHA256, Files
from fieldapp.sync import uploads

from . import bp

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})


@bp.put("/blobs/<sha256>")
def put_blob(sha256: str):
    if (request.content_length or 0) > uploads.MAX_BYTES:
        raise Problem("too_large", limit=uploads.MAX_BYTES)
    user_id = current_sign_in().user_id
    new = uploads.put(files(), user_id, checked(sha256), iter(lambda: request.stream.read(CHUNK), b""), now_ms())
    return jsonify(stored=True), 201 if new else 200


@bp.get("/blobs/<sha256>")
def get_blob(sha256: str):
    user, now = current_sign_in().user, now_ms()
    scopes = actor(user, now).scopes
    if request.accept_mimetypes.best_match(["application/octet-stream", "application/json"]) == "application/json":
        stored = uploads.stored(files(), user.id, scopes, checked(sha256))
        if stored is None:
            raise Problem("not_found")
        return jsonify(stored=stored, parts=[])
    blob = uploads.readable(user.id, scopes, checked(sha256))
    if not files().has(sha256):
        raise Problem("not_found")
    return sealed(send_file(files().path(sha256), mimetype=blob.mime if blob.mime in IMAGES else "application/octet-stream",
                            as_attachment=True, download_name=f"{sha256}{suffix(blob.mime)}", conditional=True, etag=sha256))


@bp.get("/blobs/<sha256>/display/<size>")
def display_blob(sha256: str, size: str):
    """A small upright copy without metadata, for looking at. 404 also when the file cannot be displayed."""
    user, now = current_sign_in().user, now_ms()
    uploads.readable(user.id, actor(user, now).scopes, checked(sha256))
    try:
        copy = display_copy(files(), sha256, size) if size in SIZES else None
    except FileNotFoundError:
        copy = None
    if copy is None:
        raise Problem("not_found")
    return sealed(send_file(copy, mimetype="image/jpeg", conditional=True, etag=f"{sha256}-{size}"))


def files() -> Files:
    return Files(current_settings().blobs)


def checked(sha256: str) -> str:
    """A path that is no hash names nothing. Raises Problem `not_found`."""
    if not SHA256.fullmatch(sha256):
        raise Problem("not_found")
    return sha256


def sealed(answer: Response) -> Response:
    """Even if a browser opens it, nothing in it runs."""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def suffix(mime: str) -> str:
    return {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}.get(mime, ".bin")
