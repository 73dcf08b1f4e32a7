"""What a phone's clock may be believed (protocol 6): claims are kept beside the server's time, never used to order."""

from dataclasses import dataclass
from datetime import datetime

MAX_OFFSET_MS = 5 * 60_000
MAX_FUTURE_MS = 2 * 60_000
MAX_BACK_MS = 2 * 60_000
MAX_CONTACTS = 100
#: 1900 to 2200: outside it no calendar of ours can reckon, and no phone can be.
EARLIEST_MS, LATEST_MS = -2_208_988_800_000, 7_258_118_400_000


@dataclass(frozen=True)
class Claim:
    """The `at` block of an op, in UTC milliseconds. `claimed_ms` is the phone's time with its known offset added."""

    claimed_ms: int
    offset_ms: int
    mono_ms: int
    boot: str


def read_claim(at: dict) -> Claim:
    """Parse the `at` block. Raises ValueError or KeyError when it is not one (protocol 3)."""
    local = datetime.fromisoformat(at["local"])
    if local.tzinfo is None:
        raise ValueError("at.local needs an offset")
    offset, mono = at.get("offset_ms", 0), at.get("mono_ms", 0)
    if type(offset) is not int or type(mono) is not int:
        raise ValueError("at.offset_ms and at.mono_ms are integers")
    claimed = round(local.timestamp() * 1000) + offset
    if not EARLIEST_MS <= claimed <= LATEST_MS:
        raise ValueError("at.local is out of this world")
    return Claim(claimed, offset, mono, str(at.get("boot", "")))


def clock_flags(claim: Claim, received_ms: int, lane_made_ms: int, last_contact_ms: int, previous: Claim | None) -> list[str]:
    """The flag codes a claim earns.

    `last_contact_ms` is the last contact of the lane *before this op existed* (see `last_contact_before`), or 0;
    `previous` is the claim of the op before it in the same lane, or None.
    """
    flags = []
    if abs(claim.offset_ms) > MAX_OFFSET_MS:
        flags.append("clock_off")
    if claim.claimed_ms > received_ms + MAX_FUTURE_MS:
        flags.append("clock_future")
    if claim.claimed_ms < max(lane_made_ms, last_contact_ms) - MAX_BACK_MS or (previous and _ran_backwards(previous, claim)):
        flags.append("clock_back")
    return flags


def _ran_backwards(before: Claim, after: Claim) -> bool:
    """Ops of a lane are made in order; within one page load the monotonic clock must pass with the claimed time."""
    passed = after.mono_ms - before.mono_ms if before.boot and before.boot == after.boot else 0
    return after.claimed_ms - before.claimed_ms < passed - MAX_BACK_MS


def last_contact_before(contacts: list[list[int]], lane_seq: int) -> int:
    """The latest contact at which op `lane_seq` did not exist yet; 0 when there was none.

    `contacts` holds [seq the phone had reached, server time in ms], oldest first.
    """
    return max((at for seq, at in contacts if seq < lane_seq), default=0)


def remember_contact(contacts: list[list[int]], seq: int, at_ms: int, head_seq: int) -> list[list[int]]:
    """`contacts` with one more: per seq only the latest counts, of those behind the head only the last, of all the last hundred."""
    kept = [pair for pair in contacts if pair[0] != seq]
    behind = [pair for pair in kept if pair[0] <= head_seq][-1:]
    return [*behind, *(pair for pair in kept if pair[0] > head_seq), [seq, at_ms]][-MAX_CONTACTS:]
