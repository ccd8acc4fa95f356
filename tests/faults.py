"""A raw HTTP server on loopback that misbehaves on purpose: drips, hangs, half-closes, resets, cut bodies.

    with FaultSite({"/": whole("<p>hello</p>"), "/drip": drip_body}) as site:
        ...
        assert site.exchanges("/drip")[0].seconds < 2

What `tests.site` cannot do, because `http.server` always answers in order. It listens on 127.0.0.1, on a port of its
own, in an asyncio loop in a thread; leaving the block ends what is under way.
"""

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic

DRIP_SECONDS = 0.1
FAR = 60.0  # longer than any test waits


@dataclass(slots=True)
class Exchange:
    """One connection that a request came in on, or none (path "") where none was read. Times are monotonic seconds."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    started: float
    path: str = ""
    ended: float | None = None

    @property
    def seconds(self) -> float:
        """How long it lasted, until one of the two ended it."""
        assert self.ended is not None, f"{self.path} still goes on"
        return self.ended - self.started

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def hang(self) -> None:
        """Say nothing more until the client goes."""
        while await self.reader.read(4096):
            pass

    async def drip(self, data: bytes) -> None:
        """Send one byte at a time, until the client goes."""
        for byte in data:
            await self.send(bytes([byte]))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DRIP_SECONDS):
                    if not await self.reader.read(1):
                        return

    def half_close(self) -> None:
        """Say that no more is sent, and go on listening."""
        self.writer.get_extra_info("socket").shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """End the connection with a TCP reset: lingering for 0 s makes close() send RST instead of FIN."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Fault = Callable[[Exchange], Awaitable[None]]


class FaultSite:
    """A server whose paths (without query) are answered by faults; others answer 404. With `tls` it speaks TLS.

    `accept`, where given, has each connection from its first byte on: nothing is read before.
    """

    def __init__(
        self,
        routes: Mapping[str, Fault] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        accept: Fault | None = None,
    ) -> None:
        self._routes = dict(routes or {})
        self._tls = tls
        self._accept = accept
        self._log: list[Exchange] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    def __enter__(self) -> "FaultSite":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        return self

    def __exit__(self, *exc_info: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """The site's root without a closing slash."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def route(self, path: str, fault: Fault) -> None:
        """Answer `path` (without query) with `fault` from now on."""
        self._routes[path] = fault

    def exchanges(self, path: str | None = None) -> list[Exchange]:
        """The connections of requests for `path` (with its query) so far, in their order; without one, all."""
        return [each for each in list(self._log) if path is None or each.path == path]

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        exchange = Exchange(reader, writer, monotonic())
        self._log.append(exchange)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError, ssl.SSLError):
                await self._answer(exchange)
        except asyncio.CancelledError:  # the site closes; asyncio would log a handler that ends as cancelled
            pass
        finally:
            exchange.ended = monotonic()
            self._tasks.discard(task)
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                writer.close()

    async def _answer(self, exchange: Exchange) -> None:
        if self._accept is not None:
            await self._accept(exchange)
            return
        head = await exchange.reader.readuntil(b"\r\n\r\n")
        exchange.path = head.split(b" ", 2)[1].decode("latin-1")
        exchange.started = monotonic()
        await self._routes.get(exchange.path.partition("?")[0], missing)(exchange)


def head(*lines: str, status: str = "200 OK") -> bytes:
    """Status line and headers, with the blank line that ends them; the connection is closed after each answer."""
    fixed = (f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", "Connection: close")
    return "\r\n".join([*fixed, *lines, "", ""]).encode()


def whole(body: str | bytes, *lines: str, status: str = "200 OK") -> Fault:
    """An answer as it should be."""
    data = body.encode() if isinstance(body, str) else body

    async def answer(exchange: Exchange) -> None:
        await exchange.send(head(f"Content-Length: {len(data)}", *lines, status=status) + data)

    return answer


missing = whole("<h1>Not found</h1>", status="404 Not Found")


def by_turns(*faults: Fault) -> Fault:
    """The first request gets the first fault, and so on; the last stands for all that follow."""
    left = list(faults)

    async def answer(exchange: Exchange) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(exchange)

    return answer


def after(seconds: float, fault: Fault) -> Fault:
    """The fault, so many seconds late, unless the client goes before."""

    async def answer(exchange: Exchange) -> None:
        try:
            async with asyncio.timeout(seconds):
                await exchange.hang()
        except TimeoutError:
            await fault(exchange)

    return answer


# ---- what goes on for ever


async def hang(exchange: Exchange) -> None:
    """Not a byte."""
    await exchange.hang()


async def hang_in_body(exchange: Exchange) -> None:
    await exchange.send(head("Content-Length: 1000") + b"<p>half of it")
    await exchange.hang()


async def drip_head(exchange: Exchange) -> None:
    await exchange.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: yes\r\n" * 10_000)


async def drip_body(exchange: Exchange) -> None:
    await exchange.send(head("Content-Length: 100000"))
    await exchange.drip(b"x" * 100_000)


async def drip_without_length(exchange: Exchange) -> None:
    await exchange.send(head())
    await exchange.drip(b"x" * 100_000)


async def drip_chunks(exchange: Exchange) -> None:
    await exchange.send(head("Transfer-Encoding: chunked"))
    await exchange.drip(b"1\r\nx\r\n" * 100_000)


async def endless_head(exchange: Exchange) -> None:
    """Header after header, as fast as they are taken."""
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    while not exchange.reader.at_eof():
        await exchange.send(b"X-Filler: " + b"y" * 8000 + b"\r\n")


async def half_close_and_hang(exchange: Exchange) -> None:
    """The server says that it will send no more, and keeps the connection open."""
    exchange.half_close()
    await exchange.hang()


# ---- what ends too early


async def close_at_once(exchange: Exchange) -> None:
    """Ends without a byte."""


async def reset(exchange: Exchange) -> None:
    exchange.reset()


async def reset_in_body(exchange: Exchange) -> None:
    await exchange.send(head("Content-Length: 1000") + b"<p>half of it")
    exchange.reset()


async def half_close_in_body(exchange: Exchange) -> None:
    await exchange.send(head("Content-Length: 1000") + b"<p>half of it")
    exchange.half_close()
    await exchange.hang()


def cut_without_length(body: bytes) -> Fault:
    """The start of a body whose end is that of the connection."""

    async def answer(exchange: Exchange) -> None:
        await exchange.send(head() + body)

    return answer


def reset_without_length(body: bytes) -> Fault:
    """The same, ended by a reset."""

    async def answer(exchange: Exchange) -> None:
        await exchange.send(head() + body)
        await asyncio.sleep(DRIP_SECONDS)  # a reset overtakes what has not been read yet
        exchange.reset()

    return answer


def cut_chunks(body: bytes) -> Fault:
    """A chunk, and no last one."""

    async def answer(exchange: Exchange) -> None:
        await exchange.send(head("Transfer-Encoding: chunked") + b"%x\r\n%b\r\n" % (len(body), body))

    return answer
