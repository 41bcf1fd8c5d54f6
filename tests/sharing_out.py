"""How the tests are shared out between the workers of a run.

Tests that stand on the same dear thing (the demonstration, a PostgreSQL, a Chromium)
stay together, so that it is made once; the rest goes file by file. What takes longest
begins first, so that the workers end together.

The marks of pytest-xdist for this have no effect beside pytest 9.2: they are written
into a name of the test that is no longer the one sent to the scheduler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

DEMONSTRATION, POSTGRESQL, BROWSER = "the demonstration", "postgresql", "the browser"
ON_THE_DEMONSTRATION = (
    "tests/browser/test_morning.py",
    "tests/browser/test_revenue.py",
    "tests/services/test_demo.py",
    "tests/services/test_revenue_report.py",
)
"""The files that use `demo_file` or `demo_store`."""

APART = ("::test_it_loads_on_any_day[",)
"""Long tests that need nothing of their neighbours': each wherever there is room."""

FIRST = (DEMONSTRATION, POSTGRESQL, BROWSER, "tests/test_house_rules.py")
"""The longest, in the order they begin in."""


def kept_with(test: str) -> str:
    """Name what a test is kept together with on one worker."""
    path, _, name = test.partition("::")
    if any(apart in test for apart in APART):
        return test
    if path in ON_THE_DEMONSTRATION:
        return DEMONSTRATION
    if path.startswith("tests/browser/"):
        return BROWSER
    _, _, case = name.partition("[")
    return POSTGRESQL if "postgresql" in case.rstrip("]").split("-") else path


class SharingOut(LoadScopeScheduling):
    """Give each worker whole groups, in order."""

    def _split_scope(self, nodeid: str) -> str:
        return kept_with(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        for group in reversed(FIRST):
            if group in self.workqueue:
                self.workqueue.move_to_end(group, last=False)
        super()._assign_work_unit(node)
