"""Pure functions over text: what a feed, a page and a sentence say. No network, no database, no clock."""
