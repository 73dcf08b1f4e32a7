"""How people of the demo world act: by their own phones or at the desk, through the doors that everybody uses."""

from dataclasses import dataclass, field

from fieldapp.config import Settings
from fieldapp.operations.devices import revoke
from fieldapp.operations.numbers import end_leases
from fieldapp.rulebook import Rulebook
from fieldapp.store.devices import lane
from fieldapp.store.files import Files
from fieldapp.store.numbers import RETURNED
from fieldapp.store.people import user
from fieldapp.store.transaction import transaction
from fieldapp.sync import uploads
from fieldapp.sync.desk_lane import submit

from .cells import cells
from .chance import dice, stable_id
from .people import user_id
from .phones import Phone
from .plan import place_in
from .play import Misplayed, drawn, reference, signature_of, signed
from .story import Photo
from .worktimes import MINUTE

APPLIED = ("applied", None)
#: Registers whose numbers an officer's phone takes along.
NUMBERED = ("order_to_correct", "recheck_opinion")
#: Whose phone is 执法手机 01, and so on.
PHONES = ("lu.guyu", "qin.lixia", "su.xiaoman", "gu.jingzhe", "ye.qingming", "xu.shuangjiang", "he.jingzhe")


@dataclass
class Hands:
    """`phones` are the officers' own, by user name, as they are first needed."""

    rules: Rulebook
    settings: Settings
    files: Files
    phones: dict[str, Phone] = field(default_factory=dict)

    def phone(self, username: str, at: int) -> Phone:
        """An officer's own, with a block of each register from its first hour on."""
        if username not in self.phones:
            began = at - 60 * MINUTE
            own = Phone(username, f"执法手机 {PHONES.index(username) + 1:02}（演示）", began, self.settings)
            own.borrow(began, NUMBERED)
            self.phones[username] = own
        return self.phones[username]

    def send(self, who: str, type_: str, target: tuple[str, str], payload: dict, at: int, *, photos: tuple[Photo, ...] = (),
             hands: tuple[str, ...] = (), expect=APPLIED, **envelope) -> str:
        """One op of somebody's phone, its photos and signatures (`hands`: whose) sent after it. Returns its id."""
        own = self.phone(who, at)
        blobs = [*map(reference, photos), *map(signature_of, hands)]
        told = own.send(own.op(type_, target, payload, at, blobs=blobs, **envelope), at + 4000, expect)
        for sha256, data in (*(drawn(*p) for p in photos), *map(signed, hands)):
            uploads.put(self.files, own.user_id, sha256, [data], at + 8000)
        return told["op_id"]

    def desk(self, who: str, type_: str, target: tuple[str, str], payload: dict, at: int, place: dict | None = None) -> None:
        """One act at the desk."""
        about = dict(zip(("type", "id"), target, strict=True))
        done = submit(user(user_id(who)), type_, about, payload, at, secret=self.settings.lane_keys[0], place=place,
                      op_id=stable_id("street", type_, *target, at=at))
        if done.verdict != "applied":
            raise Misplayed(f"{type_} by {who}: {done.verdict} {done.code} {done.detail}")

    def place(self, name: str, at: int) -> dict | None:
        cell = next(c for c in cells() if c.name == name)
        return place_in(cell, "patrol", at, dice("street", name))

    def hand_in(self, who: str, reason: str, by: str, at: int) -> None:
        with transaction():
            end_leases(self.phone(who, at).lane_id, RETURNED, reason, user_id(by), at)

    def lose(self, who: str, at: int) -> None:
        with transaction():
            revoke(lane(self.phone(who, at).lane_id).device_id, at)
