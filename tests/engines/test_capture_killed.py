"""kill -9 during capture, with no network, at three exact moments: what was called kept is sent, what was not is still a draft.

The page is made to stand still at the moment (person.MOMENTS), so that the kill meets nothing else.
"""

import pytest

from . import holds
from .driver import says
from .person import (
    describe,
    finish_the_draft,
    go,
    has_pending,
    has_sent_everything,
    line_is_back,
    save_and_stand_still,
    sees_the_photo,
    shoot,
    stand_still_when,
)

WORDS = "地下一层楼梯口堆了两袋垃圾"


def test_killed_when_the_photo_is_in_the_draft(phone, line, server, photo_file, photo):
    server.start_meanwhile()
    phone.open()
    moment = line.hold("GET /still")
    stand_still_when(phone, "the draft's photo is just on disk")
    shoot(phone, photo_file)
    moment.wait()
    phone.kill()

    phone.open()
    finish_the_draft(phone, WORDS)
    sent_without_a_tap(phone, server, photo)


@pytest.mark.parametrize(("moment", "kept"), [("the act is written, its photo not yet, in one transaction", False), ("the screen says kept", True)])
def test_killed_while_it_is_kept(phone, line, server, photo_file, photo, moment, kept):
    server.start_meanwhile()
    phone.open()
    shoot(phone, photo_file)
    sees_the_photo(phone)
    describe(phone, WORDS)
    still = line.hold("GET /still")
    stand_still_when(phone, moment)
    save_and_stand_still(phone)
    still.wait()
    phone.kill()

    phone.open()
    if kept:
        go(phone, "/outbox")
        has_pending(phone, WORDS)
        go(phone, "/today")
        phone.until(says("main", "未上传") + " && !" + says("main", "没写完"), "no draft of what is kept")
    else:
        finish_the_draft(phone, WORDS)
    sent_without_a_tap(phone, server, photo)


def sent_without_a_tap(phone, server, photo):
    server.be_there()
    line_is_back(phone)
    has_sent_everything(phone)
    holds.sent_exactly_once(server, photo, WORDS)
