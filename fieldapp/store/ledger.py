"""The ledger: every op ever judged, with its exact signed text, its verdict and its flags; and the quarantine."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, exists, func, literal_column, not_, or_, select, text, union
from sqlalchemy.orm import Mapped, aliased, defer, mapped_column, relationship, selectinload

from fieldapp.rulebook import load

from .base import JSON, Base, Code, Id, Millis, Text, db, id_key
from .feed import ScopeEntry
from .people import UserIds

APPLIED, FLAGGED, HELD, REFUSED = "applied", "flagged", "held", "refused"
#: A phone with a wrong clock makes every op one to tell of: so many are told with a pull, and no more.
NEWS_TOLD, WAITING_TOLD = 200, 500
#: What was handed over and is decided is shown on for a while.
SHORTLY = 20
#: Written out, not bound: an index of some rows only serves where the database reads that it does.
_APPLIED, _RESCUE = literal_column(f"'{APPLIED}'"), literal_column("'rescue'")


def _some_rows(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Op(Base):
    """One op as it was signed (`body`, `hash`, `sig`) and as it was judged. `n` is its place in the ledger.

    `claimed_at` is the phone's claim, `received_at` the server's time, both ms. `waits_for` is the id of the record a held or
    waiting op still needs. `in_effect` is False for a refused or held op and for one whose flag stops it.
    """

    __tablename__ = "op"
    __table_args__ = (
        UniqueConstraint("lane_id", "lane_seq"), Index("ix_op_case_n", "case_id", "n"),
        _some_rows("ix_op_user_special", "user_id", "n", where="verdict <> 'applied'"),
        _some_rows("ix_op_user_decided", "user_id", "decided_at", where="decided_at IS NOT NULL"),
        _some_rows("ix_op_user_rescued", "user_id", "n", where="via = 'rescue'"),
    )
    op_id: Mapped[str] = id_key()
    n: Mapped[int] = mapped_column(Millis, unique=True)
    lane_id: Mapped[str] = mapped_column(Id, ForeignKey("lane.id"))
    lane_seq: Mapped[int]
    hash: Mapped[str] = mapped_column(Code)
    body: Mapped[str] = mapped_column(Text)
    sig: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(Code)
    target_type: Mapped[str] = mapped_column(Code)
    target_id: Mapped[str] = mapped_column(Id, index=True)
    case_id: Mapped[str | None] = mapped_column(Id)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    payload: Mapped[dict] = mapped_column(JSON)
    claimed_at: Mapped[int] = mapped_column(Millis)
    mono_ms: Mapped[int] = mapped_column(Millis)
    boot: Mapped[str] = mapped_column(Text)
    received_at: Mapped[int] = mapped_column(Millis)
    verdict: Mapped[str] = mapped_column(Code, index=True)
    code: Mapped[str | None] = mapped_column(Code)
    detail: Mapped[dict] = mapped_column(JSON, default=dict)
    version: Mapped[int | None]
    in_effect: Mapped[bool]
    waits_for: Mapped[str | None] = mapped_column(Id, index=True)
    decided_at: Mapped[int | None] = mapped_column(Millis)
    via: Mapped[str] = mapped_column(Code, default="push")
    flags: Mapped[list["Flag"]] = relationship(order_by="Flag.code")


class Flag(Base):
    """Why a person must look at an op. `state` is open, confirmed or dismissed; `decided_by` is the deciding op's id."""

    __tablename__ = "flag"
    op_id: Mapped[str] = mapped_column(Id, ForeignKey("op.op_id"), primary_key=True)
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    effect: Mapped[bool]
    state: Mapped[str] = mapped_column(Code, default="open", index=True)
    decided_by: Mapped[str | None] = mapped_column(Id)


class Quarantine(Base):
    """Bytes that could not be taken as an op: kept raw, once each, until a person has looked (`settled_at`)."""

    __tablename__ = "quarantine"
    __table_args__ = (UniqueConstraint("lane_id", "raw_hash"),)
    id: Mapped[str] = id_key()
    lane_id: Mapped[str] = mapped_column(Id)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey("user.id"))
    op_id: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Code)
    raw: Mapped[str] = mapped_column(Text)
    raw_hash: Mapped[str] = mapped_column(Code)
    size: Mapped[int]
    received_at: Mapped[int] = mapped_column(Millis)
    settled_at: Mapped[int | None] = mapped_column(Millis)
    settled_by: Mapped[str | None] = mapped_column(Id)
    settled_note: Mapped[str | None] = mapped_column(Text)


