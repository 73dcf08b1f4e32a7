"""Any other paper (文书): a record of inspection, an opinion after a recheck. Orders have a table of their own."""

from sqlalchemy import Index, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import JSON, Base, db
from .orders import Order
from .paper import Paper


class Document(Paper, Base):
    """`about` is [{type, id}, …], `fields` what its template was filled with."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_number", "register_id", "n"),)
    about: Mapped[list] = mapped_column(JSON)
    fields: Mapped[dict] = mapped_column(JSON)


def document(document_id: str, lock: bool = False) -> Document | None:
    return db.session.get(Document, document_id, with_for_update=lock or None, populate_existing=lock)


def documents_of_case(case_id: str) -> list[Document]:
    return list(db.session.scalars(select(Document).where(Document.case_id == case_id).order_by(Document.issued_at, Document.id)))


def documents_about(ids, case_id: str | None, unit_id: str | None) -> list[Document]:
    """Papers that say they are about one of these things. Looked for among those of the same case, or of the same unit and no case."""
    beside = Document.case_id == case_id if case_id else and_(Document.case_id.is_(None), Document.unit_id == unit_id)
    wanted = set(ids)
    found = db.session.scalars(select(Document).where(beside).order_by(Document.issued_at, Document.id))
    return [one for one in found if any(about.get("id") in wanted for about in one.about)]


def by_verify_code(code: str) -> Order | Document | None:
    """The paper behind a QR code (protocol 10: made on the phone, at least 80 random bits)."""
    order = db.session.scalar(select(Order).where(Order.verify_code == code))
    document = db.session.scalar(select(Document).where(Document.verify_code == code))  # asked for always: as long for every answer
    return order or document
