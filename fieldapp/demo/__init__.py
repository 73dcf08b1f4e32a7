"""The demo world: Dongcheng Street with the seed's exact counts, plainly invented people, some weeks of work in all states.

The same anchor makes the same world. It goes only into a database without people. `seed` makes it, `printed` lists the sign-ins.
"""

from fieldapp.config import Settings
from fieldapp.store.people import anybody_there

from .accounts import accounts, printed


class NotEmpty(Exception):
    """The database has people: the demo world is never mixed with others."""


def seed(now: int, settings: Settings, say) -> None:
    """Make the demo world as of `now` (UTC ms); `say(zh, en)` is told what is being done. Raises NotEmpty."""
    if anybody_there():
        raise NotEmpty
    from .world import make  # late: drawing photos loads Pillow, and nobody else needs it

    make(now, settings, say)


__all__ = ["NotEmpty", "accounts", "printed", "seed"]
