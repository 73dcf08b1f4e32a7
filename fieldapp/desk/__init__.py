"""HTML for people at a desk: dispatch, squad leaders, leader, city centre, departments. Every page works without scripts.

Each module hangs its routes on `bp`; strangers, one-time passwords and people without a desk are stopped in `door`.
"""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")

from . import assets, attention, case_page, devices, door, feedback, frame, intake, listing, paper_acts, papers, photos, registers, rescue, session  # noqa: E402,F401

__all__ = ["bp", "files"]
files = assets.files
