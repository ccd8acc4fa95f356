"""Unpacks the content codings of HTTP bodies, whole or not at all: a body that is cut short is an error. Pure."""

import zlib
from collections.abc import Callable, Mapping

import brotli
from backports import zstd

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_TRAILER_BYTES = 8
_RAW_DEFLATE = -zlib.MAX_WBITS
_HEADER_CHECKSUM, _EXTRA, _NAME, _COMMENT = 2, 4, 8, 16  # flags of a gzip header (RFC 1952, section 2.3.1)


class CutBody(ValueError):
    """The body ends before its content does, or is damaged on the way."""


class TooLarge(ValueError):
    """The content is larger than allowed. `size` is what was unpacked so far."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the content is larger than {size - 1} bytes")
        self.size = size


def unpacked(body: bytes, coding: str, *, max_size: int) -> bytes:
    """The content of a body in the coding gzip, deflate, br or zstd, of up to `max_size` bytes (0: any size).

    A body that is no such thing but text is given back as it is: some servers name a coding and forget to apply it.
    Raises CutBody and TooLarge.
    """
    if not body:
        return body
    try:
        content, is_whole = _UNPACKERS[coding](body, max_size + 1 if max_size else 0)
    except (zlib.error, brotli.error, zstd.ZstdError, IndexError) as error:
        if _is_text(body):
            return body
        raise CutBody(str(error)) from error
    if max_size and len(content) > max_size:
        raise TooLarge(len(content))
    if not is_whole:
        raise CutBody(f"the {coding} stream has no end")
    return content


def _is_text(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[")


def _gunzipped(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The members one after the other; what follows the last one is no matter, nor are their checksums.

    Some servers leave out the trailer or count wrongly, and browsers do not mind: the end of the deflate stream tells.
    """
    parts: list[bytes] = []
    while True:
        if not body.startswith(_GZIP_MAGIC):
            raise zlib.error("not a gzip stream")
        stream = zlib.decompressobj(_RAW_DEFLATE)
        parts.append(stream.decompress(_without_gzip_header(body), max(0, limit - sum(map(len, parts)))))
        body = stream.unused_data[_GZIP_TRAILER_BYTES:]
        is_full = limit > 0 and sum(map(len, parts)) >= limit
        if is_full or not stream.eof or not body.startswith(_GZIP_MAGIC):
            return b"".join(parts), stream.eof


def _without_gzip_header(body: bytes) -> bytes:
    """What follows the header. Raises IndexError where the body ends within it."""
    flags, start = body[3], 10
    if flags & _EXTRA:
        start += 2 + body[start] + 256 * body[start + 1]
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            start = body.find(b"\x00", start) + 1 or len(body)
    return body[start + 2 * bool(flags & _HEADER_CHECKSUM) :]


def _inflated(body: bytes, limit: int) -> tuple[bytes, bool]:
    """RFC 9110 means zlib's format; some servers send the bare deflate stream."""
    stream = zlib.decompressobj()
    try:
        return stream.decompress(body, limit), stream.eof
    except zlib.error:
        stream = zlib.decompressobj(_RAW_DEFLATE)
        return stream.decompress(body, limit), stream.eof


def _unbrotlied(body: bytes, limit: int) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    content = stream.process(body, output_buffer_limit=limit) if limit else stream.process(body)
    return content, stream.is_finished()


def _unzstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    """The frames one after the other."""
    content = b""
    while True:
        stream = zstd.ZstdDecompressor()
        content += stream.decompress(body, max_length=max(0, limit - len(content)) if limit else -1)
        body = stream.unused_data
        if not stream.eof or not body or (limit and len(content) >= limit):
            return content, stream.eof


_UNPACKERS: Mapping[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzstd,
}
"""Coding -> (content of at most so many bytes (0: all), whether that is the whole stream)."""
