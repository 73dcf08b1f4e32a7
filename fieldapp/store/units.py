"""Unit: the org tree of one county or city (design: one installation, no tenant)."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Id, db, id_key

KINDS = ("city", "subdistrict", "platform", "squad", "squadron", "office", "department", "review_group", "law_firm")


class Unit(Base):
    """`kind` is one of KINDS; `number` is 1 to 3 for a squadron (中队), else None."""

    __tablename__ = "unit"
    id: Mapped[str] = id_key()
    kind: Mapped[str] = mapped_column(Code)
    number: Mapped[int | None]
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"))


def unit(unit_id: str | None) -> Unit | None:
    return db.session.get(Unit, unit_id) if unit_id else None


def units() -> list[Unit]:
    return list(db.session.scalars(select(Unit).order_by(Unit.kind, Unit.number, Unit.name)))


def unit_named(name: str) -> Unit | None:
    return db.session.scalar(select(Unit).where(Unit.name == name))


def units_of_kind(kind: str, within: str | None = None) -> list[Unit]:
    """Units of a kind; `within` is the id of a subdistrict that they must lie under."""
    everyone = units()  # held to the end, so that walking up the tree asks the database nothing more
    return [u for u in everyone if u.kind == kind and (within is None or within in lineage(u))]


def lineage(one: Unit) -> list[str]:
    """Ids from the unit up to the root, itself first."""
    path = [one.id]
    while (above := unit(one.parent_id)) is not None:
        path.append(above.id)
        one = above
    return path


def subdistrict_of(unit_id: str | None) -> Unit | None:
    one = unit(unit_id)
    while one is not None and one.kind != "subdistrict":
        one = unit(one.parent_id)
    return one


def only_subdistrict() -> Unit | None:
    return db.session.scalar(select(Unit).where(Unit.kind == "subdistrict").order_by(Unit.id))


def squadron(subdistrict_id: str, number: int) -> Unit | None:
    return next((u for u in units_of_kind("squadron", subdistrict_id) if u.number == number), None)


def platform_of(subdistrict_id: str) -> Unit | None:
    return next(iter(units_of_kind("platform", subdistrict_id)), None)
