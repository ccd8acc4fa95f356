"""How the shipped models are made from labelled pages: not part of the installed package."""
