"""Which federal state a German postcode lies in, for guessing the state of a new district."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

# First postcode of each stretch and its state; a stretch ends where the next begins. A few border postcodes serve two
# states; a majority over many addresses evens that out. Source: Deutsche Post, Postleitdaten.
_STRETCHES = """
01000 SN 01941 BB 02600 SN 03000 BB 04000 SN 04581 TH 04641 SN 04891 BB 06000 ST 06551 TH 06600 ST 07300 TH 08000 SN
10000 BE 14400 BB 17000 MV 17258 BB 17300 MV 19271 NI 19274 MV 19307 BB 19358 MV 20000 HH 21200 NI 21450 SH 21522 NI
21523 SH 21600 NI 22000 HH 22800 SH 26000 NI 27560 HB 27600 NI 28000 HB 28780 NI 29400 ST 29420 NI 32000 NW 34000 HE
34400 NW 34440 HE 36400 TH 36470 HE 37000 NI 37200 HE 37300 TH 37400 NI 37650 NW 37689 NI 38480 ST 38500 NI 38800 ST
40000 NW 48441 NI 48466 NW 48478 NI 48481 NW 48486 NI 48540 NW 49000 NI 49460 NW 49550 NI 50000 NW 51598 RP 51600 NW
53400 RP 53580 NW 53614 RP 53620 NW 54180 RP 55240 HE 55253 RP 57000 NW 57500 RP 58000 NW 59969 HE 63700 BY 63776 HE
63777 BY 63930 BW 64000 HE 64754 BW 64756 HE 65391 HE 65556 RP 65583 HE 65624 RP 65625 HE 66000 SL 66460 RP 66511 SL
66840 RP 68000 BW 68500 HE 68520 BW 68600 HE 68700 BW 69235 HE 69240 BW 69479 HE 69489 BW 69503 HE 69510 BW 69515 HE
69520 BW 76711 RP 77600 BW 80000 BY 88000 BW 88100 BY 88181 BW 89087 BY 89090 BW 89200 BY 89500 BW 90000 BY 96500 TH
97000 BY 97860 BW 97888 BY 97893 BW 97901 BY 97910 BW 98500 TH
""".split()
_FIRSTS = [int(postcode) for postcode in _STRETCHES[::2]]
_STATES = _STRETCHES[1::2]


def state_of_postcode(postcode: str) -> str | None:
    """The two letters of the federal state ("BW"); None for what is no German postcode."""
    if len(postcode) != 5 or not postcode.isdigit() or not 1_000 <= int(postcode) <= 99_998:
        return None
    return _STATES[bisect_right(_FIRSTS, int(postcode)) - 1]


def state_of_most(postcodes: Iterable[str]) -> str | None:
    """The state most of the postcodes lie in (ties: the first in the alphabet); None where none is German."""
    counted = Counter(state for postcode in postcodes if (state := state_of_postcode(postcode)))
    return min(counted, key=lambda state: (-counted[state], state)) if counted else None
