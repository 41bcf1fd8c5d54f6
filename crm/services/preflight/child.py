"""The process that opens one file: bytes in, facts out as JSON, or an exit code."""

from __future__ import annotations

import json
import sys

from crm.services.preflight import LOCKED
from crm.services.preflight.reading import LockedError, read_facts

MEMORY = 2 * 1024**3
PROCESSOR_SECONDS = 40


def stay_small() -> None:
    """Take no more memory and time than a large file needs, where that can be said."""
    try:
        import resource  # noqa: PLC0415  there is none on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


def main() -> None:
    """Read one file from standard input."""
    stay_small()
    try:
        facts = read_facts(sys.stdin.buffer.read())
    except LockedError:
        sys.exit(LOCKED)
    except Exception:  # noqa: BLE001  whatever it is, the file cannot be read
        sys.exit(1)
    sys.stdout.write(json.dumps(facts.as_json()))


if __name__ == "__main__":
    main()
