"""The program, run like the app.py that is shipped, with a place at which it dies: DIES_AT is one of tests/engines/failpoints.py."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from fieldapp import create_app  # noqa: E402
from tests.engines.failpoints import POINTS  # noqa: E402

POINTS[os.environ["DIES_AT"]]()
app = create_app()

if __name__ == "__main__":
    from fieldapp.serve import serve

    sys.exit(serve(app))
