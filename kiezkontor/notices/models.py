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
