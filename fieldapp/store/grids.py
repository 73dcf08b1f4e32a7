"""Grid cells (网格) and who staffs them (一格一员)."""

from datetime import date

from sqlalchemy import ForeignKey, Select, bindparam, literal, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from .base import JSON, Base, Code, Id, db, id_key


class Grid(Base):
    """A cell: `level` 1 to 3 (一级、二级、微网格) and `kind` normal, or level 4 and exclusive (专属网格). The `id` of an imported cell is its code.

    `ring` is [[lon_e7, lat_e7], …] without a repeated last point, `bbox` is [west, south, east, north]; WGS-84 × 10^7.
    """

    __tablename__ = "grid"
    id: Mapped[str] = id_key()
    name: Mapped[str]
    level: Mapped[int]
    kind: Mapped[str] = mapped_column(Code)
    parent_id: Mapped[str | None] = mapped_column(Id, ForeignKey("grid.id"), index=True)
    subdistrict_id: Mapped[str] = mapped_column(Id, ForeignKey("unit.id"))
    ring: Mapped[list] = mapped_column(JSON)
    bbox: Mapped[list] = mapped_column(JSON)


class GridStaff(Base):
    """网格长, 网格员, 网格辅助员: `title` is chief, member or aide, by the level of the cell."""

    __tablename__ = "grid_staff"
    id: Mapped[str] = id_key()
    grid_id: Mapped[str] = mapped_column(Id, ForeignKey("grid.id"), index=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"), index=True)
    title: Mapped[str] = mapped_column(Code)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


def grid(grid_id: str | None) -> Grid | None:
    return db.session.get(Grid, grid_id) if grid_id else None


def grid_called(word: str) -> Grid | None:
    """The cell of this code, or else of this name."""
    return grid(word) or db.session.scalar(select(Grid).where(Grid.name == word).order_by(Grid.id))


def grids() -> list[Grid]:
    return list(db.session.scalars(select(Grid).order_by(Grid.level, Grid.id)))


def cell_and_above(grid_id: str | None) -> list[str]:
    """Ids of a cell and of every cell above it, itself first."""
    return list(db.session.scalars(_UPWARD, {"g": grid_id})) if grid_id else []


def _upward() -> Select:
    """One question for the whole way up, without the rings: each change of a case asks it."""
    cells = Grid.__table__
    way = select(cells.c.id, cells.c.parent_id, literal(0).label("up")).where(cells.c.id == bindparam("g")).cte(recursive=True)
    way = way.union_all(select(cells.c.id, cells.c.parent_id, way.c.up + 1).where(cells.c.id == way.c.parent_id))
    return select(way.c.id).order_by(way.c.up)


_UPWARD = _upward()


def cells_staffed(user_id: str, on: date) -> list[str]:
    return list(db.session.scalars(select(GridStaff.grid_id).where(
        GridStaff.user_id == user_id, GridStaff.valid_from <= on, or_(GridStaff.valid_to.is_(None), GridStaff.valid_to >= on))))


def staff_of(grid_id: str, since: date) -> list[GridStaff]:
    """Who staffs the cell on a day or will later."""
    return list(db.session.scalars(select(GridStaff).where(
        GridStaff.grid_id == grid_id, or_(GridStaff.valid_to.is_(None), GridStaff.valid_to >= since)).order_by(GridStaff.valid_from)))


def cells_with_staff(on: date) -> set[str]:
    return set(db.session.scalars(select(GridStaff.grid_id).where(
        GridStaff.valid_from <= on, or_(GridStaff.valid_to.is_(None), GridStaff.valid_to >= on))))


def plain_cells() -> list[dict]:
    """Every cell in the shape that the pure geometry reads."""
    return [{"id": g.id, "level": g.level, "kind": g.kind, "bbox": g.bbox, "ring": g.ring} for g in grids()]
