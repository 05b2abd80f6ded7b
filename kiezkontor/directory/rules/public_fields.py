from typing import NamedTuple


class Contact(NamedTuple):
    phone: str
    website: str
    email: str


def public_contact(
    *,
    phone: str,
    website: str,
    email: str,
    email_is_public: bool,
    is_confirmed: bool,
    is_sole_trader: bool,
    has_consented: bool,
) -> Contact:
    """What the public may see of an organisation's contacts; empty texts where it may see nothing.

    Unconfirmed entries show the public phone and site of the open source, never an e-mail address; of a sole trader,
    whose business data are personal data, nothing before consent: that the office found them right is not enough.
    """
    if is_sole_trader and not has_consented:
        return Contact("", "", "")
    return Contact(phone, website, email if is_confirmed and email_is_public else "")
