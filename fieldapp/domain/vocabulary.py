"""Closed lists of words that code must know by name. What the rulebook may change lives there; tests hold the two equal."""

from enum import StrEnum


class Kind(StrEnum):
    """Kind of an op (protocol 2): only a request may be held or refused."""

    FACT = "fact"
    ACT = "act"
    REQUEST = "request"


class Verdict(StrEnum):
    """The server's answer to an op (protocol 2 and 5)."""

    APPLIED = "applied"
    FLAGGED = "flagged"
    HELD = "held"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class UnitKind(StrEnum):
    """Kinds of organisational unit (domain reference 1.4, 1.5)."""

    CITY = "city"  # 市域治理现代化指挥调度中心
    SUBDISTRICT = "subdistrict"  # 街道
    PLATFORM = "platform"  # 街道二级指挥平台
    SQUAD = "squad"  # 综合行政执法队
    SQUADRON = "squadron"  # 中队
    OFFICE = "office"  # 综合行政执法办公室
    DEPARTMENT = "department"  # 职能部门
    REVIEW_GROUP = "review_group"  # 片区法制审核组
    LAW_FIRM = "law_firm"  # 律师事务所


class Reach(StrEnum):
    """For which cases a role counts."""

    UNIT = "unit"
    SUBDISTRICT = "subdistrict"
    SELF = "self"


class RoleCode(StrEnum):
    """Roles (domain reference 2.2, protocol 10)."""

    GRID = "grid"
    PATROLLER = "patroller"
    AUXILIARY = "auxiliary"
    OFFICER = "officer"
    SQUAD_LEADER = "squad_leader"
    DISPATCHER = "dispatcher"
    LEGAL_REVIEWER = "legal_reviewer"
    EXT_REVIEWER = "ext_reviewer"
    LEADER = "leader"
    OFFICE = "office"
    ADMIN = "admin"
    CITY = "city"
    DEPARTMENT = "department"


class CaseState(StrEnum):
    """States of a case (案卷, domain reference 2.3); `draft` exists on phones only."""

    REPORTED = "reported"
    VERIFYING = "verifying"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    FIXED_ON_SPOT = "fixed_on_spot"
    EDUCATED = "educated"
    ORDERED = "ordered"
    PENDING_RECHECK = "pending_recheck"
    FEEDBACK = "feedback"
    JOINT = "joint"
    ESCALATED_CITY = "escalated_city"
    HANDED_OVER = "handed_over"
    PENALTY_CASE = "penalty_case"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    VOID = "void"


class SourceCode(StrEnum):
    """Where a report comes from (protocol 10)."""

    PATROL = "patrol"
    GRID = "grid"
    HOTLINE = "hotline"
    CITY = "city"
    PUBLIC = "public"


class Mark(StrEnum):
    """Whose business a category is (domain reference 5)."""

    OURS = "Y"
    JOINT = "J"
    HAND_OVER = "N"
    ASSIST = "assist"


class TimeUnit(StrEnum):
    """Units a limit is counted in (domain reference 2.7)."""

    HOUR = "hour"  # 紧急工作时
    WORKING_HOUR = "working_hour"  # 工作时
    WORKING_DAY = "working_day"  # 工作日
    DAY = "day"
