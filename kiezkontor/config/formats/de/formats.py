"""Moments as German sentences write them; Django leaves out the comma between day and hour."""

DATETIME_FORMAT = "j. F Y, H:i"
