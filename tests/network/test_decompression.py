"""scraper.network.decompression: bodies are unpacked whole or not at all."""

import gzip
import random
import zlib

import brotli
import pytest
from backports import zstd

from scraper.network.decompression import CutBody, TooLarge, unpacked

_TEXT = (
    b"<html>" + b"".join(b"<p>%d</p>" % number for number in random.Random(7).sample(range(10**9), 3000)) + b"</html>"
)


def _raw_deflate(data):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def _with_header_fields(data):
    """A gzip member whose header has an extra field, a name, a comment and a checksum."""
    fields = b"\x05\x00extra" + b"page.html\x00" + b"a comment\x00" + b"\x12\x34"
    return b"\x1f\x8b\x08\x1e\x00\x00\x00\x00\x00\xff" + fields + _raw_deflate(data) + gzip.compress(data)[-8:]


_PACKED = {
    "gzip": ("gzip", gzip.compress(_TEXT)),
    "x-gzip": ("x-gzip", gzip.compress(_TEXT)),
    "gzip with a name": ("gzip", _with_header_fields(_TEXT)),
    "gzip in two members": ("gzip", gzip.compress(_TEXT[:5000]) + gzip.compress(_TEXT[5000:])),
    "deflate": ("deflate", zlib.compress(_TEXT)),
    "raw deflate": ("deflate", _raw_deflate(_TEXT)),
    "br": ("br", brotli.compress(_TEXT)),
    "zstd": ("zstd", zstd.compress(_TEXT)),
    "zstd in two frames": ("zstd", zstd.compress(_TEXT[:5000]) + zstd.compress(_TEXT[5000:])),
}


@pytest.mark.parametrize("max_size", [0, len(_TEXT)], ids=["any size", "just large enough"])
@pytest.mark.parametrize("name", _PACKED)
def test_a_whole_body_is_unpacked(name, max_size):
    coding, body = _PACKED[name]
    assert unpacked(body, coding, max_size=max_size) == _TEXT


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
@pytest.mark.parametrize("name", _PACKED)
def test_a_body_that_is_cut_short_is_refused(name, share):
    coding, body = _PACKED[name]
    with pytest.raises(CutBody):
        unpacked(body[: int(len(body) * share)], coding, max_size=10**6)


@pytest.mark.parametrize("kept", [0, 1, 3, 9])
def test_a_gzip_body_cut_in_its_header_is_refused(kept):
    body = _PACKED["gzip"][1][: kept + 2]
    with pytest.raises(CutBody):
        unpacked(body, "gzip", max_size=0)


@pytest.mark.parametrize("kept", [-1, -4, -8])
def test_a_gzip_body_without_its_checksum_is_whole(kept):
    assert unpacked(_PACKED["gzip"][1][:kept], "gzip", max_size=0) == _TEXT


def test_a_gzip_body_with_a_wrong_checksum_is_whole():
    assert unpacked(_PACKED["gzip"][1][:-8] + b"\x00" * 8, "gzip", max_size=0) == _TEXT


def test_what_follows_a_gzip_body_is_left_out():
    assert unpacked(_PACKED["gzip"][1] + b"\x00" * 100, "gzip", max_size=0) == _TEXT


@pytest.mark.parametrize("name", ["deflate", "br"])
def test_a_body_that_is_damaged_is_refused(name):
    coding, body = _PACKED[name]
    damaged = body[:100] + b"\xff" * 40 + body[140:]
    with pytest.raises(CutBody):
        unpacked(damaged, coding, max_size=0)


@pytest.mark.parametrize("name", _PACKED)
def test_a_body_that_is_too_large_is_refused(name):
    coding, body = _PACKED[name]
    with pytest.raises(TooLarge):
        unpacked(body, coding, max_size=len(_TEXT) - 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("text", [b"<html><p>plain</p></html>", b'{"a": 1}', b"\xef\xbb\xbf\n<p>plain"])
def test_text_that_was_never_packed_is_given_back(coding, text):
    assert unpacked(text, coding, max_size=1000) == text


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_an_empty_body_is_empty(coding):
    assert unpacked(b"", coding, max_size=1000) == b""
