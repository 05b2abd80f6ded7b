"""Certificates for the local network: an authority of this installation, which phones are told to trust, and its own.

Browsers keep a walk for use without network only on pages they trust, and an address in a local network has no
certificate of a public authority. The authority is bound to the names and the network it was made for, so that its key,
if somebody takes it, opens no other site on those phones.
"""

import ipaddress
import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiezkontor.config.folders import PRIVATE_FILE, PRIVATE_FOLDER

# A certificate is renewed when the server starts, and then holds for two months at least.
AUTHORITY_DAYS, OWN_DAYS = 3650, 90
RENEWED_BEFORE = timedelta(days=60)
# A router gives other addresses of the same network now and then; phones need not trust a new authority for that.
OWN_NETWORK_BITS = 24
AUTHORITY, LOOPBACK = "Kiezkontor", "127.0.0.1"
type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# No packet is sent: the system only chooses from which of its addresses it would.
SOMEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class Certificates:
    """authority: what phones install; is_new: just made. certificate and key: what the server shows."""

    authority: Path
    certificate: Path
    key: Path
    is_new: bool = False

    @property
    def fingerprint(self) -> str:
        """Of the authority, SHA-256, as telephones show it."""
        return x509.load_pem_x509_certificate(self.authority.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()

    @property
    def until(self) -> datetime:
        return x509.load_pem_x509_certificate(self.certificate.read_bytes()).not_valid_after_utc


def own_names() -> list[str]:
    """What this machine is called in the local network: its address, its name, its name as phones find it."""
    name = socket.gethostname().partition(".")[0].lower()
    return [*local_addresses(), f"{name}.local", name, "localhost"]


def local_addresses() -> list[str]:
    """The address under which others in the local network reach this machine; none without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            return []
        return [probe.getsockname()[0]]


def certificates(folder: Path, names: Sequence[str], *, now: datetime) -> Certificates:
    """The certificates in a folder, made where they are missing, over or for other names.

    The authority stays as long as its names and network are those of this machine.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    authority_key = folder / "authority.key"
    is_new = not (authority_key.exists() and covers(folder / "authority.crt", names, now=now))
    found = Certificates(folder / "authority.crt", folder / "server.crt", folder / "server.key", is_new)
    if is_new:
        key = ec.generate_private_key(ec.SECP256R1())
        made = authority(key, names, now)
        write(authority_key, pem_of(key))
        write(found.authority, made.public_bytes(serialization.Encoding.PEM))
    if is_new or not holds(found.certificate, names, now=now):
        signer = serialization.load_pem_private_key(authority_key.read_bytes(), password=None)
        assert isinstance(signer, ec.EllipticCurvePrivateKey)
        key = ec.generate_private_key(ec.SECP256R1())
        made = own(names, key, signer, now)
        write(found.key, pem_of(key))
        write(found.certificate, made.public_bytes(serialization.Encoding.PEM))
    return found


def holds(certificate: Path, names: Iterable[str], *, now: datetime) -> bool:
    if not certificate.exists():
        return False
    known = x509.load_pem_x509_certificate(certificate.read_bytes())
    alternatives = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    there = {str(each.value) for each in alternatives}
    return set(names) <= there and known.not_valid_after_utc > now + RENEWED_BEFORE


def covers(authority: Path, names: Iterable[str], *, now: datetime) -> bool:
    """Whether an authority is there that may sign for all these names and for few others."""
    if not authority.exists():
        return False
    known = x509.load_pem_x509_certificate(authority.read_bytes())
    try:
        bound = known.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    except x509.ExtensionNotFound:
        return False
    dns = {each.value for each in bound if isinstance(each, x509.DNSName)}
    networks = [each.value for each in bound if isinstance(each, x509.IPAddress)]
    addressed = [(name, address_of(name)) for name in names]
    return known.not_valid_after_utc > now + RENEWED_BEFORE and all(
        name in dns if address is None else any(lies_in(address, network) for network in networks)
        for name, address in addressed
    )


def lies_in(address: Address, network: object) -> bool:
    return isinstance(network, ipaddress.IPv4Network | ipaddress.IPv6Network) and address in network


def address_of(name: str) -> Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def bound_to(name: str) -> x509.GeneralName:
    """What an authority made for this name may sign for: a name as it is, an address of the local network with those
    beside it, any other address alone.
    """
    address = address_of(name)
    if address is None:
        return x509.DNSName(name)
    bits = OWN_NETWORK_BITS if address.version == 4 and address.is_private else address.max_prefixlen
    return x509.IPAddress(ipaddress.ip_network(f"{address}/{bits}", strict=False))


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def authority(key: ec.EllipticCurvePrivateKey, names: Sequence[str], now: datetime) -> x509.Certificate:
    building = begun(named(AUTHORITY), key, key, now, days=AUTHORITY_DAYS)
    # Where no address is named, none would be barred.
    bound = x509.NameConstraints(list(dict.fromkeys(map(bound_to, [*names, LOOPBACK]))), None)
    return (
        building.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(bound, critical=True)
        .sign(key, hashes.SHA256())
    )


def own(
    names: Sequence[str], key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.Certificate:
    building = begun(named(f"{AUTHORITY} server"), key, signer, now, days=OWN_DAYS)
    return (
        building.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs=False), critical=True)
        .add_extension(x509.SubjectAlternativeName(list(map(alternative, names))), critical=False)
        .sign(signer, hashes.SHA256())
    )


def begun(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, now: datetime, *, days: int
) -> x509.CertificateBuilder:
    """What both have: who, since when, by whom, and that it is for servers alone."""
    since = now.astimezone(UTC) - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(named(AUTHORITY))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )


def usage(*, signs: bool) -> x509.KeyUsage:
    """What a key may do: an authority signs certificates, a server shows that it is who it says."""
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def alternative(name: str) -> x509.GeneralName:
    address = address_of(name)
    return x509.DNSName(name) if address is None else x509.IPAddress(address)


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def write(file: Path, data: bytes) -> None:
    """Whole or not at all, and read by nobody else."""
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as target:
        target.write(data)
    new.replace(file)
