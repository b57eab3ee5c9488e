"""The seed of a run."""

from random_run import seed

__all__ = ["seed"]
