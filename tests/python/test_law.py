"""Standing with a passive law of one's own: what it must agree with, what it refuses."""

from __future__ import annotations

import math
import pickle
import threading

import guyline as gl
import pytest


class Rational:
    """The built-in law, written again."""

    def evaluate(self, x: float) -> tuple[float, float]:
        if x <= 0.0:
            return 0.0, 0.0
        ratio = x * x / (1.0 + x * x)
        return 2.0 * x * ratio, 2.0 * ratio * (1.0 + 2.0 / (1.0 + x * x))

    def integral(self, x: float) -> float:
        return x * x - math.log1p(x * x) if x > 0.0 else 0.0


class Power:
    """A power of the stretch."""

    def __init__(self, factor: float, power: float) -> None:
        self.factor = factor
        self.power = power

    def evaluate(self, x: float) -> tuple[float, float]:
        if x <= 0.0:
            return 0.0, 0.0
        return (
            self.factor * x**self.power,
            self.factor * self.power * x ** (self.power - 1.0),
        )

    def integral(self, x: float) -> float:
        return self.factor * x ** (self.power + 1.0) / (self.power + 1.0) if x > 0.0 else 0.0


BODIES = {
    "as built": gl.bridge(),
    "knobs": gl.bridge().vary(hip_flexors={"length": -0.1}, adductors={"stiffness": 2.0}),
    "acute": gl.bridge().vary(hamstrings={"length": -0.1}, acute=True),
    "cut": gl.bridge(sex="female", mass_kg=58).without("rectus_femoris"),
    "toned": gl.bridge(hip_extensor_tone=0.03),
    "extensors": gl.bridge().vary(gluteals={"tone": 0.05}),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_built_in_law_written_again_changes_nothing(body: gl.Model) -> None:
    ours = gl.stand_with_law(body, Rational(), trunk_inclination_deg=5.0)
    theirs = body.stand(trunk_inclination_deg=5.0)
    assert ours.status is theirs.status is gl.PostureStatus.solved
    assert ours.anterior_tilt_deg == pytest.approx(theirs.anterior_tilt_deg, abs=1e-9)
    assert ours.stiffness_Nm_per_deg == pytest.approx(theirs.stiffness_Nm_per_deg, rel=1e-9)
    assert ours.trunk_inclination_deg == 5.0
    assert ours.model == body
    for level, load in theirs.load.items():
        assert ours.load[level].compression_N == pytest.approx(load.compression_N, rel=1e-9)
        assert ours.load[level].moment_Nm == pytest.approx(load.moment_Nm, abs=1e-9)
    for name, tension in theirs.tensions.items():
        assert ours.tensions[name] == pytest.approx(tension, rel=1e-9, abs=1e-9)


def test_the_passive_tension_is_that_of_the_law() -> None:
    body = gl.bridge().vary(hip_flexors={"tone": 0.0}, adductors={"tone": 0.0})
    once = gl.stand_with_law(body, Power(1.0, 2.0))
    # The body where it rested: passive force is F0 x^2 there, by hand.
    pose = body.at(
        ankle_dorsiflexion_deg=once.ankle_dorsiflexion_deg,
        knee_flexion_deg=once.knee_flexion_deg,
        hip_flexion_deg=once.hip_flexion_deg,
        lumbar_flexion_deg=once.lumbar_flexion_deg,
    )
    checked = 0
    for name, posed in pose.muscles.items():
        muscle = body._bridge.muscles[list(body.muscles).index(name)]
        x = (posed.normalized_length - 1.0 - muscle.passive_onset) / muscle.passive_width
        force = muscle.max_isometric_force * muscle.cos_pennation
        tonic = posed.tension_N - posed.passive_tension_N
        by_hand = tonic + force * max(0.0, x) ** 2
        assert once.tensions[name] == pytest.approx(by_hand, rel=1e-9)
        checked += x > 0.0
    assert checked > 5


def test_without_passive_force_nothing_stops_the_pelvis_and_that_is_a_status() -> None:
    slack = gl.stand_with_law(gl.bridge(), Power(0.0, 2.0))
    assert slack.status is gl.PostureStatus.no_equilibrium
    assert slack.reason.startswith("nothing stops the pelvis")
    assert math.isnan(slack.anterior_tilt_deg)


def test_a_law_posture_can_be_compared_and_printed_but_has_no_sensitivity(rest: gl.Posture) -> None:
    changed = gl.stand_with_law(gl.bridge(), Power(1.0, 2.0))
    assert isinstance(changed, gl.Posture)
    assert "tilt" in str(changed - rest)
    assert str(changed).startswith("Standing")
    assert pickle.loads(pickle.dumps(changed)).anterior_tilt_deg == changed.anterior_tilt_deg
    with pytest.raises(ValueError, match="built-in passive law"):
        changed.sensitivity()
    pytest.importorskip("matplotlib")
    with pytest.raises(ValueError, match="on the built-in law"):
        gl.plot_energy(changed)


def test_numbers_of_numpy_will_do() -> None:
    np = pytest.importorskip("numpy")

    class Wrapped(Rational):
        def evaluate(self, x: float) -> tuple[float, float]:
            assert type(x) is float
            value, slope = Rational.evaluate(self, x)
            return np.array([value, slope])  # type: ignore[return-value]

    posture = gl.stand_with_law(gl.bridge(), Wrapped())
    assert abs(posture.anterior_tilt_deg) < 1e-4


class Kinked(Rational):
    """Linear from a kink on, which is at one of the places where laws are checked."""

    PLACE = -1.013 + 0.1717 * 8

    def evaluate(self, x: float) -> tuple[float, float]:
        return (x - self.PLACE, 1.0) if x > self.PLACE else (0.0, 0.0)

    def integral(self, x: float) -> float:
        return 0.5 * max(0.0, x - self.PLACE) ** 2


def test_breaks_are_not_checked() -> None:
    class Named(Kinked):
        def breaks(self) -> list[float]:
            return [self.PLACE]

    class Listed(Kinked):
        breaks = (Kinked.PLACE,)

    with pytest.raises(ValueError, match=r"breaks\(\)"):
        gl.stand_with_law(gl.bridge(), Kinked())
    for law in (Named(), Listed()):
        posture = gl.stand_with_law(gl.bridge().vary(adductors={"tone": 0.05}), law)
        assert posture.status in tuple(gl.PostureStatus)


def test_a_slope_or_integral_of_another_law_is_refused() -> None:
    class WrongSlope(Rational):
        def evaluate(self, x: float) -> tuple[float, float]:
            value, slope = Rational.evaluate(self, x)
            return value, 1.01 * slope

    class WrongIntegral(Rational):
        def integral(self, x: float) -> float:
            return 0.99 * Rational.integral(self, x)

    with pytest.raises(ValueError, match=r"evaluate\(0\.\d+\) gave the slope .* rise by"):
        gl.stand_with_law(gl.bridge(), WrongSlope())
    with pytest.raises(ValueError, match=r"evaluate\(0\.\d+\) gave the force .*integral\(\) rises"):
        gl.stand_with_law(gl.bridge(), WrongIntegral())


class Below:
    """Pushes below some stretch; smooth and consistent otherwise."""

    def __init__(self, start: float) -> None:
        self.start = start

    def evaluate(self, x: float) -> tuple[float, float]:
        return x - self.start, 1.0

    def integral(self, x: float) -> float:
        return 0.5 * (x - self.start) ** 2


def test_a_law_that_pushes_is_refused_on_entry_and_on_the_way() -> None:
    with pytest.raises(ValueError, match=r"evaluate\(-1\.013\) gave a force of -1\.013 .*pulls"):
        gl.stand_with_law(gl.bridge(), Below(0.0))
    # A stiff muscle is asked beyond what is looked at on entry.
    stiff = gl.bridge().vary(hamstrings={"stiffness": 10.0})
    with pytest.raises(ValueError, match=r"evaluate\(-1\.[5-9]\d*\) gave a force of -.*pulls"):
        gl.stand_with_law(stiff, Below(-1.5))
    for wrong in (math.nan, math.inf):

        class NotFinite(Rational):
            def evaluate(self, x: float) -> tuple[float, float]:
                return wrong, 0.0

        with pytest.raises(ValueError, match="both finite"):
            gl.stand_with_law(gl.bridge(), NotFinite())


def test_what_is_no_law_is_refused() -> None:
    class OneNumber(Rational):
        def evaluate(self, x: float) -> tuple[float, float]:
            return 0.0  # type: ignore[return-value]

    class Words(Rational):
        def integral(self, x: float) -> float:
            return "much"  # type: ignore[return-value]

    class NoIntegral:
        def evaluate(self, x: float) -> tuple[float, float]:
            return 0.0, 0.0

    with pytest.raises(TypeError, match="must give two numbers, force and slope, got 0.0"):
        gl.stand_with_law(gl.bridge(), OneNumber())
    with pytest.raises(TypeError, match="must give a number, got 'much'"):
        gl.stand_with_law(gl.bridge(), Words())
    with pytest.raises(TypeError, match=r"must have integral\(x\)"):
        gl.stand_with_law(gl.bridge(), NoIntegral())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="body must be a Model"):
        gl.stand_with_law("body", Rational())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="trunk_inclination_deg"):
        gl.stand_with_law(gl.bridge(), Rational(), trunk_inclination_deg=40.0)


