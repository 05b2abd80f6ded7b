"""What the personal links of this area open."""

NEEDS = "needs.answer"
