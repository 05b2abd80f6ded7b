"""What a mail server's pipe calls: its exit status says whether the server has to try again."""

import sys
import traceback
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.core.validators import validate_email

from kiezkontor.notices.incoming import LARGEST, store
from kiezkontor.shared.commands import TRY_AGAIN, KontorCommand, gettext_noop, sentence_for

# EX_DATAERR of sysexits.h: the mail itself is at fault and goes back to its sender.
BAD_MAIL = 65


class Command(KontorCommand):
    help = gettext_noop("Take in one mail from standard input, as a mail server pipes it.")
    failed = TRY_AGAIN

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recipient", default="", help=gettext_noop("the address the mail server delivers to"))

    def run_from_argv(self, argv: list[str]) -> None:
        """Whatever goes wrong here may go right later; the mail stays with the server until it does."""
        try:
            super().run_from_argv(argv)
        except SystemExit as left:
            sys.exit(left.code if left.code in {0, BAD_MAIL} else TRY_AGAIN)
        except Exception as error:
            if sentence_for(error) is None:
                traceback.print_exc()
            sys.exit(TRY_AGAIN)

    def handle(self, *args: Any, recipient: str, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if len(raw) > LARGEST:
            self.refuse(f"The mail is larger than {LARGEST // 1_000_000} MB.")
        if not raw.strip():
            self.refuse("There is no mail on standard input.")
        try:
            validate_email(recipient or "nobody@example.org")
        except ValidationError:
            recipient = ""
        mail, is_new = store(raw, receiver=recipient)
        self.write_json({"mail": mail.pk, "new": is_new})

    def refuse(self, sentence: str) -> NoReturn:
        self.say(sentence)
        sys.exit(BAD_MAIL)
