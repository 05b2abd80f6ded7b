from django.db import models


class OutgoingMail(models.Model):
    """A mail on its way: written in the transaction of its occasion, handed to the mail server after the commit.

    message_id: the header by which receivers recognise a repeated delivery; the same occasion has the same one.
    text, html: emptied once the mail is delivered, because they may hold links that open something.
    """

    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    sender = models.CharField(max_length=320)
    reply_to = models.EmailField(blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at"], name="mail_by_delivery")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class PersonalLink(models.Model):
    """What a link in a mail or the short code in a letter opens: one purpose, one subject, until a day.

    purpose, subject_id: as the area that made it names them ("organisations.approve", 12). scope_id: the district.
    email: where the link was sent; whoever holds it has that mailbox. Empty for letters.
    token_hash, code_hash: of what was sent, which is not stored.
    """

    purpose = models.CharField(max_length=40)
    scope_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField()
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, null=True, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject_id"], name="link_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"
