"""docs/claims.md and docs/two_articles.md, as the claims come out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guyline.claim import picture
from guyline.claim.cohort import BODIES, RANGES, SEED
from guyline.claim.readings import THRESHOLDS
from guyline.claim.record import WORDS, ClaimResult, claims, rule_in_words
from guyline.claim.rule import FEW, MOST, SAME_AS, parse

HOW_TO_WRITE = "guyline claims --write docs"
STORIES = {
    "A": "a tight lower back is helped by exercising the hamstrings, which are either too tight "
    "and pull the pelvis back or too sleepy and let it go, rather than by stretching the back",
    "B": "muscles never push: short hip flexors pull the pelvis forward and the lower back "
    "hollow, so leave the hamstrings alone and stretch the hip flexors",
}
NO_ADVICE = (
    "No medical advice: the model knows nothing about pain, injury or any one person, and a claim "
    "about mechanics that holds in it may still be of no use to anybody."
)


def run_all(progress: Callable[[str, int, int], object] | None = None) -> dict[str, ClaimResult]:
    """Run every claim that is put to the model.

    `progress` gets the id, how many are done, and of how many.
    """
    posed = [claim for claim in claims().values() if not claim.not_posed]
    results = {}
    for done, claim in enumerate(posed):
        if progress:
            progress(claim.id, done, len(posed))
        results[claim.id] = claim.run()
    return results


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _range(name: str, unit: str = "") -> str:
    low, high = RANGES[name]
    return f"{low:g} to {high:g}{unit}"


def _settling(results: Mapping[str, ClaimResult]) -> str:
    """What settling takes away from short hamstrings, in words."""
    found = {r.reading.name: r.result.lstrip("-") for r in results["A21"].readings}
    before, after = found["length, before reflexes settle"], found["length, standing"]
    return f"{before} before reflexes have settled and by {after} once they have ([A21](#a21))"


def _head(results: Mapping[str, ClaimResult]) -> list[str]:
    posed = len(results)
    men = f"{_range('male mass_kg', ' kg')}, {_range('male stature_m', ' m')}"
    women = f"{_range('female mass_kg', ' kg')}, {_range('female stature_m', ' m')}"
    imports = f"from guyline.claim import {', '.join(WORDS)}"
    return [
        "# Claims",
        "",
        "What two popular articles say about the lower back, claim by claim, and what guyline "
        "and the literature say to it. [two_articles.md](two_articles.md) is the short story. "
        f"This page is written by `{HOW_TO_WRITE}`, and a test fails if it is not what comes out. "
        f"{NO_ADVICE}",
        "",
        *(f"- Article {article}: {story}." for article, story in STORIES.items()),
        "",
        f"Of {len(claims())} claims {posed} are put to the model; the others are "
        "[listed](#not-put-to-the-model) with the reason. Sources are keys of "
        "[references.bib](references.bib). "
        'In Python `gl.claims("A21").run()` does what stands here, on the command line '
        "`guyline claims A21`. The lines below run after",
        "",
        "```python",
        "import math",
        "import guyline as gl",
        imports,
        "body = gl.bridge()",
        "rest = body.stand()",
        "```",
        "",
        "`turn` turns knobs from where they stand, `posed` gives the pose of a posture with the "
        "pelvis tilted under the same trunk and legs, `reshaped` a body of another lordosis; "
        "`help(guyline.claim)` has the rest.",
        "",
        "Unless a reading says otherwise the reflexes have settled to a new length: their "
        "thresholds have followed it. With `acute=True` they have not, and the same change of "
        "length then does more: hamstrings a tenth shorter turn the standing pelvis back by "
        f"{_settling(results)}.",
        "",
        "## How a verdict comes about",
        "",
        "A claim has readings: knobs, tasks or parts that its words leave open. Each is a line "
        "of Python and a rule about its result. The line is run for the built-in man and for a "
        f"cohort: {BODIES} bodies (random state {SEED}), half of them women, pelvic incidence "
        f"{_range('pelvic_incidence_deg', ' deg')}, men of {men}, women of {women}; each muscle "
        f"group by itself {_range('length')} optimal fibre lengths longer, {_range('stiffness')} "
        f"times as stiff, {_range('tone')} times as toned and with {_range('reflex_gain')} times "
        "the reflex gain, all drawn evenly. A body that has no posture, or that its muscles "
        "cannot hold, is *not held*: it tells nothing about the claim, and is left out of the "
        "count.",
        "",
        f"- **agrees**: the rule holds in the built-in man and in {100 * MOST:.0f} % of the "
        "cohort that is held or more",
        f"- **disagrees**: neither in the man nor in more than {100 * FEW:.0f} % of the cohort",
        "- **depends**: neither; then on the parameter of the cohort whose rank correlation with "
        "holding is largest, if that is 0.6 or more. A claim whose readings are of several minds "
        "depends on what they differ in; *open* are those that depend",
        "",
        "*Put in* are readings whose result follows from how the model is built, whatever its "
        "numbers: strength does nothing where no effort calls on it, and a cable never pushes. "
        "They are shown and counted here, but speak for neither article in "
        "[two_articles.md](two_articles.md).",
        "",
        "Supported goes with agrees, contradicted with disagrees, partly with depends: *depends* "
        "says no more than *partly* does. Most verdicts are *depends* because a claim has several "
        "readings, and one that differs from the others is enough; the columns of the overview "
        "tell how many agree, disagree and are open. Where the literature takes no side (unknown, "
        "by construction) there is nothing to differ from. Thresholds:",
        "",
        "| threshold | of what, and why |",
        "|---|---|",
        *(_line(name, why) for name, why in THRESHOLDS.items()),
        "",
    ]


def _overview(results: Mapping[str, ClaimResult]) -> list[str]:
    counts = Counter(r.verdict for r in results.values())
    words = ", ".join(f"{n} {word}" for word, n in counts.most_common())
    differing = [i for i, r in results.items() if r.differs]
    sided = [r for r in results.values() if r.claim.literature_verdict in SAME_AS.values()]
    lines = [
        "## Overview",
        "",
        f"The model: {words}. Of the {len(sided)} claims on which the literature takes a side, "
        f"model and literature differ in {len(differing)}: {', '.join(differing)}.",
        "",
        "| claim | in a few words | model | agree | disagree | open | holds in | literature |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for i, r in results.items():
        minds = Counter(reading.verdict for reading in r.readings)
        counts_of = [str(minds[word]) for word in ("agrees", "disagrees", "depends")]
        link = f"[{i}](#{i.lower()})"
        holds = ", ".join(f"{reading.holds}/{reading.judged}" for reading in r.readings)
        differs = " *(differs)*" if r.differs else ""
        said = r.claim.literature_verdict + differs
        cells = (r.verdict, *counts_of, holds, said)
        lines.append(_line(link, r.claim.claim, *cells))
    return [*lines, ""]


def _section(result: ClaimResult) -> list[str]:
    claim = result.claim
    on = f" on {result.on}" if result.on else ""
    lines = [
        f"### {claim.id}",
        "",
        f"{claim.claim} Claimed: {claim.sign_claimed}.",
        "",
        f"- Model: **{result.verdict}**{on}",
        f"- Literature: **{claim.literature_verdict}**. {claim.literature}",
    ]
    if result.differs:
        lines.append(f"- They differ: {claim.why}.")
    elif claim.why:
        lines.append(f"- They differ in part: {claim.why}.")
    if claim.note:
        lines.append(f"- {claim.note}")
    lines += ["", "```python"]
    for reading in claim.readings:
        lines += [f"# {reading.name}", reading.run]
    lines += [
        "```",
        "",
        "| reading | result | needed | holds in | verdict |",
        "|---|---|---|---|---|",
    ]
    for r in result.readings:
        word = r.verdict + (f" on {r.on}" if r.on else "") + ", put in" * r.reading.put_in
        rule = rule_in_words(parse(r.reading.rule))
        said = f"{r.reading.quantity}: {r.result}"
        lines.append(_line(r.reading.name, said, rule, r.counts, word))
    return [*lines, ""]


def _not_posed() -> list[str]:
    lines = [
        "## Not put to the model",
        "",
        "| claim | in a few words | why not | literature |",
        "|---|---|---|---|",
    ]
    for claim in claims().values():
        if claim.not_posed:
            said = f"{claim.literature_verdict}. {claim.literature}"
            lines.append(_line(claim.id, claim.claim, claim.not_posed, said))
    return [*lines, ""]


def page(results: Mapping[str, ClaimResult]) -> str:
    """The text of docs/claims.md."""
    lines = [*_head(results), *_overview(results)]
    for article in STORIES:
        lines += [f"## Article {article}", ""]
        for result in results.values():
            if result.claim.article == article:
                lines += _section(result)
    return "\n".join([*lines, *_not_posed()])


@dataclass(frozen=True)
class Statement:
    """A sentence of the summary, with the readings that it rests on and what they must say.

    ``{0}``, ``{1}``, ... in the text are their results, ``{size[0]}``, ... the same without a sign.
    """

    text: str
    rests_on: tuple[tuple[str, str, str], ...]


#: Title of what the model cannot find, as it is built so.
PUT_IN = "What is put in, and speaks for neither"
SUMMARY: Mapping[str, tuple[Statement, ...]] = {
    "Where article A is right": (
        Statement(
            "Hamstrings with 0.03 more tone turn the standing pelvis back by {size[0]}, "
            "hamstrings without any let it go forward by {1}.",
            (("A21", "tone, standing", "agrees"), ("A28", "without tone", "agrees")),
        ),
        Statement(
            "Hamstrings a tenth shorter show where they are stretched: at full bend the pelvis "
            "stays {size[0]} behind, sit and reach {size[1]}; with the trunk bent to 80 deg the "
            "lumbar spine flexes {2} more, at the end of a free bend {3}.",
            (
                ("A21", "length, full bend", "agrees"),
                ("A21", "length, sit and reach", "agrees"),
                ("A36", "trunk at 80 deg", "agrees"),
                ("A36", "free", "disagrees"),
            ),
        ),
        Statement(
            "Holding oneself stiff costs: 0.02 more tone in all muscles presses L5/S1 by {0} more.",
            (("A9", "tone, load", "agrees"),),
        ),
        Statement(
            "A pelvis tilted 10 deg forward hollows the back by {0} and shortens its muscles.",
            (("A30", "lordosis", "agrees"), ("A30", "length of the back", "agrees")),
        ),
    ),
    "Where article B is right": (
        Statement(
            "By length, the muscle that is stretched is not the one that drives standing: a tenth "
            "shorter, they change the tilt by {0} once reflexes have settled (before: {1}). By "
            "tone it is: 0.01 more changes it by {2}.",
            (
                ("B2", "length, standing", "agrees"),
                ("B2", "length, before reflexes settle", "agrees"),
                ("B2", "tone, standing", "disagrees"),
            ),
        ),
        Statement(
            "Hip flexors a twentieth longer turn the standing pelvis back by {size[0]}; 0.03 more "
            "tone turns it forward (iliacus {1}, psoas {2}).",
            (
                ("B29", "length, tilt", "agrees"),
                ("B4", "iliacus", "agrees"),
                ("B4", "psoas", "agrees"),
            ),
        ),
        Statement(
            "A psoas a tenth shorter pulls L5 forward ({0} more shear at L5/S1), and short hip "
            "flexors make the back work ({1} more activation).",
            (("B19", "psoas, shear", "agrees"), ("B27", "short hip flexors", "agrees")),
        ),
    ),
    "Where both miss": (
        Statement(
            "**Short is not toned.** Once reflexes have settled, hamstrings a tenth shorter turn "
            "the standing pelvis by {0} (before, by {1}) and a fifth longer by {2} (before, by "
            "{3}): neither A's clamp nor B's escape lasts. Trials found no "
            "difference in standing [gajdosik1992] [li1996].",
            (
                ("A21", "length, standing", "disagrees"),
                ("A21", "length, before reflexes settle", "agrees"),
                ("B6", "longer, standing", "disagrees"),
                ("B6", "longer, before reflexes settle", "agrees"),
            ),
        ),
        Statement(
            "**Stiff is not short.** Stiffness acts where a muscle is stretched: hamstrings "
            "stiffer by half change the standing tilt by {0} and the straight-leg raise by {1}.",
            (("A21", "stiffness, standing", "disagrees"), ("A25", "stiffness", "agrees")),
        ),
        Statement(
            "**A range is not a muscle.** Whoever stops at half the torque raises the leg "
            "{size[0]} less, with the same muscles.",
            (("A25", "tolerance, muscles as they are", "agrees"),),
        ),
        Statement(
            "The muscles of the back are no rear cables: 0.02 more tone in them turns the pelvis "
            "by {0}, forward, with the hip flexors. And the rear cables of the hip are the "
            "stronger ones, {1} to 1.",
            (("B7", "back muscles backward", "disagrees"), ("B5", "active, standing", "disagrees")),
        ),
        Statement(
            "Tense at rest and at work are two things. Among people who differ in length and tone, "
            "resting tension of the back has r = {0} with how far the pelvis is off the middle "
            "and {1} with forward tilt; its activation has {2} with forward tilt. Posture "
            "loads a back, but more tilt does not mean more tension at rest.",
            (
                ("A8", "resting tension, off the middle", "disagrees"),
                ("A8", "resting tension, forward tilt", "disagrees"),
                ("A8", "activation, forward tilt", "agrees"),
            ),
        ),
    ),
    PUT_IN: (
        Statement(
            "**Strong is not toned.** Strength is force that is called on, and at rest the model "
            "calls on none: stronger hamstrings (A) turn the pelvis by {0}, stronger abdominals "
            "(B) by {1}, stronger hip flexors in a flat back (B) by {2}. That abdominal training "
            "did as little [levine1997] speaks for building it so.",
            (
                ("A13", "strength", "disagrees"),
                ("B14", "strength", "disagrees"),
                ("B16", "flat back, strength", "disagrees"),
            ),
        ),
        Statement(
            "Muscles never push (B): its cables cannot, so that the least tension in any pose is "
            "{0}.",
            (("B3", "any length, any hip angle", "agrees"),),
        ),
    ),
}


def stated(statement: Statement, results: Mapping[str, ClaimResult]) -> str:
    """A sentence of the summary with its numbers.

    Raises
    ------
    ValueError
        If a reading that it rests on says something else.
    """
    numbers = []
    for claim, name, expected in statement.rests_on:
        reading = next(r for r in results[claim].readings if r.reading.name == name)
        if reading.verdict != expected:
            raise ValueError(
                f"the model {reading.verdict} with {claim}, {name}: "
                f'"{statement.text}" rests on {expected}'
            )
        numbers.append(reading.result)
    sizes = [number.lstrip("-") for number in numbers]
    used = ", ".join(
        dict.fromkeys(f"[{c}](claims.md#{c.lower()})" for c, _, _ in statement.rests_on)
    )
    return f"{statement.text.format(*numbers, size=sizes)} ({used})"


def two_articles(results: Mapping[str, ClaimResult], drawn: str) -> str:
    """The text of docs/two_articles.md; `drawn` is the digest of its picture."""
    lines = [
        "# Two articles about the lower back",
        "",
        "Two popular articles tell opposite stories.",
        "",
        *(f"- **Article {article}**: {story}." for article, story in STORIES.items()),
        "",
        "Both speak of tight and of strong muscles and mean, by turns, four things that guyline "
        "keeps apart: **length** (how much muscle there is), **stiffness** (how steeply it "
        "resists when stretched), **tone** (how active it is without effort) and **strength** "
        "(what it can do when called on). Each is a knob. Turned one at a time, they do this to "
        "the pelvis:",
        "",
        "![Change of pelvic tilt by four knobs of four muscle groups, standing and "
        "bent](images/claims.png)",
        f"<!-- data {drawn} -->",
        "",
        "The sizes of the turns are not alike in any other sense: compare rows for what they do "
        "at all, and in which task.",
        "",
    ]
    for title, statements in SUMMARY.items():
        lines += [f"## {title}", ""]
        lines += [f"- {stated(s, results)}" for s in statements]
        lines.append("")
    lines += [
        "## What to make of it",
        "",
        f"{NO_ADVICE} What needs weeks or minutes (stretching, creep, damage, training) is not in "
        "this comparison. The model itself is weakest where article B is strongest: how far hip "
        "flexors turn the standing pelvis hangs on passive curves that no trial has measured, "
        "and pooled trials of stretching saw no change of posture at all [warneke2024posture]. "
        "What trials did see is pain that eased with hamstring stretching [gou2024], by a way "
        "that neither article nor model explains. [claims.md](claims.md) has every claim with "
        f"its line of Python, its cohort and its sources; `{HOW_TO_WRITE}` writes both pages.",
        "",
    ]
    return "\n".join(lines)


def write(folder: str | os.PathLike[str], results: Mapping[str, ClaimResult]) -> list[Path]:
    """Write both pages and the picture into a folder of documentation; return what was written."""
    docs = Path(folder)
    images = docs / "images"
    images.mkdir(parents=True, exist_ok=True)
    drawn = picture.effects()
    digest = picture.digest(drawn)
    texts = {"claims.md": page(results), "two_articles.md": two_articles(results, digest)}
    for name, text in texts.items():
        (docs / name).write_text(text, encoding="utf-8")
    picture.write(images / "claims.png", drawn)
    return [*(docs / name for name in texts), images / "claims.png"]
