"""What kind of column a field asks for: title, link, picture, date, amount, person, code, long or short text."""

from typing import Literal

from scraper.extraction.fields import FieldSpec
from scraper.extraction.schema import RecordSchema
from scraper.extraction.words import word_set

Role = Literal["title", "link", "image", "date", "money", "number", "person", "code", "long", "text", "flag"]

_IMAGE_WORDS = word_set("image picture photo img thumbnail thumb logo avatar icon cover bild foto poster")
_CODE_WORDS = word_set(
    "number no nr id code sku docket citation isbn ean gtin upc mpn serial reference ref case identifier nummer"
)
MONEY_CONCEPTS = frozenset(("price", "old_price", "salary"))
_MONEY_WORDS = word_set("price cost amount fee fare rent preis prix precio prezzo budget salary")
_PERSON_CONCEPTS = frozenset(("author", "brand", "company", "publisher"))
_PERSON_WORDS = word_set("author user seller artist composer judge director reviewer person speaker agent")
_LONG_CONCEPTS = frozenset(("description", "body", "instructions"))
_DATE_CONCEPTS = frozenset(("date", "date_modified"))
_CODE_CONCEPTS = frozenset(("sku", "gtin", "mpn", "docket_number"))
_NAME_WORDS = frozenset(("name", "title", "headline", "subject", "caption"))


def role_of(field: FieldSpec, *, is_main: bool = False) -> Role:
    """The role of the field; `is_main` says that it names the record (see `main_field`)."""
    words = frozenset(field.words)
    if field.is_uri or (field.concept in ("image", "url") and field.type in ("string", "any")):
        return "image" if field.concept == "image" or words & _IMAGE_WORDS else "link"
    if field.type == "boolean":
        return "flag"
    if field.is_date or field.concept in _DATE_CONCEPTS:
        return "date"
    if field.is_numeric:
        return "money" if field.concept in MONEY_CONCEPTS or words & _MONEY_WORDS else "number"
    if field.concept == "title" or is_main:
        return "title"
    return _text_role(field, words)


def _text_role(field: FieldSpec, words: frozenset[str]) -> Role:
    if field.concept in MONEY_CONCEPTS:
        return "money"
    if field.concept in _PERSON_CONCEPTS or words & _PERSON_WORDS:
        return "person"
    if field.concept in _LONG_CONCEPTS:
        return "long"
    return "code" if field.concept in _CODE_CONCEPTS or words & _CODE_WORDS else "text"


def main_field(schema: RecordSchema) -> FieldSpec | None:
    """The field that names the record: the title, else a plain text with such a word, else the first plain text."""
    texts = [field for field in schema.fields if role_of(field) == "title"]
    if texts:
        return texts[0]
    plain = [field for field in schema.fields if not field.enum and role_of(field) in ("text", "code", "person")]
    named = [field for field in plain if _NAME_WORDS & set(field.words)]
    if named:
        return named[0]
    return next((field for field in plain if role_of(field) == "text" and field.concept is None), None)
