"""Readers for OpenStreetMap data: files in, plain values out."""
