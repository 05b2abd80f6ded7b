"""The words the licence of OpenStreetMap asks for wherever its data are shown or handed on."""

OPENSTREETMAP = "© OpenStreetMap contributors, ODbL 1.0"
