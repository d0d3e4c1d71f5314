"""Claims of two articles: rules, cohort, verdicts, and the pages that they write."""

from __future__ import annotations

import dataclasses
import doctest
import inspect
import math
import re
import subprocess
import sys
import time
from pathlib import Path

import guyline as gl
import pytest
from conftest import ROOT
from guyline.claim import cohort, page, picture, readings, record, rule
from guyline.claim.record import ClaimReading, evaluate
from guyline.claim.rule import Rule, parse
from guyline.cli import main

DOCS = ROOT / "docs"
Results = dict[str, gl.ClaimResult]


@pytest.fixture(scope="module")
def results() -> Results:
    started = time.perf_counter()
    found = page.run_all()
    assert time.perf_counter() - started < 60.0
    return found


@pytest.fixture(scope="module")
def drawn() -> dict[tuple[str, str, str], picture.Effect]:
    return picture.effects()


# ---- rules --------------------------------------------------------------------------------------

NAN = math.nan
OUTCOMES = [
    ("> 0.05", [(0.06, "holds"), (0.05, "fails"), (-1.0, "fails")]),
    ("< 1", [(0.9, "holds"), (1.0, "fails"), (2.0, "fails")]),
    (">= 0 N", [(0.0, "holds"), (5.0, "holds"), (-1e-9, "fails")]),
    ("<= 2 deg", [(2.0, "holds"), (2.1, "fails")]),
    ("up 1 deg", [(1.5, "holds"), (1.0, "no effect"), (-1.0, "no effect"), (-1.5, "opposite")]),
    ("down 1 deg", [(-1.5, "holds"), (-1.0, "no effect"), (0.5, "no effect"), (1.5, "opposite")]),
    ("up 0 deg", [(0.1, "holds"), (0.0, "no effect"), (-0.1, "opposite")]),
    ("not up 1 deg", [(-5.0, "holds"), (0.0, "holds"), (1.5, "opposite")]),
    ("not down 10 %", [(50.0, "holds"), (-10.0, "holds"), (-11.0, "opposite")]),
    ("same 1 deg", [(0.5, "holds"), (-1.0, "holds"), (1.5, "fails"), (-1.5, "fails")]),
]


@pytest.mark.parametrize(("text", "cases"), OUTCOMES, ids=[text for text, _ in OUTCOMES])
def test_rules_hold_and_fail(text: str, cases: list[tuple[float, str]]) -> None:
    for value, expected in cases:
        assert parse(text).outcome(value) == expected, value
    for value in (NAN, math.inf, -math.inf):
        assert parse(text).outcome(value) == "not held"


def test_rankings() -> None:
    ranking = parse("hip_flexors > hamstrings deg")
    assert (ranking.first, ranking.second, ranking.unit) == ("hip_flexors", "hamstrings", "deg")
    assert ranking.outcome({"hamstrings": 1.0, "hip_flexors": 2.0}) == "holds"
    assert ranking.outcome({"hamstrings": 2.0, "hip_flexors": 1.0}) == "opposite"
    assert ranking.outcome({"hamstrings": 2.0, "hip_flexors": 2.0}) == "no effect"
    assert ranking.outcome({"hamstrings": NAN, "hip_flexors": 2.0}) == "not held"
    with pytest.raises(KeyError):
        ranking.outcome({"hamstrings": 2.0})
    with pytest.raises(TypeError, match="values by name"):
        ranking.outcome(1.0)
    with pytest.raises(TypeError, match="one number"):
        parse("> 1").outcome({"hamstrings": 2.0})


@pytest.mark.parametrize(
    "text", ["", "up", "up deg", "more than 1 deg", "> x", "A > b", "up -1 deg"]
)
def test_what_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match="no rule"):
        parse(text)


@pytest.mark.parametrize(
    ("own", "holds", "expected"),
    [
        *[(True, 10, "agrees"), (True, 8, "agrees"), (True, 7, "depends"), (True, 0, "depends")],
        *[(False, 0, "disagrees"), (False, 2, "disagrees"), (False, 3, "depends")],
        (False, 10, "depends"),
    ],
)
def test_verdict_of_a_reading(own: bool, holds: int, expected: str) -> None:
    assert rule.verdict(own, holds, 10) == expected
    assert rule.verdict(own, 0, 0) == "not held"


