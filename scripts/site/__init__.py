"""What turns the pages into the site: Markdown extensions that any generator can load, and a few mkdocs hooks."""
