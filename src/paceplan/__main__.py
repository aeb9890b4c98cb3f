"""`python -m paceplan`: the same as the command `paceplan`."""

from __future__ import annotations

import sys

from paceplan.cli.main import run

if __name__ == "__main__":
    sys.exit(run())
