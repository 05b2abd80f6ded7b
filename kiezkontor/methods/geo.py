from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A bounding box in WGS 84 degrees."""

    south: float
    west: float
    north: float
    east: float

    def __post_init__(self) -> None:
        if self.south > self.north or self.west > self.east:
            raise ValueError("A box needs south <= north and west <= east.")

    def contains(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east
