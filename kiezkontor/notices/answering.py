"""An answer as the mail program of a mail's receiver would send it."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from textwrap import indent

from kiezkontor.notices.access import WrittenMail


def answer_to(mail: WrittenMail, words: str) -> bytes:
    """The words above the mail they answer, as a whole message."""
    answer = EmailMessage()
    answer["From"] = mail.to
    answer["To"] = mail.reply_to
    answer["Subject"] = f"Re: {mail.subject}"
    answer["Date"] = formatdate(localtime=True)
    answer["Message-ID"] = make_msgid(domain="kiezkontor.example")
    answer["In-Reply-To"] = mail.message_id
    quoted = indent(mail.text, "> ", predicate=lambda _line: True)
    answer.set_content(f"{words}\n\nAm {mail.at:%d.%m.%Y um %H:%M} schrieb {mail.sender}:\n{quoted}")
    return answer.as_bytes()
