"""What each step of our run takes, as JSON: what ``--timings`` shows, for :mod:`benchmarks.speed`.

python -m benchmarks.steps FOLDER OUT
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import toolkit


def main() -> None:
    folder, out = sys.argv[1:]
    written = toolkit.collect(folder).write(out)
    print(json.dumps({name: asdict(spent) for name, spent in written.result.timings.items()}))


if __name__ == "__main__":
    main()
