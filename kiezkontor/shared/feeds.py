"""News of a district for feed readers, as Atom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language


@dataclass(frozen=True)
class Item:
    """key: what it is for good within the feed's place. about: one line beside the title."""

    key: str
    title: str
    about: str
    url: str
    changed_at: datetime
    made_at: datetime


def atom_feed(
    request: HttpRequest,
    items: Iterable[Item],
    *,
    title: str,
    url: str,
    place: str,
    about: str,
    author: str,
    licence: str | None = None,
) -> HttpResponse:
    """The items as an Atom feed.

    url: the page whose news it tells, as a path. place: of whom the keys are, unique on this host.
    """
    feed = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(url),
        description=about,
        feed_url=request.build_absolute_uri(),
        author_name=author,
        feed_copyright=licence,
        language=get_language(),
    )
    tag = f"tag:{name_of_host(request)},2026:{place}"
    for item in items:
        feed.add_item(
            title=printable(item.title),
            link=item.url,
            unique_id=f"{tag}/{item.key}",
            # The library calls summaries HTML.
            description=escape(printable(item.about)),
            updateddate=item.changed_at.replace(microsecond=0),
            pubdate=item.made_at.replace(microsecond=0),
        )
    last = feed.latest_post_date() if feed.num_items() else datetime(2026, 1, 1, tzinfo=UTC)
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Last-Modified"] = timezone.localtime(last, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def name_of_host(request: HttpRequest) -> str:
    """The host without its port, as ids of entries need it (RFC 4151)."""
    return urlsplit(request.build_absolute_uri("/")).hostname or ""


def printable(text: str) -> str:
    """XML has no place for control characters."""
    return text if text.isprintable() else "".join(letter for letter in text if letter.isprintable())
