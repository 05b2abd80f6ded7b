"""What ideas and hints of a new district are sorted by until its office changes it."""

FIRST = {
    "Verkehr und Wege": "Traffic and ways",
    "Sauberkeit und Müll": "Cleanliness and waste",
    "Grün und Plätze": "Greenery and squares",
    "Licht und Sicherheit": "Light and safety",
    "Läden und Leerstand": "Shops and vacancies",
    "Lärm und Nachbarschaft": "Noise and neighbours",
    "Feste und Werbung": "Festivals and publicity",
    "Anderes": "Other things",
}
"""Their English names too: the office gave them no other."""
