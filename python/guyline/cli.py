"""The command ``guyline``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import guyline as gl
from guyline._names import did_you_mean, plain
from guyline.sources import origins

_KNOBS_HELP = """\
knobs (KNOB=VALUE, several after one option; values may end in %)
  length        change of structural length in optimal fibre lengths, -50% to 50%;
                negative is shorter. length_mm: the same in mm along the path.
                length_slr_deg (hamstrings), length_thomas_deg (hip-flexors): the same in
                degrees of the straight-leg raise, or of the modified Thomas test
  stiffness     factor on the steepness of the passive curve, 0.1 to 10
  tone          activation without effort, 0 to 1 (0% to 100%).
                tone_change: against the tone of the body as it was built
  reflex_gain   activation per optimal fibre length of stretch, 0 to 2
  strength      factor on the force above tone, 0 to 10; does nothing at rest"""

_SIGNS_HELP = """\
signs
  tilt > 0 is anterior (the front of the pelvis goes down), < 0 posterior; zero is the
  reference posture. Lordosis is measured from L1 to S1, larger is more hollow. PT, the
  angle of X-ray pictures, grows the other way: with posterior tilt."""

_NOT_HELP = """\
what it is not
  A reduced model of the sagittal plane for study and teaching. It gives no medical
  advice and knows nothing about pain."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and ends with 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _parser(body: gl.Model) -> argparse.ArgumentParser:
    text = argparse.RawDescriptionHelpFormatter
    parser = _Parser(
        prog="guyline",
        formatter_class=text,
        allow_abbrev=False,
        description="Where the pelvis comes to rest on its muscles, and what that costs the\n"
        "lumbar spine.",
        epilog="examples\n"
        "  guyline stand\n"
        "  guyline stand --hamstrings length=-10% --hip-flexors tone=5%\n"
        "  guyline muscles\n"
        "  guyline evidence psoas.tone\n"
        "  guyline claims A21\n\n"
        "`guyline stand --help` explains groups, knobs and signs.\n\n" + _NOT_HELP,
    )
    parser.add_argument("--version", action="version", version=f"guyline {gl.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    members = "\n".join(
        f"  {_option(group):<18}{', '.join(names)}" for group, names in body.groups.items()
    )
    stand = commands.add_parser(
        "stand",
        formatter_class=text,
        allow_abbrev=False,
        usage="guyline stand [--mass-kg KG] [--stature-m M] [--sex male|female]\n"
        "                     [--pelvic-incidence-deg DEG] [--pelvic-tilt-radiographic-deg DEG]\n"
        "                     [--lordosis-deg DEG] [--MUSCLE KNOB=VALUE ...] [--acute]\n"
        "                     [--without NAME ...] [--json FILE] [--plot FILE]",
        help="find the resting posture and the load on the lumbar spine",
        description="Finds where the pelvis of a standing person comes to rest, given how long\n"
        "and how toned each muscle is, and what that costs the lumbar spine.",
        epilog="examples\n"
        "  guyline stand\n"
        "  guyline stand --hamstrings length=-10% --hip-flexors tone=5%\n"
        "  guyline stand --psoas length=-0.1 stiffness=2 --acute\n"
        "  guyline stand --without hamstrings --json - --plot tilt.png\n\n"
        f"groups, each with its muscles (both can be options)\n{members}\n\n"
        f"{_KNOBS_HELP}\n\n{_SIGNS_HELP}\n\n"
        "exit code\n"
        "  0 the body stands, 1 it does not (the reason is said), 2 the input is wrong\n\n"
        + _NOT_HELP,
    )
    person = stand.add_argument_group("the person")
    person.add_argument(
        "--mass-kg", metavar="KG", type=float, default=body.mass_kg, help="default %(default)g"
    )
    person.add_argument(
        "--stature-m", metavar="M", type=float, default=body.stature_m, help="default %(default)g"
    )
    person.add_argument("--sex", choices=["male", "female"], default=body.sex, help="%(default)s")
    person.add_argument(
        "--pelvic-incidence-deg",
        metavar="DEG",
        type=float,
        default=body.pelvic_incidence_deg,
        help="bone shape, PI = PT + SS; default %(default)g",
    )
    person.add_argument(
        "--pelvic-tilt-radiographic-deg",
        metavar="DEG",
        type=float,
        help="PT of a standing radiograph; default by regression on PI",
    )
    person.add_argument(
        "--lordosis-deg",
        metavar="DEG",
        type=float,
        help="LL (L1 to S1) of a standing radiograph; default by regression on PI",
    )
    muscles = stand.add_argument_group("the muscles")
    muscles.add_argument(
        "--MUSCLE",
        dest="shown_only",
        metavar="KNOB=VALUE",
        help="any group or muscle, as --hip-flexors or --psoas; see below",
    )
    for name in dict.fromkeys([*body.groups, *body.muscles]):
        muscles.add_argument(
            _option(name),
            dest=f"knobs_{name}",
            nargs="+",
            action="append",
            metavar="KNOB=VALUE",
            help=argparse.SUPPRESS,
        )
    muscles.add_argument(
        "--acute",
        action="store_true",
        help="a changed length leaves the reflex threshold where it was; without this the "
        "reflex has recalibrated",
    )
    muscles.add_argument(
        "--without",
        nargs="+",
        action="append",
        default=[],
        metavar="NAME",
        help="cut a muscle or a group",
    )
    task = stand.add_argument_group("the posture")
    task.add_argument(
        "--trunk-inclination-deg", metavar="DEG", type=float, default=0.0, help="forward positive"
    )
    task.add_argument(
        "--knee-flexion-deg", metavar="DEG", type=float, default=0.0, help="0 is straight"
    )
    output = stand.add_argument_group("the answer")
    output.add_argument(
        "--json", metavar="FILE", help="write all numbers as JSON; - is the standard output"
    )
    output.add_argument("--plot", metavar="FILE", help="draw it (.png, .svg, .pdf)")

    table = commands.add_parser(
        "muscles",
        formatter_class=text,
        allow_abbrev=False,
        help="show the table of muscles, with knobs and sources",
        description="The muscles of the built-in body (both sides together): knobs as built, force "
        "and\nfibre length, and where the numbers come from.",
    )
    table.add_argument("--json", action="store_true", help="as JSON, with the sources in full")

    evidence = commands.add_parser(
        "evidence",
        formatter_class=text,
        allow_abbrev=False,
        help="say where a number of the built-in body comes from",
        description="Where a number of the built-in body comes from: its grade, its sources in full\n"
        "and what it was tuned on. Without a name, how many numbers there are of each grade.",
        epilog="examples\n"
        "  guyline evidence hamstrings.length\n"
        "  guyline evidence lumbar_flexion.stiffness\n"
        "  guyline evidence --all\n\n"
        "grades\n"
        "  measured    read in a publication or in its authors' own model\n"
        "  derived     arithmetic on such numbers, or fitted to them\n"
        "  assumption  chosen",
    )
    evidence.add_argument("name", nargs="?", metavar="NAME", help="as psoas.tone")
    evidence.add_argument("--all", action="store_true", help="a line for every number")

    claims = commands.add_parser(
        "claims",
        formatter_class=text,
        allow_abbrev=False,
        help="put the claims of two popular articles to the model",
        description="What two popular articles say about the lower back, put to the model claim by\n"
        "claim, in the built-in man and in a cohort of plausible bodies. Without an ID a\n"
        "line for each claim.",
        epilog="examples\n"
        "  guyline claims A21\n"
        "  guyline claims B2 B29\n"
        "  guyline claims --write docs\n\n" + _NOT_HELP,
    )
    claims.add_argument("ids", nargs="*", metavar="ID", help="as A21: the whole story")
    claims.add_argument(
        "--write", metavar="FOLDER", help="write claims.md, two_articles.md and images/claims.png"
    )
    return parser


