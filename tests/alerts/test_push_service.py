"""One message to a push service: encrypted, signed for it, and only to services we know."""

import json
import socket

import pytest

from fieldapp.alerts.push_hosts import Forbidden, addresses, endpoint
from fieldapp.alerts.push_service import MAX_PLAINTEXT, PushService, outcome
from fieldapp.alerts.push_terms import Browser
from fieldapp.alerts.vapid import b64_bytes, vapid_key
from fieldapp.config import PUSH_HOSTS
from fieldapp.secrets_file import p256_key
from tests.alerts.conftest import CONTACT, KEY
from tests.alerts.push_server import PushBrowser, PushServer, b64, unb64
from tests.clock import NOW

KNOWN = tuple(PUSH_HOSTS.split(", "))
HOW = {"ttl_s": 3600, "urgency": "high", "topic": "a-topic", "real": NOW}


def known_as(browser: PushBrowser, key: str = KEY) -> Browser:
    sent = browser.as_json()
    return Browser(sent["endpoint"], sent["keys"]["p256dh"], sent["keys"]["auth"], vapid_key(key).public)


@pytest.fixture
def service(push_server) -> PushService:
    return PushService((KEY,), CONTACT, (push_server.origin,))


@pytest.fixture
def browser(push_server) -> PushBrowser:
    return PushBrowser(push_server.endpoint())


def test_a_message_arrives_and_only_its_browser_can_read_it(service, browser, push_server):
    done = service.send(known_as(browser), '{"web_push":8030,"中":1}'.encode(), **HOW)

    assert (done.kind, push_server.refused) == ("sent", [])
    [got] = push_server.took
    assert browser.read(got.body) == {"web_push": 8030, "中": 1}
    headers = {name.lower(): value for name, value in got.headers.items()}
    assert (headers["ttl"], headers["urgency"], headers["topic"]) == ("3600", "high", "a-topic")
    assert headers["content-type"] == "application/octet-stream"


def test_the_token_names_the_whole_origin_with_its_port(service, browser, push_server):
    service.send(known_as(browser), b"{}", **HOW)

    token = push_server.took[0].headers["authorization"].split("t=")[1].split(",")[0]
    claims = json.loads(unb64(token.split(".")[1]))
    assert claims["aud"] == push_server.origin and push_server.origin.count(":") == 2
    assert claims["sub"] == f"mailto:{CONTACT}"


def test_nothing_of_one_message_sticks_to_the_next(service, browser, push_server):
    for ttl in (86_400, 0, 60):
        service.send(known_as(browser), b"{}", **(HOW | {"ttl_s": ttl}))

    assert [m.headers["ttl"] for m in push_server.took] == ["86400", "0", "60"]


def test_as_much_as_fits_and_no_more(service, browser, push_server):
    full = json.dumps("x" * (MAX_PLAINTEXT - 2)).encode()

    assert service.send(known_as(browser), full, **HOW).kind == "sent"
    assert browser.read(push_server.took[0].body) == "x" * (MAX_PLAINTEXT - 2)
    with pytest.raises(ValueError, match="3993"):
        service.send(known_as(browser), full + b" ", **HOW)


@pytest.mark.parametrize("wrong", [{"topic": "ü"}, {"topic": "x" * 33}, {"topic": ""}, {"urgency": "urgent"}])
def test_what_no_service_takes_is_not_sent(service, browser, push_server, wrong):
    with pytest.raises(ValueError, match="urgency or topic"):
        service.send(known_as(browser), b"{}", **(HOW | wrong))
    assert push_server.asked == []


@pytest.mark.parametrize(("status", "headers", "kind", "after_s"), [
    (404, {}, "gone", None), (410, {}, "gone", None), (429, {"Retry-After": "120"}, "retry", 120),
    (503, {"Retry-After": "Wed, 18 Nov 2026 02:05:00 GMT"}, "retry", 300), (500, {}, "retry", None), (400, {}, "refused", None),
    (403, {}, "refused", None), (413, {}, "refused", None), (503, {"Retry-After": "soon"}, "retry", None),
    (429, {"Retry-After": "99999999999"}, "retry", 21_600),
])
def test_what_an_answer_means(service, browser, push_server, status, headers, kind, after_s):
    push_server.answers.append((status, headers))

    done = service.send(known_as(browser), b"{}", **HOW)

    assert (done.kind, done.status, done.after_s) == (kind, status, after_s)


