"""The wheel's entry point for the command `presign`."""

import signal
import sys

from presign._presign import run_command


def main() -> int:
    """Run the command with the arguments of this process, and return its exit code."""
    # Ctrl-C and a closed pipe terminate the process at once, as in a program without Python. Ctrl-C stays
    # ignored where the shell ignores it for a background job.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    return run_command(["presign", *sys.argv[1:]])
