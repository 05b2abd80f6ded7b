"""What is read of messages as the usual programs write them."""

import time
from pathlib import Path

import pytest

from kiezkontor.notices.rules.automatic import is_automatic
from kiezkontor.notices.rules.messages import LONGEST_TEXT, read
from kiezkontor.notices.rules.own_words import own_words

MESSAGES = Path(__file__).parent / "messages"


def message(name):
    return (MESSAGES / f"{name}.eml").read_bytes()


WORDS = {
    "apple_mail_de": "Wir haben sonntags geöffnet, und zwar von acht bis elf Uhr, auch an Feiertagen.\n\nErna Ähre",
    "gmail_de": "Ab 8 Uhr, solange der Vorrat reicht.",
    "gmail_en": "Yes, from 8 to 11.\n\nSee you on Sunday\nSam",
    "gmail_html_only_de": "Schöne Grüße aus der Weserstraße!\n\nBrötchen gibt es ab 8 Uhr.",
    "gmx_app_de": "Ab acht Uhr.",
    "gmx_html_only_de": "Guten Tag Kim,\n\nsonntags gibt es Brötchen.",
    "iphone_de": "Ja, ab acht.",
    "iphone_en": "Yes, from eight.",
    "k9_de": "Sonntags ab 8 Uhr.",
    "new_mail_without_quote": (
        "Am 3. Dezember schrieb die Zeitung über uns:\nSie hat uns gelobt – „sehr gut“.\n\n"
        "Von: heute an haben wir länger auf."
    ),
    "outlook_html_only_en": "Hello,\n\nyes, rolls & pretzels from 8 to 11 on Sundays.\n\nSam",
    "outlook_mobile_html_only_de": "Ja, gern am Samstag.",
    "outlook_web_de": "Guten Morgen,\n\nam Sonntag backen wir nicht, am Samstag gern.\n\nErna Ähre",
    "outlook_windows_de": (
        "Guten Tag,\n\nja, sonntags von 8 bis 11 Uhr. Größere Bestellungen bitte bis Freitag.\n\n"
        "Mit freundlichen Grüßen\nErna Ähre"
    ),
    "samsung_de": "Ja, sonntags ab 8.",
    "samsung_en": "Yes, on Sundays.",
    "thunderbird_between_de": (
        "Ja, von 8 bis 11 Uhr. Wer viele braucht, bestellt sie bitte am Freitag vorher.\n\nKuchen nur auf Bestellung."
    ),
    "thunderbird_html_only_de": "Samstags schöne Brötchen,\nsonntags nicht.",
    "webde_plain_de": "Ja, gern. Bitte bis Freitag bestellen.\n\nErna",
}
AUTOMATIC = {
    *("list_mail", "out_of_office_outlook_de", "report_exchange_gone_de", "report_gmx_words"),
    *("report_postfix_delayed", "report_postfix_full", "report_postfix_gone"),
}


def test_every_message_has_its_words_or_comes_from_a_program():
    assert {file.stem for file in MESSAGES.glob("*.eml")} == set(WORDS) | AUTOMATIC


@pytest.mark.parametrize("name", sorted(WORDS))
def test_what_a_person_wrote_is_read_without_quote_and_signature(name):
    found = read(message(name))
    assert found.words == WORDS[name]
    assert not found.is_automatic
    assert "antwort+token@quartier.example" in found.receivers


@pytest.mark.parametrize("name", sorted(AUTOMATIC))
def test_what_a_program_wrote_is_told_apart(name):
    assert read(message(name)).is_automatic


def test_names_and_subjects_keep_their_umlauts_and_files_are_counted():
    found = read(message("outlook_windows_de"))
    assert (found.sender_name, found.subject) == ("Bäckerei Ähre", "AW: Nachricht an Bäckerei Ähre")
    assert read(message("new_mail_without_quote")).sender_name == "Ähre, Erna"
    assert read(message("apple_mail_de")).files == 1


@pytest.mark.parametrize(
    ("headers", "sender", "automatic"),
    [
        ([], "paula@example.org", False),
        ([("Auto-Submitted", "no")], "paula@example.org", False),
        ([("Auto-Submitted", "auto-replied; type=x")], "paula@example.org", True),
        ([("auto-submitted", "Auto-Generated")], "paula@example.org", True),
        ([("Precedence", "BULK ")], "paula@example.org", True),
        ([("Precedence", "first-class")], "paula@example.org", False),
        ([("Return-Path", "<>")], "paula@example.org", True),
        ([("Return-Path", "<paula@example.org>")], "paula@example.org", False),
        ([("X-Loop", "x")], "paula@example.org", True),
        ([], "no-reply@example.org", True),
        ([], "MAILER-DAEMON@example.org", True),
        ([], "verein-request@example.org", True),
        ([], "", True),
    ],
)
def test_signs_of_a_program(headers, sender, automatic):
    assert is_automatic(headers, sender=sender, is_report=False) is automatic


HEAD = b"From: a@example.org\nTo: b@example.org\nMessage-ID: <1@example.org>\n"


