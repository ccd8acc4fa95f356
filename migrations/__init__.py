"""The two histories of the database, as files: `versions` and `scraper`. `db.migrate` runs them."""
