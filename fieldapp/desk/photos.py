"""Display copies of photos. The original never leaves as a picture: what cannot be rendered gets a placeholder in words."""

from flask import Response, send_file
from flask_babel import gettext as _
from markupsafe import escape

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.evidence import SIZES, display_copy
from fieldapp.store import ledger
from fieldapp.store.blobs import PHOTO_ROLES, filled_claims
from fieldapp.store.files import SHA256, Files
from fieldapp.sync.uploads import readable

from . import bp
from .attention_list import may_look
from .door import Person, me

SANDBOX = "default-src 'none'; style-src 'none'; sandbox"


@bp.get("/photos/<sha256>/<size>")
def photo(sha256: str, size: str):
    person = me()
    if size not in SIZES or not SHA256.fullmatch(sha256):
        raise Problem("not_found")
    if not _to_decide(person, sha256):
        readable(person.user.id, person.actor.scopes, sha256)
    try:
        copy = display_copy(Files(current_settings().blobs), sha256, size)
    except FileNotFoundError as gone:
        raise Problem("not_found") from gone
    answer = send_file(copy, mimetype="image/jpeg") if copy else placeholder(SIZES[size])
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _to_decide(person: Person, sha256: str) -> bool:
    """Is it of an op that belongs to no record, and that this person has on the attention page? Who decides must see what it shows."""
    ops = (ledger.op(claim.op_id) for claim in filled_claims(sha256) if claim.record_id is None and claim.role in PHOTO_ROLES)
    return person.decides and any(may_look(person, op, now_ms()) for op in ops)


def placeholder(edge: int) -> Response:
    """A drawing of ours that says it; nothing of the file is in it."""
    first, second = escape(_("不能显示")), escape(_("已作为证据保存"))
    text = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{edge}" height="{edge * 3 // 4}" viewBox="0 0 320 240" role="img">'
            f'<title>{first}</title><rect width="320" height="240" fill="#E8E7E1"/>'
            f'<g font-family="sans-serif" text-anchor="middle" fill="#43474F"><text x="160" y="118" font-size="26">{first}</text>'
            f'<text x="160" y="152" font-size="20">{second}</text></g></svg>')
    return Response(text, mimetype="image/svg+xml")
