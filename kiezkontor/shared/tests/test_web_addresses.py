import pytest

from kiezkontor.shared.templatetags.page import web_address


@pytest.mark.parametrize(
    ("text", "leads_to"),
    [
        ("https://kiez.example/", "https://kiez.example/"),
        ("HTTP://kiez.example", "HTTP://kiez.example"),
        ("javascript:alert(1)", ""),
        (" https://kiez.example/", ""),
        ("data:text/html,x", ""),
        ("//kiez.example/", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_what_leads_somewhere_becomes_a_link(text, leads_to):
    assert web_address(text) == leads_to
