"""A phone with an outbox, on a network that cannot be trusted: what it signed stays until the server has answered for it (protocol 4).

Written from protocol.md like its parent. What was answered is kept too, for a server that is restored from a backup.
"""

import copy
import json
import secrets
from dataclasses import dataclass

from tests.phone import Phone
from tests.soak.broken import Broken
from tests.soak.faults import Killed
from tests.world import PASSWORD

RECEIPTS = ("applied", "flagged", "held", "refused")


@dataclass
class Kept:
    """One op that the screen called kept. `blobs` are the hashes of the photos that the screen showed with it."""

    op_id: str
    lane_id: str
    seq: int
    wire: dict
    blobs: tuple[str, ...]


class FaultyPhone(Phone):
    """`queue`: no receipt yet, in the order of capture. `acked`: answered for. `blobs`: bytes by hash; `unsent`: those not known to be
    on the server. `promised` is called with each op once it is kept."""

    def __init__(self, client, username: str, clock, promised):
        self.clock, self.skew, self.queue, self.acked, self.verdicts, self.blobs, self.unsent = clock, 0, [], [], {}, {}, []
        self.lanes, self.free, self.asking, self.requests, self.promised = [], [], None, [], promised
        super().__init__(client, username, PASSWORD, lambda: clock() + self.skew)

    @classmethod
    def like(cls, other: "FaultyPhone", promised):
        """A phone of this kind that has come as far as the other; from here each goes on by itself."""
        one = cls.__new__(cls)
        one.__dict__ |= {name: copy.copy(value) for name, value in vars(other).items()}
        one.promised, one.now = promised, lambda: one.clock() + one.skew
        one.clock, one.client = other.clock, other.client.application.test_client()
        one.client._cookies = dict(other.client._cookies)
        return one

    # -- lanes, sessions, numbers

    def enroll(self):
        super().enroll()
        self.free = [*self.free, *self.lent]  # it still holds the numbers of its earlier lanes

    def register(self) -> dict:
        lane = super().register()
        self.lanes = [one for one in self.lanes if one["lane_id"] != lane["lane_id"]]
        self.lanes.append({"lane_id": lane["lane_id"], "jwk": self.jwk, "epoch": lane["epoch"]})
        self.lent_leases = lane["leases"]
        self.lent = self.lent_by(lane["leases"])
        return lane

    def lent_by(self, leases: list[dict]) -> list[dict]:
        return [{"register": one["register"], "n": n, "lease_id": one["lease_id"]} for one in leases
                for n in range(one["next"], one["to"] + 1)]

    def back(self):
        """The session is over: sign in, ask for every lane again, offer what the server lacks, ask after the photos."""
        self.sign_in()
        for lane in self.lanes:
            answer = self.client.post("/api/v1/devices", json={"install_id": self.install_id, "name": self.name, "jwk": lane["jwk"],
                                                               "epoch": lane["epoch"]})
            if answer.status_code != 200 or answer.json["lane_id"] != lane["lane_id"]:
                raise Broken("I4", f"another lane for the same key: {answer.text}")
            self.offer_again(lane["lane_id"], answer.json["lane_head"])
            if lane is self.lanes[-1]:
                used = {self.number_of(one) for one in self.queue + self.acked}
                self.free = [one for one in self.lent_by(answer.json["leases"]) if (one["register"], one["n"]) not in used]
        for sha256 in self.blobs:
            said = self.client.get(f"/api/v1/blobs/{sha256}", headers={"Accept": "application/json", "Sec-Fetch-Site": "same-origin"})
            if (said.status_code != 200 or not said.json["stored"]) and sha256 not in self.unsent:
                self.unsent.append(sha256)

    @staticmethod
    def number_of(kept: Kept):
        number = json.loads(kept.wire["body"])["number"]
        return number and (number["register"], number["n"])

    def ask_numbers(self, register: str, heard: bool):
        """A further block; the same question until it is answered. What the server gave out, also when the answer was lost."""
        self.asking = self.asking or secrets.token_hex(16)
        answer = self.lease(register, request_id=self.asking)
        if answer.status_code == 401 and heard:
            self.back()
        if answer.status_code != 200:
            return None
        if heard:
            self.asking, used = None, {self.number_of(one) for one in self.queue + self.acked}
            known = {(one["register"], one["n"]) for one in self.free} | used
            self.free += [one for one in self.lent_by([answer.json]) if (one["register"], one["n"]) not in known]
        return answer.json

    def hello(self):
        """Is the session still good? A restored server has none: then all is offered again."""
        if self.client.get("/api/v1/session").status_code == 401:
            self.back()

    # -- the outbox

    def keep(self, wire: dict, blobs: dict[str, bytes] | None = None) -> Kept:
        body = json.loads(wire["body"])
        kept = Kept(body["op_id"], body["lane_id"], body["lane_seq"], wire, tuple(blobs or ()))
        self.queue.append(kept)
        self.blobs |= blobs or {}
        self.unsent += [sha256 for sha256 in kept.blobs if sha256 not in self.unsent]
        self.promised(self, kept)
        return kept

    def batch(self, most: int, skip: int = 0) -> list[Kept]:
        lane_id = self.queue[0].lane_id if self.queue else None
        return [one for one in self.queue if one.lane_id == lane_id][skip:skip + most]

    def send(self, batch: list[Kept], heard: bool = True):
        """One request. Whatever happens to it, the outbox only loses what has a receipt."""
        if not batch:
            return
        self.requests.append((batch[0].lane_id, [one.wire for one in batch]))
        try:
            answer = self.push(*(one.wire for one in batch), lane_id=batch[0].lane_id)
        except Killed:
            return self.outcome_unknown(batch)
        if not heard or answer.status_code >= 500:
            return self.outcome_unknown(batch)
        self.heed(answer, batch)

    def outcome_unknown(self, batch: list[Kept]):
        """Send the same bytes again, later."""

    def heed(self, answer, batch: list[Kept]):
        if answer.status_code == 401:
            return self.back()
        if answer.status_code not in (200, 409):
            raise Broken("I12", f"push: {answer.status_code} {answer.text}")
        for said in answer.json["results"]:
            if said["verdict"] == "quarantined":
                raise Broken("I4", f"an honest op was quarantined: {said}")
            if said["verdict"] in RECEIPTS:
                self.receipt(said)
        if answer.status_code == 409:
            if answer.json["error"]["code"] != "gap":
                raise Broken("I2", f"an honest phone was told of a fork: {answer.text}")
            self.offer_again(batch[0].lane_id, answer.json["lane_head"])

    def receipt(self, said: dict):
        self.verdicts[said["op_id"]] = said
        self.acked += [one for one in self.queue if one.op_id == said["op_id"]]
        self.queue = [one for one in self.queue if one.op_id != said["op_id"]]

    def offer_again(self, lane_id: str, head: dict):
        """What the server's head lacks goes back into the queue, and its photos with it."""
        lacking = [one for one in self.acked if one.lane_id == lane_id and one.seq > head["seq"]]
        self.acked = [one for one in self.acked if one not in lacking]
        order = {lane["lane_id"]: n for n, lane in enumerate(self.lanes)}
        self.queue = sorted([*self.queue, *lacking], key=lambda one: (order[one.lane_id], one.seq))
        self.unsent += [sha256 for one in lacking for sha256 in one.blobs if sha256 not in self.unsent]

    # -- photos and records

    def uploadable(self) -> list[str]:
        named = {sha256 for one in self.acked for sha256 in one.blobs}
        return [sha256 for sha256 in self.unsent if sha256 in named]

    def upload(self, how: str = "ok"):
        """The first photo whose op has its receipt. `how`: ok, lost, cut or twice."""
        sha256 = next(iter(self.uploadable()), None)
        if sha256 is None:
            return
        data = self.blobs[sha256]
        try:
            if how == "twice":
                self.put(data, sha256)
            answer = self.put(data[:-1] if how == "cut" else data, sha256)
        except Killed:
            return
        if how == "lost":
            return
        if answer.status_code == 401:
            self.back()
        elif answer.status_code in (200, 201):
            self.unsent.remove(sha256)

    def pull_page(self, limit: int = 500, heard: bool = True) -> bool:
        """True when there is more."""
        answer = self.client.post("/api/v1/sync/pull", json={
            "cursors": self.cursors, "limit": limit, "build": "test",
            "lane": {"lane_id": self.lane_id, "seq": self.seq, "pending_ops": len(self.queue), "pending_blobs": len(self.unsent),
                     "oldest_pending_at": None}})
        if answer.status_code == 401:
            self.back()
            return True
        if answer.status_code != 200:
            raise Broken("I12", f"pull: {answer.status_code} {answer.text}")
        if not heard:
            return True
        self._take(answer.json["scopes"])
        self.told = answer.json["verdicts"]
        return any(one["more"] for one in answer.json["scopes"])

    def new_version(self):
        """An update of the app brings a new cache database: records and cursors go, the ledger stays."""
        self.cursors, self.records, self.members = {}, {}, set()
