"""What ideas and hints of a new district are sorted by until its office changes it."""

FIRST = (
    "Verkehr und Wege",
    "Sauberkeit und Müll",
    "Grün und Plätze",
    "Licht und Sicherheit",
    "Läden und Leerstand",
    "Lärm und Nachbarschaft",
    "Feste und Werbung",
    "Anderes",
)
