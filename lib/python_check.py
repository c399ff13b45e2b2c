"""Stops a command in one sentence where its Python cannot run the rest.

Every command imports this before all else. It is written so that each Python can read it, old ones
too, and so are the commands: what is newer stands in what they import next.
"""

import os
import sys

OLDEST = (3, 11)
NEWEST = (3, 14)  # for a newer one, not every package of requirements.txt has a wheel


def refusal(version):
    """What to tell the reader about a Python of this version; None if it will do."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return None
    return ("This is Python %s, and the notebooks need Python %s to %s: install one of these, "
            "where there is none, and start the command with it, as in: %s %s" % (
                dotted(version[:3]), dotted(OLDEST), dotted(NEWEST),
                "py -3.13" if os.name == "nt" else "python3.13", " ".join(sys.argv)))


def dotted(version):
    return ".".join(str(number) for number in version)


if refusal(sys.version_info):
    sys.exit(refusal(sys.version_info))
