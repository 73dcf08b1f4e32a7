"""Acting from a page: one op on the person's desk lane, through the same door as a phone's."""

from fieldapp.config import current_settings
from fieldapp.domain.ids import is_uuid7, uuid7
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.store import ledger
from fieldapp.sync.desk_lane import Judged, submit

from .door import me


def mint() -> str:
    """An id for a form to carry: sending the same form twice is one act."""
    return uuid7(now_ms())


def act(type_: str, target: tuple[str, str], payload: dict, op_id: str, expect: dict | None = None) -> Judged:
    """Submit one op for the signed-in person; `target` is (type, id).

    A form that was sent, gone back to and changed is another act: it gets an id of its own, or what was typed would be lost.
    """
    if not is_uuid7(op_id) or changed(op_id, type_, target[1], payload):
        op_id = mint()
    return submit(me().user, type_, {"type": target[0], "id": target[1]}, payload, now_ms(), secret=current_settings().lane_keys[0],
                  op_id=op_id, session=current_sign_in().id[:16], expect=expect)


def changed(op_id: str, type_: str, target_id: str, payload: dict) -> bool:
    """Whether this id was used already, for something else than this."""
    known = ledger.op(op_id)
    return known is not None and (known.type, known.target_id, known.payload) != (type_, target_id, payload)