class Moody(Rational):
    """Behaves while it is checked, and not while it is used."""

    def __init__(self, calls: int, answer: object) -> None:
        self.calls = calls
        self.answer = answer

    def evaluate(self, x: float) -> tuple[float, float]:
        self.calls -= 1
        if self.calls < 0:
            if isinstance(self.answer, BaseException):
                raise self.answer
            return self.answer  # type: ignore[return-value]
        return Rational.evaluate(self, x)


def test_what_the_law_raises_comes_through_as_it_is() -> None:
    for calls in (10, 200):  # while it is checked, while it is used
        mine = ZeroDivisionError("mine")
        with pytest.raises(ZeroDivisionError) as raised:
            gl.stand_with_law(gl.bridge(), Moody(calls, mine))
        assert raised.value is mine
    for answer in (None, (1.0,), (1.0, "steep"), 3.0):
        with pytest.raises(TypeError, match="two numbers, force and slope"):
            gl.stand_with_law(gl.bridge(), Moody(200, answer))
    with pytest.raises(ValueError, match=r"gave a force of -1 .*never pushes"):
        gl.stand_with_law(gl.bridge(), Moody(200, (-1.0, 0.0)))


def test_a_law_serves_several_threads() -> None:
    law = Power(1.0, 2.0)
    expected = gl.stand_with_law(gl.bridge(), law).anterior_tilt_deg
    found: list[float] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(gl.stand_with_law(gl.bridge(), law).anterior_tilt_deg)
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4