def op(op_id: str, lock: bool = False) -> Op | None:
    return db.session.get(Op, op_id, with_for_update=lock or None, populate_existing=lock)


def op_at(lane_id: str, lane_seq: int) -> Op | None:
    return db.session.scalar(select(Op).where(Op.lane_id == lane_id, Op.lane_seq == lane_seq))


def ops_of_lane(lane_id: str) -> list[Op]:
    return list(db.session.scalars(select(Op).where(Op.lane_id == lane_id).order_by(Op.lane_seq)))


def ops_of_cases(case_ids) -> dict[str, list[Op]]:
    """The history of several cases at once: the op that made a case, then the others in ledger order. What waited for its case has
    an earlier place there than the report."""
    makers = [action.type for action in load().actions.values() if action.creates]
    made_it = (Op.target_id == Op.case_id) & Op.type.in_(makers) & Op.in_effect
    found: dict[str, list[Op]] = {c: [] for c in case_ids}
    for one in db.session.scalars(
            select(Op).where(Op.case_id.in_(case_ids)).order_by(made_it.desc(), Op.n).options(selectinload(Op.flags))):
        found[one.case_id].append(one)
    return found


def ops_of_targets(target_ids) -> list[Op]:
    """What was done to several things of any type, and what was decided about that, in ledger order."""
    done = select(Op.op_id).where(Op.target_id.in_(target_ids))
    return list(db.session.scalars(select(Op).where(or_(Op.target_id.in_(target_ids), Op.target_id.in_(done))).order_by(Op.n).options(
        selectinload(Op.flags))))


def ops_waiting_for(record_id: str) -> list[Op]:
    return list(db.session.scalars(select(Op).where(Op.waits_for == record_id).order_by(Op.n)))


def verdicts_of(user_id: str, since: int) -> list[Op]:
    """Ops of a user that were not plainly applied, were decided after the first answer, or came by rescue, so that the phone had no
    answer; in ledger order. Of those that have no effect and wait for something or somebody, and of the rescued, the newest WAITING_TOLD;
    of the others the newest NEWS_TOLD that were received or decided after `since` (ms)."""
    is_open = exists().where(Flag.op_id == Op.op_id, Flag.state == "open")
    own = select(Op.op_id, Op.n, func.coalesce(Op.decided_at, Op.received_at).label("changed_at")).where(Op.user_id == user_id)
    special, in_vain = own.where(Op.verdict != _APPLIED), or_(Op.verdict == HELD, and_(Op.in_effect.is_(False), is_open))
    received = special.where(Op.received_at >= since, not_(in_vain)).order_by(Op.n.desc()).limit(NEWS_TOLD)
    decided = own.where(Op.decided_at >= since, not_(in_vain)).order_by(Op.decided_at.desc(), Op.n.desc()).limit(NEWS_TOLD)
    waiting = special.where(in_vain).order_by(Op.n.desc()).limit(WAITING_TOLD)
    rows = {row.op_id: (row.changed_at, row.n) for query in (received, decided) for row in db.session.execute(query)}
    rescued = own.where(Op.via == _RESCUE, Op.received_at >= since).order_by(Op.n.desc()).limit(WAITING_TOLD)
    told = sorted(rows, key=rows.__getitem__)[-NEWS_TOLD:] + [row.op_id for query in (waiting, rescued) for row in db.session.execute(query)]
    return list(db.session.scalars(select(Op).where(Op.op_id.in_(told)).order_by(Op.n).options(selectinload(Op.flags), defer(Op.body))))


def ops_on(target_id: str, type_: str) -> list[Op]:
    """Ops of one type about one thing, in ledger order."""
    return list(db.session.scalars(select(Op).where(Op.target_id == target_id, Op.type == type_).order_by(Op.n).options(
        selectinload(Op.flags))))


def in_vain_naming(user_id: str, op_id: str) -> list[Op]:
    """Somebody's ops without effect whose text names another op."""
    return list(db.session.scalars(select(Op).where(
        Op.user_id == user_id, Op.verdict != _APPLIED, Op.in_effect.is_(False), Op.body.contains(op_id, autoescape=True)).order_by(Op.n)))


