"""What `kontor test` runs."""