def _value(text: str, what: str) -> float:
    number = text.strip()
    percent = number.endswith("%")
    try:
        x = float(number[:-1] if percent else number)
    except ValueError:
        raise ValueError(
            f'{what}: "{text}" is not a number; write for example -0.1 or -10%'
        ) from None
    return x / 100.0 if percent else x


def _knobs(args: argparse.Namespace, body: gl.Model) -> dict[str, dict[str, float]]:
    """What the muscle options say, by muscle or group."""
    result: dict[str, dict[str, float]] = {}
    for name in dict.fromkeys([*body.groups, *body.muscles]):
        for items in getattr(args, f"knobs_{name}") or []:
            for item in items:
                knob, equals, value = item.partition("=")
                knob = knob.strip().replace("-", "_")
                if not equals:
                    raise ValueError(
                        f'{_option(name)} takes KNOB=VALUE, such as length=-10%, got "{item}"'
                    )
                unit = knob.rpartition("_")[2]
                if value.strip().endswith("%") and unit in ("mm", "deg"):
                    raise ValueError(f"{_option(name)} {item}: {knob} is in {unit}, not in %")
                result.setdefault(name, {})[knob] = _value(value, f"{_option(name)} {knob}")
    return result


def _answer(posture: gl.Posture, args: argparse.Namespace, knobs: Any) -> dict[str, Any]:
    """The posture as plain numbers, with units in the keys."""
    numbers = plain(posture)
    del numbers["model"]
    for load in numbers["load"].values():
        for part in ("budget", "shear_budget", "moment_budget"):
            unit = "Nm" if part == "moment_budget" else "N"
            load[f"{part}_{unit}"] = load.pop(part)
    numbers["tensions_N"] = numbers.pop("tensions")
    model = posture.model
    return {
        "guyline_version": gl.__version__,
        "status": posture.status.name,
        "reason": posture.reason,
        "parameters": {
            "mass_kg": model.mass_kg,
            "stature_m": model.stature_m,
            "sex": model.sex,
            "pelvic_incidence_deg": model.pelvic_incidence_deg,
            "pelvic_tilt_radiographic_deg": model.pelvic_tilt_radiographic_deg,
            "lordosis_deg": model.lordosis_deg,
            "trunk_inclination_deg": args.trunk_inclination_deg,
            "knee_flexion_deg": args.knee_flexion_deg,
            "knobs": knobs,
            "acute": args.acute,
            "without": [name for names in args.without for name in names],
        },
        "posture": {k: v for k, v in numbers.items() if k not in ("status", "reason")},
    }


