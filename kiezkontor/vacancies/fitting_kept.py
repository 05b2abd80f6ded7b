"""What the requests of a district say, as columns that a process keeps as long as no request of it has changed.

Reading thousands of requests is nearly all that proposals cost. Each change gives a request another random mark, in the
same statement; how many there are and the sum of their marks tell, in one look at an index, whether anything was
changed, added or taken away: also by another process, by an import, and by a transaction that commits late.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from django.db.models import Count, Sum

from kiezkontor.districts.models import District
from kiezkontor.vacancies.models import SpaceRequest
from kiezkontor.vacancies.rules.fit import Wish, Wished

# Some megabytes each where there are ten thousand requests.
DISTRICTS_KEPT = 8
type Mark = tuple[int, int]


@dataclass(frozen=True)
class Kept:
    """wished: None where nobody looks for a room."""

    mark: Mark
    wished: Wished | None


_kept: OrderedDict[int, Kept] = OrderedDict()
_lock = Lock()


def mark_of(district: District) -> Mark:
    """Another one as soon as any request of the district is another one, was added or is gone; one statement."""
    rows = SpaceRequest.objects.filter(district=district).order_by()
    found = rows.aggregate(count=Count("pk"), marks=Sum("mark", default=0))
    return found["count"], int(found["marks"])


def wished_in(district: District, read: Callable[[], Sequence[Wish]]) -> Wished | None:
    """What the requests of a district say. read: reads them, and is called only if they have changed."""
    mark = mark_of(district)
    with _lock:
        known = _kept.get(district.pk)
    if known is None or known.mark != mark:
        # Marked before they are read: what is changed in between is read again at the next look.
        wishes = read()
        known = Kept(mark, Wished.of(wishes) if wishes else None)
    with _lock:
        _kept[district.pk] = known
        _kept.move_to_end(district.pk)
        while len(_kept) > DISTRICTS_KEPT:
            _kept.popitem(last=False)
    return known.wished
