"""Where the server dies, as by kill -9 of all its processes. Laid over the product from outside; it knows of none."""

import os
import signal
import threading

from fieldapp.store import feed
from fieldapp.sync import push, uploads

_pushing = threading.local()


def die():
    os.killpg(0, signal.SIGKILL)


def before_the_commit():
    """The op is judged and written, and so are its place in the log and in the feed; the commit is next."""
    judge, flush = push.judge_in_lane, feed.flush

    def judging(*given):
        _pushing.yes = True
        return judge(*given)

    def flushed(session):
        flush(session)
        if getattr(_pushing, "yes", False):
            die()
    push.judge_in_lane, feed.flush = judging, flushed


def after_the_commit():
    """The op is committed, its author not answered."""
    push._one = _then_die(push._one)


def between_file_and_row():
    """The photo's file has its name; no row says so."""
    uploads._filled = lambda *_given: die()


def after_the_row():
    """The photo is stored, its sender not answered."""
    uploads.put = _then_die(uploads.put)


def _then_die(whole):
    def deadly(*given):
        whole(*given)
        die()
    return deadly


POINTS = {"before the commit": before_the_commit, "after the commit": after_the_commit,
          "between file and row": between_file_and_row, "after the row": after_the_row}
