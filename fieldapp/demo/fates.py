"""How cases go: each fate is a run of steps as the squad, the desk and the tiers above take them."""

from datetime import UTC, datetime, timedelta

from . import phrases as say
from .story import HEADS, HOUR, LEADER, OFFICIALS, Story
from .units import unit_id

SOON, TODAY, NEXT_DAY = (5, 40), (40, 4 * HOUR), (4 * HOUR, 9 * HOUR)
CITY = "ling.xiao"
OUTDOORS = ("HW", "CJ", "HB", "SC", "JT")


def waiting(s: Story) -> None:
    """Lies in the squadron's queue; sometimes the leader has named somebody."""
    s.file()
    if s.rand.random() < 0.4:
        s.act(HEADS[s.squadron], "case.dispatch", SOON, to_unit=s.unit(), to_user=s.person(s.crew()), note=s.one_of(say.ASSIGNS))


def working(s: Story) -> str:
    """Taken and worked on; returns who has it."""
    s.file()
    return take(s)


def take(s: Story) -> str:
    who = s.crew()
    s.act(who, "task.accept", SOON)
    if s.rand.random() < 0.25:
        s.act(who, "case.note", TODAY, text=s.one_of(say.NOTES))
    return who


def report_done(s: Story, who: str) -> None:
    if s.rand.random() < 0.08:
        s.act(who, "task.report_done", TODAY, result="no_violation", text=s.one_of(say.NO_VIOLATION))
    else:
        after = (("tidy", 1 + s.n % 3),) if s.category.code[:2] in OUTDOORS and s.n % 2 else ()
        s.act(who, "task.report_done", TODAY, after, result="fixed", text=s.one_of(say.DONE))


def feedback(s: Story) -> None:
    report_done(s, working(s))


def closed(s: Story) -> None:
    feedback(s)
    close(s)


def close(s: Story) -> None:
    s.act(s.desk(), "case.close", TODAY)


def educated(s: Story) -> str:
    who = working(s)
    s.act(who, "case.educate", TODAY, ground=s.one_of(("minor", "first", "advice")), text=s.one_of(say.ADVICE))
    return who


def educated_closed(s: Story) -> None:
    who = educated(s)
    s.act(who, "task.report_done", SOON, result="fixed", text=s.one_of(say.DONE))
    close(s)


def on_spot(s: Story) -> None:
    s.file(fixed=True)
    s.act(s.reporter, "case.note", SOON, text=s.one_of(say.FIXED))


def on_spot_closed(s: Story) -> None:
    s.file(fixed=True)
    s.act(s.reporter, "task.report_done", SOON, result="fixed", text=s.one_of(say.FIXED))
    close(s)


def rework(s: Story) -> str:
    who = working(s)
    report_done(s, who)
    s.act(s.desk(), "task.return", TODAY, reason=s.one_of(say.REWORKS))
    return who


def rework_closed(s: Story) -> None:
    report_done(s, rework(s))
    close(s)


def returned(s: Story) -> None:
    s.act(working(s), "task.return", TODAY, reason=s.one_of(say.RETURNS))


def returned_closed(s: Story) -> None:
    returned(s)
    dispatch(s)
    report_done(s, take(s))
    close(s)


def dispatch(s: Story) -> None:
    s.act(s.desk(), "case.dispatch", SOON, to_unit=s.unit(), to_user=None, note=s.one_of(say.DISPATCHES))


def suspended(s: Story) -> None:
    working(s)
    suspend(s)


def suspend(s: Story) -> None:
    review = (datetime.fromtimestamp(s.times.anchor / 1000, UTC) + timedelta(days=s.rand.randrange(14, 40))).date().isoformat()
    s.act(LEADER, "case.suspend", NEXT_DAY, reason=s.one_of(say.SUSPENDS), review_on=review)


def reported(s: Story) -> None:
    s.file()


def accepted(s: Story) -> None:
    s.file()
    accept(s)


def accept(s: Story) -> None:
    s.act(s.desk(), "case.accept", SOON)


def verifying(s: Story) -> str:
    s.file()
    who = s.crew()
    s.act(s.desk(), "case.verify", SOON, to_unit=s.unit(), to_user=s.person(who), note=s.one_of(say.VERIFIES))
    return who


def verified_closed(s: Story) -> None:
    who = verifying(s)
    s.act(who, "case.note", TODAY, text=s.one_of(say.NOTES))
    accept(s)
    dispatch(s)
    report_done(s, take(s))
    close(s)


def not_found(s: Story) -> None:
    who = verifying(s)
    s.act(who, "case.note", TODAY, text=s.one_of(say.NO_VIOLATION))
    reject(s)


def reject(s: Story) -> None:
    s.act(s.desk(), "case.reject", TODAY, reason=s.one_of(say.REJECTS))


def rejected(s: Story) -> None:
    s.file()
    reject(s)


def dispatched(s: Story) -> None:
    accepted(s)
    dispatch(s)


def dispatched_closed(s: Story) -> None:
    dispatched(s)
    report_done(s, take(s))
    close(s)


def reopened(s: Story) -> None:
    dispatched_closed(s)
    s.act(LEADER, "case.reopen", NEXT_DAY, reason=s.one_of(say.REOPENS))
    dispatch(s)
    take(s)


def escalated(s: Story) -> None:
    s.file()
    s.act(s.desk(), "case.escalate", SOON, to_unit=unit_id("city"), reason=s.one_of(say.ESCALATES))


def escalated_closed(s: Story) -> None:
    escalated(s)
    s.act(CITY, "case.receipt", NEXT_DAY, text=s.one_of(say.RECEIPTS))
    close(s)


def city_hands_over(s: Story) -> None:
    if s.department() is None:
        return escalated_closed(s)
    escalated(s)
    hand_over(s, CITY)
    answered(s)


def handed(s: Story) -> None:
    accepted(s)
    if s.department() is None:
        s.act(s.desk(), "case.escalate", TODAY, to_unit=unit_id("city"), reason=s.one_of(say.ESCALATES))
    else:
        hand_over(s, s.desk())


def hand_over(s: Story, who: str) -> None:
    s.act(who, "case.handover", TODAY, to_unit=unit_id(s.department()), reason=s.one_of(say.HANDOVERS))


def handed_closed(s: Story) -> None:
    handed(s)
    answered(s)


def answered(s: Story) -> None:
    """The receipt (回执) of whoever has it now, and the end."""
    s.act(OFFICIALS.get(s.department(), CITY), "case.receipt", NEXT_DAY, text=s.one_of(say.RECEIPTS))
    close(s)


def joint(s: Story) -> str:
    accepted(s)
    who, lead = s.crew(), s.department()
    s.act(s.desk(), "case.dispatch", TODAY, to_unit=s.unit(), to_user=s.person(who),
          lead_unit=unit_id(lead or "city"), note=s.one_of(say.JOINTS))
    s.act(who, "case.note", TODAY, text=s.one_of(say.NOTES))
    return who


def joint_closed(s: Story) -> None:
    report_done(s, joint(s))
    close(s)


def accepted_suspended(s: Story) -> None:
    accepted(s)
    suspend(s)
