import pytest

from kiezkontor.methods.special_categories import protected_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Die Miete steigt im März um 300 Euro.", []),
        ("Sie ist seit Mai krank, krankgeschrieben bis Juli.", ["krank", "krankgeschrieben"]),
        ("Er bezieht Bürgergeld vom JOBCENTER.", ["Bürgergeld", "JOBCENTER"]),
        ("krank und wieder Krank", ["krank"]),
        ("Ihr Mann hat Krebs und eine Depression.", ["Krebs", "Depression"]),
        ("Ausländer, Muslimin, schwul, vorbestraft", ["Ausländer", "Muslimin", "schwul", "vorbestraft"]),
        ("Der Eingang ist behindertengerecht, die Drogerie zieht um.", []),
        ("Frau Christine Jung suchte einen Raum für den Christbaumverkauf.", []),
        ("He is ill and a refugee.", ["ill", "refugee"]),
        ("illustriert, Illusion", []),
        ("Burn-out", ["Burn-out"]),
        ("<script>krank</script>", ["krank"]),
        ("Krankenkasse verlangt Beiträge", []),
        ("In der Reha bis Ostern; die Sucht", ["Reha", "Sucht"]),
        ("Rehaklinik als Kundin", []),
        ("Frau Demir sucht größere Räume, Herr Frei suchte lange.", []),
        ("Krankengymnastik in der Christburger Straße", []),
        ("Praxis für Psychotherapie, eine Psychotherapeutin", []),
        ("HIV, Epilepsie, eine Jüdin", ["HIV", "Epilepsie", "Jüdin"]),
    ],
)
def test_notes_that_need_a_second_look_are_found(text, found):
    assert protected_words(text) == found
