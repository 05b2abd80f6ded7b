from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import Event, Series
from kiezkontor.calendar.placing import pin_of
from kiezkontor.districts.models import District
from kiezkontor.premises.pick import beyond, is_far_away, map_for_pins


class PinFields(forms.Form):
    """A place without a house, pointed at on the map; asked only where somebody knows where the district lies."""

    template_name = "calendar/office/fields_with_pin.html"

    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)

    def ask_for_pin(self, district: District, before: Event | Series | None) -> None:
        self.district, self.pick = district, map_for_pins(district)
        if self.pick is None:
            del self.fields["lat"], self.fields["lon"]
            return
        self.initial["lat"], self.initial["lon"] = (before and pin_of(before, district)) or (None, None)
        self.fields["address"].help_text = _(
            "A place without a house number, such as a square, a park or a part of a street, is pointed at on the map."
        )

    def check_pin(self) -> None:
        said = self.cleaned_data
        if not {"lat", "lon"} <= said.keys():
            return
        lat, lon = said["lat"], said["lon"]
        if (lat is None) != (lon is None):
            self.add_error("lat", _("A place on the map has two numbers. Please give both or none."))
        elif lat is not None and is_far_away(self.district, lat, lon):
            self.add_error("lat", beyond(self.district))
        elif lat is not None and not (said.get("place") or said.get("address")):
            self.add_error("place", _("Please write what the place is called that you point at."))
