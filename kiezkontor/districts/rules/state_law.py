"""Which authorities and laws the legal pages of a district name, by federal state.

Sources: the data protection conference's list of its members; the pages of the states' bodies for digital
accessibility. Saarland's body has no page of its own; the state's portal says how to reach it. Offices check it once
a year.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class StateLaw:
    """privacy_*: the supervisory authority; access_*: where people turn when a barrier stays."""

    privacy_name: str
    privacy_url: str
    access_law: str
    access_name: str
    access_url: str


_LAWS = {
    "BW": StateLaw(
        "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Baden-Württemberg",
        "https://www.baden-wuerttemberg.datenschutz.de/",
        "Landes-Behindertengleichstellungsgesetz (L-BGG)",
        "Schlichtungsstelle beim Landeszentrum Barrierefreiheit Baden-Württemberg",
        "https://barrierefreiheit-bw.de/barrierefreiheitdurchsetzen/schlichtungsverfahren",
    ),
    "BY": StateLaw(
        "Bayerisches Landesamt für Datenschutzaufsicht",
        "https://www.lda.bayern.de/",
        "Bayerisches Behindertengleichstellungsgesetz (BayBGG)",
        "Durchsetzungs- und Überwachungsstelle für barrierefreie Informationstechnik beim Landesamt für "
        "Digitalisierung, Breitband und Vermessung",
        "https://www.ldbv.bayern.de/digitalisierung/bitv.html",
    ),
    "BE": StateLaw(
        "Berliner Beauftragte für Datenschutz und Informationsfreiheit",
        "https://www.datenschutz-berlin.de/",
        "Barrierefreie-IKT-Gesetz Berlin (BIKTG Bln)",
        "Landesbeauftragte für digitale Barrierefreiheit",
        "https://www.berlin.de/lb/digitale-barrierefreiheit/",
    ),
    "BB": StateLaw(
        "Die Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg",
        "https://www.lda.brandenburg.de/",
        "Brandenburgisches Behindertengleichstellungsgesetz (BbgBGG)",
        "Durchsetzungsstelle für digitale Barrierefreiheit bei der Landesbeauftragten für die Belange der Menschen "
        "mit Behinderungen",
        "https://msgiv.brandenburg.de/msgiv/de/beauftragte/landesbehindertenbeauftragte/durchsetzungsstelle",
    ),
    "HB": StateLaw(
        "Die Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen",
        "https://www.datenschutz.bremen.de/",
        "Bremisches Behindertengleichstellungsgesetz (BremBGG)",
        "Zentralstelle für barrierefreie Informationstechnik bei der oder dem Landesbehindertenbeauftragten der Freien "
        "Hansestadt Bremen",
        "https://www.behindertenbeauftragter.bremen.de/",
    ),
    "HH": StateLaw(
        "Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit",
        "https://datenschutz-hamburg.de/",
        "Hamburgisches Behindertengleichstellungsgesetz (HmbBGG)",
        "Schlichtungsstelle nach dem Hamburgischen Behindertengleichstellungsgesetz",
        "https://www.hamburg.de/politik-und-verwaltung/behoerden/sozialbehoerde/themen/behinderung/"
        "schlichtungsstelle-behinderung/",
    ),
    "HE": StateLaw(
        "Der Hessische Beauftragte für Datenschutz und Informationsfreiheit",
        "https://datenschutz.hessen.de/",
        "Hessisches Behinderten-Gleichstellungsgesetz (HessBGG)",
        "Durchsetzungs- und Überwachungsstelle Barrierefreie Informationstechnik",
        "https://lbit.hessen.de/",
    ),
    "MV": StateLaw(
        "Der Landesbeauftragte für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern",
        "https://www.datenschutz-mv.de/",
        "Landesbehindertengleichstellungsgesetz (LBGG M-V)",
        "Überwachungsstelle für digitale Barrierefreiheit öffentlicher Stellen Mecklenburg-Vorpommern",
        "https://www.regierung-mv.de/Landesregierung/sm/Soziales/Ueberwachungsstelle/",
    ),
    "NI": StateLaw(
        "Der Landesbeauftragte für den Datenschutz Niedersachsen",
        "https://www.lfd.niedersachsen.de/",
        "Niedersächsisches Behindertengleichstellungsgesetz (NBGG)",
        "Schlichtungsstelle nach § 9d NBGG bei der oder dem Landesbeauftragten für Menschen mit Behinderungen",
        "https://www.behindertenbeauftragter-niedersachsen.de/",
    ),
    "NW": StateLaw(
        "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
        "https://www.ldi.nrw.de/",
        "Behindertengleichstellungsgesetz Nordrhein-Westfalen (BGG NRW)",
        "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
        "https://www.lbbp.nrw.de/ombudsstelle",
    ),
    "RP": StateLaw(
        "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz",
        "https://www.datenschutz.rlp.de/",
        "Landesinklusionsgesetz Rheinland-Pfalz",
        "Durchsetzungsstelle bei der Landesbeauftragten für die Belange von Menschen mit Behinderungen",
        "https://behindertenbeauftragte.rlp.de/",
    ),
    "SL": StateLaw(
        "Unabhängiges Datenschutzzentrum Saarland",
        "https://www.datenschutz.saarland.de/",
        "Saarländisches Behindertengleichstellungsgesetz (SBGG)",
        "Schlichtungsstelle nach dem Saarländischen Behindertengleichstellungsgesetz beim Sozialministerium",
        "https://service.saarland.de/barrierefreiheit",
    ),
    "SN": StateLaw(
        "Sächsische Datenschutz- und Transparenzbeauftragte",
        "https://www.datenschutz.sachsen.de/",
        "Barrierefreie-Websites-Gesetz (BfWebG)",
        "Durchsetzungsstelle bei der oder dem Landesbeauftragten für Inklusion der Menschen mit Behinderungen",
        "https://www.inklusion.sachsen.de/",
    ),
    "ST": StateLaw(
        "Landesbeauftragte für den Datenschutz Sachsen-Anhalt",
        "https://datenschutz.sachsen-anhalt.de/",
        "Behindertengleichstellungsgesetz Sachsen-Anhalt (BGG LSA)",
        "Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt",
        "https://lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle",
    ),
    "SH": StateLaw(
        "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein",
        "https://www.datenschutzzentrum.de/",
        "Landesbehindertengleichstellungsgesetz (LBGG)",
        "Beschwerdestelle für barrierefreie Informationstechnik bei der oder dem Landesbeauftragten für Menschen mit "
        "Behinderungen",
        "https://www.landtag.ltsh.de/beauftragte/beschwerdestelle-fuer-barrieren/",
    ),
    "TH": StateLaw(
        "Thüringer Landesbeauftragter für den Datenschutz und die Informationsfreiheit",
        "https://www.tlfdi.de/",
        "Thüringer Gesetz über den barrierefreien Zugang zu den Websites und mobilen Anwendungen öffentlicher "
        "Stellen (ThürBarrWebG)",
        "Landesdurchsetzungsstelle beim Landesbeauftragten für Menschen mit Behinderungen",
        "https://tlmb-thueringen.de/themen/barrierefreiheit/landesdurchsetzungsstelle",
    ),
}

# In Bavaria public bodies answer to another authority than companies and associations.
_BAVARIAN_PUBLIC = ("Der Bayerische Landesbeauftragte für den Datenschutz", "https://www.datenschutz-bayern.de/")


def law_of(state: str) -> StateLaw:
    """Raises KeyError for anything but the two letters of one of the sixteen states."""
    return _LAWS[state]


def privacy_authority(state: str, *, public_body: bool) -> tuple[str, str]:
    """Name and address of the authority that supervises the controller."""
    if state == "BY" and public_body:
        return _BAVARIAN_PUBLIC
    law = law_of(state)
    return law.privacy_name, law.privacy_url
