"""Certificates for the local network: an authority of this installation, which phones are told to trust, and its own.

Browsers keep a walk for use without network only on pages they trust, and an address in a local network has no
certificate of a public authority.
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

# Telephones refuse certificates that hold longer than 825 days, whoever signed them.
AUTHORITY_DAYS, OWN_DAYS = 3650, 800
RENEWED_BEFORE = timedelta(days=30)
# No packet is sent: the system only chooses from which of its addresses it would.
SOMEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class Certificates:
    """authority: what phones install. certificate and key: what the server shows."""

    authority: Path
    certificate: Path
    key: Path


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
    """The certificates in a folder, made where they are missing, over or for other names. The authority stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    found = Certificates(folder / "authority.crt", folder / "server.crt", folder / "server.key")
    authority_key = folder / "authority.key"
    is_new = not (found.authority.exists() and authority_key.exists())
    if is_new:
        key = ec.generate_private_key(ec.SECP256R1())
        made = signed(named("Kiezkontor"), key, key, named("Kiezkontor"), now, days=AUTHORITY_DAYS, names=())
        write(authority_key, pem_of(key))
        write(found.authority, made.public_bytes(serialization.Encoding.PEM))
    if is_new or not holds(found.certificate, names, now=now):
        signer = serialization.load_pem_private_key(authority_key.read_bytes(), password=None)
        assert isinstance(signer, ec.EllipticCurvePrivateKey)
        key = ec.generate_private_key(ec.SECP256R1())
        made = signed(named(names[0]), key, signer, named("Kiezkontor"), now, days=OWN_DAYS, names=names)
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


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def signed(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    now: datetime,
    *,
    days: int,
    names: Sequence[str],
) -> x509.Certificate:
    """names: of a server; none for an authority."""
    begun = now.astimezone(UTC) - timedelta(hours=1)
    building = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=not names, path_length=None if names else 0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    building = building.add_extension(usage(signs=not names), critical=True)
    if names:
        building = building.add_extension(x509.SubjectAlternativeName(list(map(alternative, names))), critical=False)
        building = building.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return building.sign(signer, hashes.SHA256())


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
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


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
