"""A language model behind an OpenAI-compatible server: one question, one answer, what it cost. Knows no pages.

Servers differ in how they can be held to JSON: `response_format` json_schema, json_object with a schema, json_object,
or not at all. The client tries them in this order and keeps to the first that works.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any, Protocol

from scraper.config import Config
from scraper.exceptions import InvalidOptions, InvalidSetting, LlmError
from scraper.options import LlmOptions

DEFAULT_SERVER = "default"
STYLES = ("json_schema", "json_object with schema", "json_object", "text")
# What servers answer to a response_format that they do not know; llama-cpp-python says 500 where others say 400 or 422.
_REFUSED = frozenset({400, 415, 422, 500, 501})
_MAX_BODY = 1_000_000  # bytes of an answer; the answers to 24 questions take some 500
_BYTES_PER_TOKEN = 2.5  # of JSON in any language, on the careful side: English prose has 4, Chinese 3


@dataclass(frozen=True, slots=True)
class LlmServer:
    """Where a model is asked: its address, the model's name, the key, and how long an answer may take."""

    name: str
    base_url: str
    model: str
    api_key: str = ""
    timeout_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer and its cost in tokens; `is_estimated` where the server did not say what it cost."""

    text: str
    tokens_in: int
    tokens_out: int
    is_estimated: bool = False


class LlmClient(Protocol):
    """Asks a model. Raises LlmError where there is no answer. Called from threads, several at a time."""

    def ask(self, instruction: str, prompt: str, schema: Mapping[str, Any], *, max_tokens: int) -> Reply:
        """The model's answer, which should be JSON of the schema, and may be anything."""


def named_server(config: Config, options: LlmOptions) -> LlmServer:
    """The server and model that the job names. Raises InvalidOptions for others than the operator has configured."""
    servers = dict(config.llm_servers)
    if config.llm_base_url:
        own = {"base_url": config.llm_base_url, "model": config.llm_model, "api_key": config.llm_api_key}
        servers.setdefault(DEFAULT_SERVER, own)
    if options.server not in servers:
        known = ", ".join(sorted(servers)) or "none is configured (SCRAPER_LLM_BASE_URL)"
        reason = f"{options.server!r} is no language model server of this installation; known: {known}"
        raise InvalidOptions("/extract/llm/server", reason)
    found = servers[options.server]
    if not isinstance(found, Mapping) or not isinstance(found.get("base_url"), str):
        raise InvalidSetting("SCRAPER_LLM_SERVERS", f"has no base_url for {options.server!r}")
    models = [name.strip() for name in str(found.get("model") or "").split(",") if name.strip()]
    if options.model and options.model not in models:
        known = ", ".join(models) or "the server's own"
        raise InvalidOptions("/extract/llm/model", f"{options.model!r} is not allowed here; known: {known}")
    model = options.model or next(iter(models), "default")
    key = str(found.get("api_key") or "")
    return LlmServer(options.server, found["base_url"], model, key, config.llm_timeout_seconds)


def estimated_tokens(*texts: str) -> int:
    """What the texts cost at most, by their length in bytes."""
    return ceil(sum(len(text.encode("utf-8", "replace")) for text in texts) / _BYTES_PER_TOKEN)


class OpenAiClient:
    """The `openai` library on one server; remembers how that server can be held to JSON."""

    def __init__(self, server: LlmServer) -> None:
        """Raises LlmError where the library is not installed."""
        try:
            import openai  # the extra [llm]: not needed unless a job asks a model
        except ImportError as error:
            raise LlmError("needs the extra [llm]: pip install 'schema-scraper[llm]'") from error
        self.server = server
        self.style = 0  # of STYLES
        self._openai = openai
        self._client = openai.OpenAI(
            base_url=server.base_url,
            api_key=server.api_key or "none",
            timeout=server.timeout_seconds,
            max_retries=0,
        )

    def ask(self, instruction: str, prompt: str, schema: Mapping[str, Any], *, max_tokens: int) -> Reply:
        """The model's answer; the first style that the server does not refuse is used from then on."""
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": prompt}]
        for style in range(self.style, len(STYLES)):
            try:
                body = self._body(messages, _response_format(STYLES[style], schema), max_tokens)
            except self._openai.APIStatusError as error:
                if error.status_code in _REFUSED and style + 1 < len(STYLES):
                    continue
                raise LlmError(f"answered with status {error.status_code}") from error
            except self._openai.APITimeoutError as error:
                raise LlmError(f"did not answer within {self.server.timeout_seconds:g} seconds") from error
            except self._openai.OpenAIError as error:
                raise LlmError(f"cannot be reached: {type(error).__name__}") from error
            self.style = max(self.style, style)
            return _reply(body, (instruction, prompt))
        raise LlmError("takes no kind of request")

    def unusable(self) -> None:
        """Say that the last answer was no JSON: the next one is asked for in another style, if there is one."""
        self.style = min(self.style + 1, len(STYLES) - 1)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _body(self, messages: Any, response_format: Any, max_tokens: int) -> bytes:
        """The bytes of the answer, read up to the limits of size and time. Raises LlmError and the library's errors."""
        deadline = monotonic() + self.server.timeout_seconds
        more = {} if response_format is None else {"response_format": response_format}
        with self._client.chat.completions.with_streaming_response.create(
            model=self.server.model, messages=messages, max_tokens=max_tokens, temperature=0, **more
        ) as response:
            return b"".join(_limited(response.iter_bytes(), deadline))


def _limited(chunks: Iterator[bytes], deadline: float) -> Iterator[bytes]:
    """The chunks; raises LlmError for a body without end, or one that comes too slowly."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _MAX_BODY:
            raise LlmError(f"answered with more than {_MAX_BODY:,} bytes")
        if monotonic() > deadline:
            raise LlmError("did not answer in time")
        yield chunk


def _response_format(style: str, schema: Mapping[str, Any]) -> dict[str, Any] | None:
    if style == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "choices", "strict": True, "schema": schema}}
    if style == "json_object with schema":
        return {"type": "json_object", "schema": schema}
    return {"type": "json_object"} if style == "json_object" else None


def _reply(body: bytes, asked: tuple[str, str]) -> Reply:
    """The answer in the server's JSON. Raises LlmError where it is none."""
    try:
        found = json.loads(body)
        text = found["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise LlmError("answered with something that is no chat completion") from error
    text = text if isinstance(text, str) else ""
    usage = found.get("usage")
    told = usage if isinstance(usage, dict) else {}
    counts = [told[name] for name in ("prompt_tokens", "completion_tokens") if type(told.get(name)) is int]
    if len(counts) == 2 and min(counts) >= 0:
        return Reply(text, counts[0], counts[1])
    return Reply(text, estimated_tokens(*asked), estimated_tokens(text), is_estimated=True)
