"""officer.attest: whoever is named beside the author is asked at once, and says whether they were there (protocol 6)."""

from collections.abc import Iterable
from typing import Any

from fieldapp.domain.cases import Refused
from fieldapp.store.attestations import Attestation, attestation
from fieldapp.store.base import db

from .act import Act


def ask(act: Act, type_: str, record_id: str, officers: Iterable[str]) -> None:
    """Everybody named but the author. After a further recheck they are asked anew."""
    for user_id in dict.fromkeys(officers):
        if user_id == act.user_id:
            continue
        row = attestation(type_, record_id, user_id)
        if row is None:
            row = Attestation(target_type=type_, target_id=record_id, user_id=user_id)
            db.session.add(row)
        row.asked_at, row.answered_at, row.present, row.text, row.op_id = act.received, None, None, "", None


def answer(act: Act, _row: Any) -> None:
    """A denial is flagged `attest_denied`: the paper stands, the leader looks. Raises Refused `not_allowed` for whom nobody asked."""
    row = attestation(act.target_type, act.target_id, act.user_id)
    if row is None:
        raise Refused("not_allowed")
    row.answered_at, row.present, row.text, row.op_id = act.received, act.payload["present"], act.payload.get("text") or "", act.op_id
    if not row.present:
        act.flags.append("attest_denied")
