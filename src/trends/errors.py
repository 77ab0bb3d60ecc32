"""The error tree: everything that `trends` raises on purpose."""


class TrendsError(Exception):
    """Base of every error that a user can mend; its text is one sentence that says what, the value, what is allowed."""


class DataError(TrendsError):
    """A table or matrix breaks a rule of the type that it should become."""


class SourceError(TrendsError):
    """A file or service cannot be read as papers."""


class ConfigError(TrendsError):
    """A setting is unknown, of the wrong type or out of its range."""


class WorkspaceError(TrendsError):
    """A run's folder cannot be read, written or understood."""


class MissingExtraError(TrendsError):
    """A package of an optional extra is needed and not installed."""

    def __init__(self, *, package: str, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs the package {package!r}: pip install 'trends[{extra}]'")
