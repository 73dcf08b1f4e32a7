"""The server dies (kill -9 of all its processes) at a named place of a push or an upload, and is started again: sent exactly once."""

import pytest

from . import holds
from .failpoints import POINTS
from .person import has_sent_everything, line_is_back, report

WORDS = "店门外占道摆了三张桌子"
#: What the dead server has on its disk.
LEFT = {
    "before the commit": {"ops": 0, "claims": 0, "files": 0}, "after the commit": {"ops": 1, "claims": 0, "files": 0},
    "between file and row": {"ops": 1, "claims": 0, "files": 1}, "after the row": {"ops": 1, "claims": 1, "files": 1},
}


@pytest.mark.parametrize("point", POINTS)
def test_what_was_on_its_way_arrives_once(phone, line, server, photo_file, photo, point):
    server.dies_at(point).start_meanwhile()
    phone.open()
    report(phone, photo_file, WORDS)

    server.be_there()
    line_is_back(phone)
    server.wait_for_death()
    assert holds.told(server, photo) == LEFT[point]

    server.be_there()
    line_is_back(phone)
    has_sent_everything(phone)
    holds.sent_exactly_once(server, photo, WORDS)
