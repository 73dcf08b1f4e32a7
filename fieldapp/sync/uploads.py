"""Uploads of blobs (protocol 5 and 6): a claim is filled only by bytes that its author sent."""

from collections.abc import Iterable

from fieldapp.domain.problems import Problem
from fieldapp.operations.things import THINGS
from fieldapp.store import blobs
from fieldapp.store.base import db
from fieldapp.store.blobs import Blob
from fieldapp.store.counters import insert_if_absent
from fieldapp.store.feed import lies_in
from fieldapp.store.files import Files
from fieldapp.store.transaction import let_go

from .push import written

MAX_BYTES = 32 * 1024 * 1024


def put(files: Files, user_id: str, sha256: str, chunks: Iterable[bytes], now: int) -> bool:
    """Take a whole blob; True when it is new for this user, False when their claim was filled already.

    A file that is named but gone (a restored backup without it) is taken again. Raises Problem `not_found` when no op of this user
    names it, `hash_mismatch`, `too_large`.
    """
    claims = blobs.claims_of(user_id, sha256)
    if not claims:
        raise Problem("not_found")
    if all(c.filled_at is not None for c in claims) and files.has(sha256):
        return False
    let_go()  # a slow phone must not hold a connection, nor a snapshot, for as long as it sends
    size, mime = files.put(sha256, chunks, MAX_BYTES)
    written(lambda: _filled(user_id, sha256, size, mime, now))
    return True


def _filled(user_id: str, sha256: str, size: int, mime: str, now: int) -> None:
    insert_if_absent(Blob, sha256=sha256, size=size, mime=mime, stored_at=now)
    tell(blobs.fill(user_id, sha256, now))


def tell(records: list[tuple[str, str]]) -> None:
    """What these (type, id) show has a file more."""
    for type_, record_id in records:
        THINGS[type_].load(record_id, True).version += 1
        THINGS[type_].changed(record_id)


def stored(files: Files, user_id: str, scopes, sha256: str) -> bool | None:
    """May this person know of the blob, and is it stored for them? None: it does not exist for them (protocol 6).

    Who has claims of their own is told about these, or a phone would not send what only another has sent.
    """
    own = blobs.claims_of(user_id, sha256)
    if own:
        return all(c.filled_at is not None for c in own) and files.has(sha256)
    return files.has(sha256) if _in_sight(scopes, sha256) else None


def _in_sight(scopes, sha256: str) -> bool:
    return any(c.record_id and lies_in(c.record_type, c.record_id, scopes) for c in blobs.filled_claims(sha256))


def readable(user_id: str, scopes, sha256: str) -> Blob:
    """The blob, for somebody who may read a filled claim on it. Raises Problem `not_found`."""
    if not any(c.filled_at is not None for c in blobs.claims_of(user_id, sha256)) and not _in_sight(scopes, sha256):
        raise Problem("not_found")
    return db.session.get(Blob, sha256)
