"""The proof of a run's coverage for a person: one line, and one for each thing that is missing."""

from collections.abc import Iterator, Mapping
from typing import Any


def share_of(metadata: Mapping[str, Any]) -> str:
    """What part of the promised records or pages a run has, as "97.5 %"; "" where nothing was promised."""
    share = metadata.get("coverage", {}).get("share")
    return "" if share is None else _per_cent(share)


def proof_line(metadata: Mapping[str, Any]) -> str:
    """ "237 of 240 records (98.8 %): "1–20 of 240" on page 1"; "" for a run that has no proof."""
    proof = metadata.get("coverage") or {}
    pages = proof.get("pages") or {}
    if proof.get("promised") is not None:
        return _counted(proof, "records", share_of(metadata), is_about=proof.get("is_approximate", False))
    if pages:
        return _counted(pages, "pages", share_of(metadata))
    return f"{proof['found']} records found, the site promises no number" if proof else ""


def _counted(count: Mapping[str, Any], unit: str, share: str, *, is_about: bool = False) -> str:
    line = f"{count['found']} of {'about ' if is_about else ''}{count['promised']} {unit} ({share})"
    evidence = count.get("evidence")
    return f'{line}: "{evidence["text"]}" on page {evidence["page"]} ({evidence["source"]})' if evidence else line


def proof_lines(metadata: Mapping[str, Any]) -> Iterator[str]:
    """What is missing and why, then the remarks."""
    proof = metadata.get("coverage") or {}
    for gap in proof.get("missing", ()):
        yield f"missing: {gap['what']}: {gap['why']}"
    if proof.get("missing_unnamed"):
        yield f"missing: {proof['missing_unnamed']} more pages"
    for remark in proof.get("remarks", ()):
        yield f"note: {remark}"


def _per_cent(share: float) -> str:
    """Never 100 % of less than all."""
    return "100 %" if share >= 1 else f"{min(99.9, share * 100):.3g} %"
