"""The promise itself: what a phone called kept reaches the server exactly once, whatever happens (docs/invariants.md).

A few runs, always the same. `make soak` sets SOAK_RUNS, how many on each database, and SOAK_SEED; they go in portions, each a test of
its own, named by its seed.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Machine

RUNS, STEPS, SEED = 5, 30, 20261118
PORTION = 50
STEADY = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), stateful_step_count=STEPS, print_blob=True)

SOAK, FIRST = int(os.environ.get("SOAK_RUNS", "0")), int(os.environ.get("SOAK_SEED", SEED))
PORTIONS = {FIRST + n: min(PORTION, SOAK - n * PORTION) for n in range(-(-SOAK // PORTION))} or {SEED: RUNS}


def drive(kind: type[Machine], runs: int, of_seed: int, **more):
    run_state_machine_as_test(seed(of_seed)(kind), settings=settings(STEADY, max_examples=runs, derandomize=False, **more))


@pytest.mark.parametrize("of_seed", PORTIONS)
def test_nothing_is_ever_lost(place, of_seed):
    class Here(Machine):
        pass
    Here.place = place
    if SOAK:
        return drive(Here, PORTIONS[of_seed], of_seed)
    drive(Here, RUNS, SEED, phases=[Phase.generate])
