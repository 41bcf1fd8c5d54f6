"""Time a thousand personalised media kits: composed, drawn, kept, put into an archive.

Run from the root: ``python -m tests.benchmarks.kits [DEMONSTRATION.db]``. A copy of the
demonstration (loaded first where no file is named) is given invented companies until
it has a thousand advertisers, of its own sectors and people. Goal: 60 s on two cores.
"""

from __future__ import annotations

import resource
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crm.domain.roles import Door, desk_itself
from crm.domain.views import Filters
from crm.services import companies, demo
from crm.services.documents.kit_runs import KitRun
from crm.services.documents.media_kit import KitWish
from crm.store.database import Store
from crm.store.models import Company
from crm.store.queries.advertisers import kept_ids

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KITS = 1_000


def _fill(session: Session) -> list[int]:
    actor = desk_itself(datetime.now(UTC), Door.COMMAND)
    ids = kept_ids(session, actor, Filters())
    models = [session.get_one(Company, id_) for id_ in ids]
    for number in range(len(ids), KITS):
        like = models[number % len(models)]
        wish = companies.CompanyWish(
            f"Société {number} – Énergies & Réseaux",
            is_advertiser=True,
            sector_id=like.sector_id,
            owner_id=like.owner_id,
            language=like.language,
        )
        ids.append(companies.add_company(session, actor, wish))
    return ids[:KITS]


def main() -> None:
    """Print how long it took, how much it weighs, how many could not be made."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        store = Store(f"sqlite:///{path}")
        actor = desk_itself(datetime.now(UTC), Door.COMMAND)
        if len(sys.argv) > 1:
            shutil.copy(sys.argv[1], path)
            store.prepare()
        else:
            store.prepare()
            demo.load(store, actor.at, lambda _percent, _step: None)
        ids = store.write(_fill, actor)
        run = KitRun(store, actor, KitWish(language=""), ids, Path(folder) / "kits.zip")
        before = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        began = time.perf_counter()
        run.run()
        took = time.perf_counter() - began
        weight = run.archive.stat().st_size / 1024
        used = sum(
            getattr(resource.getrusage(who), name)
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            for name in ("ru_utime", "ru_stime")
        )
        sys.stdout.write(
            f"{run.kept} kits by {run.processes} processes: {took:.1f} s "
            f"({used - before:.1f} s of processors), "
            f"{weight / max(1, run.kept):.0f} kB each, {len(run.refused)} refused\n"
        )
        store.close()


if __name__ == "__main__":
    main()
