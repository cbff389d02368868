"""The one exception for "cannot go on"; problems in the data are findings and never raise."""


class CannotRun(Exception):
    """The command cannot run; the text is the Chinese line that the user is told."""
