"""Longer tests of what must never be lost, doubled or overcharged; .ci/run calls them once."""
