from django.db import models

from kiezkontor.notices.models import PersonalLink


class EntryDraft(models.Model):
    """What the holder of a link to an entry corrected and has not approved yet; it stands in the entry only then.

    values: editable field → what is to stand there, of fields that are different alone. seen: the same fields as they
    stood in the entry when the holder last looked at them.
    """

    link = models.OneToOneField(PersonalLink, models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.link_id}: {', '.join(self.values)}"
