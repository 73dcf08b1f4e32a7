"""Two officers on the street, as tests tell it: a case, an inspection, an order, its service; each step is one op of 陆's phone.

The text is filled by the product's own template, as the phone's twin fills it; tests that want another text say so.
"""

import hashlib

from fieldapp.domain import papers
from fieldapp.rulebook import load
from tests.clock import NOW
from tests.phone import PARTY, Phone

REGISTER = "order_to_correct:2026"
NUMBER = "高东街责改字〔2026〕第{:03}号"
FIELDS = {
    "inspected_at": "2026-11-18T10:00:00+08:00", "cert_shown": True, "party_kind": "individual_business", "organisation": True,
    "party_address": "东城街 1 号", "legal_rep": "王某（经营者）", "place": "东城街 1 号门前", "basis": "《城市市容和环境卫生管理条例》第十四条",
    "consequence": "依法处理", "contact": "陆谷雨", "contact_phone": "0356-0000000", "issued_on": "2026-11-18",
}


def order_text(payload: dict, number: str, certificates: dict[str, str], names: dict[str, str]) -> str:
    """What the paper says, filled from what the phone knows."""
    listed = [{"fact": "占道堆放", "violates": "第十四条", "requirement": i["requirement"], "deadline": i["deadline"]} for i in payload["items"]]
    officers = {f"officer{n}_{what}": table.get(o) for n, o in enumerate(payload["officers"][:2], 1)
                for what, table in (("name", names), ("cert", certificates))}
    rules = load()
    values = FIELDS | officers | {"number": number, "party_name": payload["party"]["name"], "items": listed}
    return papers.plain(papers.fill(rules.documents["order_to_correct"], values, rules.clocks))


class Street:
    """`lu` and `gu` are phones, `officers` their ids. Each step returns the verdict's row."""

    def __init__(self, phone, world):
        self.phone, self.world = phone, world
        self.lu, self.gu = phone("lu"), phone("gu")
        self.officers = [world.people["lu"], world.people["gu"]]
        self.names = {world.people[name]: world.user(name).name for name in ("lu", "gu", "qin", "shen")}
        self.certificates = {world.people[name]: f"D14058100{n}" for n, name in enumerate(("lu", "gu", "qin"), 1)}
        self.case_id, report = self.lu.report()
        self.lu.sent(report, self.lu.op("task.accept", self.case_id, {}))

    def number(self, n: int | None = None) -> dict:
        """The envelope's number: the next of the phone's lease, or n of it."""
        lease = next(one for one in self.lu.register()["leases"] if one["register"] == REGISTER)
        return {"register": REGISTER, "n": n or lease["next"], "lease_id": lease["lease_id"]}

    def inspect(self, by: Phone | None = None, **more) -> dict:
        by = by or self.lu
        self.inspection_id, self.findings, op = by.inspection(more.pop("officers", self.officers), more.pop("case_id", self.case_id), **more)
        return by.sent(op)[0]

    def issue(self, by: Phone | None = None, number: dict | None = None, text: str | None = None, **more) -> dict:
        """The order on the last inspection; its text is what the template says unless `text` is another."""
        by, number = by or self.lu, number or self.number()

        def finish(payload: dict) -> dict:
            fields = FIELDS | {"items": [{"fact": "占道堆放", "violates": "第十四条"} for _ in payload["items"]]}
            printed = text or order_text(payload, NUMBER.format(number["n"]), self.certificates, self.names)
            return {"fields": fields} | payload | {"text": printed, "text_hash": hashlib.sha256(printed.encode()).hexdigest()}

        self.order_id, self.items, self.op = by.order(self.inspection_id, self.findings, more.pop("officers", self.officers), number,
                                                      more.pop("case_id", self.case_id), finish=finish, **more)
        return by.sent(self.op)[0]

    def serve(self, **payload) -> dict:
        return self.lu.sent(self.lu.service(self.order_id, **payload))[0]

    def recheck(self, n: int, result: str = "pass", **payload) -> dict:
        return self.lu.sent(self.lu.recheck(self.items[n], self.officers, result, **payload))[0]

    def served(self) -> "Street":
        """Up to an order that was served."""
        for result in (self.inspect(), self.issue(), self.serve()):
            assert result["verdict"] == "applied", result
        return self

    def seen(self, who: Phone | None = None) -> Phone:
        who = who or self.lu
        who.pull()
        return who

    @property
    def order(self) -> dict:
        return self.seen().held("order")[self.order_id]

    @property
    def case(self) -> dict:
        return self.seen().cases()[self.case_id]


__all__ = ["NOW", "PARTY", "REGISTER", "Street"]
