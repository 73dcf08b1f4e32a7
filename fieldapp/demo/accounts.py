"""The accounts that are printed. Only they have a password, and every demo world has the same: never for real data."""

from dataclasses import dataclass

from fieldapp.store.people import user

from .chance import dice
from .people import ABOVE, SHOWN_AIDE, SQUAD, Person
from .units import NAMES

#: Two officers and the leader of 二中队, two officers of 三中队, a patroller of 二中队, one of every other role.
ORDER = ("lu.guyu", "qin.lixia", "gu.jingzhe", "xu.shuangjiang", "he.jingzhe", "shen.bailu", "mu.dongzhi", "tang.mangzhong",
         "bai.qiufen", "cheng.hanlu", "mei.sanyue", "jiang.chuxue", "song.wanqing", "gan.lu", "ling.xiao", "fang.yuanshi")


@dataclass(frozen=True)
class Account:
    person: Person

    @property
    def password(self) -> str:
        """Readable, and easy to type with a thumb."""
        word = self.person.username.split(".")[0]
        return f"demo-{word}-{dice('password', self.person.username).randrange(1000, 10000)}"

    def as_wire(self) -> dict:
        """One row of `demo accounts --json` (protocol 10)."""
        roles = list(dict.fromkeys(role for role, _ in self.person.grants))
        return {"username": self.person.username, "password": self.password, "role": roles, "name": self.person.name,
                "unit": NAMES[self.person.unit]}


def accounts() -> list[Account]:
    known = {p.username: p for p in (*SQUAD, *ABOVE, SHOWN_AIDE)}
    return [Account(known[username]) for username in ORDER]


def printed() -> list[dict]:
    """The accounts as JSON rows, as far as they are in this database: none where the demo world is not."""
    return [account.as_wire() for account in accounts() if user(account.person.id) is not None]
