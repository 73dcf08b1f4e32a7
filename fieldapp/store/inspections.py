"""Inspection (现场检查): who looked at whom, when, on what ground, and what they found."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import JSON, Base, Code, Id, Millis, Text, db, id_key


class Inspection(Base):
    """`basis` is plan, clue or campaign; `party` is {kind, name, …} (当事人); `officers` are user ids, the first leads.

    `findings` are [{id, category, text, blobs}] as the phone gave them, blobs as hashes. `started_at`, `ended_at` and `recorded_at`
    are the phone's claims in ms. `place` is the fix, `place_text` the address as papers print it.
    """

    __tablename__ = "inspection"
    id: Mapped[str] = id_key()
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(Code)
    state_at: Mapped[int] = mapped_column(Millis)
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"), index=True)
    unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))
    author_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    basis: Mapped[str] = mapped_column(Code)
    party: Mapped[dict] = mapped_column(JSON)
    officers: Mapped[list] = mapped_column(JSON)
    cert_shown: Mapped[bool]
    started_at: Mapped[int] = mapped_column(Millis)
    ended_at: Mapped[int] = mapped_column(Millis)
    findings: Mapped[list] = mapped_column(JSON)
    place: Mapped[dict | None] = mapped_column(JSON)
    place_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    recorded_at: Mapped[int] = mapped_column(Millis)
    op_id: Mapped[str] = mapped_column(Id)


def inspection(inspection_id: str, lock: bool = False) -> Inspection | None:
    return db.session.get(Inspection, inspection_id, with_for_update=lock or None, populate_existing=lock)


def inspections_of_case(case_id: str) -> list[Inspection]:
    return list(db.session.scalars(select(Inspection).where(Inspection.case_id == case_id).order_by(Inspection.started_at, Inspection.id)))
