"""The command: `python -m presign`."""

import sys

from presign._command import main

if __name__ == "__main__":
    sys.exit(main())
