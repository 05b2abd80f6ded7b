from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import CalendarFeed
from kiezkontor.calendar.models.feeds import Trouble
from kiezkontor.districts.images import Upload
from kiezkontor.shared.fetching import MOST_BYTES
from kiezkontor.shared.web_addresses import WebAddressField

if TYPE_CHECKING:
    FeedModelForm = forms.ModelForm[CalendarFeed]
else:
    FeedModelForm = forms.ModelForm

LOOKED_AT = 1_000
WEBCAL = frozenset({"webcal", "webcals"})
ACCEPTED = ".ics,.ical,text/calendar"
ONLY_HERE = _("Events whose place is not known or lies elsewhere are left out then.")
TOO_LARGE = _("The file is larger than 5 MB. Please choose another one.")


def calendar_file(*, required: bool) -> forms.FileField:
    return forms.FileField(
        label=_("Calendar file (.ics)"),
        required=required,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("The file is empty. Please choose another one.")},
    )


class FileForm(forms.Form):
    quiet = True

    file = calendar_file(required=True)

    def clean_file(self) -> Upload:
        return a_calendar(self.cleaned_data["file"])


class CalendarAddress(WebAddressField):
    """An address of the web; calendars offer theirs as webcal, which is read over https."""

    def to_python(self, value: Any) -> Any:
        scheme, colon, rest = str(value or "").strip().partition(":")
        return super().to_python(f"https:{rest}" if colon and scheme.lower() in WEBCAL else value)


class FeedForm(FeedModelForm):
    """A calendar by its address or as a file."""

    quiet = True

    file = calendar_file(required=False)
    field_order = ["url", "file", "name", "topic", "kind", "only_here"]

    class Meta:
        model = CalendarFeed
        fields = ["url", "name", "topic", "kind", "only_here"]
        field_classes = {"url": CalendarAddress}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].help_text = gettext("It is read again each hour. Leave it empty to hand in a file.")
        self.fields["name"].help_text = gettext(
            "Without a name the calendar's own is taken, and if it has none, that of the file or the website."
        )
        self.fields["topic"].help_text = gettext("Without a topic each event keeps its own.")
        self.fields["only_here"].help_text = ONLY_HERE

    def clean_file(self) -> Upload | None:
        file = self.cleaned_data["file"]
        return a_calendar(file) if file else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("url") and not said.get("file") and not self.errors:
            self.add_error("url", gettext("Please enter an address or choose a file."))
        if said.get("url") and said.get("file"):
            self.add_error("file", gettext("Please enter an address or choose a file, not both."))
        return said

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class FeedChangeForm(FeedModelForm):
    """What a calendar is called and which of its events are taken over."""

    quiet = True

    class Meta:
        model = CalendarFeed
        fields = ["name", "only_here"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].help_text = gettext("Its events name it as who organises them.")
        self.fields["only_here"].help_text = ONLY_HERE


def a_calendar(file: Upload) -> Upload:
    """Its beginning tells, so that any other file is refused at once, whatever else is wrong in the form."""
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(TOO_LARGE)
    beginning = file.read(LOOKED_AT)
    file.seek(0)
    if b"BEGIN:VCALENDAR" not in beginning.upper():
        raise forms.ValidationError(Trouble.NO_CALENDAR.label)
    return file
