"""Files as the office uploads them in tests."""

import json
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

LIST = "/musterkiez/buero/importe/"


def upload(client, file, name="", **details):
    content = file.read_bytes() if isinstance(file, Path) else file
    name = name or (file.name if isinstance(file, Path) else "datei.csv")
    return client.post(f"{LIST}neu/", {"file": SimpleUploadedFile(name, content), **details})


def answer(*shops, day=1):
    """An Overpass answer with bakeries of these names."""
    elements = [
        {
            "type": "node",
            "id": number,
            "lat": 52.47 + number * 1e-4,
            "lon": 13.42,
            "tags": {"shop": "bakery", "name": name, "addr:street": "Musterstraße", "addr:housenumber": str(number)},
        }
        for number, name in shops
    ]
    osm3s = {"timestamp_osm_base": f"2026-03-{day:02}T08:00:00Z"}
    return json.dumps({"osm3s": osm3s, "elements": elements}).encode()
