"""Phones: who has them, when they were last heard of, what they still hold; shut out, handed in, let in again."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from fieldapp.domain.problems import Problem, message
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import who
from fieldapp.edges.language import language
from fieldapp.operations import devices as verbs
from fieldapp.store.devices import REVOKED, Device, Lane, lanes_by_phone
from fieldapp.store.numbers import lent_to
from fieldapp.store.people import user
from fieldapp.store.transaction import transaction

from . import bp
from .door import Person, me
from .holding import SILENT_MS, follows
from .verdicts import BAD, GOOD, Said


@dataclass(frozen=True)
class Phone:
    """One line. `age_ms` is how old the oldest unsent thing is; `silent`: it holds work and was not heard of for too long."""

    device: Device
    holders: tuple[str, ...]
    seen_at: int
    ops: int
    photos: int
    age_ms: int
    silent: bool
    shut: bool
    numbers: int

    @property
    def asks(self) -> bool:
        """Does it wait for approval?"""
        return self.device.asked_at is not None

    @property
    def holds(self) -> bool:
        return self.ops + self.photos > 0


DONE = {"approve": "approved", "revoke": "revoked", "hand-in": "handed_in", "restore": "restored"}


@bp.get("/devices")
def devices():
    return page(_done(request.args.get("done", "")), "")


@bp.post("/devices/<device_id>/<verb>")
def device_act(device_id: str, verb: str):
    person, now = me(), now_ms()
    phone = next((one for one in phones(person, now) if one.device.id == device_id), None)
    if phone is None or verb not in DONE:
        raise Problem("not_found")
    if verb == "hand-in" and phone.holds and not request.form.get("exported"):
        return page(Said(BAD, _("手机上还有没传的：先联网传完，或者导出、导入，再交回。")), device_id), 422
    try:
        with transaction():
            if verb == "approve":
                verbs.approve(device_id, who().id, now)
            elif verb == "revoke":
                verbs.revoke(device_id, now)
            elif verb == "hand-in":
                verbs.hand_in(device_id, request.form.get("reason", ""), who().id, now)
            else:
                verbs.restore(device_id)
    except Problem as problem:
        return page(Said(BAD, message(problem.code, language())), device_id), problem.status
    return redirect(url_for("desk.devices", done=DONE[verb]), 303)


def page(said: Said | None, open_: str) -> str:
    person = me()
    if not person.keeps_phones:
        raise Problem("forbidden")
    now = now_ms()
    return render_template("desk/devices.html", phones=phones(person, now), said=said, now=now, open=open_, typed=request.form)


def phones(person: Person, now: int) -> list[Phone]:
    """Those that this person answers for: new ones first, then the silent, then those that hold work, then by name; at the end those shut out."""
    if not person.keeps_phones:
        raise Problem("forbidden")
    found = [_phone(device, lanes, now) for device, lanes in lanes_by_phone()
             if person.holds("admin") or any(follows(person, user(user_id), now) for user_id in {lane.user_id for lane in lanes})]
    return sorted(found, key=lambda one: (one.shut, not one.asks, not one.silent, not one.holds, one.device.name, one.device.id))


def _phone(device: Device, lanes: list[Lane], now: int) -> Phone:
    newest = {lane.user_id: lane for lane in sorted(lanes, key=lambda lane: lane.epoch)}.values()
    held = [lane for lane in newest if lane.pending_ops or lane.pending_blobs]
    seen = max(lane.seen_at for lane in lanes)
    age = max((now - (lane.oldest_pending_at or lane.seen_at) for lane in held), default=0)
    return Phone(
        device, tuple(user(lane.user_id).name for lane in sorted(newest, key=lambda lane: -lane.seen_at)), seen,
        sum(lane.pending_ops for lane in held), sum(lane.pending_blobs for lane in held), max(0, age),
        bool(held) and now - seen > SILENT_MS, any(lane.state == REVOKED for lane in lanes), sum(len(lent_to(lane.id)) for lane in lanes))


def _done(what: str) -> Said | None:
    return {
        "approved": Said(GOOD, _("手机已批准，下次联网就领到文书编号。")),
        "revoked": Said(GOOD, _("手机已停用，上面的登录都已结束，没用的文书编号列为去向不明。")),
        "handed_in": Said(GOOD, _("手机已交回，没用的文书编号已退回。")),
        "restored": Said(GOOD, _("手机已恢复。本人重新登录后，没传的接着传。")),
    }.get(what)
