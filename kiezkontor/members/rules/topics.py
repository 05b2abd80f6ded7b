"""What a new district's notice board is sorted by until its office changes it."""

FIRST = ("Suche", "Biete", "Gemeinsam einkaufen", "Räume und Lager", "Personal", "Quartier und Straße")
