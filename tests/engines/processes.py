"""Ending browsers: all processes of a session (setsid), so that a browser's own children are among them."""

import os
import signal
import time
from pathlib import Path


def of_session(leader: int) -> list[int]:
    """Living processes whose session is `leader`'s."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, _group, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(folder.name))
    return found


def kill_9(find) -> None:
    """SIGKILL to all that `find()` names, until it names none: nothing gets a chance to tidy up."""
    while processes := find():
        for process in processes:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.02)
