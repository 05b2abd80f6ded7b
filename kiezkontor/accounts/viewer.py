"""Who is looking: a person with roles, a visitor, or a job of the system."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kiezkontor.accounts.models import Person

COORDINATOR = "coordinator"
EDITOR = "editor"
FIELD_WORKER = "field_worker"
TRADER = "trader"
SOCIAL_CARRIER = "social_carrier"
AUDITOR = "auditor"
OFFICE_ROLES = frozenset({COORDINATOR, EDITOR, FIELD_WORKER})
# Who looks after the entry of an organisation of their own.
STEWARD_ROLES = frozenset({TRADER, SOCIAL_CARRIER})


def shown_name(said: str) -> str:
    """A name somebody gave for themselves, so that nothing in it hides what stands beside it."""
    return "".join(sign for sign in said if unicodedata.category(sign) not in {"Cf", "Cc", "Zl", "Zp"})[:80].strip()


class Scope(Protocol):
    """What roles are held in: a district."""

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True)
class ScopeOf:
    """A scope of which only the key is needed, where loading it would cost more than the deed."""

    pk: int


@dataclass(frozen=True)
class Viewer:
    """roles: district id → names of the roles held today; a visitor has none and no person.

    system: the name of a command or job that acts without a person ("import", "nightly"); it may do everything.
    holder: who says to be the holder of a personal link; a visitor everywhere but in what the link is for.
    """

    person: Person | None = None
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    system: str = ""
    holder: str = ""

    @property
    def is_visitor(self) -> bool:
        return self.person is None and not self.system

    @property
    def is_operator(self) -> bool:
        """The provider's administrator, who looks after every district of the installation."""
        return bool(self.system) or (self.person is not None and self.person.is_operator)

    def roles_in(self, district: Scope) -> frozenset[str]:
        return self.roles.get(district.pk, frozenset())

    def has_role(self, district: Scope, *names: str) -> bool:
        return self.is_operator or not self.roles_in(district).isdisjoint(names)

    def is_office_of(self, district: Scope) -> bool:
        return self.has_role(district, *OFFICE_ROLES)

    @property
    def works_in_an_office(self) -> bool:
        return self.is_operator or any(not names.isdisjoint(OFFICE_ROLES) for names in self.roles.values())

    @property
    def label(self) -> str:
        if self.person is not None:
            return str(self.person)
        return self.system or (f"{shown_name(self.holder)} (Link)" if self.holder else "")


VISITOR = Viewer()


def system_viewer(name: str) -> Viewer:
    return Viewer(system=name)
