"""A language model's server on loopback for tests: it answers what a function of the request says, in any style.

    with llm_server(lambda asked: {"price": 3}) as server:
        ... server.url, server.bodies

`asked` maps each key of the request's schema to the numbers of its candidates, as they stand in the prompt.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tests.site import Reply, Request, Site

Asked = Mapping[str, Sequence[int]]
_SCHEMA = "Answer with this JSON Schema: "
PATH = "/v1/chat/completions"
USAGE = {"prompt_tokens": 100, "completion_tokens": 10}


class LlmSite:
    """The server; `bodies` are the requests so far, parsed. Styles that are not in `takes` get the status `refusal`."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.bodies: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        """What SCRAPER_LLM_BASE_URL is set to."""
        return f"{self.site.url}/v1"

    @property
    def styles(self) -> list[str]:
        """The style of each request so far."""
        return [style_of(body) for body in self.bodies]


def style_of(body: Mapping[str, Any]) -> str:
    """How a request wants its answer held to JSON: a name of `scraper.llm.STYLES`."""
    wanted = body.get("response_format", {"type": "text"})
    return f"{wanted['type']} with schema" if "schema" in wanted else str(wanted["type"])


def asked_in(body: Mapping[str, Any]) -> Asked:
    """The keys that a request asks for with their candidates' numbers."""
    _, _, schema = body["messages"][1]["content"].rpartition(_SCHEMA)
    properties = json.loads(schema)["properties"]
    return {key: [number for number in each["enum"] if number is not None] for key, each in properties.items()}


def candidates_in(body: Mapping[str, Any]) -> dict[int, str]:
    """Number -> value, as the prompt shows them."""
    found = re.findall(r"^  (\d+): (.*?) \(place", body["messages"][1]["content"], re.MULTILINE)
    return {int(number): value for number, value in found}


def completion(content: Any, usage: Mapping[str, Any] | None = USAGE) -> str:
    """The body of a chat completion whose message is `content`, JSON unless it is a text."""
    text = content if isinstance(content, str) else json.dumps(content)
    answer: dict[str, Any] = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}
    return json.dumps(answer | ({"usage": usage} if usage is not None else {}))


@contextmanager
def llm_server(
    answer: Callable[[dict[str, Any]], Any],
    *,
    takes: Collection[str] = ("json_schema", "json_object with schema", "json_object", "text"),
    refusal: int = 400,
    usage: Mapping[str, Any] | None = USAGE,
) -> Iterator[LlmSite]:
    """A server whose messages are what `answer(request body)` gives; a `Reply` is sent as it is."""
    with Site() as site:
        server = LlmSite(site)

        def respond(request: Request) -> Reply:
            body = json.loads(request.body)
            server.bodies.append(body)
            if style_of(body) not in takes:
                return Reply('{"error": {"message": "no such format"}}', refusal, "application/json")
            said = answer(body)
            return said if isinstance(said, Reply) else Reply(completion(said, usage), content_type="application/json")

        site.route(PATH, respond)
        yield server
