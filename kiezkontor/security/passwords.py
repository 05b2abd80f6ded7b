"""Whose password it is, found out in the same time whether or not there is somebody with that address."""

from django.contrib.auth.hashers import check_password, make_password

from kiezkontor.accounts.models import Person


def person_with_password(email: str, password: str) -> Person | None:
    """Somebody who may sign in with both; None for everything else, after the same work."""
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None or not person.has_usable_password():
        make_password(password)
        return None
    return person if check_password(password, person.password) else None
