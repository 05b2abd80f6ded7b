"""What of a period whoever reads totals alone may not read, so that nothing tells of one or two.

A number is withheld with all that it could be told by: what it is a part of, and what stands beside it elsewhere.
"""

from kiezkontor.directory.rules.suppression import SMALLEST_SHOWN, is_small
from kiezkontor.vacancies.rules.results import Results

CASES, OWNERS, TALKS, PLACEMENTS, PERMANENCE, JOBS = "cases", "owners", "talks", "placements", "permanence", "jobs"
REPORTERS, SEEKERS, VIEWINGS, LEASES = "reporters", "seekers", "viewings", "leases"
# Parts of figures: leases and interim uses, of how many who moved in jobs are known, what became of uses that ended,
# and the longest and the shortest wait.
KINDS, JOBS_OF, FATES, SPANS = "kinds", "jobs_of", "fates", "spans"


def withheld(found: Results) -> frozenset[str]:
    """The figures, and parts of figures, that are not told."""
    of, units, uses = len(found.cases), len(found.placed), len(found.placements)
    known, reached = len(found.owners), len(found.reached)
    hidden = {FATES, SPANS}
    if tells(of):
        hidden |= {CASES}
    if tells(known, reached, known - reached):
        hidden |= {OWNERS, TALKS}
    if uses and tells(uses, units, of, of - units, uses - units):
        # Those who moved in are counted beside the jobs, and most leases begin in the year they are agreed in.
        hidden |= {PLACEMENTS, KINDS, JOBS_OF, LEASES}
    if tells(len(found.leases), len(found.interim)):
        hidden |= {KINDS}
    if tells(len(found.ended), len(found.stayed), len(found.ended) - len(found.stayed)):
        hidden |= {PERMANENCE}
    if tells(len(found.jobs), uses - len(found.jobs)):
        hidden |= {JOBS}
    waits = {
        REPORTERS: found.to_reporter,
        SEEKERS: found.to_seeker,
        VIEWINGS: found.to_viewing,
        LEASES: found.to_lease,
    }
    return frozenset(hidden | {name for name, duration in waits.items() if len(duration.waits) < SMALLEST_SHOWN})


def tells(*counts: int) -> bool:
    """Whether any of these is one or two."""
    return any(is_small(count) for count in counts)
