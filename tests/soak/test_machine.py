"""The promise itself: what a phone called kept reaches the server exactly once, whatever happens (docs/invariants.md).

SOAK_RUNS sets how many runs and takes seeds at random (`make soak`); without it there are a few, always the same.
"""

import os
import random

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Machine

RUNS, STEPS, SEED = 5, 30, 20261118
PORTION = 50
STEADY = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), stateful_step_count=STEPS, print_blob=True)


def drive(kind: type[Machine], runs: int, of_seed: int, **more):
    run_state_machine_as_test(seed(of_seed)(kind), settings=settings(STEADY, max_examples=runs, derandomize=False, **more))


def test_nothing_is_ever_lost(place):
    class Here(Machine):
        pass
    Here.place = place
    soak = int(os.environ.get("SOAK_RUNS", "0"))
    if not soak:
        return drive(Here, RUNS, SEED, phases=[Phase.generate])
    for portion in range(0, soak, PORTION):
        of_seed = int(os.environ.get("SOAK_SEED", "0")) or random.SystemRandom().randrange(2**32)
        print(f"runs {portion + 1} to {min(portion + PORTION, soak)} of {soak}: SOAK_SEED={of_seed}", flush=True)
        drive(Here, min(PORTION, soak - portion), of_seed)
