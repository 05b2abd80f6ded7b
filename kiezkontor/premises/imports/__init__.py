"""Bringing what a source says into our tables: planned without the database, stored in short transactions."""
