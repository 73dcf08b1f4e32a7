"""I1 to I12 of protocol 9, asked of a server that is quiet and of all its phones. Each raises Broken with its name."""

import copy
import hashlib
import json
from collections import Counter
from functools import cache
from unittest.mock import patch

from sqlalchemy import select

from fieldapp.domain import merkle
from fieldapp.domain.chain import first_prev_hash
from fieldapp.domain.notes import checkpoint_of, opened
from fieldapp.jobs.tick import tick
from fieldapp.jobs.wiring import rounds
from fieldapp.store import record_texts
from fieldapp.store.access import actor
from fieldapp.store.alerts import Alert
from fieldapp.store.base import db
from fieldapp.store.blobs import Claim
from fieldapp.store.cases import Case
from fieldapp.store.devices import Lane
from fieldapp.store.feed import KINDS
from fieldapp.store.files import Files
from fieldapp.store.inspections import Inspection
from fieldapp.store.ledger import Op
from fieldapp.store.numbers import Number, StrayNumber
from fieldapp.store.orders import Order
from fieldapp.store.people import user
from fieldapp.sync.signing import verifies
from fieldapp.sync.verify import verify_all

from .broken import Broken

ROUNDS = 8
MAKES = {"report.file": Case, "inspection.record": Inspection, "order.issue": Order}
FATES = ("lent", "used", "voided", "returned", "lost")


def need(right, name: str, why):
    if not right:
        raise Broken(name, str(why))


def ops() -> list[Op]:
    db.session.rollback()
    return list(db.session.scalars(select(Op).order_by(Op.n)))


def nothing_is_lost_yet(phones, promises):
    """I1 at any moment: on the server, in exactly one outbox, or kept by its phone though it was answered for."""
    there = {op.op_id for op in ops()}
    waiting = Counter(one.op_id for phone in phones for one in phone.queue)
    kept = {one.op_id for phone in phones for one in phone.acked}
    for op_id in promises:
        need(waiting[op_id] <= 1, "I1", f"{op_id} is in two outboxes")
        need(op_id in there or waiting[op_id] or op_id in kept, "I1", f"{op_id} was called kept and is nowhere")


def drain(phones, clock):
    """I12: on a clean network all queues are empty within a bound. Photos: see photos_are_there."""
    for _ in range(ROUNDS):
        for phone in phones:
            clock.forward(1000)
            phone.hello()
            for _ in range(ROUNDS + len(phone.queue)):
                if not phone.queue:
                    break
                phone.send(phone.batch(100))
            for _ in range(len(phone.uploadable())):
                phone.upload()
        if not any(phone.queue or phone.unsent for phone in phones):
            return
    left = [(phone.username, len(phone.queue)) for phone in phones if phone.queue]
    need(not left, "I12", f"(who, ops) that do not drain: {left}")


def pulled(phone, limit: int = 500):
    for _ in range(200):
        if not phone.pull_page(limit):
            return phone
    raise Broken("I12", "a pull without end")


def each_promise_is_there_as_it_was_signed(promises, found):
    """I1, I3."""
    stored = {op.op_id: op for op in found}
    for op_id, kept in promises.items():
        op = stored.get(op_id)
        need(op, "I1", f"{op_id} was called kept and never arrived")
        need((op.body, op.hash, op.sig) == tuple(kept.wire[k] for k in ("body", "hash", "sig")), "I4", f"{op_id} has other bytes")
        need((op.lane_id, op.lane_seq) == (kept.lane_id, kept.seq), "I3", f"{op_id} has another place")


def nothing_happened_twice(found):
    """I2: no op twice; each thing that an op makes was made by exactly one that is in effect."""
    need(max(Counter(op.hash for op in found).values(), default=1) == 1, "I2", "the same bytes are two ops")
    for type_, table in MAKES.items():
        made = Counter(op.target_id for op in found if op.type == type_ and op.in_effect)
        there = set(db.session.scalars(select(table.id)))
        need(set(made) == there and max(made.values(), default=1) == 1, "I2", f"{type_}: {len(made)} ops in effect, {len(there)} rows")


def lanes_are_in_order(found):
    """I3 and I4, from the raw bytes, without the product's verifier; then with it."""
    for lane in db.session.scalars(select(Lane)):
        own = [op for op in found if op.lane_id == lane.id]
        head = first_prev_hash(lane.id, lane.nonce)
        for seq, op in enumerate(own, 1):
            body = json.loads(op.body)
            need(op.lane_seq == seq == body["lane_seq"], "I3", f"lane {lane.id}: place {seq} holds {op.lane_seq}")
            need(hashlib.sha256(op.body.encode()).hexdigest() == op.hash, "I4", f"{op.op_id}: hash")
            need(body["prev_hash"] == head, "I4", f"{op.op_id}: chain")
            need(verifies(lane.jwk, op.body, op.sig), "I4", f"{op.op_id}: signature")
            head = op.hash
        need((lane.head_seq, lane.head_hash) == (len(own), head), "I4", f"lane {lane.id}: head")
    need(not verify_all().faults, "I4", "flask verify finds a fault")


