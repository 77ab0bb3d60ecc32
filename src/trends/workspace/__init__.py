"""A run's folder: what is fresh, atomic writes, the manifest, and how the types lie on disk."""

from trends.workspace.atomic import write_atomically
from trends.workspace.run import Workspace, Writing, key_of

__all__ = ["Workspace", "Writing", "key_of", "write_atomically"]
