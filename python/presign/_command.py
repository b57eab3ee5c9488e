"""The command `presign`: the wheel's entry point."""

import signal
import sys

from presign._presign import run_command


def main() -> int:
    """Run the command with the arguments of this process and return its exit code."""
    # As in a program without Python, Ctrl-C and a reader that goes away end it at once; but for Ctrl-C where
    # the shell has it ignored, for a job in the background.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    return run_command(["presign", *sys.argv[1:]])
