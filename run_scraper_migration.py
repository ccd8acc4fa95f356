"""Brings the database of SCRAPER_DATABASE_URL, or the embedded one, to the newest revision."""

from db.migrate import migrate

print("\n".join(f"ran {revision}" for revision in migrate()) or "nothing to do")