def photos_are_there(found, folder, phones, promises):
    """I7, by what the screen showed and what the signed bodies name; then the photos' part of I12."""
    files, filled = Files(folder), {(c.op_id, c.sha256) for c in db.session.scalars(select(Claim).where(Claim.filled_at.is_not(None)))}
    for op in found:
        named = {blob["sha256"] for blob in json.loads(op.body)["blobs"]}
        taken = set(promises[op.op_id].blobs) if op.op_id in promises else set()
        need(named >= taken, "I7", f"{op.op_id}: a photo that was taken is not in the record: {taken - named}")
        for sha256 in named:
            need((op.op_id, sha256) in filled, "I7", f"{op.op_id}: no filled claim on {sha256}")
            whole = files.has(sha256) and files.path(sha256).read_bytes()
            need(whole and hashlib.sha256(whole).hexdigest() == sha256, "I7", f"the file {sha256}")
    left = [(phone.username, len(phone.unsent)) for phone in phones if phone.unsent]
    need(not left, "I12", f"(who, photos) that do not drain: {left}")


def numbers_have_one_fate(found, lent):
    """I8. `lent`: {(register, n): lanes that it was given to}."""
    for number, lanes in lent.items():
        need(len(lanes) == 1, "I8", f"{number} was given to {len(lanes)} lanes")
    rows = {(row.register_id, row.n): row for row in db.session.scalars(select(Number))}
    strays = set(db.session.scalars(select(StrayNumber.op_id)))
    users = Counter(row.op_id for row in rows.values() if row.op_id)
    need(all(row.state in FATES for row in rows.values()), "I8", "a number without a fate")
    for op in found:
        number = json.loads(op.body)["number"]
        if number and op.in_effect:
            row = rows.get((number["register"], number["n"]))
            bears = row is not None and row.op_id == op.op_id and row.state == "used"
            voided = row is not None and row.state == "voided"
            need(bears or voided or op.op_id in strays, "I8", f"{op.op_id} bears {number}, the register says {row and row.state}")
    need(max(users.values(), default=1) == 1, "I8", "one op has two numbers")


def phones_hold_what_they_should(phones, clock):
    """I5, I6, I9, of phones that are quiet. One that never pulled is a first load itself."""
    first_loads, lies = {}, cache(lambda key: KINDS[key[0]].scopes(key[1]))
    for phone in phones:
        fresh = first_loads[phone.username] = first_loads.get(phone.username) or first_load(phone)
        if phone.cursors:
            pulled(phone)
            need(phone.members == fresh.members, "I5", f"{phone.username}: places {sorted(phone.members ^ fresh.members)[:3]}")
            other = [key for key in phone.records if phone.records[key] != fresh.records[key]]
            apart = [(key, name, phone.records[key]["data"].get(name), now) for key in other[:2]
                     for name, now in fresh.records[key]["data"].items() if phone.records[key]["data"].get(name) != now]
            need(not other, "I5", f"{phone.username}: {other[:3]} is not as on a new phone: {apart}")
    for who, fresh in first_loads.items():
        may = actor(user(fresh.user_id), clock()).scopes
        beyond = [key for key in fresh.records if may.isdisjoint(lies(key))]
        need(not beyond, "I6", f"{who} holds {beyond[:3]} outside its scopes")
        told = {one["op_id"]: one["verdict"] for one in fresh.told}
        for op in db.session.scalars(select(Op).where(Op.user_id == fresh.user_id, Op.verdict != "applied")):
            need(told.get(op.op_id) == op.verdict, "I9", f"{who} is not told that {op.op_id} was {op.verdict}")


def first_load(phone):
    """What a new phone of the same person is given, by a server that has just been started: it remembers no texts."""
    fresh = copy.copy(phone)
    fresh.cursors, fresh.records, fresh.members = {}, {}, set()
    with patch.object(record_texts, "_texts", record_texts.Texts()):
        return pulled(fresh)


def alerts_are_raised_once(place):
    """I10: a second round of the clock's jobs at the same moment does nothing."""
    faults = []
    go = lambda: tick(rounds(place.app.config["FIELDAPP"], place.clock, faults.append)(place.clock()))  # noqa: E731
    go()
    before = db.session.scalars(select(Alert.dedupe_key)).all()
    done = go()
    after = db.session.scalars(select(Alert.dedupe_key)).all()
    need(not faults, "I10", faults)
    need(sorted(before) == sorted(after) and len(set(after)) == len(after), "I10", f"the second round made alerts: {done}")


def log_is_one_log(phone, seen):
    """I11: every checkpoint that was ever handed out is the beginning of what there is now, within its epoch."""
    last = look(phone)
    for head in seen if last else ():
        if head.origin == last.origin:
            answer = phone.client.get(f"/api/v1/ledger/consistency?from={head.size}&to={last.size}")
            need(answer.status_code == 200, "I11", answer.text)
            proof = [bytes.fromhex(part) for part in answer.json["proof"]]
            need(merkle.extends(head.size, last.size, head.root, last.root, proof), "I11", f"{head.size} is no beginning of {last.size}")


def look(phone):
    """The head of the log as this phone is told it; None while there is none."""
    answer = phone.client.get("/api/v1/ledger/checkpoint")
    if answer.status_code != 200:
        return None
    return checkpoint_of(opened(answer.json["checkpoint"]).text).head


def check(place, phones, promises, lent, seen):
    """All of them, once every queue is empty."""
    nothing_is_lost_yet(phones, promises)
    drain(phones, place.clock)
    alerts_are_raised_once(place)
    found = ops()
    each_promise_is_there_as_it_was_signed(promises, found)
    nothing_happened_twice(found)
    photos_are_there(found, place.blobs, phones, promises)
    lanes_are_in_order(found)
    numbers_have_one_fate(found, lent)
    phones_hold_what_they_should(phones, place.clock)
    log_is_one_log(phones[0], seen)
