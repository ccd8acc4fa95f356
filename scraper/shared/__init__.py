"""One run in several processes: who fetches what, what pages come to, and when it is over (docs/reliability.md)."""
