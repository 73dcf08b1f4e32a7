"""The plan acted out: every step is an op through the same door as everybody's, every photo an upload of its author."""

import hashlib
from functools import cache

from fieldapp.store.files import Files
from fieldapp.store.people import user
from fieldapp.sync import uploads
from fieldapp.sync.desk_lane import submit

from .chance import stable_id
from .people import user_id
from .photos import photo, signature
from .story import Photo, Step, Story


class Misplayed(Exception):
    """The house did not take a step of the plan: plan and rulebook disagree."""


@cache
def drawn(name: str, number: int) -> tuple[str, bytes]:
    data = photo(name, number)
    return hashlib.sha256(data).hexdigest(), data


def play(story: Story, k: int, step: Step, files: Files, secret: bytes) -> None:
    """Do one step at its own time. Raises Misplayed unless it was applied."""
    who = user_id(step.who)
    result = submit(user(who), step.type, {"type": "case", "id": story.id}, step.payload, step.at, secret=secret,
                    op_id=stable_id("op", story.n, k, at=step.at), place=story.place if step.type == "report.file" else None,
                    blobs=tuple(reference(p) for p in step.photos))
    if result.verdict != "applied":
        raise Misplayed(f"{step.type} by {step.who} on case {story.n}: {result.verdict} {result.code} {result.detail}")
    for name, number in step.photos:
        sha256, data = drawn(name, number)
        uploads.put(files, who, sha256, [data], step.at + 4000)


def reference(name: Photo) -> dict:
    """A photo as an envelope names it."""
    sha256, data = drawn(*name)
    return {"sha256": sha256, "bytes": len(data), "mime": "image/jpeg", "role": "evidence"}


@cache
def signed(name: str) -> tuple[str, bytes]:
    data = signature(name)
    return hashlib.sha256(data).hexdigest(), data


def signature_of(name: str) -> dict:
    """A signature as an envelope names it."""
    sha256, data = signed(name)
    return {"sha256": sha256, "bytes": len(data), "mime": "image/png", "role": "signature"}