def nested(depth):
    opened = b"".join(b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(depth))
    return HEAD + b"Content-Type: multipart/mixed; boundary=0\n\n" + opened


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"\n\n\n",
        nested(50),
        nested(5_000),
        HEAD + b"Content-Type: message/rfc822\n\n" * 3_000,
        HEAD + b"Content-Type: multipart/mixed\n\nno boundary",
        HEAD + b'Content-Type: text/plain; charset="\xff\xfe"\n\nHallo',
        HEAD + b"Content-Type: text/plain; charset=utf-7\n\n+ADw-script+AD4-",
        HEAD + b"Content-Type: text/plain; charset=zlib_codec\n\nHallo",
        HEAD + b"Content-Type: text/plain; charset=utf-7\n\n+2AA-",
        HEAD + b"Content-Type: text/plain; charset=utf-16\n\n\x00\xd8\x00\xd8",
        HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 300_000 + b"-" + b"9" * 300_000,
        HEAD + b"Content-Type: text/plain; charset=idna\n\n" + b"xn--" * 100_000,
        HEAD + b"Content-Type: text/plain; charset=unicode_escape\n\n\\ud800",
        HEAD + b"Subject: =?utf-7?q?+2AA-?= =?unicode_escape?q?=5Cud800?= =?punycode?q?x-999?=\n\nx",
        b"From: \xff\xfe <a\xff@example.org>\nSubject: \xff\n\n\xff",
        HEAD + b"Content-Transfer-Encoding: base64\n\n!!!!====A",
        HEAD + b"Subject: =?utf-8?b?" + b"A" * 100_000 + b"?=\n\nx",
        HEAD + b"Subject: =?nonsense?q?x?= =?utf-8?q?=ff?=\n\nx",
        b"From: " + b"(" * 50_000 + b"\n\nx",
        b"From: " + b"a@example.org, " * 20_000 + b"\n\nx",
        HEAD + b"X: " + b"y" * 1_500_000 + b"\n\nx",
        HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<" * 400_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 100_000,
        HEAD + b"Content-Type: text/html\n\n" + b"&#" * 200_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<![" * 150_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<a b='" * 80_000,
        HEAD + b"Content-Type: text/html\n\n" + b"</" * 200_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 30_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<b><p>" * 80_000,
        HEAD + b"\n" + b"On 1 " * 300_000,
        HEAD + b"\n" + b"Am 1.1.2026 um 10:12\n" * 50_000,
        HEAD + b"\n" + b"Von: x\n" * 100_000,
        HEAD + b"\n" + b"- " * 500_000 + b"\n",
        HEAD + b"\n" + b"_" * 500_000 + b"\n",
    ],
    ids=range(37),
)
def test_no_message_breaks_the_reading_or_takes_long(raw):
    started = time.perf_counter()
    found = read(raw)
    assert time.perf_counter() - started < 5
    assert len(found.text) <= LONGEST_TEXT
    stored = f"{found.text}{found.words}{found.subject}{found.sender}{found.sender_name}{found.message_id}"
    assert "\0" not in stored.encode().decode()


@pytest.mark.parametrize(
    "name", ["From", "Subject", "To", "Message-ID", "Delivered-To", "In-Reply-To", "References", "Return-Path"]
)
def test_nothing_read_of_a_head_can_divide_another(name):
    evil = "=?utf-8?q?a=0D=0ABcc=3A_all=40example=2Eorg?= <x@example.org>\r\n evil\x0bBcc: y"
    found = read(HEAD + f"{name}: {evil}\n\nx".encode())
    lines = [found.sender, found.sender_name, found.subject, found.message_id, *found.receivers, *found.mentioned]
    assert not [line for line in lines if set(line) & set("\r\n\x0b\x0c\x85\u2028")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("> nur Zitat\n> sonst nichts", ""),
        ("Ja\n\nOn Thu, 26 Nov 2026 at 10:12, Kim\n<kim@example.org> wrote:\n> x", "Ja"),
        ("Am 26.11. um 10:12 schrieb mir jemand etwas Schönes. Danke!", None),
        ("Ja\n-----Original Message-----\nFrom: x", "Ja"),
        ("Ja\n--\nErna", "Ja"),
        ("Ja\nGesendet mit der Telekom Mail App", "Ja"),
        ("Ja\nKim Muster <kim@example.org> schrieb am Do. 26. Nov. 2026 um 10:12:\n\nalt", "Ja"),
        ("Von: uns\nAn alle: Danke", None),
        ("Ja\n\nVon: Kim\nGesendet: gestern\nBetreff: x\n\nalt", "Ja"),
        ("Ja\n\n*Von:* Kim\n*Gesendet:* gestern\n*An:* mich\n\nalt", "Ja"),
        ("Evet\n\nKimden: Büro <b@x.example>\nGönderildi: 26 Kasım\nKime: Ayşe <a@x.example>\nKonu: Y\n\nalt", "Evet"),
        ("Oui\n\nDe : Büro <b@x.example>\nEnvoyé : jeudi\nÀ : Anna <a@x.example>\nObjet : Re\n\nalt", "Oui"),
        ("Oui\n\nLe jeu. 26 nov. 2026 à 10:12, Kim <k@x.example> a écrit :\n> alt", "Oui"),
        ("Evet\n\n26 Kas 2026 Per, 10:12 tarihinde Kim\n<k@x.example> şunu yazdı:\n\n> alt", "Evet"),
        ("Telefon: 030 1\nMail: laden@example.org\nOffen: Mo bis Fr", None),
        ("Am Markt 3, Kim <kim@example.org> fragen", None),
        ("An x@y.example\n\nAm 26.11.2026 um 10:12 schrieb Kim <k@x.example>:\n> alt", "An x@y.example"),
        ("Telefon 0170 12345\nLe jeu. 26 nov. 2026 à 10:12, Kim <k@x.example> a écrit :\n> alt", "Telefon 0170 12345"),
    ],
)
def test_where_an_answer_ends(text, words):
    assert own_words(text) == (text if words is None else words)
