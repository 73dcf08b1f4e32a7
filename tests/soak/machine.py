"""The state machine: several people with phones, a server that dies, a network that loses, repeats and reorders, a world that moves.

Rules take small numbers only, so that a failing run shrinks to a short story. `check` follows every run.
"""

import sys
from collections import defaultdict

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.clock import HOUR, MINUTE
from tests.phone import photo_ref

from .faults import killed_at
from .faulty_phone import FaultyPhone
from .interleaved import while_one_is_slow
from .invariants import check, look, pulled
from .moves import SCOPES, move

PEOPLE = ("shen", "lu", "gu", "bai", "lu", "wang")
OFFICERS = (1, 2, 4)
REGISTER = "order_to_correct:2026"
JPEG = b"\xff\xd8\xff\xe0 a picture "
WHO, FEW, MANY = st.integers(0, len(PEOPLE) - 1), st.integers(0, 3), st.integers(0, 9)
PLACES = ("west", "east")
SKEWS = {"hour behind": -HOUR, "clock right": 0, "day ahead": 26 * HOUR}
MOVES = (*SCOPES, "backup", "backup", "restore", "restore", "restore", "new_lane", "app_update", "app_update", *SKEWS, "later", "see_log", "see_log")
ACTS = {
    "task.accept": {}, "task.return": {"reason": "归别处"}, "task.report_done": {"result": "fixed", "text": "好了"}, "case.close": {},
    "case.note": {"text": "看过"}, "case.reopen": {"reason": "又有了"}, "case.accept": {},
}
PUSHES = ("ok", "ok", "lost", "reordered", "split", "judging", "judged", "logged", "fed", "committed")
UPLOADS = ("ok", "lost", "cut", "twice", "filed", "filled", "answered")


