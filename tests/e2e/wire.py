"""A client over the network for the test phone of tests/phone.py: what a browser's phone would never send can be sent so."""

import json
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

from fieldapp.demo.photos import photo as drawn
from tests.phone import Phone, new_id, photo_ref

HOUR = 3_600_000


class Answer:
    def __init__(self, status: int, body: bytes):
        self.status_code, self.text = status, body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.text)


class Client:
    """The calls of a Flask test client that tests/phone.py makes, on a real server."""

    def __init__(self, origin: str):
        self.origin = origin
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def post(self, path: str, json: dict | None = None, data: bytes | str = b"", content_type: str = "application/json") -> Answer:
        return self._send("POST", path, data if json is None else _as_bytes(json), content_type)

    def put(self, path: str, data: bytes, content_type: str) -> Answer:
        return self._send("PUT", path, data, content_type)

    def _send(self, method: str, path: str, body: bytes | str, content_type: str) -> Answer:
        body = body.encode() if isinstance(body, str) else body
        asked = urllib.request.Request(self.origin + path, body, {"Content-Type": content_type, "Sec-Fetch-Site": "same-origin"}, method=method)
        try:
            with self.opener.open(asked, timeout=60) as answer:
                return Answer(answer.status, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read())


def _as_bytes(value: dict) -> bytes:
    return json.dumps(value).encode()


def now() -> int:
    return time.time_ns() // 1_000_000


def strange_things(origin: str, account: dict) -> None:
    """What a desk's attention page is for: a report by a clock two hours fast, one whose bytes were changed on the way and that its author
    hands to the leader, and a phone that finds the server's log inconsistent."""
    phone = Phone(Client(origin), account["username"], account["password"], lambda: now() + 2 * HOUR)
    _, fast = phone.report("HW01", text="路灯杆下的垃圾，手机快了两小时")
    [told] = phone.sent(fast)
    assert told["verdict"] == "flagged", told
    _, changed = phone.report("HW01", text="改动过的上报")
    changed["body"] = changed["body"].replace("改动过的", "没改过的")
    [told] = phone.sent(changed)
    assert told["verdict"] == "quarantined", told
    hand_over(origin, account, told["op_id"])


def hand_over(origin: str, account: dict, lost: str) -> None:
    phone = Phone(Client(origin), account["username"], account["password"], now, name="巡查 02 号")
    photo = drawn("rubbish", 5)
    content = {"type": "report.file", "payload": {"category": "HW01", "text": "改动过的上报", "source": "patrol", "fixed_on_spot": False},
               "place": {"lat_e7": 357991234, "lon_e7": 1129230000, "acc_cm": 1200}, "at": phone.iso(), "code": "bad_hash"}
    [told] = phone.sent(phone.op("op.hand_over", {"type": "op", "id": lost}, {"text": "手机说传不上去，请看一下这一件", "content": content},
                                 "fact", blobs=[photo_ref(photo)]))
    assert told["code"] == "handed_over", told
    phone.put(photo)
    said = phone.client.post("/api/v1/feedback", {"id": new_id(now()), "text": "the server's log does not add up: forked", "build": "",
                                                  "topic": "log"})
    assert said.status_code == 201, said.text