def test_a_redirect_is_not_followed(service, browser, push_server):
    with PushServer() as elsewhere:
        push_server.answers.append((307, {"Location": elsewhere.endpoint()}))
        done = service.send(known_as(browser), b"{}", **HOW)

    assert (done.kind, done.status, elsewhere.asked) == ("refused", 307, [])


def test_nobody_there(service, browser, push_server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    done = PushService((KEY,), CONTACT, (origin,)).send(known_as(PushBrowser(f"{origin}/x")), b"{}", **HOW)

    assert done.kind == "unreachable"


def test_a_key_that_was_changed_still_serves_its_subscriptions(browser, push_server):
    new = p256_key()

    both = PushService((new, KEY), CONTACT, (push_server.origin,)).send(known_as(browser), b"{}", **HOW)
    lost = PushService((new,), CONTACT, (push_server.origin,)).send(known_as(browser), b"{}", **HOW)

    assert (both.kind, lost.kind, len(push_server.took)) == ("sent", "refused", 1)


def test_a_subscription_whose_key_is_none(service, push_server):
    done = service.send(Browser(push_server.endpoint(), "AAAA", "AAAA", vapid_key(KEY).public), b"{}", **HOW)

    assert (done.kind, push_server.asked) == ("refused", [])


@pytest.mark.parametrize("text", [
    "https://updates.push.services.mozilla.com/wpush/v2/x", "https://fcm.googleapis.com/fcm/send/a:b", "https://web.push.apple.com/Q?x=1",
    "https://db5p.notify.windows.com/w/?token=a%2Fb",
])
def test_the_push_services_of_browsers_are_known(text):
    assert endpoint(text, KNOWN).origin == "https://" + text.split("/")[2]


@pytest.mark.parametrize("text", [
    "http://updates.push.services.mozilla.com/x", "https://updates.push.services.mozilla.com:8443/x", "https://evil.example/x",
    "https://push.apple.com/x", "https://evilpush.apple.com.example/x", "https://notpush.apple.com/x", "https://127.0.0.1/x", "http://127.0.0.1/x",
    "https://[::1]/x", "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/x", "https://localhost/x", "file:///etc/passwd", "ftp://x/y",
    "https://u:p@fcm.googleapis.com/x", "https://fcm.googleapis.com@evil.example/x", "https://fcm.googleapis.com\\@evil.example/x",
    "https://fcm.googleapis.com:bad/x", "https://例子.cn/x", "https://fcm.googleapis.com/a b", "https://fcm.googleapis.com/\n", "",
    "https://fcm.googleapis.com/" + "x" * 2000, None, 7,
])
def test_nobody_else_is_asked(text):
    with pytest.raises(Forbidden):
        endpoint(text, KNOWN)


def test_an_origin_in_the_list_stands_for_itself_alone():
    named = ("http://127.0.0.1:9000", "https://10.0.0.7:8443")

    assert endpoint("http://127.0.0.1:9000/x", named).origin == "http://127.0.0.1:9000"
    assert endpoint("https://10.0.0.7:8443/x", named).named
    for other in ("http://127.0.0.1:9001/x", "http://127.0.0.1/x", "https://127.0.0.1:9000/x", "https://10.0.0.7/x", "http://10.0.0.7:8443/x"):
        with pytest.raises(Forbidden):
            endpoint(other, named)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "fe80::1%eth0",
                                     "::ffff:10.0.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"])
def test_a_known_name_that_leads_to_a_private_address_is_not_followed(monkeypatch, address):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", (address, 443))])

    with pytest.raises(Forbidden, match="not public"):
        addresses(endpoint("https://fcm.googleapis.com/x", KNOWN))


def test_a_kept_key_is_a_key_of_the_curve():
    public = b64_bytes(vapid_key(KEY).public)

    assert (len(public), public[0], len(b64_bytes(KEY))) == (65, 4, 32)
    assert b64(public) == vapid_key(KEY).public
    with pytest.raises(ValueError):
        vapid_key(b64(bytes(32)))


def test_answers_that_say_nothing_of_when():
    assert outcome(429, None, NOW).after_s is None
    assert outcome(429, "Wed, 18 Nov 2026 01:00:00 GMT", NOW).after_s == 0
