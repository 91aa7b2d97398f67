"""PRMs in Hugging Face folders become ONNX folders for the runner's backend onnx."""

import argparse
import sys
from pathlib import Path

from check_parity import TOLERANCE, check_parity
from export_folder import Form, Source, export_folder
from fixtures import write_fixtures
from heads import HEAD_KINDS, HeadChoice
from load_model import MAX_TOKENS, load_model
from refused import Refused


def main() -> int:
    arguments = parser().parse_args()
    try:
        return arguments.command(arguments)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="python3 bench-runner/export", description=__doc__)
    commands = whole.add_subparsers(required=True)

    model = commands.add_parser("model", parents=[head_flags()], help="write an ONNX folder")
    model.add_argument("--id", help="the model's name on the Hub; without it, the folder's")
    model.add_argument("--revision", help="its commit on the Hub")
    form = model.add_mutually_exclusive_group()
    form.add_argument(
        "--int8", action="store_const", dest="dtype", const="int8", help="keep matrices as int8"
    )
    form.add_argument(
        "--float16", action="store_const", dest="dtype", const="float16", help="or as float16"
    )
    model.add_argument(
        "--external-data", action="store_true", help="weights in a file of their own at any size"
    )
    model.set_defaults(command=export_model, dtype="float32")

    check = commands.add_parser(
        "check", parents=[head_flags()], help="compare an ONNX folder with torch"
    )
    check.set_defaults(command=check_model)

    fixtures = commands.add_parser("fixtures", help="make the small models that tests feed")
    fixtures.add_argument("target", type=Path)
    fixtures.set_defaults(command=make_fixtures)
    return whole


def head_flags() -> argparse.ArgumentParser:
    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("folder", type=Path, help="holds config.json, safetensors and the tokenizer")
    flags.add_argument("target", type=Path, help="the ONNX folder")
    flags.add_argument("--head", required=True, choices=HEAD_KINDS)
    flags.add_argument(
        "--labels", type=token_ids, default=(), metavar="ID,ID", help="tokens of --head labels"
    )
    flags.add_argument(
        "--vocabulary", action="store_true", help="a column more: logsumexp over all tokens"
    )
    flags.add_argument(
        "--max-tokens",
        type=int,
        metavar="N",
        help=f"longest sequence; default: the model's, at most {MAX_TOKENS}",
    )
    return flags


def token_ids(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def head_of(arguments: argparse.Namespace) -> HeadChoice:
    return HeadChoice(arguments.head, arguments.labels, arguments.vocabulary)


def export_model(arguments: argparse.Namespace) -> int:
    source = Source(arguments.id or arguments.folder.resolve().name, arguments.revision)
    form = Form(arguments.dtype, arguments.external_data, arguments.max_tokens)
    export_folder(arguments.folder, arguments.target, head_of(arguments), source, form)
    return 0


def check_model(arguments: argparse.Namespace) -> int:
    model, _ = load_model(arguments.folder, head_of(arguments), arguments.max_tokens)
    parity = check_parity(model, arguments.target)
    print(f"largest difference {parity.difference:.2g}, largest number {parity.largest:.3g}")
    if parity.moved > 0:
        print(f"keeping the weights smaller moved numbers by {parity.moved:.2g} at most")
    if parity.holds:
        return 0
    print(f"More than {TOLERANCE:g} of the largest number", file=sys.stderr)
    return 1


def make_fixtures(arguments: argparse.Namespace) -> int:
    write_fixtures(arguments.target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
