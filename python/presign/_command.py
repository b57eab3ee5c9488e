"""The command `presign`: the wheel's entry point."""

import signal
import sys

from presign._presign import run_command


def main() -> int:
    """Run the command with the arguments of this process and return its exit code."""
    # As in a program without Python: Ctrl-C ends it at once, and so does a reader that goes away.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):  # Windows has none.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    return run_command(["presign", *sys.argv[1:]])
