from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.members.answering import LONGEST
from kiezkontor.members.last_days import refusal_of
from kiezkontor.members.models import Post, Topic
from kiezkontor.members.rules.limits import last_day_from
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.fields import DayField


class WriterForm(forms.Form):
    """For which member somebody writes is only asked of whoever looks after several."""

    quiet = True

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("On behalf of"), empty_label=None)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(organisations[:2])
        if len(own) == 1:
            del self.fields["organisation"]
            self.only: Organisation | None = own[0]
            return
        self.only = None
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations

    def values(self) -> dict[str, Any]:
        return {"organisation": self.only, **self.cleaned_data} if self.only else dict(self.cleaned_data)


class PostFields(forms.Form):
    quiet = True

    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topic"), empty_label=None, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=120)
    words = forms.CharField(label=_("Text"), max_length=LONGEST, widget=forms.Textarea({"rows": 6}))
    last_on = DayField(label=_("Of interest until"), help_text=_("After this day it goes from the board by itself."))

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = topics

    def clean_last_on(self) -> date:
        last_on: date = self.cleaned_data["last_on"]
        if last_on != self.initial.get("last_on") and (sentence := refusal_of(last_on, today=timezone.localdate())):
            raise forms.ValidationError(sentence)
        return last_on


class NewPostForm(WriterForm, PostFields):
    field_order = ("organisation", "topic", "title", "words", "last_on")

    def __init__(self, *args: Any, topic: str = "", **kwargs: Any) -> None:
        asked = {"topic": topic} if topic else {}
        initial = {"last_on": last_day_from(timezone.localdate()), **asked}
        super().__init__(*args, initial=initial, **kwargs)


class EditPostForm(PostFields):
    def __init__(self, *args: Any, post: Post, topics: QuerySet[Topic], **kwargs: Any) -> None:
        stored = {name: getattr(post, name) for name in ("title", "words", "last_on")}
        topics = (topics | Topic.objects.filter(pk=post.topic_id)).order_by("position", "pk")
        super().__init__(*args, topics=topics, initial=stored | {"topic": post.topic_id}, **kwargs)


class ReplyForm(WriterForm):
    words = forms.CharField(label=_("Your reply"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}))
    field_order = ("organisation", "words")


class ReasonForm(forms.Form):
    """Why something should not stand there, or why the office has hidden it."""

    quiet = True

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 4}))


class TopicForm(forms.Form):
    quiet = True

    name = forms.CharField(label=_("Name of the topic"), max_length=60)


class FollowForm(forms.Form):
    quiet = True

    mail = forms.BooleanField(
        label=_("Send me mail about the notice board"),
        required=False,
        help_text=_("Replies to what you wrote or answered, and new posts on the topics below. One click ends it."),
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=_("At once for each new post on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topics"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = topics