class Machine(RuleBasedStateMachine):
    """`place` is set by the test, on a class of its own; so is `phone_kind` by the broken variants."""

    place, phone_kind = None, FaultyPhone

    def __init__(self):
        super().__init__()
        self.place.reset()
        self.promises, self.lent, self.seen, self.things, self.photos, self.restored = {}, defaultdict(set), [], defaultdict(list), 0, False
        self.phones = [self.phone_kind.like(phone, self.promised) for phone in self.place.phones(PEOPLE)]
        for phone in self.phones:
            self.note_lent(phone, phone.lent_leases)

    @initialize(ids=st.integers(0, 2**16))
    def begin(self, ids):
        """Where ids, made at one moment, sort is by chance; this is the chance."""
        self.place.chance.begin(ids)

    def promised(self, phone, kept):
        self.promises[kept.op_id] = kept

    def note_lent(self, phone, leases):
        for lease in leases:
            for n in range(lease["from"], lease["to"] + 1):
                self.lent[lease["register"], n].add(phone.lane_id)

    def thing(self, kind: str, n: int):
        known = self.things[kind]
        return known[n % len(known)] if known else None

    def one_of(self, n: int, which):
        known = [phone for phone in self.phones if which(phone)]
        return known[n % len(known)] if known else None

    def new_photos(self, n: int) -> dict[str, bytes]:
        self.photos += n
        made = [JPEG + str(self.photos - i).encode() for i in range(n)]
        return {photo_ref(data)["sha256"]: data for data in made}

    # -- what people do

    @rule(who=WHO, photos=st.integers(0, 2), place=st.sampled_from([None, *PLACES]))
    def report(self, who, photos, place):
        phone, taken = self.phones[who], self.new_photos(photos)
        grid = self.place.world.grids[place] if place else None
        case_id, wire = phone.report(source="grid" if PEOPLE[who] == "wang" else "patrol", grid_id=grid,
                                     blobs=[photo_ref(data) for data in taken.values()])
        phone.keep(wire, taken)
        self.things["case"].append(case_id)

    @precondition(lambda self: self.things["case"])
    @rule(who=WHO, which=MANY, act=st.sampled_from(sorted(ACTS)))
    def act(self, who, which, act):
        self.phones[who].keep(self.phones[who].op(act, self.thing("case", which), ACTS[act], "fact" if act == "case.note" else "request"))

    @rule(which=FEW, case=st.one_of(st.none(), MANY), photos=st.integers(0, 1), order=st.booleans())
    def inspect(self, which, case, photos, order):
        """An inspection, and when it is so an order with the next number of the phone and its service, in one go."""
        phone, taken = self.phones[OFFICERS[which % 3]], self.new_photos(photos)
        officers = [self.place.world.people["lu"], self.place.world.people["gu"]]
        case_id = None if case is None else self.thing("case", case)
        inspection, findings, wire = phone.inspection(officers, case_id, blobs=[photo_ref(data) for data in taken.values()])
        phone.keep(wire, taken)
        self.things["inspection"].append(inspection)
        if order:
            number = phone.free.pop(0) if phone.free else None
            order_id, items, wire = phone.order(inspection, findings, officers, number, case_id)
            phone.keep(wire)
            phone.keep(phone.service(order_id))
            self.things["order"].append(order_id)
            self.things["item"] += items

    @precondition(lambda self: self.things["inspection"])
    @rule(present=st.booleans(), which=MANY)
    def attest(self, present, which):
        target = {"type": "inspection", "id": self.thing("inspection", which)}
        self.phones[2].keep(self.phones[2].op("officer.attest", target, {"present": present, "text": ""}, "fact"))

    @precondition(lambda self: self.things["item"])
    @rule(who=st.sampled_from(OFFICERS), which=MANY, result=st.sampled_from(["pass", "fail", "done"]))
    def follow(self, who, which, result):
        phone, item = self.phones[who], self.thing("item", which)
        officers = [self.place.world.people["lu"], self.place.world.people["gu"]]
        if result == "done":
            phone.keep(phone.op("item.report_done", {"type": "item", "id": item}, {"text": "改好了"}, "fact"))
        else:
            phone.keep(phone.recheck(item, officers, result))

    @precondition(lambda self: any(phone.free for phone in self.phones))
    @rule(who=st.sampled_from(OFFICERS))
    def void(self, who):
        phone = self.phones[who]
        if phone.free:
            number = phone.free.pop(0)
            phone.keep(phone.op("number.void", {"type": "number", "id": f"{number['register']}#{number['n']}"}, {"reason": "写错"}, "act"))

    @precondition(lambda self: self.promises)
    @rule(which=MANY, decision=st.sampled_from(["confirm", "dismiss"]))
    def decide(self, which, decision):
        """The squadron's leader about an op that somebody made, flagged or not."""
        known = list(self.promises)
        self.phones[2].keep(self.phones[2].op("flag.decide", {"type": "op", "id": known[which % len(known)]},
                                              {"decision": decision, "reason": "看过"}))

    # -- the network and the server's deaths

    @precondition(lambda self: any(phone.queue for phone in self.phones))
    @rule(who=WHO, most=st.integers(1, 6), how=st.sampled_from(PUSHES), nth=st.integers(1, 3))
    def push(self, who, most, how, nth):
        phone = self.one_of(who, lambda phone: phone.queue)
        self.place.clock.forward(1000)
        if how in ("ok", "lost"):
            phone.send(phone.batch(most), heard=how == "ok")
        elif how == "reordered":  # what comes before is late
            phone.send(phone.batch(most, skip=nth))
        elif how == "split":  # halved on the way, and the later part is there first
            whole = phone.batch(nth + most)
            phone.send(whole[nth:])
            phone.send(whole[:nth])
        else:
            with killed_at(how, nth):
                phone.send(phone.batch(most))

    @precondition(lambda self: any(phone.requests for phone in self.phones))
    @rule(who=WHO, which=MANY)
    def late(self, who, which):
        """A request of long ago comes once more; nobody hears the answer."""
        phone = self.one_of(who, lambda phone: phone.requests)
        lane_id, wires = phone.requests[which % len(phone.requests)]
        phone.push(*wires, lane_id=lane_id)

    @precondition(lambda self: any(phone.uploadable() for phone in self.phones))
    @rule(who=WHO, how=st.sampled_from(UPLOADS))
    def upload(self, who, how):
        phone = self.one_of(who, lambda phone: phone.uploadable())
        if how in ("filed", "filled", "answered"):
            with killed_at(how):
                phone.upload()
        else:
            phone.upload(how)

    @rule(who=WHO, limit=st.sampled_from([1, 7, 60, 500]), pages=st.integers(1, 3), heard=st.booleans())
    def pull(self, who, limit, pages, heard):
        """Cut after so many pages; the last one may get lost."""
        for n in range(pages):
            self.phones[who].pull_page(limit, heard=heard or n < pages - 1)

    @rule(who=WHO)
    def round(self, who):
        """A clean line for a moment."""
        phone = self.phones[who]
        phone.send(phone.batch(100))
        phone.upload()
        pulled(phone)

    @rule(who=st.sampled_from(OFFICERS), heard=st.booleans())
    def lease(self, who, heard):
        lease = self.phones[who].ask_numbers(REGISTER, heard)
        if lease:
            self.note_lent(self.phones[who], [lease])

    @rule(slow=st.sampled_from(OFFICERS), other=st.sampled_from([0, 3]), reader=WHO)
    def slow_commit(self, slow, other, reader):
        """A report is not committed yet while another phone sends the photo of one that is there, and a third phone pulls."""
        first, second = self.phones[slow], self.phones[other]
        self.report(slow, 0, None)
        self.report(other, 1, None)
        second.send(second.batch(100))
        while_one_is_slow(self.place.app, first, second, self.phones[reader])

    # -- what moves

    @rule(what=st.sampled_from(MOVES), who=WHO)
    def world_moves(self, what, who):
        """Rare things in one rule, so that they do not crowd out work and network."""
        phone = self.phones[who]
        if what in SCOPES:
            move(self.place.world, self.place.clock(), what)
        elif what == "backup" and self.place.kept is None:
            self.place.back_up()
        elif what == "restore" and self.place.kept is not None and not self.restored:
            self.restored = True
            self.place.clock.forward(MINUTE)
            self.place.restore()
        elif what == "new_lane":  # the old lane's unsent ops still go up first
            phone.hello()
            phone.enroll()
            self.note_lent(phone, phone.lent_leases)
        elif what == "app_update":
            phone.new_version()
        elif what in SKEWS:
            phone.skew = SKEWS[what]
        elif what == "later":
            self.place.clock.forward(9 * HOUR if who == 5 else HOUR)
        elif what == "see_log":
            self.seen += filter(None, [look(phone)])

    def teardown(self):
        if sys.exc_info()[0] is None:
            check(self.place, self.phones, self.promises, self.lent, self.seen)
