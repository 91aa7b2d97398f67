"""Hugging Face folders to ONNX folders for the runner: python3 bench-runner/export --help"""

import argparse
import sys
from pathlib import Path

from refused import Refused


def main() -> int:
    arguments = parser().parse_args()
    try:
        return arguments.command(arguments)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="export", description=__doc__)
    commands = whole.add_subparsers(required=True)
    fixtures = commands.add_parser("fixtures", help="make the small models that tests feed")
    fixtures.add_argument("folder", type=Path)
    fixtures.set_defaults(command=make_fixtures)
    return whole


def make_fixtures(arguments: argparse.Namespace) -> int:
    from fixtures import write_fixtures

    write_fixtures(arguments.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
