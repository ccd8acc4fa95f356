"""A language model's server: how it is held to JSON, what it costs, how it fails."""

import json
import sys

import pytest
from scrapy.settings import Settings

from scraper.config import Config
from scraper.exceptions import InvalidOptions, InvalidSetting, LlmError
from scraper.llm import STYLES, LlmServer, OpenAiClient, estimated_tokens, named_server
from scraper.options import LlmOptions
from tests.llm_server import completion, llm_server
from tests.site import Reply

SCHEMA = {"type": "object", "properties": {"price": {"type": ["integer", "null"], "enum": [1, 2, None]}}}
JSON = "application/json"


@pytest.fixture
def client_of():
    """Clients of servers, closed at the end."""
    made = []

    def client(server, timeout_seconds=5.0):
        made.append(OpenAiClient(LlmServer("default", server.url, "some-model", "secret", timeout_seconds)))
        return made[-1]

    yield client
    for each in made:
        each.close()


def ask(client):
    return client.ask("Choose.", "price: 1 or 2", SCHEMA, max_tokens=50)


def says(body):
    return {"price": 2}


@pytest.mark.parametrize("style", range(len(STYLES)), ids=STYLES)
def test_each_style_of_request_is_tried_until_one_is_taken(client_of, style):
    with llm_server(says, takes=[STYLES[style]]) as server:
        reply = ask(client_of(server))
        assert (json.loads(reply.text), server.styles) == ({"price": 2}, list(STYLES[: style + 1]))


def test_what_a_server_takes_is_remembered(client_of):
    with llm_server(says, takes=["json_object with schema"], refusal=500) as server:
        client = client_of(server)
        ask(client)
        ask(client)
        assert server.styles == ["json_schema", "json_object with schema", "json_object with schema"]


def test_a_server_that_takes_nothing_leaves_the_next_request_where_it_was(client_of):
    with llm_server(says, takes=[], refusal=500) as server:
        client = client_of(server)
        with pytest.raises(LlmError, match="answered with status 500"):
            ask(client)
        assert (client.style, len(server.styles)) == (0, len(STYLES))


def test_after_an_answer_that_is_no_json_another_style_is_tried(client_of):
    with llm_server(says) as server:
        client = client_of(server)
        client.unusable()
        ask(client)
        assert server.styles == ["json_object with schema"]


def test_the_cost_is_what_the_server_reports(client_of):
    with llm_server(says, usage={"prompt_tokens": 123, "completion_tokens": 7, "total_tokens": 130}) as server:
        reply = ask(client_of(server))
    assert (reply.tokens_in, reply.tokens_out, reply.is_estimated) == (123, 7, False)


@pytest.mark.parametrize(
    "usage",
    [None, {}, {"prompt_tokens": -5, "completion_tokens": 1}, {"prompt_tokens": "9", "completion_tokens": True}],
    ids=["none", "empty", "negative", "other types"],
)
def test_without_a_report_the_cost_is_estimated(client_of, usage):
    with llm_server(says, usage=usage) as server:
        reply = ask(client_of(server))
    assert (reply.is_estimated, reply.tokens_in) == (True, estimated_tokens("Choose.", "price: 1 or 2"))


def test_the_key_the_model_and_the_limit_go_to_the_server(client_of):
    with llm_server(says) as server:
        ask(client_of(server))
        request, body = server.site.requests[0], server.bodies[0]
    assert (request.headers["authorization"], body["model"], body["max_tokens"], body["temperature"]) == (
        "Bearer secret",
        "some-model",
        50,
        0,
    )


@pytest.mark.parametrize("status", [401, 403, 404, 429, 502, 503])
def test_a_server_that_fails_is_asked_once(client_of, status):
    with llm_server(lambda body: Reply("no", status)) as server:
        with pytest.raises(LlmError, match=str(status)):
            ask(client_of(server))
        assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "body",
    ["", "<html>busy</html>", "[]", '{"choices": []}', '{"choices": [{"message": null}]}', "{" * 3000],
    ids=["empty", "HTML", "array", "no choice", "no message", "braces"],
)
def test_a_body_that_is_no_completion_is_an_error(client_of, body):
    with llm_server(lambda asked: Reply(body, content_type=JSON)) as server, pytest.raises(LlmError):
        ask(client_of(server))


def test_a_message_without_text_is_an_empty_answer(client_of):
    with llm_server(lambda asked: Reply(completion(None).replace('"null"', "null"), content_type=JSON)) as server:
        assert ask(client_of(server)).text == ""


def test_an_answer_without_end_is_cut_off(client_of):
    endless = Reply(completion("x" * 3_000_000), content_type=JSON)
    with llm_server(lambda asked: endless) as server, pytest.raises(LlmError, match="more than 1,000,000 bytes"):
        ask(client_of(server))


def test_a_slow_server_is_given_up(client_of):
    slow = Reply(completion("{}"), delay_seconds=30)
    with llm_server(lambda asked: slow) as server, pytest.raises(LlmError, match=r"did not answer within 0\.2 seconds"):
        ask(client_of(server, timeout_seconds=0.2))


def test_a_server_that_is_not_there_is_an_error(client_of):
    with llm_server(says) as server:
        client = client_of(server)
    with pytest.raises(LlmError, match="cannot be reached"):
        ask(client)


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(LlmError, match=r"schema-scraper\[llm\]"):
        OpenAiClient(LlmServer("default", "http://127.0.0.1:1/v1", "m"))


def config_of(**settings):
    return Config.from_settings(Settings({f"SCRAPER_LLM_{name}": value for name, value in settings.items()}))


def test_the_default_server_is_the_operators():
    config = config_of(BASE_URL="http://a/v1", MODEL="small, large", API_KEY="k")
    assert named_server(config, LlmOptions()) == LlmServer("default", "http://a/v1", "small", "k")


def test_a_job_may_choose_among_the_allowed_models():
    config = config_of(BASE_URL="http://a/v1", MODEL="small, large")
    assert named_server(config, LlmOptions(model="large")).model == "large"


def test_a_job_names_other_servers_by_name():
    config = config_of(SERVERS='{"local": {"base_url": "http://b/v1"}}')
    assert named_server(config, LlmOptions(server="local")) == LlmServer("local", "http://b/v1", "default")


@pytest.mark.parametrize(
    ("settings", "options", "pointer"),
    [
        ({}, LlmOptions(), "/extract/llm/server"),
        ({"BASE_URL": "http://a/v1"}, LlmOptions(server="http://evil"), "/extract/llm/server"),
        ({"BASE_URL": "http://a/v1", "MODEL": "small"}, LlmOptions(model="huge"), "/extract/llm/model"),
    ],
    ids=["none is configured", "an address", "another model"],
)
def test_what_the_operator_has_not_allowed_is_refused(settings, options, pointer):
    with pytest.raises(InvalidOptions) as refused:
        named_server(config_of(**settings), options)
    assert refused.value.pointer == pointer


def test_a_server_without_an_address_is_a_wrong_setting():
    with pytest.raises(InvalidSetting, match="base_url"):
        named_server(config_of(SERVERS='{"local": {}}'), LlmOptions(server="local"))
