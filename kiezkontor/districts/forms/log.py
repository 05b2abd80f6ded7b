from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.viewer import Scope, Viewer
from kiezkontor.audit import access
from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.runs import run_of
from kiezkontor.audit.sentences import vocabulary


class LogFilter(forms.Form):
    """q: a part of the subject's name. kind: "app.model". subject: the id of one object, together with kind.
    run: an entry, for all that the same step wrote.
    """

    quiet = True

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("What was changed"), required=False)
    subject = forms.IntegerField(required=False, widget=forms.HiddenInput)
    run = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted((str(name), key) for key, name in vocabulary.subjects.items())
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [("", _("Everything")), *((key, name) for name, key in names)]

    def found(self, viewer: Viewer, district: Scope) -> QuerySet[AuditEntry]:
        """The entries asked for; all the viewer may read when the question makes no sense."""
        entries = access.visible_to(viewer, district)
        if not self.is_valid():
            return entries
        asked = self.cleaned_data
        if asked["q"]:
            entries = access.named(viewer, district, asked["q"])
        if asked["kind"]:
            entries = entries.filter(subject_type=asked["kind"])
            if asked["subject"] is not None:
                entries = entries.filter(subject_id=asked["subject"])
        return entries if asked["run"] is None else run_of(entries, asked["run"])

    @property
    def shows_each(self) -> bool:
        """Whether one run is asked for, whose entries are then told one by one."""
        return self.is_valid() and self.cleaned_data["run"] is not None
