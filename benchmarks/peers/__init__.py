"""Other extractors on the same labelled pages, each given what it asks for and scored by the same scorer."""
