"""kill -9 of the browser while a new build comes and while it takes over: the app starts, the outbox is as it was."""

import pytest

from tests.e2e.installation import copy_program, copy_world

from . import holds
from .driver import button
from .person import go, has_pending, has_sent_everything, line_is_back, report
from .server import Server

WORDS = "换版本以前报的垃圾"


@pytest.fixture
def server(first_day, line, tmp_path):
    """It has a build that the phones do not know."""
    tree = copy_program(tmp_path / "tree")
    with (tree / "static/pwa/look.js").open("a") as script:
        script.write("// a newer build\n")
    server = Server(copy_world(first_day.data, tmp_path / "data"), line, tree)
    yield server
    server.discard()


def test_killed_while_a_build_is_installed_and_while_it_takes_over(phone, line, server, photo_file, photo):
    server.start_meanwhile()
    phone.open()
    report(phone, photo_file, WORDS)
    old = build_on(phone)
    phone.kill()

    # The new build comes, but nothing can be sent; killed half-way through its files.
    line.refuse("/api/")
    installing = line.hold("GET /pwa/look.js")
    server.be_there()
    phone.open("/#/outbox")
    installing.wait()
    phone.kill()
    line.heal()
    line.refuse("/api/")
    phone.open("/#/outbox")
    has_pending(phone, WORDS)

    # It comes whole, and is killed as it takes over. Files may come again: Firefox has been seen to forget its worker here.
    go(phone, "/me")
    phone.tap(button("现在换上"))
    phone.tap(button("仍然现在换"))
    phone.kill()
    phone.open("/#/outbox")
    has_pending(phone, WORDS)

    line.heal()
    line_is_back(phone)
    has_sent_everything(phone)
    holds.sent_exactly_once(server, photo, WORDS)
    the_new_build_is_in_service(phone, old)


def the_new_build_is_in_service(phone, old):
    """By itself, or when it is offered once more."""
    offer, new = button("现在换上"), f"document.querySelector('.build') && !document.querySelector('.build').innerText.includes('{old}')"
    go(phone, "/me")
    if phone.until(f"({offer}) ? 'offered' : ({new}) && 'new'", "the new build") == "offered":
        phone.tap(offer)
        phone.until(new, "the new build")


def build_on(phone) -> str:
    """The build's name as the phone shows it."""
    phone.tap("document.querySelector('dialog .icon-btn')")
    go(phone, "/me")
    return phone.until("document.querySelector('.build')?.innerText.split(' ').pop()")
