"""Coverage: what a site itself promises, what a run found of it, and what is missing and why. Pure; no network."""
