"""What members of the demo's network write to each other: a notice board in use, and two first contacts."""

from datetime import timedelta

from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.models import District
from kiezkontor.members.access import writes_for
from kiezkontor.members.actions import contacts, following, posts
from kiezkontor.members.models import FirstContact, Message, Post, Reply, Topic
from kiezkontor.organisations.models import Organisation

HANNA, ROBIN, SORAYA = (f"{name}@kiezkontor.example" for name in ("hanna", "robin", "soraya"))
# Who, topic, title, text, days ago, whether it is done, and the replies: who, text, days ago.
POSTS = (
    (
        ROBIN,
        "Gemeinsam einkaufen",
        "Wer macht beim Verpackungsmaterial mit?",
        "Moin zusammen, ich bestelle Anfang des Monats wieder Kartons und Papierklebeband. Ab einer halben Palette "
        "wird es ein gutes Drittel billiger. Wer braucht auch was? Abholen könnt ihr es bei mir in der Werkstatt.",
        9,
        False,
        (
            (HANNA, "Ich nehme 50 Kartons in A4 und fünf Rollen Klebeband. Kannst du mir sagen, was es kostet?", 9),
            (ROBIN, "Rund 38 Euro, genau weiß ich es am Montag.", 8),
            (SORAYA, "Wir brauchen für den Flohmarkt so zwanzig große. Ich komme mit dem Lastenrad vorbei.", 7),
        ),
    ),
    (
        SORAYA,
        "Suche",
        "Stellwände für die Ausstellung gesucht",
        "Für die Kinderausstellung vom 12. bis 14. suchen wir noch vier bis sechs Stellwände zum Ausleihen. Holen und "
        "bringen machen wir. Wer hat so etwas im Keller stehen?",
        5,
        True,
        (
            (HANNA, "Drei stehen bei mir im Lager, etwas verkratzt, aber stabil. Einfach vorbeikommen.", 4),
            (SORAYA, "Das ist großartig, danke! Mit unseren eigenen reicht das.", 4),
        ),
    ),
    (
        HANNA,
        "Biete",
        "Schaufenster im Januar frei",
        "Mein zweites Schaufenster steht von Neujahr bis Ende Januar leer. Wer etwas zeigen möchte, kann es haben, "
        "kostenlos. Schön wäre, wenn es zum Kiez passt.",
        3,
        False,
        ((SORAYA, "Unsere Malgruppe würde gern ihre Bilder zeigen. Wie groß ist es denn?", 2),),
    ),
    (
        ROBIN,
        "Quartier und Straße",
        "Baustelle vor der 40: ab Montag ist der Gehweg zu",
        "Der Bauleiter war eben da: Ab Montag ist der Gehweg vor der Nummer 40 zwei Wochen lang gesperrt, Lieferungen "
        "gehen nur bis 10 Uhr. Ich habe seine Nummer, wenn jemand Fragen hat.",
        1,
        False,
        (),
    ),
)


def load_members(district: District) -> None:
    """Nothing where something hangs on the board already, or where these people are no members."""
    people = {person.email: person for person in Person.objects.filter(email__in=(HANNA, ROBIN, SORAYA))}
    writers = {email: viewer_for(person, on=timezone.localdate()) for email, person in people.items()}
    members = {email: writes_for(by, district).first() for email, by in writers.items()}
    own = {email: member for email, member in members.items() if member is not None}
    if len(own) < len((HANNA, ROBIN, SORAYA)) or Post.objects.filter(district=district).exists():
        return
    for email, topic, title, words, days, is_done, replies in POSTS:
        hang_up(district, writers, own, (email, topic, title, words, days), is_done=is_done, replies=replies)
    following.follow(Topic.objects.filter(district=district), wants_mail=True, district=district, by=writers[HANNA])
    get_in_contact(district, writers, own)


def hang_up(
    district: District,
    writers: dict[str, Viewer],
    own: dict[str, Organisation],
    said: tuple[str, str, str, str, int],
    *,
    is_done: bool,
    replies: tuple[tuple[str, str, int], ...],
) -> None:
    email, topic, title, words, days = said
    now = timezone.now()
    post = posts.write_post(
        Topic.objects.get(district=district, name=topic),
        title=title,
        words=words,
        last_on=timezone.localdate() + timedelta(days=60 - days),
        organisation=own[email],
        by=writers[email],
    )
    Post.objects.filter(pk=post.pk).update(written_at=now - timedelta(days=days))
    for replier, answer, ago in replies:
        reply = posts.write_reply(post.pk, words=answer, organisation=own[replier], by=writers[replier])
        Reply.objects.filter(pk=reply.pk).update(written_at=now - timedelta(days=ago - 0.1))
    if is_done:
        posts.mark_done(post.pk, done=True, by=writers[email])


def get_in_contact(district: District, writers: dict[str, Viewer], own: dict[str, Organisation]) -> None:
    """One that led to names, begun by the social carrier, and one that has just begun, by a trader."""
    first = contacts.start(
        own[HANNA],
        organisation=own[SORAYA],
        words="Guten Tag, bei uns basteln jeden Dienstag zwölf Kinder, und das Papier ist immer zuerst alle. Haben Sie "
        "manchmal Reste, die Sie nicht mehr verkaufen? Die Kinder würden dafür Ihr Schaufenster schmücken.",
        district=district,
        by=writers[SORAYA],
    )
    contacts.write(
        first.pk,
        words="Was für eine schöne Idee. Ich habe zwei Kisten mit Tonpapier, leicht angestoßen. Kommen Sie am "
        "Donnerstag nach 16 Uhr, dann zeige ich Ihnen auch gleich das Fenster.",
        by=writers[HANNA],
    )
    for email in (HANNA, SORAYA):
        contacts.show_names(first.pk, by=writers[email])
    second = contacts.start(
        own[SORAYA],
        organisation=own[ROBIN],
        words="Hallo, ich könnte im Frühjahr an zwei Nachmittagen mit Ihren Jugendlichen Räder reparieren. Werkzeug "
        "bringe ich mit. Wäre das etwas für den Treff?",
        district=district,
        by=writers[ROBIN],
    )
    for contact, days in ((first, 20), (second, 2)):
        at = timezone.now() - timedelta(days=days)
        FirstContact.objects.filter(pk=contact.pk).update(started_at=at, latest_at=at)
        Message.objects.filter(contact=contact).update(written_at=at)
