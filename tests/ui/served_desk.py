"""The desk's script, run from a folder without `pages` beside it.

The toolkit's test runner would otherwise take that folder for its older kind of
pages, and open each without the frame around it.
"""

from __future__ import annotations

import runpy

from crm.ui import boundary

runpy.run_path(str(boundary.SCRIPT))
