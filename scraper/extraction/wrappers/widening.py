"""A wrapper with more places: for fields that the slow path found where the wrapper found nothing.

The rest of the wrapper stays as it is. It is widened only if it then reads the remembered pages and the new one alike.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from scraper.extraction.fields import FieldSpec
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import ExtractOptions
from scraper.extraction.wrappers.examples import CONFIDENT, Example
from scraper.extraction.wrappers.learning import field_wrapper, reads_alike
from scraper.extraction.wrappers.voting import Election, Ground
from scraper.extraction.wrappers.wrapper import MAX_PLACES, FieldWrapper, Profile, Wrapper


def widened(
    wrapper: Wrapper, examples: Sequence[Example], names: Collection[str], how: tuple[RecordSchema, ExtractOptions]
) -> Wrapper | None:
    """The wrapper with places for those fields too; None where it does not read all examples alike then."""
    ground = Ground(examples, wrapper.records[0].xpath if wrapper.records else "")
    fields = {field.name: field for field in wrapper.fields}
    for spec in how[0].fields:
        if spec.name not in names:
            continue
        learnt = _learnt(ground, spec)
        if learnt is None:
            return None
        known = fields.get(spec.name)
        fields[spec.name] = merged(known, learnt) if known is not None else learnt
    made = replace(wrapper, fields=tuple(fields.values()), pages=wrapper.pages + 1)
    return made if reads_alike(made, examples, how) else None


def _learnt(ground: Ground, spec: FieldSpec) -> FieldWrapper | None:
    """How the field is read on the newest of the examples; None where no way tells, or the slow path was not sure."""
    election = Election(ground, spec)
    last = len(ground.examples) - 1
    newest = {at for at in election.known if at[0] == last and election.known[at].confidence >= CONFIDENT}
    votes = election.votes()
    best = election.best([vote for vote in votes if vote.is_telling or not ground.record], newest)
    total = sum(len(example.roots) for example in ground.examples)
    return field_wrapper(election, votes, ([best], total))[0] if best is not None else None


def merged(known: FieldWrapper, learnt: FieldWrapper) -> FieldWrapper:
    """The known way to read a field, and where that finds nothing the learnt one."""
    neighbours = {*known.neighbours, *learnt.neighbours} if known.neighbours and learnt.neighbours else ()
    return replace(
        known,
        places=tuple(dict.fromkeys([*known.places, *learnt.places]))[:MAX_PLACES],
        neighbours=tuple(sorted(neighbours)),
        confidence=round((known.confidence + learnt.confidence) / 2, 4),
        certainty=min(known.certainty, learnt.certainty),
        profile=_either(known.profile, learnt.profile),
    )


def _either(one: Profile, other: Profile) -> Profile:
    """What the values of both look like."""
    lows, highs = (one.lowest, other.lowest), (one.highest, other.highest)
    return Profile(
        shortest=min(one.shortest, other.shortest),
        longest=max(one.longest, other.longest),
        lowest=None if None in lows else min(each for each in lows if each is not None),
        highest=None if None in highs else max(each for each in highs if each is not None),
        has_digits=one.has_digits if one.has_digits == other.has_digits else None,
        has_letters=one.has_letters if one.has_letters == other.has_letters else None,
        is_varied=one.is_varied and other.is_varied,
    )
