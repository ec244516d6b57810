"""Adds invented cases to a library, one after the other, and says so: a process to be killed.

`python writer.py PLACE FROM TO` prints the id of each case once it is kept.
"""

import sys

from epicrisis.store import RunRecord, open_library
from epicrisis.testing import synthetic_case


def main() -> None:
    place, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    run = RunRecord(program="epicrisis 1.0")
    with open_library(place, create=True) as library:
        for number in range(first, last):
            document, course = synthetic_case(number)
            added = library.add(document, [course], [], run)
            print(added.cases[0], added.status, sep="\t", flush=True)


if __name__ == "__main__":
    main()
