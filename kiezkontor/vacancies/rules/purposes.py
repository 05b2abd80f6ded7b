"""What personal links of this area open."""

# How it stands with a vacancy one has reported.
REPORT = "vacancy.report"
