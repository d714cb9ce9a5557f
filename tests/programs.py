"""What a program that a test starts finds around it."""

import os


def surroundings(*, is_measured: bool = True) -> dict[str, str]:
    """Return the environment of this process without what is set for Kefu.

    A program that is not measured does not find what coverage leaves there. Being measured takes as much time as the program
    itself; who runs the same lines as a measured one, or is killed before it can tell, need not be.
    """
    unwanted = ("KEFU_",) if is_measured else ("KEFU_", "COVERAGE_PROCESS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
