import pytest

from kiezkontor.accounts.rules.browsers import browser_in_words
from kiezkontor.accounts.rules.networks import network_in_words, rough_network
from kiezkontor.accounts.rules.totp import step_of_code


def code_at(step):
    return f"{step:06}"


@pytest.mark.parametrize(
    ("code", "used", "step"),
    [
        ("000100", None, 100),
        ("000099", None, 99),
        ("000101", None, 101),
        ("000098", None, None),
        ("000102", None, None),
        ("000100", 99, 100),
        ("000100", 100, None),
        ("000099", 100, None),
        ("", None, None),
    ],
)
def test_a_code_counts_once_and_never_after_a_later_one(code, used, step):
    assert step_of_code(code, now=3_010.0, used=used, code_at=code_at) == step


@pytest.mark.parametrize(
    ("address", "network", "words"),
    [
        ("203.0.113.7", "203.0.113.0/24", "203.0.113.…"),
        ("2001:db8:1:2::7", "2001:db8:1::/48", "2001:db8:1:…"),
        ("::ffff:203.0.113.7", "203.0.113.0/24", "203.0.113.…"),
        ("unknown", "", ""),
    ],
)
def test_a_place_is_told_roughly(address, network, words):
    assert rough_network(address) == network
    assert network_in_words(network) == words


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) AppleWebKit/605 Version/18.5 Mobile/15E Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.9", ""),
        ("", ""),
    ],
)
def test_browsers_are_named_as_people_know_them(user_agent, words):
    assert browser_in_words(user_agent) == words
