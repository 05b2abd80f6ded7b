"""Districts and projects of five published sources, retold; the addresses say where each was read.

Facts are those of the sources alone. What they do not say, such as boundaries or the beginning of a project,
stays unknown. Colours are ours.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class SourceProject:
    """districts: slugs. payers: kind, name as printed, whether it comes from the programme Soziale Stadt."""

    slug: str
    districts: tuple[str, ...]
    values: dict[str, Any]
    operator: str = ""
    payers: tuple[tuple[str, str, bool], ...] = ()
    team: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class SourceDistrict:
    slug: str
    values: dict[str, Any]
    part_of: str = ""
    office: dict[str, Any] = field(default_factory=dict)


PROGRAMMES = ("Zukunftsinitiative Stadtteil", "Soziale Stadt")
"""The second is a part of the first."""

OPERATORS: dict[str, dict[str, str]] = {
    "coopolis GmbH": {
        "legal_form": "GmbH",
        "claim": "Planungsbüro für kooperative Stadtentwicklung",
        "website": "https://www.coopolis.de/",
    },
    "WGS": {"website": "https://wgs-sachsen.de/"},
}

DISTRICTS = (
    SourceDistrict(
        "schillerkiez",
        {
            "name": "Schillerkiez",
            "official_name": "Quartiersmanagement-Gebiet Schillerpromenade",
            "kind": "programme_area",
            "municipality": "Berlin",
            "federal_state": "BE",
            "colour": "#7a1f3d",
            "colour_accent": "#f2c14e",
            "about_de": "Im Schillerkiez haben sich alteingesessene und neu entstandene Betriebe zu einem Netzwerk "
            "zusammengetan. Sie treffen sich jedes Vierteljahr und planen gemeinsame Aktionen.",
            "about_en": "In Schillerkiez long-established and new businesses have formed a network. They meet every "
            "quarter and plan joint actions.",
        },
    ),
    SourceDistrict(
        "graefekiez",
        {
            "name": "Graefekiez",
            "kind": "neighbourhood",
            "municipality": "Berlin",
            "federal_state": "BE",
            "colour": "#1f4d3a",
            "colour_accent": "#e9b44c",
            "about_de": "Der Graefekiez in Kreuzberg ist überwiegend ein gemischt genutztes Altbauquartier. In seinem "
            "südlichen Teil liegt die Düttmann-Siedlung.",
            "about_en": "The Graefekiez in Kreuzberg is mostly a mixed-use quarter of old buildings. The "
            "Düttmann-Siedlung lies in its southern part.",
        },
    ),
    SourceDistrict(
        "duettmann-siedlung",
        {
            "name": "Düttmann-Siedlung",
            "kind": "estate",
            "municipality": "Berlin",
            "federal_state": "BE",
            "colour": "#23405f",
            "colour_accent": "#f0a868",
            "about_de": "Die Siedlung im Süden des Kreuzberger Graefekiez ist durch Neubauten des sozialen "
            "Wohnungsbaus geprägt, anders als die gemischt genutzten Altbauten ringsum. Es gibt verschiedene soziale "
            "Einrichtungen und Angebote, aber verhältnismäßig wenige Betriebe.",
            "about_en": "The estate in the south of Kreuzberg's Graefekiez consists of newer social housing, unlike "
            "the mixed-use old buildings around it. There are various social institutions and services, but "
            "comparatively few businesses.",
        },
        part_of="graefekiez",
    ),
    SourceDistrict(
        "klixstrasse-auguste-viktoria-allee",
        {
            "name": "Klixstraße / Auguste-Viktoria-Allee",
            "kind": "programme_area",
            "municipality": "Berlin",
            "federal_state": "BE",
            "colour": "#2b3a67",
            "colour_accent": "#f2b134",
            "about_de": "Spätis, Restaurants, Läden und Fachgeschäfte sind hier Treffpunkte der Nachbarschaft. Die "
            "Gewerbetreibenden wissen oft am besten, was im Quartier los ist und wo etwas zu tun ist.",
            "about_en": "Late shops, restaurants and specialist shops are meeting points of the neighbourhood. The "
            "traders often know best what is going on and where something needs to be done.",
        },
    ),
    SourceDistrict(
        "stollberg-erster-stadtteil",
        {
            "name": "Stollberg, erster Stadtteil",
            "kind": "neighbourhood",
            "municipality": "Stollberg",
            "federal_state": "SN",
            "colour": "#3d4f1f",
            "colour_accent": "#f0c05a",
            "about_de": "Das Quartiersmanagement arbeitet in zwei Stadtteilen der Stadt Stollberg. Die Quelle nennt "
            "ihre Namen nicht.",
            "about_en": "The district management works in two districts of the town of Stollberg. The source does not "
            "give their names.",
        },
    ),
    SourceDistrict(
        "stollberg-zweiter-stadtteil",
        {
            "name": "Stollberg, zweiter Stadtteil",
            "kind": "neighbourhood",
            "municipality": "Stollberg",
            "federal_state": "SN",
            "colour": "#4a3b22",
            "colour_accent": "#e8b860",
            "about_de": "Das Quartiersmanagement arbeitet in zwei Stadtteilen der Stadt Stollberg. Die Quelle nennt "
            "ihre Namen nicht.",
            "about_en": "The district management works in two districts of the town of Stollberg. The source does not "
            "give their names.",
        },
    ),
    SourceDistrict(
        "burgstaedt",
        {
            "name": "Burgstädt",
            "kind": "town",
            "municipality": "Burgstädt",
            "federal_state": "SN",
            "colour": "#5a2a27",
            "colour_accent": "#edb458",
            "about_de": "Für die Stadt Burgstädt gibt es seit 2020 ein Quartiersmanagement.",
            "about_en": "The town of Burgstädt has had a district management since 2020.",
        },
    ),
    SourceDistrict(
        "herten-innenstadt",
        {
            "name": "Innenstadt Herten",
            "kind": "centre",
            "municipality": "Herten",
            "federal_state": "NW",
            "colour": "#0f4c5c",
            "colour_accent": "#f4b860",
            "about_de": "Zur Innenstadt gehören die Fußgängerzone und das neue Forum. Das Nutzungsmanagement bringt "
            "Handel, Unternehmen und soziale Einrichtungen zusammen.",
            "about_en": "The town centre includes the pedestrian zone and the new mall Forum. The usage management "
            "brings retail, companies and social institutions together.",
        },
        office={
            "office_name": "Nutzungsmanagement im Innenstadtbüro",
            "office_phone": "+4923669360621",
            "office_email": "nutzungsmanagement@innenstadt-herten.de",
            "office_hours": "Mo-Th",
            "office_note_de": "Für eine persönliche Beratung vereinbaren Sie bitte telefonisch oder per E-Mail einen "
            "Termin.",
            "office_note_en": "For personal advice please make an appointment by telephone or e-mail.",
        },
    ),
)

FROM_SOCIAL_CITY = (("federation", "Bund", True), ("state", "Land Berlin", True))

WGS_SERVICES_DE = """Zum Angebot gehören:

