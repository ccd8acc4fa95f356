"""The demo shop on a loopback port, for as long as a `with` block lasts."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread

from scraper.demo.shop import page

_ROBOTS = "User-agent: *\nAllow: /\n"
# One transparent pixel.
_PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@contextmanager
def serve_shop(port: int = 0) -> Iterator[str]:
    """The base URL of a running shop, without a slash at its end. Port 0 takes a free one."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _ShopRequest)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-shop", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _ShopRequest(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.endswith(".css"):
            self._reply(200, "text/css", files(__package__).joinpath("shop.css").read_bytes())
        elif self.path.startswith("/media/"):
            self._reply(200, "image/png", _PICTURE)
        elif self.path == "/robots.txt":
            self._reply(200, "text/plain", _ROBOTS.encode())
        elif html := page(self.path):
            self._reply(200, "text/html; charset=utf-8", html.encode())
        else:
            self._reply(404, "text/plain", b"There is no such page in this shop.")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the crawl's own log says what was fetched."""

    def _reply(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
