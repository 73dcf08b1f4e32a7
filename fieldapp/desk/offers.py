"""An action as it stands on a page, and what somebody typed into its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .forms import Form


@dataclass(frozen=True)
class Offer:
    """`why_not` replaces the button: the way to what is missing, not a grey block. The form goes to `url` and carries `relies`, what
    was on the screen; `target` is `<type>:<id>` where a page offers actions on several things. `key` is "" where another has it."""

    type: str
    name: str
    form: Form
    op_id: str
    url: str
    relies: Mapping[str, Any]
    why_not: str = ""
    main: bool = False
    key: str = ""
    target: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Typed:
    """What somebody typed into the form of one action, to be given back with what was wrong."""

    type: str = ""
    given: Mapping[str, str] | None = None
    wrong: Mapping[str, str] | None = None
    target: str = ""
