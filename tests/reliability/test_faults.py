"""Whatever a server does with a connection, over TLS or not, a download ends within its timeout + 1 s and is named.

Run by .ci/run: `pytest -s tests/reliability/test_faults.py` prints the figures.
"""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import faults
from tests.faults import FaultSite, whole
from tests.site import detail_page, record

TIMEOUT = 2.0
_HALF = b"<html><body><p>half of it</"
_FAULTS = {
    "/hang": (faults.hang, "timeout"),
    "/hang-in-body": (faults.hang_in_body, "timeout"),
    "/drip-head": (faults.drip_head, "timeout"),
    "/drip-body": (faults.drip_body, "timeout"),
    "/drip-without-length": (faults.drip_without_length, "timeout"),
    "/drip-chunks": (faults.drip_chunks, "timeout"),
    "/half-close": (faults.half_close_and_hang, "connection_lost"),
    "/close": (faults.close_at_once, "connection_lost"),
    "/reset": (faults.reset, "connection_lost"),
    "/reset-in-body": (faults.reset_in_body, "truncated"),
    "/half-close-in-body": (faults.half_close_in_body, "truncated"),
    "/cut-chunks": (faults.cut_chunks(_HALF), "truncated"),
    "/cut-without-length": (faults.cut_without_length(_HALF), "truncated"),
    "/reset-without-length": (faults.reset_without_length(_HALF), "truncated"),
}
_ROUTES = {path: fault for path, (fault, _) in _FAULTS.items()} | {"/whole": whole(detail_page(record(1)))}


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """A server's TLS context with a certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    as_text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(as_text + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def crawl(crawls, urls):
    options = {
        "pagination": {"urls": urls},
        "concurrent_requests": 32,
        "timeout": TIMEOUT,
        "max_retries": 0,
        "respect_robots_txt": False,
        "extract": {"mode": "detail"},
    }
    limits = ("-s SCRAPER_FAILED_PAGES_LIMIT=100", "-s SCRAPER_RETRY_BACKOFF_SECONDS=0.01")
    return crawls.run(crawls.job(urls[0], "url_list", **options), *limits, "-s DOWNLOAD_VERIFY_CERTIFICATES=False")


@pytest.mark.parametrize("has_tls", [False, True], ids=["http", "https"])
def test_every_fault_ends_in_time_and_is_named(sqlite_crawls, tls, has_tls):
    with FaultSite(_ROUTES, tls=tls if has_tls else None) as site:
        crawled = crawl(sqlite_crawls, [site.url + path for path in _ROUTES])
        seconds = {each.path: each.seconds for each in site.exchanges()}
    reasons = {request.url.removeprefix(site.url): request.reason for request in crawled.requests}
    print(
        f"\n{site.url.partition(':')[0]}: {len(_FAULTS)} faults, the longest ended after {max(seconds.values()):.2f} s"
    )
    assert reasons == {path: reason for path, (_, reason) in _FAULTS.items()} | {"/whole": None}
    assert {path: each for path, each in seconds.items() if each > TIMEOUT + 1} == {}
    assert (crawled.run.items_extracted, crawled.run.credits_charged) == (1, 1)
    assert len(crawled.run.run_metadata["failures"]) == len(_FAULTS)


async def _drip_handshake(exchange):
    """A TLS record that says it is long, a byte at a time."""
    await exchange.drip(b"\x16\x03\x03\x40\x00" + b"\x00" * 10_000)


@pytest.mark.parametrize("handshake", [faults.hang, _drip_handshake], ids=["hangs", "drips"])
def test_a_handshake_without_an_end_is_ended_in_time(sqlite_crawls, handshake):
    with FaultSite(accept=handshake) as site:
        crawled = crawl(sqlite_crawls, [site.url.replace("http", "https")])
        seconds = max(each.seconds for each in site.exchanges())
    assert crawled.requests[0].reason == "timeout"
    assert seconds <= TIMEOUT + 1


def test_a_proxy_that_hangs_is_ended_in_time(sqlite_crawls):
    with FaultSite(accept=faults.hang) as proxy:
        job_id = sqlite_crawls.job(
            "https://shop.example/", proxy="slow", timeout=TIMEOUT, max_retries=0, respect_robots_txt=False
        )
        crawled = sqlite_crawls.run(job_id, f'-s SCRAPER_PROXIES={{"slow":"{proxy.url}"}}')
        seconds = max(each.seconds for each in proxy.exchanges())
    assert crawled.requests[0].reason == "timeout"
    assert seconds <= TIMEOUT + 1


def test_robots_txt_that_hangs_is_given_up_in_time_and_forbids_the_page(sqlite_crawls):
    with FaultSite({"/robots.txt": faults.hang, "/": whole(detail_page(record(1)))}) as site:
        job_id = sqlite_crawls.job(site.url + "/", timeout=1.0, max_retries=1, extract={"mode": "detail"})
        crawled = sqlite_crawls.run(job_id)
        tries = site.exchanges("/robots.txt")
    assert [each.reason for each in crawled.requests] == ["robots_unreachable"]
    # The page has two tries, and in each of them robots.txt has two.
    assert [each.seconds < 2 for each in tries] == [True] * 4
