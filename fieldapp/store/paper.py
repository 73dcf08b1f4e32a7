"""What every paper (文书) has in its row, of whatever kind: orders and other documents add what is their own."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from .base import JSON, Code, Id, Millis, Text, id_key


class Paper:
    """One paper as it was given to the party. `text` is the paper's own; `number` is printed on it, whatever the register says.

    `service` is {method, recipient, served_at, refusal, seal}. `superseded_by` is the id of the paper that took its place. Times in ms.
    """

    id: Mapped[str] = id_key()
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(Code)
    number: Mapped[str | None] = mapped_column(Code)
    register_id: Mapped[str | None] = mapped_column(Id, ForeignKey("register.id"))
    n: Mapped[int | None]
    state: Mapped[str] = mapped_column(Code)
    state_at: Mapped[int] = mapped_column(Millis)
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("case.id"), index=True)
    unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))
    author_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    officers: Mapped[list] = mapped_column(JSON)
    verify_code: Mapped[str] = mapped_column(Code, unique=True)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(Code)
    issued_at: Mapped[int] = mapped_column(Millis)
    served_at: Mapped[int | None] = mapped_column(Millis)
    service: Mapped[dict | None] = mapped_column(JSON)
    withdrawn_at: Mapped[int | None] = mapped_column(Millis)
    reason: Mapped[str | None] = mapped_column(Text)
    superseded_by: Mapped[str | None] = mapped_column(Id)
    op_id: Mapped[str] = mapped_column(Id)
