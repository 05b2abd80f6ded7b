"""Places as GeoJSON (RFC 7946), as the maps of pages read them."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse


def place(lat: float, lon: float, **properties: Any) -> dict[str, Any]:
    """A point with its properties; degrees to about a decimetre."""
    point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def collection(features: Iterable[dict[str, Any]], *, attribution: str = "") -> HttpResponse:
    """All features as one file. attribution: whose data they are of."""
    whose = {"attribution": attribution} if attribution else {}
    return answer({"type": "FeatureCollection", **whose, "features": list(features)})


def answer(value: dict[str, Any]) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/geo+json; charset=utf-8")
