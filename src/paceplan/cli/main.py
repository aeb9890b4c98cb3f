"""The way in: the version is told at once, and everything else by the program, which takes longer to load."""

from __future__ import annotations

import gc
import sys

from paceplan import __version__


def run() -> int:
    """Run the command line with the process's arguments and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"paceplan {__version__}\n")
        return 0
    # What gets loaded stays: to look for garbage in it would take a tenth of the time. `launch` turns it on again.
    gc.disable()
    try:
        if sys.argv[1:] in ([], ["demo"]):
            from paceplan.cli import opening

            return opening.at_once(opening.open_demo if sys.argv[1:] else opening.open_screens)
        from paceplan.cli.program import cli

        return cli.run()
    except KeyboardInterrupt:  # while the modules were still loading
        return 130
