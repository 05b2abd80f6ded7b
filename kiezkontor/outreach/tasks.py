from django.tasks import task

from kiezkontor.outreach.actions.pipeline import follow


@task
def follow_memberships() -> int:
    """Memberships begin and end on days, some of them noted ahead."""
    return follow()
