"""A muscle law of one's own: standing with a passive curve that is written in Python."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from guyline import _core
from guyline._names import degrees
from guyline.posture import Posture, posture_from_core
from guyline.tasks import stand_options

if TYPE_CHECKING:
    from guyline.model import Model
    from guyline.sensitivity import Sensitivity

_STAND = _core.StandOptions()
# Where a law is checked: uneven steps, so that a kink at a round number is not met by chance.
_PLACES = tuple(-1.013 + 0.1717 * k for k in range(24))
_STEP = 1e-5
_TOLERANCE = 1e-6


class PassiveLaw(Protocol):
    """What `stand_with_law` takes: the passive force of a muscle over its stretch.

    The argument is the normalised stretch ``x = (length - 1 - onset) stiffness / width``, with the
    fibre length in optimal lengths, each muscle's own onset and width (`evidence`), and its knob
    ``stiffness``: passive force begins about ``x = 0`` and is the maximum isometric force about
    ``x = 1``. It is a plain ``float``, one at a time: no array, no dual number. In C++ a law is a
    template and sees more (``muscle/curve.hpp``): ``double`` in a solve, packs of rows in a batch,
    dual numbers of either where derivatives are asked for.

    A law may have ``breaks()``, the places where it is pieced together: there it is not checked.
    """

    def evaluate(self, x: float) -> tuple[float, float]:
        """Return force and slope.

        Parameters
        ----------
        x : float
            Normalised stretch, any.

        Returns
        -------
        tuple of float
            Force in maximum isometric forces, >= 0, and its slope over `x`.
        """

    def integral(self, x: float) -> float:
        """Return the integral of the force.

        Parameters
        ----------
        x : float
            Normalised stretch, any.

        Returns
        -------
        float
            Up to `x`, from wherever the law likes.
        """


@dataclass(frozen=True, eq=False, repr=False)
class LawPosture(Posture):
    """A `Posture` that was found with a passive law of one's own.

    Attributes
    ----------
    passive_law : PassiveLaw
        The law. `model` is the body as it was given, which by itself stands on the built-in law.
    """

    passive_law: PassiveLaw

    def sensitivity(self, *, acute: bool = False, effort_power: int | None = None) -> Sensitivity:
        """Not with a law of one's own.

        Parameters
        ----------
        acute, effort_power
            As in `Posture.sensitivity`; not used.

        Raises
        ------
        ValueError
            Always: derivatives are those of the built-in law. Take differences of `stand_with_law`.
        """
        raise ValueError(
            "a sensitivity is that of the built-in passive law: take differences of "
            "stand_with_law()"
        )


def stand_with_law(
    body: Model,
    passive: PassiveLaw,
    *,
    trunk_inclination_deg: float = degrees(_STAND.trunk_inclination),
    knee_flexion_deg: float = degrees(_STAND.knee_flexion),
    effort_power: int = _STAND.effort_power,
) -> LawPosture:
    """Return where a body comes to rest if its muscles had another passive curve.

    The body is built with that curve and keeps its knobs, the tone of the hip extensors among them,
    so that it need not rest at tilt 0 any more. The law is asked some thousand times, one number
    each. Its slope and integral are first held against differences of its values from -1 to 3; that
    its force is >= 0 is looked at wherever it is asked.

    Parameters
    ----------
    body : Model
        The body.
    passive : PassiveLaw
        Any object with ``evaluate(x)``, which gives force and slope, and ``integral(x)``.
    trunk_inclination_deg, knee_flexion_deg : float
        As in `Model.stand` [deg].
    effort_power : int
        As in `Model.stand`.

    Returns
    -------
    LawPosture
        A `Posture`. It can be printed, compared and drawn; it has no sensitivity.

    Raises
    ------
    ValueError
        Slope or integral do not belong to the values, or a force is negative or not finite; the
        message says where, what was given and what was expected. Or an argument is out of range.
    TypeError
        `body` is no `Model`, `passive` lacks a method, or a method does not give numbers.
    Exception
        Whatever the law raises, as it is.

    Examples
    --------
    >>> import guyline as gl
    >>> class Square:
    ...     def evaluate(self, x):
    ...         return (x * x, 2 * x) if x > 0 else (0.0, 0.0)
    ...
    ...     def integral(self, x):
    ...         return x**3 / 3 if x > 0 else 0.0
    >>> posture = gl.stand_with_law(gl.bridge(), Square())
    >>> posture.status.name
    'solved'
    """
    from guyline.model import Model

    if not isinstance(body, Model):
        raise TypeError(f"body must be a Model, made by guyline.bridge(), got {body!r}")
    options = stand_options(trunk_inclination_deg, knee_flexion_deg, effort_power)
    _check(passive)
    result = _core.stand_with_law(body._bridge, options, passive)
    posture = posture_from_core(body, float(trunk_inclination_deg), result)
    return LawPosture(**vars(posture), passive_law=passive)


def _check(law: Any) -> None:
    """Hold slope and integral of a law against differences of its values."""
    for method in ("evaluate", "integral"):
        if not callable(getattr(law, method, None)):
            raise TypeError(f"a law must have {method}(x), which {law!r} has not")
    breaks = [float(x) for x in _breaks(law)]
    for x in _PLACES:
        if any(abs(x - place) <= 2 * _STEP for place in breaks):
            continue
        value, slope = _evaluate(law, x)
        ahead, behind = _evaluate(law, x + _STEP)[0], _evaluate(law, x - _STEP)[0]
        expected = (ahead - behind) / (2 * _STEP)
        allowed = _TOLERANCE * max(1.0, abs(value), abs(slope), abs(expected))
        if not abs(slope - expected) <= allowed:
            raise ValueError(
                f"evaluate({x:g}) gave the slope {slope:g}, but its values next to it rise by "
                f"{expected:g} per unit; if the law has a kink there, name it in breaks()"
            )
        rise = (_integral(law, x + _STEP) - _integral(law, x - _STEP)) / (2 * _STEP)
        allowed = _TOLERANCE * max(1.0, abs(value), abs(slope), abs(rise))
        if not abs(rise - value) <= allowed:
            raise ValueError(
                f"evaluate({x:g}) gave the force {value:g}, but integral() rises by {rise:g} per "
                "unit there"
            )


def _breaks(law: Any) -> Iterable[float]:
    given = getattr(law, "breaks", ())
    places: Iterable[float] = given() if callable(given) else given
    return places


def _evaluate(law: Any, x: float) -> tuple[float, float]:
    given = law.evaluate(x)
    try:
        value, slope = given
        value, slope = float(value), float(slope)
    except (TypeError, ValueError):
        raise TypeError(
            f"evaluate({x:g}) must give two numbers, force and slope, got {given!r}"
        ) from None
    if not (value >= 0.0 and math.isfinite(value) and math.isfinite(slope)):
        raise ValueError(
            f"evaluate({x:g}) gave a force of {value:g} with a slope of {slope:g}; a muscle pulls "
            "and never pushes, so the force must be >= 0 and both finite"
        )
    return value, slope


def _integral(law: Any, x: float) -> float:
    given = law.integral(x)
    try:
        return float(given)
    except (TypeError, ValueError):
        raise TypeError(f"integral({x:g}) must give a number, got {given!r}") from None
