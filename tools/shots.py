"""`make shots`: see tests/e2e/shots.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.e2e.shots import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
