"""What needs a person in the demo world: acts without authority, a doubtful clock, a request that came too early, bytes that do not fit,
and phones that hold work. All of it is plainly invented, and goes through the doors that real phones use."""

from collections.abc import Callable
from functools import partial

from fieldapp.config import Settings
from fieldapp.store.files import Files
from fieldapp.store.people import user
from fieldapp.sync import uploads
from fieldapp.sync.desk_lane import submit

from .chance import dice, stable_id
from .people import user_id
from .phones import Phone
from .play import drawn, reference
from .story import LEADER, Story
from .worktimes import MINUTE, Worktimes

HOUR, OFFSET_MS = 60 * MINUTE, -26 * MINUTE
#: A moment (ms) and what happens then.
Moment = tuple[int, Callable[[], object]]
#: Well-formed, and nobody's.
NO_SIGNATURE = "A" * 86


def incidents(stories: list[Story], times: Worktimes, settings: Settings, files: Files) -> list[Moment]:
    """The moments, each on the last working days before the anchor."""
    open_ones = [s for s in stories if s.squadron == 2 and s.source == "patrol" and s.steps[-1].type in ("task.accept", "case.note")
                 and any(step.type == "task.accept" for step in s.steps)]
    first, second, third = sorted(open_ones, key=lambda s: s.now)[:3]
    found = [*_without_authority(first, ("yu.xiazhi", "qin.lixia"), "巡查手机 07（演示）", ("goods", 1), times, settings, files),
             *_without_authority(second, ("dong.chushu", "lu.guyu"), "巡查手机 08（演示）", None, times, settings, files)]
    return found + [_doubtful_clock(third, times, settings), _too_early(times, settings), *_unreadable(times, settings),
                    *_holding(times, settings)]


def _without_authority(story: Story, people, phone: str, photo, times: Worktimes, settings: Settings, files: Files) -> list[Moment]:
    """教育劝导 by the one of two people who does not handle the case: kept, and without effect until the leader decides."""
    at, handlers = _after(story, times), {step.who for step in story.steps}
    who = next(name for name in people if name not in handlers)

    def act() -> None:
        own = Phone(who, phone, at - HOUR, settings)
        payload = {"ground": "minor", "text": "路过时当面劝导，店主答应今天收回。我不是这件的承办人。"}
        blobs = [reference(photo)] if photo else []
        own.send(own.op("case.educate", story.id, payload, at, blobs=blobs), at + 4000, ("flagged", "no_authority"))
        if photo:
            sha256, data = drawn(*photo)
            uploads.put(files, own.user_id, sha256, [data], at + 8000)

    return [(at, act)]


def _doubtful_clock(story: Story, times: Worktimes, settings: Settings) -> Moment:
    """A note from a phone that is 26 minutes fast; the leader has looked at it and confirmed it."""
    at = _after(story, times)

    def act() -> None:
        own = Phone("deng.chunfen", "巡查手机 09（演示）", at - HOUR, settings)
        note = own.op("case.note", story.id, {"text": "傍晚又去看了一次，没有再摆出来。"}, at, offset_ms=OFFSET_MS)
        told = own.send(note, at + 4000, ("flagged", "clock_off"))
        payload = {"decision": "confirm", "reason": "和本人核对过，手机快了 26 分钟，事情属实。"}
        submit(user(user_id(LEADER)), "flag.decide", {"type": "op", "id": told["op_id"]}, payload, at + 5 * MINUTE,
               secret=settings.lane_keys[0], op_id=stable_id("decision", told["op_id"], at=at + 5 * MINUTE))

    return at, act


def _too_early(times: Worktimes, settings: Settings) -> Moment:
    """接单 of a case whose report is still on another phone: held until it comes."""
    at = times.between(dice("too early"), 0.97, 0.985)

    def act() -> None:
        own = Phone("tian.liqiu", "巡查手机 10（演示）", at - HOUR, settings)
        own.send(own.op("task.accept", stable_id("case", "still on a phone", at=at - HOUR), {}, at), at + 4000, ("held", "unknown_target"))

    return at, act


def _unreadable(times: Worktimes, settings: Settings) -> list[Moment]:
    """Two records that cannot be taken: one whose text was changed on the way, one that the phone's key has not signed."""
    def act(who: str, phone: str, text: str, code: str, at: int) -> None:
        own = Phone(who, phone, at - HOUR, settings)
        wire = own.op("case.note", stable_id("case", "of nobody", at=at - HOUR), {"text": text}, at) | {"sig": NO_SIGNATURE}
        if code == "bad_hash":
            wire["hash"] = wire["hash"][::-1]
        own.send(wire, at + 4000, ("quarantined", code))

    one, other = (times.between(dice("unreadable", n), 0.95, 0.985) for n in range(2))
    return [(one, partial(act, "pan.xiaoshu", "巡查手机 11（演示）", "演示：这一条在路上被改动过。", "bad_hash", one)),
            (other, partial(act, "xiao.yushui", "巡查手机 12（演示）", "演示：这一条的签名对不上。", "bad_sig", other))]


def _holding(times: Worktimes, settings: Settings) -> list[Moment]:
    """Two phones that hold unsent work: one since this morning or yesterday, one for a short while."""
    def say(who: str, phone: str, ops: int, photos: int, since: int, at: int) -> None:
        Phone(who, phone, since - HOUR, settings).says(ops, photos, since, at)

    now = times.anchor
    return [(now - 50 * MINUTE, partial(say, "su.xiaoman", "执法手机 03（演示）", 3, 7, now - 11 * HOUR, now - 50 * MINUTE)),
            (now - 12 * MINUTE, partial(say, "du.lidong", "巡查手机 21（演示）", 1, 2, now - 35 * MINUTE, now - 12 * MINUTE))]


def _after(story: Story, times: Worktimes) -> int:
    """Some working minutes after the last step of a story."""
    at = times.later(dice("incident", story.n), story.now, 15, 40)
    return at if at is not None else times.anchor - 10 * MINUTE
