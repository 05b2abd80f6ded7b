import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kiezkontor.shared.policy import PolicyWhereItCounts


@pytest.mark.parametrize(
    ("kind", "has_policy"),
    [
        ("text/html; charset=utf-8", True),
        ("text/javascript", True),
        ("image/svg+xml", True),
        ("application/json", True),
        ("text/css", False),
        ("font/woff2", False),
        ("image/webp", False),
    ],
)
def test_whatever_a_browser_may_run_has_a_policy(kind, has_policy):
    answer = PolicyWhereItCounts(lambda request: HttpResponse(content_type=kind))(RequestFactory().get("/"))
    assert ("Content-Security-Policy" in answer.headers) is has_policy
