"""HTTP/2, spoken where the server offers it over TLS."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flows.faults import FetchFault
from flows.fetch import NO_VALIDATORS, Fetched, FetchFailure, FetchPolicy, fetch, open_client

POLICY = FetchPolicy("claimwatch-tests", allow_private=True, total_s=10.0)


def write_certificate(folder: Path) -> Path:
    """A key and a certificate for localhost, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    certificate = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(
        key, hashes.SHA256()
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "localhost.pem"
    path.write_bytes(plain + certificate.public_bytes(pem))
    return path


@asynccontextmanager
async def serve_http2(certificate: Path) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that speaks HTTP/2 only; gives its address and the paths that it was asked for."""
    asked: list[bytes] = []
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    context.set_alpn_protocols(["h2"])

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        speaker = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding=None))
        speaker.initiate_connection()
        writer.write(speaker.data_to_send())
        while data := await reader.read(65_536):
            for event in speaker.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    asked.append(dict(event.headers)[b":path"])
                    speaker.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/xml")])
                    speaker.send_data(event.stream_id, b"<rss/>", end_stream=True)
            writer.write(speaker.data_to_send())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}", asked


async def test_http2_where_it_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = write_certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(httpx2, "create_ssl_context", lambda **_: trusting)
    async with serve_http2(certificate) as (url, asked), open_client(POLICY) as client:
        answers = await asyncio.gather(*(fetch(client, f"{url}/{n}", NO_VALIDATORS, POLICY) for n in range(3)))
    assert [answer.body for answer in answers if isinstance(answer, Fetched)] == [b"<rss/>"] * 3
    assert sorted(asked) == [b"/0", b"/1", b"/2"]


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    async with serve_http2(write_certificate(tmp_path)) as (url, asked), open_client(POLICY) as client:
        answer = await fetch(client, url, NO_VALIDATORS, POLICY)
    assert isinstance(answer, FetchFailure)
    assert answer.kind is FetchFault.CONNECT
    assert asked == []
