"""A schema proposed from a page: the fields that it shows, with types and samples."""
