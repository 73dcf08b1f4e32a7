"""One row of the street: two officers at one party, from the report to the recheck. A step's `do` is the name of its method here."""

from functools import partial

from fieldapp.domain.instants import instant, iso
from fieldapp.domain.numbering import number_id
from fieldapp.store import orders

from . import paper_values
from .chance import stable_id
from .hands import APPLIED, Hands
from .incidents import Moment
from .issuing import Issuing
from .play import drawn
from .story import Photo
from .whens import Whens
from .worktimes import MINUTE

ATTESTED = 25 * MINUTE
#: Steps that name a second officer, who is asked.
NAMES_TWO = ("inspect", "record", "order", "recheck", "opinion")
SAID = "我在场。"


class Visit(Issuing):
    def __init__(self, row: dict, law: dict, hands: Hands, when: Whens):
        super().__init__(row, hands)
        self.law, self.when = law, when
        self.case_id = None if row["steps"][0]["do"] != "report" else stable_id("case", row["name"], at=when.at(row["steps"][0]["at"]))
        self.ops: dict[str, str] = {}

    def moments(self) -> list[Moment]:
        found: list[Moment] = []
        for step in self.row["steps"]:
            at = self.when.at(step["at"])
            found.append((at, partial(getattr(self, step["do"]), step, at)))
            if step["do"] in NAMES_TWO and step.get("attest") is not False:
                found.append((at + ATTESTED, partial(self.attest, step, at + ATTESTED)))
        return found

    def report(self, step: dict, at: int) -> None:
        payload = {"category": step["category"], "text": step["text"], "source": "patrol", "grid_id": None, "fixed_on_spot": False}
        self.hands.desk(step["by"], "report.file", ("case", self.case_id), payload, at, self.hands.place(self.row["cell"], at))

    def accept(self, step: dict, at: int) -> None:
        self.hands.desk(self.first, "task.accept", ("case", self.case_id), {}, at)

    def close(self, step: dict, at: int) -> None:
        self.hands.desk(step["by"], "case.close", ("case", self.case_id), {}, at)

    def inspect(self, step: dict, at: int) -> None:
        self.began, self.ended, clocks = self.when.at(step["from"]), at, self.rules.clocks
        self.inspection = self._new("inspection", step, at)
        photos = _photos(*(one["photo"] for one in self.row["findings"]))
        found = [{"id": self._finding(n), "category": one["category"], "text": one["text"],
                  "blobs": [drawn(*one["photo"])[0]]} for n, one in enumerate(self.row["findings"])]
        payload = {"case_id": self.case_id, "basis": step["basis"], "party": paper_values.party_of(self.row["party"]), "officers": self.officers,
                   "cert_shown": True, "cert_shown_at": iso(self.began, clocks), "place_text": self.row["place"],
                   "started_at": iso(self.began, clocks), "ended_at": iso(at, clocks), "findings": found}
        self.hands.send(self.first, "inspection.record", self.inspection, payload, at, photos=photos, place=self.hands.place(self.row["cell"], at))

    def record(self, step: dict, at: int) -> None:
        own = paper_values.record(self.row, step, self.began, self.ended, len(self.row["findings"]), self.rules)
        self._document("inspection_record", step, [self.inspection], own, at)

    def order(self, step: dict, at: int) -> None:
        party, served = step.get("party", self.row["party"]), self.when.at(step["served"])
        target, kind = self._new("order", step, at, step["key"]), "order_to_correct"
        items = [{"id": stable_id("item", self.row["name"], step["key"], n, at=at), "finding_id": self._finding(one["finding"]),
                  "requirement": one["requirement"], "deadline": paper_values.deadline(one, served, self.when.day, self.rules)}
                 for n, one in enumerate(step["items"])]
        self.made |= {f"{step['key']}.{n}": ("item", one["id"]) for n, one in enumerate(items)}
        fields = paper_values.everywhere(self.row, self.officers, at, self.rules, party) | paper_values.order(
            self.row, step, self.officers, self.ended, at, self.law, self.rules)
        number, printed = self._number(kind, step, at)
        said = [own | {"requirement": one["requirement"], "deadline": one["deadline"]} for own, one in zip(fields["items"], items, strict=True)]
        more = {"document": kind, "inspection_id": self.inspection[1], "case_id": self.case_id, "party": paper_values.party_of(party), "items": items}
        signers = [("witness", step["refusal"]["witness"])] if "refusal" in step else [("party", party.get("legal_rep") or party["name"])]
        self.ops[step["key"]] = self._paper(
            "order.issue", target, more, fields, fields | {"number": printed, "items": said}, signers, at, number,
            expect=("flagged", "out_of_lease") if "stray" in step else APPLIED, supersedes=self.ops.get(step.get("supersedes")))

    def serve(self, step: dict, at: int) -> None:
        said = next(one for one in self.row["steps"] if one.get("key") == step["order"])
        refusal, party = said.get("refusal"), said.get("party", self.row["party"])
        payload = {"method": step.get("method", "direct"), "recipient": party.get("legal_rep") or party["name"],
                   "served_at": iso(at, self.rules.clocks), "refusal": refusal, "seal": step.get("seal", "pre_sealed")}
        self.hands.send(self.first, "order.serve", self.made[step["order"]], payload, at, photos=_photos(*[step["photo"]] if "photo" in step else ()))

    def attest(self, step: dict, at: int) -> None:
        word = step.get("key") or step.get("item") or step["do"]
        denied = step.get("attest")
        self.hands.send(self.second, "officer.attest", self.made[word], {"present": denied is None, "text": denied or SAID}, at,
                       expect=("flagged", "attest_denied") if denied else APPLIED)

    def done(self, step: dict, at: int) -> None:
        self.hands.send(self.first, "item.report_done", self.made[step["item"]], {"text": step["text"]}, at)

    def ask(self, step: dict, at: int) -> None:
        payload = {"wanted": self.when.day(step["wanted"]), "reason": step["reason"]}
        self.ops["ask"] = self.hands.send(self.first, "extension.request", self.made[step["item"]], payload, at)

    def grant(self, step: dict, at: int) -> None:
        due = iso(instant(self.when.day(step["due"] + 1) + "T00:00:00+08:00"), self.rules.clocks)
        payload = {"request_op": self.ops["ask"], "granted": True, "due_at": due, "reason": step["reason"]}
        self.hands.desk(step["by"], "extension.decide", self.made[step["item"]], payload, at)

    def recheck(self, step: dict, at: int) -> None:
        payload = {"result": step["result"], "officers": self.officers, "text": step["text"]}
        if "rest" in step:
            rest = step["rest"]
            payload["rest"] = {"id": stable_id("rest", self.row["name"], at=at), "requirement": rest["requirement"],
                               "deadline": paper_values.deadline(rest, at, self.when.day, self.rules)}
        self.hands.send(self.first, "recheck.record", self.made[step["item"]], payload, at, photos=_photos(step["photo"]))

    def opinion(self, step: dict, at: int) -> None:
        number, _printed = self._number("recheck_opinion", step, at)
        one = orders.order(self.made[step["order"]][1])
        seen = [{"requirement": item.requirement, "text": said["text"]} for said in self.row["steps"] if said["do"] == "recheck"
                for item in one.items if item.id == self.made[said["item"]][1]]
        about = [self.made[said["item"]] for said in self.row["steps"] if said["do"] == "recheck"]
        self._document("recheck_opinion", step, about, paper_values.opinion(step, one.number, seen, at, self.rules), at, number)

    def withdraw(self, step: dict, at: int) -> None:
        self.hands.desk(step["by"], "order.withdraw", self.made[step["order"]], {"reason": step["reason"]}, at)

    def void(self, step: dict, at: int) -> None:
        spoiled = self.hands.phone(self.first, at).number("order_to_correct", at)
        self.hands.send(self.first, "number.void", ("number", number_id(spoiled["register"], spoiled["n"])), {"reason": step["reason"]}, at)

    def hand_in(self, step: dict, at: int) -> None:
        self.hands.hand_in(step["of"], step["reason"], step["by"], at)

    def lose(self, step: dict, at: int) -> None:
        self.hands.lose(step["of"], at)

    def _finding(self, n: int) -> str:
        return stable_id("finding", self.row["name"], n, at=self.ended)


def _photos(*said) -> tuple[Photo, ...]:
    return tuple((name, number) for name, number in said)
