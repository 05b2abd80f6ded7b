"""Where somebody is, told roughly: enough to recognise the own place, too little to follow anybody."""

from ipaddress import IPv6Address, ip_address, ip_network

V4_BITS, V6_BITS = 24, 48


def rough_network(address: str) -> str:
    """The network an address lies in, "203.0.113.0/24" or "2001:db8:1::/48"; empty for what is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ip_network(f"{ip}/{V4_BITS if ip.version == 4 else V6_BITS}", strict=False))


def network_in_words(network: str) -> str:
    """As people meet it elsewhere: the part that is known and dots for the rest."""
    part, _slash, _bits = network.partition("/")
    if not part:
        return ""
    return part.removesuffix("::") + ":…" if ":" in part else part.rpartition(".")[0] + ".…"
