"""What the personal links of this area open, and what its letters are."""

NEEDS = "needs.answer"
# Letters hold a link of the same purpose; sheets are the questions alone, to be brought along.
NEEDS_LETTERS, NEEDS_SHEETS = "needs.letters", "needs.sheets"
