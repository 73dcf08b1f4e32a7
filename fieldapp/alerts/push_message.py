"""The text of a push: Declarative Web Push JSON (W3C Push API, `web_push` 8030), which Safari shows by itself and our worker reads.

Lock screens are public: a number, how things stand, a link. No name, no address, no word of a report.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass

WORDS = {
    "zh": {"deadline": "期限 {when}", "many": "{n} 件事等着您", "more": "{first}，还有 {n} 件", "open": "打开看看"},
    "en": {"deadline": "deadline {when}", "many": "{n} things are waiting for you", "more": "{first}, and {n} more", "open": "Open to see"},
}


@dataclass(frozen=True)
class News:
    """One alert as a push tells it. `rung` is the rung's word, `number` the subject's, `deadline` printed, or ""."""

    alert_id: str
    dedupe_key: str
    rung: str
    number: str
    deadline: str


def topic_of(*dedupe_keys: str) -> str:
    """A name for what is told, in at most 32 characters of base64url (RFC 8030 section 5.4): a newer message takes the place of an
    older one of this name, at the push service and, as `tag`, on the screen."""
    digest = hashlib.sha256("\n".join(sorted(dedupe_keys)).encode()).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def message(news: list[News], lang: str, origin: str) -> tuple[bytes, str]:
    """(payload, topic): one thing by its number, several as one message that leads to the inbox."""
    words, first = WORDS[lang], news[0]
    topic = topic_of(*(n.dedupe_key for n in news))
    if len(news) == 1:
        said = [first.number, words["deadline"].format(when=first.deadline) if first.deadline else ""]
        title, body, path = first.rung, " · ".join(part for part in said if part) or words["open"], f"alert/{first.alert_id}"
    else:
        title, path = words["many"].format(n=len(news)), "inbox"
        body = words["more"].format(first=" ".join(part for part in (first.number, first.rung) if part), n=len(news) - 1)
    shown = {"title": title, "body": body, "lang": "en" if lang == "en" else "zh-CN", "tag": topic, "navigate": f"{origin}/#/{path}"}
    return json.dumps({"web_push": 8030, "notification": shown}, ensure_ascii=False, separators=(",", ":")).encode(), topic