- Gewerbetreibende aktivieren
- Akteure am Ort vernetzen
- kulturelle und soziale Initiativen unterstützen
- Veranstaltungen anstoßen
- über den Gewerbestandort informieren, für Investoren und Interessierte
- Ansprechpartner sein für Anwohnerinnen, Anwohner und Gewerbe
- Ideen zur Zwischennutzung leerer Läden sammeln
- Stadtmarketing und Eventmanagement
- Beratung vermitteln
- den Erfolg kontrollieren (Evaluation und Controlling)
- Lobbyarbeit und Netzwerke, im Gebiet und darüber hinaus"""

WGS_SERVICES_EN = """The services:

- activating traders
- linking local actors
- supporting cultural and social initiatives
- starting events
- information on the business location for investors and interested people
- being there for residents and traders
- ideas for the interim use of empty shops
- town marketing and event management
- referring people to advice
- checking success (evaluation and controlling)
- advocacy and networks, within the area and beyond"""

WGS_GOALS_DE = (
    "Wirtschaftsförderung, soziale Befähigung und bauliche Entwicklung sollen zusammenwirken. Bewohnerinnen und "
    "Bewohner beteiligen sich und übernehmen Verantwortung für ihr Quartier; der Standort bleibt lebendig für "
    "Wirtschaft und Kultur."
)
WGS_GOALS_EN = (
    "Business development, social empowerment and building renewal work together. Residents take part and take on "
    "responsibility for their district, which stays a lively place for business and culture."
)
WGS_SOURCE = "https://wgs-sachsen.de/index.php?id=28&page=Quartiersmanagement"

PROJECTS = (
    SourceProject(
        "gewerbeplattform-schillerkiez",
        ("schillerkiez",),
        {
            "short_name": "Gewerbeplattform Schillerkiez",
            "official_name": "Aufbau und Unterstützung einer Gewerbeplattform",
            "from_on": date(2017, 1, 1),
            "until_on": date(2018, 12, 31),
            "stage": "launched",
            "place_label": "Berlin, Schillerkiez (QM-Gebiet Schillerpromenade)",
            "summary_de": "Gewerbetreibende im Schillerkiez vernetzen sich, werden sichtbar und reden bei der "
            "Entwicklung des Quartiers mit.",
            "summary_en": "Traders in Schillerkiez form a network, become visible and have a say in the development "
            "of the district.",
            "body_de": "Das Projekt baute eine Plattform auf, die das lokale Gewerbe aktiviert und vernetzt und als "
            "Gruppe in die Entwicklung des Quartiers einbezieht. Wer mitmacht, wird als Betrieb besser sichtbar, kann "
            "sich für den Kiez engagieren und tauscht sich direkt mit sozialen Initiativen aus.\n\n"
            "Ausgangspunkt gemeinsamer Aktionen sind die Plattform und die Gewerberunden. coopolis unterstützt die "
            "Betriebe und koordiniert das Netzwerk. Begleitet werden auch Lösungen für Konflikte, damit Spannungen "
            "abnehmen und das Miteinander der Nachbarschaft wächst.\n\n"
            "Mitglieder treffen sich vierteljährlich. Aus ihrem Kreis kamen Anregungen zur Website "
            "(gewerbeplattform-schillerkiez.de), ein Logo und Aktionen gegen Müll mit Kieztrinkbechern.",
            "body_en": "The project built a platform that activates and links local businesses and involves them as a "
            "group in the development of the district. Businesses become more visible, can do something for the "
            "neighbourhood and talk directly with social initiatives.\n\n"
            "The platform and the trader rounds are the starting point of joint actions. coopolis supports the "
            "businesses and coordinates the network. Solutions for conflicts are accompanied as well, so that tension "
            "eases and neighbours get along.\n\n"
            "Members meet every quarter. They contributed suggestions for the website "
            "(gewerbeplattform-schillerkiez.de), a logo and actions against waste with reusable cups.",
            "goals_de": "Regelmäßige Gewerbetreffen, ein gemeinsamer Auftritt und ein Netzwerk, das sich selbst "
            "trägt. Das bestehende Gewerbe soll stabil bleiben und die Mischung aus alteingesessenen und neuen "
            "Betrieben für alle im Kiez erhalten werden.",
            "goals_en": "Regular meetings, a common appearance and a network that carries itself. Existing businesses "
            "are to stay stable, and the mix of old and new ones is to be kept for everyone in the neighbourhood.",
            "website": "https://www.gewerbeplattform-schillerkiez.de/",
            "source_url": "https://www.coopolis.de/projekt-gewerbeplattform-schillerkiez",
        },
        operator="coopolis GmbH",
        payers=FROM_SOCIAL_CITY,
        team=({"name": "André Batz"}, {"name": "Stefanie Raab"}),
    ),
    SourceProject(
        "kiezgroessen",
        ("duettmann-siedlung",),
        {
            "short_name": "Kiezgrößen",
            "official_name": "Kiezgrößen – Lokale Wirtschaft zeigt Verantwortung im Kiez",
            "from_on": date(2017, 3, 1),
            "until_on": date(2019, 12, 31),
            "stage": "launched",
            "place_label": "Berlin, Kreuzberg",
            "summary_de": "Betriebe rund um die Düttmann-Siedlung und soziale Einrichtungen in ihr arbeiten "
            "dauerhaft zusammen.",
            "summary_en": "Businesses around the Düttmann-Siedlung and social institutions within it work together "
            "for good.",
            "body_de": "In der Siedlung gibt es wenige Betriebe. Das Projekt blickt deshalb über die Grenzen des "
            "Quartiers hinaus und gewinnt Gewerbe aus der Umgebung für die Entwicklung des Kiezes.\n\n"
            "### Netzwerkkoordination und Beratung\n\n"
            "Kooperationen zwischen Gewerbe und sozialen Einrichtungen und Initiativen werden entwickelt, umgesetzt "
            "und auf Dauer gestellt. Der Bedarf der sozialen Träger wird mit dem zusammengebracht, was die lokale "
            "Wirtschaft kann. So lassen sich Schnittstellen zeigen, und Engagement kostet nicht mehr Kraft als nötig.",
            "body_en": "There are few businesses in the estate. The project therefore looks beyond its borders and "
            "wins businesses from the surroundings for the development of the neighbourhood.\n\n"
            "### Coordination and advice\n\n"
            "Cooperations between businesses and social institutions and initiatives are developed, carried out and "
            "made permanent. The needs of social carriers meet what the local economy can offer. That shows where "
            "both fit, and engagement takes no more effort than necessary.",
            "goals_de": "Das Netzwerk der Kooperationen festigt sich und schlägt eine Brücke zwischen den Quartieren. "
            "Soziale Träger gehen eigenständig auf Betriebe zu und binden sie ein. Berichte und öffentliche Aktionen "
            "machen das Engagement sichtbar und tun dem Bild des Gebiets gut.",
            "goals_en": "The network of cooperations becomes firm and bridges the districts. Social carriers approach "
            "businesses on their own and involve them. Reports and public actions make the engagement visible and "
            "improve the image of the area.",
            "source_url": "https://www.coopolis.de/kiezgroessen-lokale-wirtschaft-zeigt-verantwortung-im-kiez/",
        },
        operator="coopolis GmbH",
        payers=FROM_SOCIAL_CITY,
        team=({"name": "Stefanie Raab"}, {"name": "Nils Grube"}),
    ),
    SourceProject(
        "gewerbenetzwerk-klixstrasse-auguste-viktoria-allee",
        ("klixstrasse-auguste-viktoria-allee",),
        {
            "short_name": "Gewerbenetzwerk Klixstraße / Auguste-Viktoria-Allee",
            "from_on": None,
            "from_precision": "unknown",
            "stage": "analysis",
            "place_label": "Berlin, QM Klixstraße / Auguste-Viktoria-Allee",
            "summary_de": "Gewerbetreibende sehen sich ihren Standort gemeinsam an und entwerfen erste Pläne.",
            "summary_en": "Traders look at their location together and draft first plans.",
            "body_de": "Die Gewerbetreibenden trafen sich, um ihre Lage zu untersuchen und eine Bestandsaufnahme zu "
            "machen. Sie sprachen über Probleme am Standort und entwarfen in Workshops erste Pläne, wie er bekannter "
            "werden und ein eigenes Gesicht bekommen kann.\n\n"
            "Die Ideen reichen von einer Online-Plattform über gemeinsame Rabattaktionen und gestaltete Schaufenster "
            "bis zur Verschönerung des öffentlichen Raums.",
            "body_en": "The traders met to examine their situation and to take stock. They discussed problems of the "
            "location and drafted first plans in workshops for how it can become better known and get a face of its "
            "own.\n\nThe ideas range from an online platform, joint discounts and window design to making the public "
            "space more beautiful.",
            "goals_de": "Netzwerke stärken und den Standort weiterentwickeln.",
            "goals_en": "Strengthen networks and develop the location.",
            "source_url": "https://www.quartiersmanagement-berlin.de/nachrichten/artikel/"
            "vernetztes-gewerbe-im-quartier.html",
        },
        payers=(("other", "Programm Soziale Stadt", False),),
    ),
    SourceProject(
        "quartiersmanagement-stollberg",
        ("stollberg-erster-stadtteil", "stollberg-zweiter-stadtteil"),
        {
            "short_name": "Quartiersmanagement Stollberg",
            "from_on": None,
            "from_precision": "unknown",
            "stage": "launched",
            "place_label": "Stollberg, zwei Stadtteile",
            "summary_de": "Seit mehreren Jahren arbeitet das Quartiersmanagement für zwei Stadtteile der Stadt "
            "Stollberg.",
            "summary_en": "For several years the district management has worked for two districts of the town of "
            "Stollberg.",
            "body_de": "Das Quartiersmanagement bringt Verwaltung, lokale Politik, Wirtschaft, Vereine und nicht "
            "organisierte Anwohnerinnen und Anwohner zusammen. Sanierte Häuser und schöne Plätze allein halten Läden "
            "nicht: Auch ein durchsaniertes Gebiet kann leer stehen.\n\n" + WGS_SERVICES_DE,
            "body_en": "The district management brings administration, local politics, business, associations and "
            "unorganised residents together. Renovated houses and pleasant squares alone do not keep shops: a fully "
            "renovated area can stand empty, too.\n\n" + WGS_SERVICES_EN,
            "goals_de": WGS_GOALS_DE,
            "goals_en": WGS_GOALS_EN,
            "source_url": WGS_SOURCE,
        },
        operator="WGS",
    ),
    SourceProject(
        "quartiersmanagement-burgstaedt",
        ("burgstaedt",),
        {
            "short_name": "Quartiersmanagement Burgstädt",
            "from_on": date(2020, 1, 1),
            "from_precision": "year",
            "stage": "launched",
            "place_label": "Burgstädt",
            "summary_de": "Seit 2020 arbeitet das Quartiersmanagement für die Stadt Burgstädt.",
            "summary_en": "Since 2020 the district management has worked for the town of Burgstädt.",
            "body_de": WGS_SERVICES_DE,
            "body_en": WGS_SERVICES_EN,
            "goals_de": WGS_GOALS_DE,
            "goals_en": WGS_GOALS_EN,
            "source_url": WGS_SOURCE,
        },
        operator="WGS",
    ),
    SourceProject(
        "nutzungsmanagement-innenstadt-herten",
        ("herten-innenstadt",),
        {
            "short_name": "Nutzungsmanagement Innenstadt Herten",
            "from_on": date(2020, 11, 1),
            "from_precision": "month",
            "stage": "launched",
            "place_label": "Herten, Innenstadt",
            "summary_de": "Das Team geht auf Unternehmen zu, fragt nach ihrem Bedarf und bringt Handel, Unternehmen "
            "und soziale Einrichtungen zusammen.",
            "summary_en": "The team approaches businesses, asks what they need and brings retail, companies and "
            "social institutions together.",
            "body_de": "Das Team hat viel Erfahrung in der Entwicklung strukturschwacher Quartiere; hinter ihm steht "
            "die Unternehmensberatung B3-Beyrow Business Beratung in Buer. Das erste gemeinsame Vorhaben ist die "
            "Advents-Rallye: 40 Akteure machen mit, der Auftakt ist am 1. Dezember 2020.\n\n"
            "Manche Händlerinnen und Händler sorgen sich, dass das neue Forum die Fußgängerzone schwächt. Dagegen "
            "setzt das Team Aktionen und Veranstaltungen, bei denen man sich kennenlernt und gemeinsam etwas plant. "
            "Eine weitere Idee sind Unternehmensführungen, am Ort und digital.\n\n"
            "Das Angebot:\n\n"
            "- Leerstandsmanagement, auch für befristete Nutzung\n"
            "- Kurzberatung zur Unternehmensentwicklung\n"
            "- Hilfe bei der Unternehmensnachfolge, vor allem in Einzelhandel und Handwerk\n"
            "- Qualifizierung\n"
            "- Zusammenarbeit mit dem Jobcenter und Partnern für Existenzgründung, Finanzierung, Beschäftigung und "
            "Ausbildung\n"
            "- Networking, besonders auch für junge Unternehmerinnen",
            "body_en": "The team has much experience in the development of structurally weak districts; behind it is "
            "the consultancy B3-Beyrow Business Beratung in Buer. The first joint "
            "undertaking is the Advent rally: 40 actors take part, it opens on 1 December 2020.\n\n"
            "Some retailers worry that the new mall Forum weakens the pedestrian zone. The team answers with actions "
            "and events where people get to know each other and plan together. Another idea is company tours, on "
            "site and digital.\n\n"
            "The services:\n\n"
            "- vacancy management, also for fixed-term use\n"
            "- short consulting on business development\n"
            "- help with succession, above all in retail and crafts\n"
            "- training\n"
            "- cooperation with the job centre and partners for founding, finance, employment and training\n"
            "- networking, especially for young women entrepreneurs",
            "goals_de": "Ein passgenaues Konzept für die Innenstadt und ein aktives Netzwerk der Unternehmen.",
            "goals_en": "A fitting concept for the town centre and an active network of businesses.",
            "source_url": "https://unser-quartier.de/neustart-innenstadt/2020/11/"
            "neue-impulse-fuer-unternehmen-und-akteure-in-der-innenstadt",
        },
        team=(
            {"name": "Birgit Mordhorst", "qualification": "Dipl. Kauffrau"},
            {"name": "Eva-Maria Siuda", "qualification": "Dipl. Sozialpädagogin"},
            {
                "name": "Jessica Zubala",
                "qualification": "Redakteurin",
                "role_de": "Öffentlichkeitsarbeit",
                "role_en": "Public relations",
            },
        ),
    ),
)
