"""kill -9 of the browser while a photo goes up."""

from . import holds
from .person import has_sent_everything, line_is_back, report

WORDS = "人行道上堆着装修垃圾"
BYTES = 1_000_000


def test_killed_in_the_middle_of_a_photo(phone, line, server, photo_file, photo):
    server.start_meanwhile()
    phone.open()
    report(phone, photo_file, WORDS)
    stuck = line.hold("PUT /api/v1/blobs/", BYTES)
    server.be_there()
    line_is_back(phone)
    stuck.wait()
    phone.kill()
    line.heal()
    assert holds.told(server, photo) == {"ops": 1, "claims": 0, "files": 0}

    phone.open()

    has_sent_everything(phone)
    holds.sent_exactly_once(server, photo, WORDS)
