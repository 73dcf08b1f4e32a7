"""Papers of the demo world: their text from the template, their number from the phone, a signature for each line."""

from fieldapp.domain.numbering import format as written
from fieldapp.domain.papers import text_hash
from fieldapp.store.people import user

from . import paper_values
from .chance import stable_id
from .hands import APPLIED, Hands
from .people import user_id
from .play import signed


class Issuing:
    """Two officers at one party; the first writes. `made` is what they made, as (type, id), by the word that rows call it by."""

    def __init__(self, row: dict, hands: Hands):
        self.row, self.hands, self.rules = row, hands, hands.rules
        self.first, self.second = row["officers"]
        self.officers = [user_id(name) for name in row["officers"]]
        self.made: dict[str, tuple[str, str]] = {}

    def _document(self, kind: str, step: dict, about, own: dict, at: int, number: dict | None = None) -> None:
        target = self._new("document", step, at, step["do"])
        fields = paper_values.everywhere(self.row, self.officers, at, self.rules, self.row["party"]) | own
        values = fields | ({"number": self._printed(kind, number)} if number else {})
        more = {"document": kind, "about": [{"type": type_, "id": id_} for type_, id_ in about]}
        self._paper("document.issue", target, more, fields, values, [("party", self.row["party"]["legal_rep"])], at, number)

    def _paper(self, type_, target, more, fields, values, signers, at, number, expect=APPLIED, supersedes=None) -> str:
        """Issue a paper whose text is what its template says, signed by both officers and by whoever else signs."""
        text = paper_values.text_of(more["document"], values, self.rules)
        hands = [("officer1", user(self.officers[0]).name), ("officer2", user(self.officers[1]).name),
                 *((who, name.split("（")[0]) for who, name in signers)]
        payload = more | {"officers": self.officers, "fields": fields, "text": text, "text_hash": text_hash(text),
                          "verify_code": stable_id("verify", *target).replace("-", "")[10:],
                          "signatures": [{"who": who, "sha256": signed(name)[0]} for who, name in hands]}
        return self.hands.send(self.first, type_, target, payload, at, hands=tuple(name for _who, name in hands), number=number,
                              supersedes=supersedes, expect=expect)

    def _number(self, kind: str, step: dict, at: int) -> tuple[dict, str]:
        number = self.hands.phone(self.first, at).number(kind, at)
        if "stray" in step:
            number = number | {"n": step["stray"], "lease_id": None}
        return number, self._printed(kind, number)

    def _printed(self, kind: str, number: dict) -> str:
        return written(self.rules.issuer["code"], self.rules.documents[kind]["word"], int(number["register"].split(":")[1]), number["n"])

    def _new(self, type_: str, step: dict, at: int, word: str | None = None) -> tuple[str, str]:
        made = type_, stable_id(type_, self.row["name"], word or step["do"], at=at)
        self.made[word or step["do"]] = made
        return made
