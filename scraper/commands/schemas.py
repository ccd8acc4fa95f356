"""`scrapy schemas`: the stored schemas."""

import argparse
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db.models import ExtractorSchema
from db.schemas import add_schema, find_schema, list_schemas, remove_schema
from db.wrappers import forget_wrappers
from scraper.console.references import named_schema
from scraper.console.tables import print_facts, print_json, print_table
from scraper.console.terminal import (
    CommandError,
    ProjectCommand,
    add_action,
    add_actions,
    read_json,
    reading_user,
    run_action,
    writing_user,
)
from scraper.job import schema_hash

_EXAMPLE = "scrapy schemas add product.json --name product"


class Command(ProjectCommand):
    """What to extract: add, show, list and remove schemas."""

    def syntax(self) -> str:
        return "ACTION [options]"

    def short_desc(self) -> str:
        return "Add, show, list and remove the schemas that say what to extract"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        actions = add_actions(parser, "schemas", _EXAMPLE)
        add_action(actions, "list", "list your schemas", "scrapy schemas list --json")
        _add_options_of_add(add_action(actions, "add", "store a JSON Schema from a file", _EXAMPLE))
        show = add_action(actions, "show", "show a schema with its definition", "scrapy schemas show product")
        remove = add_action(actions, "remove", "remove a schema; its jobs stay", "scrapy schemas remove product")
        forget = add_action(
            actions,
            "forget",
            "forget what runs learnt of sites for it",
            "scrapy schemas forget product --site shop.example",
        )
        for parser_of_one in (show, remove, forget):
            parser_of_one.add_argument("schema", metavar="NAME|ID")
        forget.add_argument("--site", help="a host, with its port if it has one; default: all sites")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        run_action(self, _ACTIONS, args, opts)


def _add_options_of_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a JSON file with the schema")
    parser.add_argument("--name", help="default: the file's name without its ending")
    parser.add_argument("--version", default="1.0", help="default: 1.0")
    parser.add_argument("--description")
    parser.add_argument(
        "--strict",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="drop records that break the schema; --no-strict keeps them without the offending fields",
    )
    parser.add_argument("--allow-extra", action="store_true", help="keep fields that the schema does not name")
    parser.add_argument("--public", action="store_true", help="let other users' jobs use it")


def _list(session: Session, opts: argparse.Namespace) -> None:
    schemas = list_schemas(session, user_id=reading_user(opts))
    if opts.json:
        print_json([_facts(schema) for schema in schemas])
        return
    rows = [(each.id, each.name, each.version, len(each.schema_definition.get("properties", ()))) for each in schemas]
    print_table(("id", "name", "version", "fields"), rows)


def _add(session: Session, opts: argparse.Namespace) -> None:
    name = opts.name or opts.file.stem
    definition = read_json(opts.file)
    user_id = writing_user(session, opts)
    if find_schema(session, user_id=user_id, name=name, version=opts.version):
        raise CommandError(f"there is a schema {name!r} of version {opts.version} already; give another --version")
    schema = add_schema(
        session,
        user_id=user_id,
        name=name,
        schema_definition=definition,
        version=opts.version,
        description=opts.description,
        strict_validation=opts.strict,
        allow_extra_fields=opts.allow_extra,
        is_public=opts.public,
    )
    print_json(_facts(schema)) if opts.json else print(f"schema {schema.id} {schema.name} {schema.version}")


def _show(session: Session, opts: argparse.Namespace) -> None:
    schema = named_schema(session, opts.schema, user_id=reading_user(opts))
    facts = _facts(schema)
    if opts.json:
        print_json(facts)
        return
    definition = facts.pop("schema_definition")
    print_facts(facts)
    print_json(definition)


def _remove(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    schema = named_schema(session, opts.schema, user_id=user_id)
    remove_schema(session, schema.id, user_id=user_id)
    print_json(_facts(schema)) if opts.json else print(f"removed schema {schema.id} {schema.name} {schema.version}")


def _forget(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    schema = named_schema(session, opts.schema, user_id=user_id)
    learnt_for = schema_hash(schema.schema_definition)
    site = opts.site and opts.site.lower().removeprefix("www.")
    count = forget_wrappers(session, user_id=user_id, schema_hash=learnt_for, site=site)
    print_json({"forgotten": count}) if opts.json else print(f"forgot {count} site templates of schema {schema.name}")


_ACTIONS = {"list": _list, "add": _add, "show": _show, "remove": _remove, "forget": _forget}


def _facts(schema: ExtractorSchema) -> dict[str, Any]:
    names = "id name version description strict_validation allow_extra_fields is_public created_at schema_definition"
    return {name: getattr(schema, name) for name in names.split()}
