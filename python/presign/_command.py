"""The command `presign`: the wheel's entry point."""

import signal
import sys

from presign._presign import run_command


def main() -> int:
    """Run the command with the arguments of this process and return its exit code."""
    # As in a program without Python, Ctrl-C ends it at once, unless the shell has it ignored for a job in
    # the background. SIGPIPE stays ignored in both: a reader that goes away ends the work, and is no failure.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run_command(["presign", *sys.argv[1:]])
