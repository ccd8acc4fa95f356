"""The main text of a page: its blocks of text, and which of them belong to the article."""
