"""Where mail to a seeker goes: what they hear of viewings follows the address of their request."""

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.actions.readdressing import hold, readdress
from kiezkontor.vacancies.models import SeekerStep, SpaceRequest, Viewing


def may_be_written_to(request: SpaceRequest) -> bool:
    """Whether mail goes to a seeker: to an address they confirmed, or told the office themselves."""
    if not request.email:
        return False
    told = SeekerStep.objects.filter(request=request, kind=SeekerStep.Kind.SENT).exclude(by=None)
    return request.email_confirmed_at is not None or told.exists()


def hold_viewings(request_pk: int) -> None:
    """Lock what they are invited to before their request, as whoever answers or calls it off does."""
    hold(set(Viewing.objects.filter(request=request_pk).exclude(event=None).values_list("event", flat=True)))


def follow_address(request: SpaceRequest, *, by: Viewer) -> None:
    """Write of viewings where the seeker may be written to now, and nowhere else."""
    invited = Viewing.objects.filter(request=request).exclude(invitation=None)
    email = request.email if may_be_written_to(request) else ""
    readdress(set(invited.values_list("invitation", flat=True)), email, by=by)
