from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.models import Board, Card, Cluster
from kiezkontor.meetings.rules.boards import SWOT

LONGEST_CARD = Card._meta.get_field("text").max_length or 0


class BoardForm(forms.Form):
    quiet = True

    question = forms.CharField(
        label=_("What do you ask?"), help_text=_("For example: What makes our street strong?"), max_length=200
    )
    kind = forms.ChoiceField(
        label=_("How is it put in order?"),
        choices=Board.Kind.choices,
        widget=forms.RadioSelect,
        initial=Board.Kind.CARDS,
    )


class OnBoardForm(forms.Form):
    """Something about cards of a board, with its quadrants to choose from where it has them."""

    quiet = True

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        if board.kind == SWOT:
            choices = [(str(group.cluster.pk), str(group.cluster)) for group in board.groups if group.cluster]
            self.fields["cluster"] = forms.ChoiceField(
                label=_("What is it?"), choices=choices, widget=forms.RadioSelect
            )

    @property
    def cluster(self) -> int | None:
        chosen = self.cleaned_data.get("cluster")
        return int(chosen) if chosen else None


def author_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("You write as"), choices=[("", _("no answer")), *Card.Author.choices], required=False
    )


class CardForm(OnBoardForm):
    text = forms.CharField(
        label=_("Your card"),
        help_text=_("One thought, in a few words, without names of people."),
        max_length=LONGEST_CARD,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    author = author_field()

    def clean_text(self) -> str:
        return " ".join(str(self.cleaned_data["text"]).split())


class PaperCardsForm(OnBoardForm):
    texts = forms.CharField(
        label=_("Cards from paper"),
        help_text=_("One card in each line."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    author = author_field()

    def clean_texts(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["texts"].splitlines()]
        found = [line for line in lines if line]
        long = next((number for number, line in enumerate(found, 1) if len(line) > LONGEST_CARD), None)
        if long is not None:
            raise ValidationError(
                gettext("Card %(number)s has more than %(signs)s characters. Please shorten it or make two of it.")
                % {"number": long, "signs": LONGEST_CARD}
            )
        return found


class SortForm(forms.Form):
    """Which cards go where. clusters: those there are; own_names: whether a new one may be named."""

    quiet = True

    cards = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Please choose the cards first. Nothing was changed.")}
    )
    cluster = forms.ChoiceField(label=_("Put the chosen cards to"), required=False)
    name = forms.CharField(label=_("or to a new cluster"), max_length=80, required=False)

    def __init__(self, *args: Any, cards: Sequence[Card], clusters: Sequence[Cluster], own_names: bool) -> None:
        super().__init__(*args)
        chosen, cluster = self.fields["cards"], self.fields["cluster"]
        assert isinstance(chosen, forms.ChoiceField)
        assert isinstance(cluster, forms.ChoiceField)
        chosen.choices = [(str(card.pk), card.text) for card in cards]
        cluster.choices = [("", gettext("beside all clusters")), *((str(each.pk), str(each)) for each in clusters)]
        if not own_names:
            del self.fields["name"]
