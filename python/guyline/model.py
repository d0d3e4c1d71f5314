"""The body that can be asked: to stand, bend, lift, sit, lie, and any other task."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import degrees, in_range, number
from guyline.body import Body
from guyline.clinical import Examination, examine
from guyline.knobs import KNOB_RANGES
from guyline.posture import Posture, posture_from_core
from guyline.task import Task
from guyline.task_posture import TaskPosture, perform
from guyline.tasks import (
    bend_task,
    lie_task,
    lift_task,
    loaded_stand_task,
    sit_task,
    stand_options,
)

if TYPE_CHECKING:
    from guyline.pose import Pose

_BRIDGE_DEFAULTS = _core.BridgeOptions()
_STAND_DEFAULTS = _core.StandOptions()
_EXAMINATION_DEFAULTS = _core.ExaminationOptions()


class Model(Body):
    """A body that can be asked to stand. Made by `bridge`; never changes.

    `vary` and `without` return another body. Two bodies are equal when all their numbers are; a
    body can be pickled and shared between threads.
    """

    __slots__ = ()

    def stand(
        self,
        *,
        trunk_inclination_deg: float = degrees(_STAND_DEFAULTS.trunk_inclination),
        knee_flexion_deg: float = degrees(_STAND_DEFAULTS.knee_flexion),
        ground_inclination_deg: float = 0.0,
        heel_height_m: float = 0.0,
        hand_mass_kg: float = 0.0,
        rucksack_kg: float = 0.0,
        belly_kg: float = 0.0,
        effort_power: int = _STAND_DEFAULTS.effort_power,
    ) -> Posture:
        """Return where the pelvis comes to rest in standing, and what that costs.

        Held are the feet (flat), the knees, the trunk's inclination and the centre of mass over
        the feet; free is the tilt of the pelvis, which the lumbar spine follows.

        Parameters
        ----------
        trunk_inclination_deg : float
            Inclination of the trunk [deg], forward positive, -28.6 to 28.6.
        knee_flexion_deg : float
            Flexion of both knees [deg], 0 to 57.3.
        ground_inclination_deg : float
            Slope that falls away forward [deg], -20 to 20.
        heel_height_m : float
            Of both shoes [m], 0 to 0.06: a wedge from heel to ball, which tilts the foot like a slope.
        hand_mass_kg : float
            In both hands together, arms hanging [kg], 0 to 200.
        rucksack_kg : float
            Behind T6 [kg], 0 to 100.
        belly_kg : float
            In front of L3, as late in pregnancy [kg], 0 to 100.
        effort_power : int
            2 or 3: power of the activation in the cost of holding the joints.

        Returns
        -------
        Posture
            Look at its `status` first: that a body cannot stand is an answer, not an exception. With a
            slope or a load it is a `TaskPosture`, whose `equilibria` are those that were looked at.

        Raises
        ------
        ValueError
            An argument is out of range.
        TypeError
            An argument is not a number.
        """
        options = stand_options(trunk_inclination_deg, knee_flexion_deg, effort_power)
        extra = (ground_inclination_deg, heel_height_m, hand_mass_kg, rucksack_kg, belly_kg)
        if any(x != 0.0 for x in extra):
            task = loaded_stand_task(
                self,
                trunk_inclination_deg=trunk_inclination_deg,
                knee_flexion_deg=knee_flexion_deg,
                ground_inclination_deg=ground_inclination_deg,
                heel_height_m=heel_height_m,
                hand_mass_kg=hand_mass_kg,
                rucksack_kg=rucksack_kg,
                belly_kg=belly_kg,
                effort_power=effort_power,
            )
            return perform(self, task)
        return posture_from_core(
            self, float(trunk_inclination_deg), _core.stand(self._bridge, options)
        )

    def bend(
        self,
        until: str | None = None,
        *,
        trunk_inclination_deg: float | None = None,
        hand_height_m: float | None = None,
        knee_flexion_deg: float = 0.0,
        hand_mass_kg: float = 0.0,
        hand_reach_m: float = 0.0,
    ) -> TaskPosture:
        """Bend forward: to an angle, until the finger tips are at a height, or as far as it goes.

        The muscles carry the weight whatever the split between hip and spine; the elastic body decides
        it (`Task`). A movement ends where the hamstrings or the back resist as much as is borne, or
        where the muscles cannot hold on; see `stopped_by`.

        Parameters
        ----------
        until : {"full"}, optional
            As far as it goes.
        trunk_inclination_deg : float, optional
            Inclination of the trunk [deg], 0 to 150: there, whatever resists.
        hand_height_m : float, optional
            Height of the finger tips above the sole [m], -0.5 to 3.
        knee_flexion_deg : float
            Flexion of both knees [deg], 0 to 137.
        hand_mass_kg : float
            In both hands together [kg], 0 to 200.
        hand_reach_m : float
            Hands ahead of the shoulder [m], 0 to 0.9.

        Returns
        -------
        TaskPosture

        Raises
        ------
        TypeError
            Not exactly one of `until`, `trunk_inclination_deg` and `hand_height_m` is given.
        ValueError
            An argument is out of range.

        Examples
        --------
        >>> import guyline as gl
        >>> body = gl.bridge()
        >>> tight = body.vary(hamstrings={"length": -0.1})
        >>> tight.bend("full").trunk_inclination_deg < body.bend("full").trunk_inclination_deg
        True
        """
        task = bend_task(
            trunk_inclination_deg,
            hand_height_m,
            until,
            backward=False,
            knee_flexion_deg=knee_flexion_deg,
            hand_mass_kg=hand_mass_kg,
            hand_reach_m=hand_reach_m,
        )
        return perform(self, task)

    def extend(
        self,
        until: str | None = None,
        *,
        trunk_inclination_deg: float | None = None,
        hand_mass_kg: float = 0.0,
    ) -> TaskPosture:
        """Lean back: to an angle, -90 to 0 deg, or ``"full"``; as `bend`, backwards.

        Parameters
        ----------
        until : {"full"}, optional
            As far as it goes.
        trunk_inclination_deg : float, optional
            Inclination of the trunk [deg], -90 to 0.
        hand_mass_kg : float
            In both hands together [kg], 0 to 200.

        Returns
        -------
        TaskPosture

        Raises
        ------
        TypeError
            Not exactly one of `until` and `trunk_inclination_deg` is given.
        ValueError
            An argument is out of range.
        """
        task = bend_task(
            trunk_inclination_deg, None, until, backward=True, hand_mass_kg=hand_mass_kg
        )
        return perform(self, task)

    def lift(
        self,
        mass_kg: float,
        style: str = "stoop",
        *,
        hand_height_m: float = 0.3,
        hand_reach_m: float = 0.0,
    ) -> TaskPosture:
        """Hold a mass with the grip at a height, the trunk as far forward as that needs.

        Both hands hold it: where they go is `hand_height_m`, how far ahead of the shoulders they
        reach `hand_reach_m`.

        Parameters
        ----------
        mass_kg : float
            In both hands together [kg], 0 to 200.
        style : {"stoop", "semi", "squat"}
            Knees straight, flexed by 45 or by 100 deg.
        hand_height_m : float
            Height of the grip above the sole [m], -0.5 to 3.
        hand_reach_m : float
            Hands ahead of the shoulder [m], 0 to 0.9.

        Returns
        -------
        TaskPosture
            `stopped_by` is ``"target"`` where the hands are there; with arms that hang lower already
            the trunk stays upright.

        Raises
        ------
        UnknownName
            A ``ValueError``: there is no such style.
        ValueError
            An argument is out of range.
        """
        return perform(self, lift_task(mass_kg, style, hand_height_m, hand_reach_m))

    def sit(
        self,
        style: str = "relaxed",
        *,
        backrest_deg: float | None = None,
        seat_height_m: float | None = None,
    ) -> TaskPosture:
        """Sit, feet flat and shanks upright.

        Parameters
        ----------
        style : {"erect", "relaxed", "slumped", "reclined"}
            Held upright by the muscles; sunk to rest; sunk with back and abdomen silent; leaning on a
            backrest. All but the last balance over the tuberosities.
        backrest_deg : float, optional
            Of a reclined seat, and only of one, behind the vertical [deg], 0 to 68; by default 20.
        seat_height_m : float, optional
            [m], 0.2 to 0.9; by default that at which the thighs are level.

        Returns
        -------
        TaskPosture

        Raises
        ------
        UnknownName
            A ``ValueError``: there is no such style.
        ValueError
            An argument is out of range, the seat out of the thighs' reach, or there is a
            backrest where nobody leans on one.
        """
        return perform(self, sit_task(self, style, backrest_deg, seat_height_m))

    def lie(self, *, hip_and_knee_flexion_deg: float = 0.0) -> TaskPosture:
        """Lie on the back, on a bed that carries all weight.

        Parameters
        ----------
        hip_and_knee_flexion_deg : float
            How far the thighs are raised, knees bent by twice as much [deg], 0 to 68.

        Returns
        -------
        TaskPosture

        Raises
        ------
        ValueError
            The angle is out of range.
        """
        return perform(self, lie_task(hip_and_knee_flexion_deg))

    def perform(self, task: Task) -> TaskPosture:
        """Return the posture of any task.

        Parameters
        ----------
        task : Task
            What is held, what carries the weight, which law decides, and what ends it.

        Returns
        -------
        TaskPosture
            Look at its `status` first.

        Raises
        ------
        ValueError
            The task cannot be asked: an angle out of range, more or fewer held than there are to hold.
        TypeError
            It is no `Task`.
        """
        return perform(self, task)

    def at(
        self,
        *,
        ankle_dorsiflexion_deg: float = 0.0,
        knee_flexion_deg: float = 0.0,
        hip_flexion_deg: float = 0.0,
        lumbar_flexion_deg: float = 0.0,
    ) -> Pose:
        """Return what the body is like with its joints at given angles, whatever holds it there.

        Nothing is solved: lengths, moment arms and resting tensions of the cables, moments at every
        joint, centres of mass. The feet are flat; all angles at 0 is the body drawn up straight,
        which is not how it stands (the angles of standing are in `Posture`).

        Parameters
        ----------
        ankle_dorsiflexion_deg, knee_flexion_deg, hip_flexion_deg, lumbar_flexion_deg : float
            Joint angles [deg], flexion positive, -180 to 180.

        Returns
        -------
        Pose

        Raises
        ------
        ValueError
            An angle is out of range.
        TypeError
            An angle is not a number.

        Examples
        --------
        >>> import guyline as gl
        >>> pose = gl.bridge().at(hip_flexion_deg=90)
        >>> pose.muscles["hamstrings"].moment_arms_mm["hip"] < 0  # they extend
        True
        """
        from guyline.pose import pose_of

        return pose_of(
            self, ankle_dorsiflexion_deg, knee_flexion_deg, hip_flexion_deg, lumbar_flexion_deg
        )

    def examine(
        self,
        *,
        torque_Nm: float = _EXAMINATION_DEFAULTS.torque,
        tolerance_Nm: float | None = None,
        muscles: str = "relaxed",
    ) -> Examination:
        """Return the card of a clinical examination of muscle length; see `guyline.examine`.

        Parameters
        ----------
        torque_Nm : float
            Torque of first firm resistance [N m], of one leg, > 0.
        tolerance_Nm : float or None
            Torque [N m] at which the person stops a test; None: later than the examiner.
        muscles : {"relaxed", "toned"}
            Passive tension only, or with the tone and the reflex of standing.

        Returns
        -------
        Examination
            Print it.

        Raises
        ------
        ValueError
            An argument is out of range.
        TypeError
            An argument is not a number, or `muscles` not a string.
        """
        return examine(self, torque_Nm=torque_Nm, tolerance_Nm=tolerance_Nm, muscles=muscles)


def bridge(
    *,
    mass_kg: float = _BRIDGE_DEFAULTS.mass,
    stature_m: float = _BRIDGE_DEFAULTS.stature,
    sex: str = _BRIDGE_DEFAULTS.sex,
    pelvic_incidence_deg: float = degrees(_BRIDGE_DEFAULTS.pelvic_incidence),
    pelvic_tilt_radiographic_deg: float | None = None,
    lordosis_deg: float | None = None,
    hip_extensor_tone: float | None = _BRIDGE_DEFAULTS.hip_extensor_tone,
) -> Model:
    """Return the built-in body: legs, pelvis, lumbar spine and trunk from the side, 23 muscles.

    Parameters
    ----------
    mass_kg : float
        Body mass [kg], 35 to 200. Weights and forces scale with it.
    stature_m : float
        Body height [m], 1.3 to 2.2. Lengths scale with it.
    sex : {"male", "female"}
        Segment masses and passive lumbar stiffness.
    pelvic_incidence_deg : float
        Pelvic incidence PI [deg], 25 to 80: bone shape. It sets sacral slope and lordosis of the
        reference posture by published regressions [lehuec2016]_.
    pelvic_tilt_radiographic_deg : float or None
        Radiographic PT of the reference posture [deg], -10 to 40; grows with posterior tilt, and
        PI = PT + SS. None: the regression on PI.
    lordosis_deg : float or None
        Lordosis LL (L1 to S1) of the reference posture [deg], 20 to 90. None: the regression on PI.
    hip_extensor_tone : float or None
        Tone of hamstrings and gluteus maximus [activation], 0 to 1. None: the tone with which the
        reference posture (tilt 0) is at rest.

    Returns
    -------
    Model

    Raises
    ------
    ValueError
        A value is out of range, or such a body could not stand upright in the first place.
    TypeError
        A value is not a number, or `sex` not a string.

    Notes
    -----
    A reduced model of the sagittal plane for study and teaching; it gives no medical advice.
    Every number has a source or is named an assumption: see `evidence`.

    References
    ----------
    .. [lehuec2016] Le Huec JC, Hasegawa K, European Spine Journal 25, 2016.

    Examples
    --------
    >>> import guyline as gl
    >>> posture = gl.bridge(mass_kg=75, stature_m=1.75).stand()
    >>> posture.status.name
    'solved'
    """
    options = _core.BridgeOptions()
    options.mass = number("mass_kg", mass_kg)
    options.stature = number("stature_m", stature_m)
    if not isinstance(sex, str):
        raise TypeError(f'sex must be "male" or "female", got {sex!r}')
    options.sex = sex
    options.pelvic_incidence = math.radians(number("pelvic_incidence_deg", pelvic_incidence_deg))
    if pelvic_tilt_radiographic_deg is not None:
        options.pelvic_tilt_radiographic = math.radians(
            number("pelvic_tilt_radiographic_deg", pelvic_tilt_radiographic_deg)
        )
    if lordosis_deg is not None:
        options.lordosis = math.radians(number("lordosis_deg", lordosis_deg))
    if hip_extensor_tone is not None:
        tone = KNOB_RANGES["tone"]
        options.hip_extensor_tone = in_range(
            "hip_extensor_tone", hip_extensor_tone, tone.unit, tone.lower, tone.upper
        )
    return Model._wrap(_core.Bridge(options))
