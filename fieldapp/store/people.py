"""People: users, their dated roles and certificates. What a person may do is never inferred from anything else."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Select, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.domain.permissions import Grant
from fieldapp.rulebook import load

from .base import JSON, Base, Code, Id, Millis, db, id_key

#: A query of ids of users, to stand inside another.
UserIds = Select


class User(Base):
    """`password_hash` is None for a person who cannot sign in. `must_change`: the password is a one-time one."""

    __tablename__ = "user"
    id: Mapped[str] = id_key()
    username: Mapped[str] = mapped_column(Code, unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[int | None] = mapped_column(Millis)
    made_at: Mapped[int] = mapped_column(Millis)
    home_department: Mapped[str | None]
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="user", order_by="RoleGrant.valid_from")
    certificates: Mapped[list["Certificate"]] = relationship(order_by="Certificate.valid_from")

    def held(self, on: date) -> tuple[Grant, ...]:
        """Roles held on a day. A disabled person cannot sign in, but what they did before stands."""
        return tuple(Grant(g.role, g.unit_id) for g in self.grants if g.in_force(on))


class RoleGrant(Base):
    """A role (domain 2.2) held in a unit from a day to a day, both included."""

    __tablename__ = "role_grant"
    id: Mapped[str] = id_key()
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("unit.id"), index=True)
    role: Mapped[str] = mapped_column(Code)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    user: Mapped[User] = relationship(back_populates="grants")

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Certificate(Base):
    """行政执法证. `fields` are the words on it (执法领域); the rulebook says which groups they cover (处罚法 42: two with 执法资格)."""

    __tablename__ = "certificate"
    __table_args__ = (Index("ix_certificate_user", "user_id"),)
    id: Mapped[str] = id_key()
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    number: Mapped[str] = mapped_column(Code, unique=True)
    fields: Mapped[list] = mapped_column(JSON)
    valid_from: Mapped[date]
    valid_to: Mapped[date]


def user(user_id: str) -> User | None:
    return db.session.get(User, user_id)


def user_called(username: str) -> User | None:
    return db.session.scalar(select(User).where(User.username == username.strip().lower()))


def certificate_numbered(number: str) -> Certificate | None:
    return db.session.scalar(select(Certificate).where(Certificate.number == number))


def certificates_on_wire(user_ids) -> list[dict]:
    """Certificates of these people as `domain.authority` and phones read them: the fields are codes of groups of categories."""
    rows = select(Certificate).where(Certificate.user_id.in_(set(user_ids))).order_by(Certificate.valid_from, Certificate.number)
    return [{"user_id": c.user_id, "number": c.number, "fields": load().fields_covered(c.fields), "valid_from": c.valid_from.isoformat(),
             "valid_to": c.valid_to.isoformat()} for c in db.session.scalars(rows)]


def anybody_there() -> bool:
    return db.session.scalar(select(func.count()).select_from(User)) > 0


def everybody() -> list[User]:
    return list(db.session.scalars(select(User).order_by(User.username)))


def members(on: date, unit_ids) -> UserIds:
    """The ids of everybody, also who is disabled, that holds a role in one of the units on a day."""
    in_force = RoleGrant.valid_from <= on, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on)
    return select(RoleGrant.user_id).where(RoleGrant.unit_id.in_(unit_ids), *in_force)


def members_and_roleless(on: date, unit_ids) -> UserIds:
    """As `members`, and everybody who holds no role in any unit on the day: what they hand over is somebody's business too."""
    in_force = RoleGrant.valid_from <= on, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on)
    has_one = select(RoleGrant.user_id).where(RoleGrant.unit_id.is_not(None), *in_force)
    return select(User.id).where(or_(User.id.not_in(has_one), User.id.in_(members(on, unit_ids))))


def people(on: date, role: str | None = None, unit_id: str | None = None) -> list[User]:
    """Users holding a role (or any) in a unit (or any) on a day, by name."""
    grants = select(RoleGrant.user_id).where(RoleGrant.valid_from <= on, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on))
    if role:
        grants = grants.where(RoleGrant.role == role)
    if unit_id:
        grants = grants.where(RoleGrant.unit_id == unit_id)
    return list(db.session.scalars(select(User).where(User.id.in_(grants), User.disabled_at.is_(None)).order_by(User.name, User.id)))


def grants_on(day: date) -> list[RoleGrant]:
    """Roles held on a day by people who have not been disabled."""
    return list(db.session.scalars(select(RoleGrant).join(User).where(
        User.disabled_at.is_(None), RoleGrant.valid_from <= day, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= day),
    ).order_by(RoleGrant.id)))
