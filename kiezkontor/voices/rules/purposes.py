"""What personal links of this area open."""

# How it stands with one's own idea or hint; and whether mail about it may go to an address.
STATE, MAIL = "voice.state", "voice.mail"
