"""The process that reads one file's seals: bytes in, JSON out, or an exit code."""

from __future__ import annotations

import json
import logging
import sys

from crm.services.preflight import LOCKED
from crm.services.preflight.child import stay_small
from crm.services.sealing.reading import LockedError, read_seals


def main() -> None:
    """Read one file from standard input; the argument says how much of it is known."""
    stay_small()
    logging.disable(logging.CRITICAL)
    try:
        read = read_seals(sys.stdin.buffer.read(), int(sys.argv[1]))
    except LockedError:
        sys.exit(LOCKED)
    except Exception:  # noqa: BLE001  whatever it is, the file cannot be read
        sys.exit(1)
    sys.stdout.write(json.dumps(read.as_json()))


if __name__ == "__main__":
    main()
