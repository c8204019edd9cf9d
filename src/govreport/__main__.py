"""``python -m govreport`` is the command ``govreport``."""

from __future__ import annotations


def main() -> None:
    """Run the command; imported late, because every worker process imports the main module of its parent."""
    from .cli import main

    main()


if __name__ == "__main__":
    main()