def held_back(op_ids) -> str | None:
    """The first of these ops that was refused or is held."""
    return db.session.scalar(select(Op.op_id).where(Op.op_id.in_(op_ids), Op.verdict.in_((REFUSED, HELD))).order_by(Op.n).limit(1))


def open_ops(scopes, authors: UserIds) -> list[Op]:
    """Ops that need a person (a flag is open, or a request is held): about what lies in these scopes, or by one of the `authors`
   . In ledger order, without their bodies."""
    query = select(Op).where(*_open(scopes, authors)).order_by(Op.n)
    return list(db.session.scalars(query.options(selectinload(Op.flags), defer(Op.body), defer(Op.sig))))


def answered_hand_overs(scopes, authors: UserIds) -> list[Op]:
    """What was handed over with its content, never came, and is decided: the newest SHORTLY of what `open_ops` told of. It is in no record."""
    answered, come = select(Flag.op_id).where(Flag.code == "handed_over", Flag.state != "open"), aliased(Op)
    query = select(Op).where(Op.op_id.in_(answered), ~exists().where(come.op_id == Op.target_id), _listed(scopes, authors))
    query = query.order_by(Op.decided_at.desc(), Op.n.desc())
    return list(db.session.scalars(query.limit(SHORTLY).options(selectinload(Op.flags), defer(Op.body), defer(Op.sig))))


def open_ops_count(scopes, authors: UserIds) -> int:
    return db.session.scalar(select(func.count()).select_from(Op).where(*_open(scopes, authors)))


def _open(scopes, authors: UserIds) -> tuple:
    needing = union(select(Flag.op_id).where(Flag.state == "open"), select(Op.op_id).where(Op.verdict == HELD))
    # What its author has handed to the leader is there once, as that.
    handed, flag = aliased(Op), aliased(Flag)
    is_handed = exists().where(handed.target_id == Op.op_id, handed.type == "op.hand_over", handed.user_id == Op.user_id,
                               flag.op_id == handed.op_id, flag.code == "handed_over", flag.state == "open")
    return Op.op_id.in_(needing), _listed(scopes, authors), not_(is_handed)


def _listed(scopes, authors: UserIds):
    # What was handed over lies where the op lies that it is about, so that whoever saw that one sees this.
    earlier = aliased(Op)
    about = or_(exists().where(*_lies(Op, scopes)), and_(Op.type == "op.hand_over", exists().where(
        earlier.op_id == Op.target_id, earlier.user_id == Op.user_id, *_lies(earlier, scopes))))
    return or_(Op.user_id.in_(authors), about)


def _lies(one, scopes) -> tuple:
    return (ScopeEntry.type == "case", ScopeEntry.record_id == func.coalesce(one.case_id, one.target_id),
            ScopeEntry.scope_id.in_(scopes), ScopeEntry.gone.is_(False))


def held_ops() -> list[Op]:
    return list(db.session.scalars(select(Op).where(Op.verdict == HELD).order_by(Op.n)))


def quarantined(settled: bool = False, senders: UserIds | None = None) -> list[Quarantine]:
    """Rows that a person has looked at, or that nobody has; `senders`: only theirs."""
    return list(db.session.scalars(select(Quarantine).where(*_kept(settled, senders)).order_by(Quarantine.received_at)))


def quarantined_count(senders: UserIds | None = None) -> int:
    return db.session.scalar(select(func.count()).select_from(Quarantine).where(*_kept(False, senders)))


def _kept(settled: bool, senders: UserIds | None) -> list:
    rule = [Quarantine.settled_at.is_not(None) if settled else Quarantine.settled_at.is_(None)]
    return rule if senders is None else [*rule, Quarantine.user_id.in_(senders)]


def quarantine_row(row_id: str) -> Quarantine | None:
    return db.session.get(Quarantine, row_id)


def is_quarantined(lane_id: str, raw_hash: str) -> bool:
    return db.session.scalar(select(Quarantine.id).where(Quarantine.lane_id == lane_id, Quarantine.raw_hash == raw_hash)) is not None


def quarantine_size(user_id: str) -> tuple[int, int]:
    """(rows, bytes) that a person's sendings hold in quarantine and nobody has settled yet, over all lanes. Counted by sender, so that
    nobody can fill another's."""
    return db.session.execute(select(func.count(), func.coalesce(func.sum(Quarantine.size), 0)).where(
        Quarantine.user_id == user_id, Quarantine.settled_at.is_(None))).one()
