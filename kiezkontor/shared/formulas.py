"""What spreadsheets take for the beginning of a formula."""

# Source: OWASP, CSV injection: a leading sign of these makes common spreadsheets calculate.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
