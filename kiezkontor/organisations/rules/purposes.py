"""What the personal links of this area open, what its letters are, and for how many days each holds."""

ABOUT_ENTRIES = "entry."
INVITED, CLAIMED, LETTER, FRESH = "entry.invited", "entry.claimed", "entry.letter", "entry.fresh"
ACCESS = "entry.access"
# What opens a prepared entry.
PURPOSES = frozenset({INVITED, CLAIMED, LETTER, FRESH})
LINK_DAYS, LETTER_DAYS, ACCESS_DAYS = 30, 90, 2