def _stand(args: argparse.Namespace, default: gl.Model) -> int:
    body = gl.bridge(
        mass_kg=args.mass_kg,
        stature_m=args.stature_m,
        sex=args.sex,
        pelvic_incidence_deg=args.pelvic_incidence_deg,
        pelvic_tilt_radiographic_deg=args.pelvic_tilt_radiographic_deg,
        lordosis_deg=args.lordosis_deg,
    )
    knobs = _knobs(args, default)
    cut = [name.replace("-", "_") for names in args.without for name in names]
    body = body.vary(acute=args.acute, **knobs).without(*cut)
    posture = body.stand(
        trunk_inclination_deg=args.trunk_inclination_deg, knee_flexion_deg=args.knee_flexion_deg
    )
    if args.json:
        text = json.dumps(_answer(posture, args, knobs), indent=2, allow_nan=False) + "\n"
        if args.json == "-":
            sys.stdout.write(text)
        else:
            with open(args.json, "w", encoding="utf-8") as file:
                file.write(text)
    if args.json != "-" and posture.status is gl.PostureStatus.solved:
        print(body)
        print(dataclasses.replace(posture, reason=""))
    if posture.reason:
        print(f"guyline stand: {posture.reason}", file=sys.stderr)
    if args.plot and posture.status is gl.PostureStatus.solved:
        posture.plot(args.plot)
    return 1 if posture.reason else 0


_TOPICS = ("path", "architecture", "slack", "passive", "tonic")


def _muscles(args: argparse.Namespace, body: gl.Model) -> int:
    muscles = body.muscles
    if args.json:
        rows = {"guyline_version": gl.__version__, "muscles": plain(muscles)}
        print(json.dumps(rows, indent=2, allow_nan=False))
        return 0
    print(
        f"{'muscle':<33}{'F0':>7}{'Lo':>7}{'length':>8}{'stiff-':>8}{'tone':>8}{'reflex':>8}"
        f"{'stren-':>8}\n"
        f"{'':<33}{'N':>7}{'mm':>7}{'Lo':>8}{'ness':>8}{'':>8}{'gain':>8}{'gth':>8}"
    )
    for group, members in body.groups.items():
        print(group)
        for m in map(muscles.__getitem__, members):
            print(
                f"  {m.name:<31}{m.max_isometric_force_N:>7.0f}{m.optimal_fibre_length_mm:>7.0f}"
                f"{m.length:>8.2f}{m.stiffness:>8.2f}{m.tone:>8.4f}{m.reflex_gain:>8.2f}"
                f"{m.strength:>8.2f}"
            )
    print("\nWhere the numbers come from: m measured, d derived, a assumption; keys of")
    print("docs/references.bib. `guyline muscles --json` has the notes.")
    for m in muscles.values():
        print(f"  {m.name}")
        for topic in _TOPICS:
            for e in m.evidence:
                if e.what == topic:
                    print(f"    {topic:<14}{e.grade[0]}  {e.source or '-'}")
    return 0


def _kind(name: str) -> str:
    """Muscles, joints, segments or constants."""
    what = name.partition(".")[2]
    if not what:
        return "constants"
    if what.startswith(("male", "female")):
        return "segments"
    return "joints" if f"{name.partition('.')[0]}.share" in origins() else "muscles"


