"""What personal links of this area open."""

# How it stands with a vacancy one has reported.
REPORT = "vacancy.report"
# The exposé of their unit, for its owner.
EXPOSE = "vacancy.expose"