def test_verdict_of_a_claim() -> None:
    assert rule.joint_verdict({"a": "agrees", "b": "agrees"}) == "agrees"
    assert rule.joint_verdict({"a": "disagrees"}) == "disagrees"
    assert rule.joint_verdict({"a": "agrees", "b": "disagrees"}) == "depends"
    assert rule.joint_verdict({"a": "agrees", "b": "depends"}) == "depends"
    assert rule.joint_verdict({"a": "agrees", "b": "not held"}) == "agrees"
    assert rule.joint_verdict({"a": "not held", "b": "not held"}) == "not held"
    assert not rule.differ("not held", "supported")


def test_differing_from_the_literature() -> None:
    same = {("agrees", "supported"), ("disagrees", "contradicted"), ("depends", "partly")}
    for model in ("agrees", "disagrees", "depends"):
        for literature in ("supported", "contradicted", "partly"):
            assert rule.differ(model, literature) == ((model, literature) not in same)
        assert not rule.differ(model, "unknown")
        assert not rule.differ(model, "by construction")


def test_what_tells_bodies_apart() -> None:
    held = [True, True, False, False]
    assert rule.separation([4.0, 3.0, 2.0, 1.0], held) == 1.0
    assert rule.separation([1.0, 2.0, 3.0, 4.0], held) == -1.0
    assert rule.separation([1.0, 4.0, 2.0, 3.0], held) == 0.0
    assert rule.separation([1.0, 1.0, 1.0, 1.0], held) == 0.0
    assert rule.separation([1.0, 2.0], [True, True]) == 0.0
    tilts = [p.body.stand().anterior_tilt_deg for p in cohort.people()]

    def said(held: list[bool]) -> str:
        return record._tells_apart(["holds" if h else "fails" for h in held])

    assert said([t > 2.0 for t in tilts]).startswith(
        "the body: holds with more tilt at rest"
    )
    heavy = [p.drawn["mass_kg"] < 70.0 for p in cohort.people()]
    assert said(heavy).startswith("the body: holds with less mass_kg")
    alternating = [bool(i // 2 % 2) for i in range(cohort.BODIES)]
    assert said(alternating) == "the body, by no single one of its parameters"


# ---- cohort and words ---------------------------------------------------------------------------


def test_the_cohort() -> None:
    people = cohort.people()
    assert len(people) == cohort.BODIES == 48
    assert [p.body.sex for p in people] == ["male", "female"] * 24
    for p in people:
        assert p.body.stand().status is gl.PostureStatus.solved
        for name, value in p.drawn.items():
            key = name if name in cohort.RANGES else f"{p.body.sex} {name}"
            low, high = cohort.RANGES.get(key) or cohort.RANGES.get(
                name.rpartition(".")[2], (0.0, 1.0)
            )
            assert low <= value <= high, name
        psoas = p.body.muscles["psoas"]
        assert psoas.length == p.drawn["hip_flexors.length"]
        assert psoas.stiffness == p.drawn["hip_flexors.stiffness"]
        assert psoas.tone == pytest.approx(0.01 * p.drawn["hip_flexors.tone"])
        assert psoas.reflex_gain == pytest.approx(0.1 * p.drawn["hip_flexors.reflex_gain"])
    assert len({p.body.pelvic_incidence_deg for p in people}) == 48


def test_turning_starts_from_where_a_knob_stands(body: gl.Model) -> None:
    turned = body.vary(psoas={"length": 0.02, "stiffness": 2.0, "tone": 0.03, "strength": 0.5})
    again = cohort.turn(
        turned, psoas={"length": -0.1, "stiffness": 1.5, "tone": 0.01, "strength": 2.0}
    )
    m = again.muscles["psoas"]
    assert (m.length, m.stiffness, m.tone, m.strength) == pytest.approx((-0.08, 3.0, 0.04, 1.0))
    assert again.muscles["iliacus"].length == 0.0
    assert cohort.turn(body, calf={"tone": -1.0}).muscles["soleus"].tone == 0.0
    assert cohort.turn(body, hamstrings={"length": 0.0}) == body
    with pytest.raises(gl.UnknownName):
        cohort.turn(body, hamstring={"length": 0.0})


def test_posing_tilts_the_pelvis_alone(rest: gl.Posture) -> None:
    before, after = cohort.posed(rest), cohort.posed(rest, 10.0)
    assert before.lordosis_deg == pytest.approx(rest.lordosis_deg)
    assert after.anterior_tilt_deg - before.anterior_tilt_deg == pytest.approx(10.0)
    assert after.trunk_inclination_deg == pytest.approx(before.trunk_inclination_deg)
    assert after.ankle_dorsiflexion_deg == before.ankle_dorsiflexion_deg
    lengths = [m.length_mm for m in (before.muscles["soleus"], before.muscles["vasti"])]
    assert cohort.group_sum(before, "calf", "length_mm") == pytest.approx(
        lengths[0] + before.muscles["gastrocnemius"].length_mm
    )


def test_reshaping_changes_the_spine_and_nothing_else(body: gl.Model) -> None:
    turned = body.vary(psoas={"length": 0.02, "tone": 0.02}, calf={"stiffness": 1.5})
    flat = cohort.reshaped(turned, lordosis_deg=-15.0)
    assert flat.lordosis_deg == pytest.approx(body.stand().lordosis_deg - 15.0)
    assert (flat.muscles["psoas"].length, flat.muscles["psoas"].tone) == pytest.approx((0.02, 0.02))
    assert flat.muscles["soleus"].stiffness == 1.5
    straight = cohort.reshaped(body, lordosis_deg=-15.0)
    assert straight.stand().anterior_tilt_deg == pytest.approx(0.0, abs=1e-6)
    again = cohort.reshaped(cohort.reshaped(turned, lordosis_deg=15.0), lordosis_deg=-15.0)
    assert again.stand().lordosis_deg == pytest.approx(turned.stand().lordosis_deg, abs=1e-6)


def test_words_that_read_a_posture(body: gl.Model, rest: gl.Posture) -> None:
    load = rest.load["L5/S1"]
    assert cohort.activation(rest, "hamstrings") == load.activations["hamstrings"]
    assert cohort.is_held(rest) == 1.0
    fallen = body.without("hamstrings", "gluteals", "adductors").stand()
    assert cohort.is_held(fallen) == 0.0 and math.isnan(cohort.activation(fallen, "calf"))
    weak = body.vary(**{g: {"strength": 0.0, "tone": 0.0} for g in ("calf", "shin")}).stand()
    assert cohort.is_held(weak) == 0.0
    tight = cohort.turn(body, psoas={"length": -0.1}).stand()
    ratio = tight.load["L5/S1"].shear_N / load.shear_N
    assert cohort.load_change(tight, rest, "shear_N") == pytest.approx(100.0 * (ratio - 1.0))


def test_hip_moments_by_hand(body: gl.Model) -> None:
    pose = body.at(hip_flexion_deg=30.0)
    for way, sign in (("extend", -1.0), ("flex", 1.0)):
        arms = {name: sign * m.moment_arms_mm["hip"] for name, m in pose.muscles.items()}
        force = body.muscles
        most = sum(force[n].max_isometric_force_N * a / 1e3 for n, a in arms.items() if a > 0.0)
        assert cohort.hip_moment(pose, way, "active") == pytest.approx(most)
        passive = sum(
            pose.muscles[n].passive_tension_N * a / 1e3 for n, a in arms.items() if a > 0.0
        )
        assert cohort.hip_moment(pose, way, "passive") == pytest.approx(passive)


def test_correlations_know_cause_from_none(body: gl.Model) -> None:
    assert cohort.correlation(body, "hip_flexors.length", "lordosis_deg") < -0.3
    assert abs(cohort.correlation(body, "shin.length", "lordosis_deg")) < 0.2
    assert cohort.correlation(body, "erector_spinae.tone", "erector tension") > 0.5
    # With the trunk upright lordosis goes with tilt, degree for degree.
    assert cohort.correlation(body, "tilt", "lordosis_deg") == pytest.approx(1.0)
    loads = [cohort.correlation(body, x, "compression_N") for x in ("tilt", "lordosis")]
    assert loads[0] == pytest.approx(loads[1])
    for _ in range(cohort.BODIES + 3):
        cohort.correlation(body.vary(), "tilt", "lordosis_deg")
    assert len(cohort._CROWDS) == cohort.BODIES + 1


def test_activations_of_a_crowd_are_those_of_its_people(body: gl.Model) -> None:
    crowd = cohort._crowd(body)
    found = cohort._activations(crowd, crowd.answer.status == 0)
    third: dict[str, dict[str, float]] = {}
    for name, values in crowd.columns.items():
        group, knob = name.split(".")
        third.setdefault(group, {})[knob] = values[2]
    stands = body.vary(**third).stand()
    assert stands.anterior_tilt_deg == pytest.approx(crowd.answer.anterior_tilt_deg[2])
    assert found[2] == cohort.activation(stands, "erector_spinae")


def test_before_reflexes_settle_a_length_shows(body: gl.Model, rest: gl.Posture) -> None:
    short = cohort.turn(body, acute=True, hamstrings={"length": -0.1})
    assert short == body.vary(hamstrings={"length": -0.1}, acute=True)
    assert short.stand().anterior_tilt_deg < rest.anterior_tilt_deg - 1.0
    settled = cohort.turn(body, hamstrings={"length": -0.1}).stand()
    assert settled.anterior_tilt_deg == pytest.approx(rest.anterior_tilt_deg, abs=0.5)


# ---- claims -------------------------------------------------------------------------------------


def test_every_claim_is_there() -> None:
    table = gl.claims()
    assert list(table) == [*(f"A{i}" for i in range(1, 39)), *(f"B{i}" for i in range(1, 31))]
    for name, claim in table.items():
        assert claim.id == name and claim.article == name[0] and claim.claim.endswith(".")
        assert claim.literature_verdict in {*rule.SAME_AS.values(), *rule.NO_SIDE}
        assert claim.testable in ("yes", "partly", "no") and claim.literature
        assert bool(claim.not_posed) == (not claim.readings), name
        assert claim.testable != "no" or claim.not_posed, name
        assert claim.what_if and claim.quantity, name
        assert "|" not in claim.claim + claim.literature + claim.not_posed + claim.note + claim.why
    assert set(readings.posed()) == {name for name, claim in table.items() if not claim.not_posed}
    assert gl.claims("a21") is table["A21"]
    with pytest.raises(gl.UnknownName, match="there are: A1"):
        gl.claims("C3")


def test_readings_are_well_formed() -> None:
    words = re.compile(r"[<>]=? (\S+.*)|(?:not )?(?:up|down|same) (\S+.*)")
    for claim in gl.claims().values():
        assert len({r.name for r in claim.readings}) == len(claim.readings)
        assert claim.not_posed or claim.apart in ("knob", "task", "part", "muscle"), claim.id
        for reading in claim.readings:
            assert "|" not in reading.run and "\n" not in reading.run
            found = words.fullmatch(reading.rule)
            if parse(reading.rule).kind == "ranking":
                continue
            assert found is not None
            threshold = (found[1] or found[2]).lstrip("-")
            known = "0" if parse(reading.rule).threshold == 0.0 else threshold
            assert known in readings.THRESHOLDS, f"{claim.id}: {reading.rule} has no reason"
    used = " ".join(r.rule for c in gl.claims().values() for r in c.readings)
    unused = [t for t in readings.THRESHOLDS if not re.search(rf" -?{re.escape(t)}(?: |$)", used)]
    assert unused == []


def test_lines_of_the_table() -> None:
    found = readings.read("# x\nA1 knob\n  why: so\n  note: n\n  a | what | up 1 deg\n    1 + 1\n")
    assert found["A1"].why == "so" and found["A1"].note == "n" and found["A1"].apart == "knob"
    assert found["A1"].readings == [ClaimReading("a", "what", "up 1 deg", "1 + 1")]
    built = readings.read("A1 knob\n  a | what | up 1 deg | put in\n    1 + 1\n")
    assert built["A1"].readings == [ClaimReading("a", "what", "up 1 deg", "1 + 1", put_in=True)]
    for wrong in ("a | up 1 deg", "a | what | up 1 deg | put"):
        with pytest.raises(ValueError, match=r"name \| quantity \| rule"):
            readings.read(f"A1 knob\n  {wrong}\n    1\n")


def test_sources_are_in_the_bibliography() -> None:
    known = set(
        re.findall(r"^@\w+\{\s*([^,\s]+)", (DOCS / "references.bib").read_text("utf-8"), re.M)
    )
    cited = {key for claim in gl.claims().values() for key in claim.sources}
    for claim in gl.claims().values():
        cited |= set(record._KEY.findall(claim.why + claim.note + claim.not_posed))
    cited |= set(record._KEY.findall(" ".join(readings.THRESHOLDS.values())))
    for statements in page.SUMMARY.values():
        cited |= set(record._KEY.findall(" ".join(s.text for s in statements)))
    assert len(cited) > 50
    assert sorted(cited - known) == []


def test_asking_for_the_claims_runs_nothing() -> None:
    code = (
        "import sys, guyline as gl; table = gl.claims(); from guyline.claim import cohort; "
        "print(len(table), cohort.people.cache_info().misses, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["68", "0", "False"]


def test_every_reading_runs_and_every_verdict_follows(results: Results) -> None:
    assert set(results) == set(readings.posed())
    for result in results.values():
        for r in result.readings:
            asked = parse(r.reading.rule)
            assert r.outcome == asked.outcome(r.value)
            assert r.outcome != "not held", f"{result.claim.id}, {r.reading.name}"
            assert r.total == cohort.BODIES == sum(r.outcomes.values())
            assert r.holds == sum(asked.outcome(v) == "holds" for v in r.values)
            assert r.judged == r.total - r.outcomes.get("not held", 0)
            assert r.verdict == rule.verdict(r.outcome == "holds", r.holds, r.judged)
            assert bool(r.on) == (r.verdict == "depends")
        verdicts = {r.reading.name: r.verdict for r in result.readings}
        assert result.verdict == rule.joint_verdict(verdicts)
        assert bool(result.on) == (result.verdict == "depends")


def test_a_difference_is_explained_and_nothing_else_is(results: Results) -> None:
    for result in results.values():
        in_part = result.claim.id == "B29"
        assert (result.differs or in_part) == bool(result.claim.why), result.claim.id
    # Agrees and supported, though the trial that is cited saw lordosis stay as it was.
    lordosis = next(r for r in results["B29"].readings if r.reading.name == "length, lordosis")
    assert lordosis.verdict == "agrees" and not results["B29"].differs
    assert "They differ in part: the cited trial" in page.page(results)


def test_what_is_put_in_speaks_for_neither_article(results: Results) -> None:
    put_in = {(c.id, r.name) for c in gl.claims().values() for r in c.readings if r.put_in}
    assert {c for c, _ in put_in} == {"A12", "A13", "B3", "B14", "B16", "B18", "B26"}
    for title, statements in page.SUMMARY.items():
        for statement in statements:
            rests = {(claim, name) for claim, name, _ in statement.rests_on}
            assert rests <= put_in if title == page.PUT_IN else not rests & put_in, statement
    assert page.page(results).count(", put in |") == len(put_in)
    strong = [r for x in results.values() for r in x.readings if r.reading.run.count("strength")]
    at_rest = [r for r in strong if r.reading.put_in]
    assert len(at_rest) == 6 and all(
        abs(float(v)) < 1e-6 for r in at_rest for v in r.values if not isinstance(v, dict)
    )


def test_the_overview_counts_readings(results: Results) -> None:
    rows = re.findall(r"(?m)^\| \[([AB]\d+)\]\(.*", page.page(results))
    assert rows == list(results)
    for line in page.page(results).splitlines():
        found = re.match(r"\| \[([AB]\d+)\]\(#.*? \| (\d+) \| (\d+) \| (\d+) \| ", line)
        if found:
            said = [r.verdict for r in results[found[1]].readings]
            expected = [said.count(w) for w in ("agrees", "disagrees", "depends")]
            assert [int(n) for n in found.groups()[1:]] == expected


def test_claims_on_the_knobs_that_the_model_keeps_apart(results: Results) -> None:
    """Laws of the model, not its numbers: strength does nothing at rest, and no cable pushes."""
    for name, reading in (
        ("A13", "strength"),
        ("B14", "strength"),
        ("B26", "weaker: half the strength"),
    ):
        found = next(r for r in results[name].readings if r.reading.name == reading)
        assert set(found.outcomes) == {"no effect"}
        assert all(abs(float(v)) < 1e-6 for v in found.values if not isinstance(v, dict))
    assert results["B3"].verdict == "agrees"


def test_a_body_without_posture_tells_nothing(body: gl.Model, rest: gl.Posture) -> None:
    nobody = record._judge(ClaimReading("n", "q", "up 1 deg", "math.nan"), body, rest)
    assert (
        nobody.outcomes == {"not held": 48} and nobody.holds == 0 and nobody.verdict == "not held"
    )
    assert nobody.result == "not held" and nobody.counts == "0 of 0 (not held 48)"
    women = 'math.nan if body.sex == "female" else 2.0'
    half = record._judge(ClaimReading("n", "q", "up 1 deg", women), body, rest)
    assert half.counts == "24 of 24 (not held 24)" and half.verdict == "agrees"
    assert (half.judged, half.total, half.on) == (24, 48, "")
    for sex, who, r in (("female", "men", -1), ("male", "women", 1)):
        others = f'0.0 if body.sex == "{sex}" else 2.0'
        split = record._judge(ClaimReading("n", "q", "up 1 deg", others), body, rest)
        assert split.counts == "24 of 48 (no effect 24)" and split.verdict == "depends"
        assert split.on == f"the body: holds rather in {who} (rank correlation {r:+d}.00)"
    third = 'math.nan if body.sex == "female" else 0.0 if body.mass_kg > 80 else 2.0'
    mixed = record._judge(ClaimReading("n", "q", "up 1 deg", third), body, rest)
    assert mixed.on == "the body: holds with less mass_kg (rank correlation -1.00)"


def test_another_body_decides_beside_the_cohort(body: gl.Model) -> None:
    fallen = gl.claims("A21").run(body.without("adductor_longus_brevis"))
    assert [r.outcome for r in fallen.readings[:4]] == ["not held"] * 4
    assert fallen.readings[3].verdict == "not held" and fallen.verdict == "not held"
    assert not fallen.differs and fallen.on == ""
    with pytest.raises(ValueError, match="not put to the model: no gait"):
        gl.claims("A7").run()


def test_numbers_in_words() -> None:
    assert record.in_words(-0.04, "deg") == "0.0 deg"
    assert record.in_words(704.8, "N") == "705 N"
    assert record.in_words(2.04, "") == "2" and record.in_words(2.16, "") == "2.2"
    assert record.in_words(-0.0512, "") == "-0.051" and record.in_words(0.563, "") == "0.56"
    assert record.in_words(123.4, "") == "123" and record.in_words(10.0, "") == "10"
    assert record.in_words(-1e-9, "") == "0" and record.in_words(0.0, "") == "0"
    assert record.in_words(0.01018, "", 0.01) == "0.0102"
    assert record.in_words(-1.04, "deg", 1.0) == "-1.04 deg"
    assert record.in_words(1.0, "deg", 1.0) == "1.0 deg"
    assert record.in_words(-0.04, "deg", 0.0) == "0.0 deg"
    assert record.in_words(1.0, "") == "1"
    assert record.in_words({"hip_flexors": 8.23, "erector_spinae.tone": -1.0}, "deg") == (
        "hip flexors 8.2 deg, erector spinae tone -1.0 deg"
    )
    said = [
        record.rule_in_words(parse(t)) for t in ("up 1 deg", "not down 10 %", "up 0 deg", "> 0.05")
    ]
    assert said == ["up by more than 1 deg", "not down by more than 10 %", "up", "above 0.05"]
    assert record.rule_in_words(parse("same 1 deg")) == "same within 1 deg"
    assert record.rule_in_words(parse("hip_flexors > psoas")) == "hip flexors above psoas"


def test_it_is_documented() -> None:
    for thing in (
        gl.Claim,
        gl.ClaimReading,
        gl.ClaimReadingResult,
        gl.ClaimResult,
        Rule,
        cohort.Person,
    ):
        doc = inspect.getdoc(thing) or ""
        for field in dataclasses.fields(thing):
            assert re.search(rf"(?m)^(?:\w+, )*{field.name}(?:, \w+)* :", doc), (
                f"{thing}.{field.name}"
            )
    for word in record.WORDS:
        assert inspect.getdoc(getattr(cohort, word)), word
    assert doctest.testmod(record).failed == 0
    assert doctest.testmod(record).attempted >= 5


# ---- pages --------------------------------------------------------------------------------------


def test_the_pages_are_what_comes_out(
    results: Results, drawn: dict[tuple[str, str, str], picture.Effect]
) -> None:
    hint = f"`{page.HOW_TO_WRITE}` writes it anew"
    committed = (DOCS / "claims.md").read_text(encoding="utf-8")
    assert committed.splitlines() == page.page(results).splitlines(), hint
    digest = picture.digest(drawn)
    committed = (DOCS / "two_articles.md").read_text(encoding="utf-8")
    assert committed.splitlines() == page.two_articles(results, digest).splitlines(), hint
    assert digest.encode() in (DOCS / "images" / "claims.png").read_bytes(), hint


def test_the_lines_on_the_page_give_the_results_on_the_page(results: Results) -> None:
    blocks = re.findall(
        r"```python\n(.*?)```", (DOCS / "claims.md").read_text(encoding="utf-8"), re.S
    )
    names: dict[str, object] = {}
    exec(blocks[0], names)
    for block, result in zip(blocks[1:], results.values()):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        assert len(lines) == len(result.readings)
        for line, r in zip(lines, result.readings):
            again = eval(line, names)
            asked = parse(r.reading.rule)
            assert record.in_words(again, asked.unit, abs(asked.threshold)) == r.result
    assert len(blocks) == 1 + len(results)


def test_links_on_the_pages_lead_somewhere() -> None:
    claims_page = (DOCS / "claims.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", claims_page, re.M)
    anchors = {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}
    both = claims_page + (DOCS / "two_articles.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"\]\(([^)]+)\)", both))
    assert {"#a21", "claims.md#b29", "images/claims.png"} <= targets
    for target in targets:
        file, _, anchor = target.partition("#")
        assert not file or (DOCS / file).is_file(), target
        assert not anchor or anchor in anchors, target


def test_the_summary_rests_on_verdicts(results: Results) -> None:
    right = page.Statement("by {0}, {size[0]}", (("A21", "tone, standing", "agrees"),))
    value = next(r for r in results["A21"].readings if r.reading.name == "tone, standing").result
    assert value.startswith("-")
    assert page.stated(right, results) == f"by {value}, {value[1:]} ([A21](claims.md#a21))"
    wrong = page.Statement("by {0}", (("A21", "tone, standing", "disagrees"),))
    with pytest.raises(ValueError, match="the model agrees with A21, tone, standing"):
        page.stated(wrong, results)


def test_a_picture_of_other_numbers_has_another_digest(
    drawn: dict[tuple[str, str, str], picture.Effect],
) -> None:
    key = ("hamstrings", "a tenth shorter", "standing")
    effect = drawn[key]
    same = {**drawn, key: picture.Effect(effect.own_deg, effect.cohort_deg[::-1])}
    other = {**drawn, key: picture.Effect(effect.own_deg + 1.0, effect.cohort_deg)}
    assert picture.digest(same) == picture.digest(drawn) != picture.digest(other)
    assert len(drawn) == 4 * 4 * 2 and all(len(e.cohort_deg) == 48 for e in drawn.values())


# ---- command line -------------------------------------------------------------------------------


def test_one_claim_on_the_command_line(
    capsys: pytest.CaptureFixture[str], results: Results
) -> None:
    assert main(["claims", "b29", "A1"]) == 0
    out = capsys.readouterr().out
    assert out == f"{results['B29']!r}\n\n{gl.claims('A1')!r}\n"
    assert main(["claims", "C1"]) == 2
    assert 'no claim is named "C1"' in capsys.readouterr().err
    assert main(["claims", "A1", "--write", "x"]) == 2


def test_all_claims_on_the_command_line(
    capsys: pytest.CaptureFixture[str],
    results: Results,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(page, "run_all", lambda progress: results)
    assert main(["claims"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name, result in results.items():
        line = next(line for line in lines if line.startswith(f"{name} "))
        assert line.split()[1] == result.verdict
    pytest.importorskip("matplotlib")
    assert main(["claims", "--write", str(tmp_path)]) == 0
    for name in ("claims.md", "two_articles.md"):
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8")
    assert (tmp_path / "images" / "claims.png").stat().st_size > 20_000


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int]] = []
    monkeypatch.setattr(gl.Claim, "run", lambda claim: claim)
    page.run_all(lambda *step: told.append(step))
    posed = list(readings.posed())
    assert told == [(name, i, len(posed)) for i, name in enumerate(posed)]


def test_a_run_sees_nothing_but_its_words(body: gl.Model, rest: gl.Posture) -> None:
    assert evaluate("body is rest.model", body, rest) is True
    with pytest.raises(NameError):
        evaluate("cohort", body, rest)
