"""One short story for each broken variant: rules of the machine in a fixed order, on which the product holds and the variant does not."""

SHEN, LU, GU = 0, 1, 2


def an_answer_is_lost(machine):
    """The server has the report, the phone does not know."""
    machine.report(SHEN, 0, None)
    machine.push(0, 1, "lost", 1)


def a_batch_is_split(machine):
    """Three reports go up in two parts, and the later part is there first."""
    for _ in range(3):
        machine.report(SHEN, 0, None)
    machine.push(0, 2, "split", 1)


def the_server_dies(machine):
    """Before it has written anything; nobody answers."""
    machine.report(SHEN, 0, None)
    machine.push(0, 1, "judging", 1)


def a_photo_is_taken(machine):
    """It goes up at the end of the run, after its report."""
    machine.report(SHEN, 1, None)
    machine.push(0, 1, "ok", 1)


def an_update_comes(machine):
    """The app is replaced while a report is waiting for the network."""
    machine.report(SHEN, 0, None)
    machine.world_moves("app_update", SHEN)


def one_commit_is_slow(machine):
    """A report of 陆 is written and not committed yet; 沈 sends a photo, 顾 pulls; then it is committed."""
    machine.slow_commit(LU, SHEN, GU)