def _evidence(args: argparse.Namespace) -> int:
    if args.name and args.all:
        raise ValueError("give a name or --all, not both")
    if args.name:
        print(gl.evidence(args.name))
        return 0
    numbers = origins()
    if args.all:
        print(f"{'number':<47}{'value':>12} {'unit':<9}{'grade':<12}sources")
        for o in numbers.values():
            value = "" if o.value is None else f"{o.value:.6g}"
            keys = ", ".join(o.source)
            print(f"{o.name:<47}{value:>12} {o.unit:<9}{o.grade:<12}{keys}".rstrip())
        return 0
    kinds = [_kind(name) for name in numbers]
    grades = ("measured", "derived", "assumption")
    print(f"{'numbers of':<12}" + "".join(f"{g:>12}" for g in grades))
    for kind in [*dict.fromkeys(kinds), "all"]:
        chosen = [o.grade for o, k in zip(numbers.values(), kinds) if kind in (k, "all")]
        print(f"{kind:<12}" + "".join(f"{chosen.count(g):>12}" for g in grades))
    tuned = sum(bool(o.tuned_on) for o in numbers.values())
    print(f"\n{tuned} were tuned on rows of docs/validation.md. `guyline evidence NAME` has the whole")
    print("story of one, `guyline evidence --all` a line for each.")
    return 0


def _show_progress(name: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done + 1} of {total}: {name:<4}" + ("\r\033[K" if done + 1 == total else ""))
        sys.stderr.flush()


def _claims(args: argparse.Namespace) -> int:
    from guyline.claim.page import run_all, write

    if args.ids and args.write:
        raise ValueError("give IDs or --write, not both")
    chosen = [gl.claims(name) for name in args.ids]
    if chosen:
        print("\n\n".join(repr(c if c.not_posed else c.run()) for c in chosen))
        return 0
    results = run_all(_show_progress)
    if args.write:
        for path in write(args.write, results):
            print(path)
        return 0
    print(f"{'claim':<6}{'model':<11}{'holds in, of 48':<25}{'literature':<17}in a few words")
    for name, r in results.items():
        holds = "/".join(str(reading.holds) for reading in r.readings)
        claim = r.claim
        print(f"{name:<6}{r.verdict:<11}{holds:<25}{claim.literature_verdict:<17}{claim.claim}")
    others = [c for c in gl.claims().values() if c.not_posed]
    print(f"\nNot put to the model: {', '.join(c.id for c in others)}. `guyline claims ID` says why,")
    print("and of the others what was run and how they were judged. No medical advice.")
    return 0


def _check_options(argv: Sequence[str], body: gl.Model) -> str | None:
    """What is wrong with an option's name, before argparse says it less kindly."""
    known = [
        "--help",
        "--mass-kg",
        "--stature-m",
        "--sex",
        "--pelvic-incidence-deg",
        "--pelvic-tilt-radiographic-deg",
        "--lordosis-deg",
        "--acute",
        "--without",
        "--trunk-inclination-deg",
        "--knee-flexion-deg",
        "--json",
        "--plot",
        *(_option(name) for name in dict.fromkeys([*body.groups, *body.muscles])),
    ]
    for word in argv:
        name = word.partition("=")[0]
        if word.startswith("--") and name not in known:
            bare = {k[2:].replace("-", "_"): k for k in known}
            near = did_you_mean(name[2:], bare)
            for short, option in bare.items():
                near = near.replace(f'"{short}"', option)
            return f"there is no option {name}{near or '; see guyline stand --help'}"
    return None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process if not given.

    Returns
    -------
    int
        0: the body stands; 1: it does not; 2: the input is wrong.
    """
    words: list[str] = [
        # Underscores are what Python users type.
        "--" + w[2:].partition("=")[0].replace("_", "-") + "".join(w[2:].partition("=")[1:])
        if w.startswith("--")
        else w
        for w in (sys.argv[1:] if argv is None else argv)
    ]
    body = gl.bridge()
    parser = _parser(body)
    try:
        if words[:1] == ["stand"]:
            wrong = _check_options(words[1:], body)
            if wrong:
                print(f"guyline stand: {wrong}", file=sys.stderr)
                return 2
        args = parser.parse_args(words)
        if args.command is None:
            parser.print_help()
            return 0
        if args.command == "evidence":
            return _evidence(args)
        if args.command == "claims":
            return _claims(args)
        return _stand(args, body) if args.command == "stand" else _muscles(args, body)
    except SystemExit as end:
        return int(end.code or 0)
    except BrokenPipeError:
        # The reader, such as head, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, TypeError, ImportError, OSError) as error:
        print(f"guyline {words[0]}: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
