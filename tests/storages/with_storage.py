"""Run a command beside a temporary storage: `python tests/storages/with_storage.py STORAGE COMMAND...`.

The command finds the endpoint and the keys of its owner in the environment. For tests in other languages.
"""

from __future__ import annotations

import os
import subprocess
import sys

import storages


def main() -> int:
    """Return the exit status of the command."""
    name, *command = sys.argv[1:]
    with storages.temporary(name) as storage:
        found = {
            "PRESIGN_TEST_ENDPOINT": storage.endpoint,
            "PRESIGN_TEST_ACCESS_KEY": storage.access_key,
            "PRESIGN_TEST_SECRET_KEY": storage.secret_key,
        }
        return subprocess.run(command, env={**os.environ, **found}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
