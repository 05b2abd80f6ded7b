"""Steps as an OsmChange file, version 0.6. Source: wiki.openstreetmap.org/wiki/OsmChange."""

from collections.abc import Iterable
from itertools import count
from xml.etree import ElementTree

from kiezkontor.surveys.rules.osm_out import Step

# Editors refuse a known object without a version. The lowest one is never taken over another that was changed since:
# the server refuses the upload, until the editor has fetched the object as it is now.
VERSION_TO_BE_FETCHED = "1"


def osm_change(steps: Iterable[Step]) -> bytes:
    """New nodes with negative ids, then known ones to be changed; steps that cannot stand in a file are left out."""
    root = ElementTree.Element("osmChange", version="0.6", generator="Kiezkontor")
    steps = sorted((step for step in steps if step.is_in_file), key=lambda step: step.unit)
    ids = count(-1, -1)
    for name, part in (("create", [s for s in steps if not s.ref]), ("modify", [s for s in steps if s.ref])):
        block = ElementTree.SubElement(root, name) if part else root
        for step in part:
            assert step.place is not None
            lat, lon = (f"{degrees:.7f}" for degrees in step.place)
            told = {"id": step.ref.removeprefix("node/"), "version": VERSION_TO_BE_FETCHED}
            node = ElementTree.SubElement(block, "node", told if step.ref else {"id": str(next(ids))}, lat=lat, lon=lon)
            for key, value in sorted(step.tags.items()):
                ElementTree.SubElement(node, "tag", k=writable(key), v=writable(value))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def writable(text: str) -> str:
    """Without the characters that no XML file may hold, even escaped. Source: XML 1.0, production 2."""
    return "".join(char for char in text if char in "\t\n\r" or is_allowed(char))


def is_allowed(char: str) -> bool:
    return "\x20" <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
