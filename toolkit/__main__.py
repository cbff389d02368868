"""``python -m toolkit`` is the command ``toolkit``."""

from toolkit.cli.start import main

if __name__ == "__main__":
    main()
