"""What a person can get wrong."""

from __future__ import annotations


class UserError(ValueError):
    """A setting, an option or a path that a person gave is wrong; the message is one line that names it."""
