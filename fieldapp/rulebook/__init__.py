"""The law, the workflow and the calendar as data (TOML, JSON), read by a strict loader.

`rules = load()` gives the frozen `Rulebook`; a mistake in a file is a `RulebookError` that names file and line.
"""

from fieldapp.rulebook.loader import load
from fieldapp.rulebook.model import Rulebook
from fieldapp.rulebook.tables import RulebookError

__all__ = ["Rulebook", "RulebookError", "load"]
