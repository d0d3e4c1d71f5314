"""
Compiled part of guyline, private: SI units and radians throughout.
"""
from __future__ import annotations
import collections.abc
import typing
__all__: list[str] = ['Branch', 'Bridge', 'BridgeOptions', 'ClinicalConstant', 'ClinicalResult', 'ContinuationResult', 'EffortResult', 'Equilibrium', 'Error', 'EvidenceRow', 'ExaminationOptions', 'FollowMapResult', 'Geometry', 'Jump', 'KnobRange', 'LengthForTest', 'LevelLoad', 'LoadParts', 'Muscle', 'Passage', 'PlacedBody', 'PlacedLevel', 'PlacedMass', 'Posed', 'PosedJoint', 'PosedMuscle', 'SpecialPoint', 'StandOptions', 'StandResult', 'StandSensitivity', 'StandingLoad', 'StopRules', 'Task', 'TaskResult', 'bend_task', 'clinical_constants', 'clinical_limits', 'continuation_words', 'continue_equilibria', 'effort_statuses', 'evidence', 'examine', 'held_angles', 'held_joints', 'hysteresis', 'knob_ranges', 'length_change_for_slr', 'length_change_for_thomas', 'lie_task', 'lift_knee_flexion', 'move_until', 'numbers', 'person_parameters', 'pose', 'posture_statuses', 'reaches', 'sit_task', 'solve_task', 'stand', 'stand_sensitivity', 'stand_task', 'stand_with_law', 'stop_reasons', 'stop_rules', 'task_constants', 'task_parameters', 'task_sensitivity', 'tilt_map', 'tilt_range']
class Error(RuntimeError):
    """
    A calculation that cannot go on, such as a cable whose points coincide.
    """
class KnobRange:
    """
    Name, unit and allowed values of a knob.
    """
    @property
    def lower(self) -> float:
        ...
    @property
    def name(self) -> str:
        ...
    @property
    def unit(self) -> str:
        ...
    @property
    def upper(self) -> float:
        ...
class Muscle:
    """
    What is known of one muscle: SI units.
    """
    @property
    def cos_pennation(self) -> float:
        """
        [1]
        """
    @property
    def group(self) -> str:
        ...
    @property
    def length_change(self) -> float:
        """
        [1]
        """
    @property
    def max_isometric_force(self) -> float:
        """
        [N]
        """
    @property
    def name(self) -> str:
        ...
    @property
    def optimal_fibre_length(self) -> float:
        """
        [m]
        """
    @property
    def passive_onset(self) -> float:
        """
        [1]
        """
    @property
    def passive_width(self) -> float:
        """
        [1]
        """
    @property
    def recalibrated_length(self) -> float:
        """
        [1]
        """
    @property
    def reflex_gain(self) -> float:
        """
        [1]
        """
    @property
    def slack_length(self) -> float:
        """
        [m]
        """
    @property
    def stiffness(self) -> float:
        """
        [1]
        """
    @property
    def strength(self) -> float:
        """
        [1]
        """
    @property
    def threshold(self) -> float:
        """
        [1]
        """
    @property
    def tone(self) -> float:
        """
        [1]
        """
class Equilibrium:
    """
    One root of the force along the path.
    """
    @property
    def iterations(self) -> int:
        ...
    @property
    def path(self) -> float:
        """
        [rad]
        """
    @property
    def residual(self) -> float:
        """
        [1]
        """
    @property
    def stable(self) -> bool:
        ...
    @property
    def stiffness(self) -> float:
        """
        [N m/rad]
        """
class LoadParts:
    """
    A force resolved in an endplate.
    """
    @property
    def compression(self) -> float:
        """
        [N]
        """
    @property
    def moment(self) -> float:
        """
        [N m]
        """
    @property
    def shear(self) -> float:
        """
        [N]
        """
class LevelLoad:
    """
    Load at one level and where it comes from.
    """
    @property
    def active(self) -> LoadParts:
        ...
    @property
    def gravity(self) -> LoadParts:
        ...
    @property
    def passive(self) -> LoadParts:
        ...
    @property
    def tissue_moment(self) -> float:
        """
        [N m]
        """
    @property
    def tonic(self) -> LoadParts:
        ...
    @property
    def total(self) -> LoadParts:
        ...
class EffortResult:
    """
    The least effort that holds the joints.
    """
    @property
    def activation(self) -> list[float]:
        ...
    @property
    def cost(self) -> float:
        """
        [1]
        """
    @property
    def iterations(self) -> int:
        ...
    @property
    def missing(self) -> list[float]:
        ...
    @property
    def residual(self) -> float:
        """
        [1]
        """
    @property
    def status(self) -> int:
        ...
class BridgeOptions:
    """
    Who the bridge is; a new one holds the defaults.
    """
    def __init__(self) -> None:
        ...
    @property
    def gravity(self) -> float:
        """
        [m/s^2]
        """
    @gravity.setter
    def gravity(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def hip_extensor_tone(self) -> float | None:
        """
        [1], None: solved for
        """
    @hip_extensor_tone.setter
    def hip_extensor_tone(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None:
        ...
    @property
    def lordosis(self) -> float | None:
        """
        [rad], None: by regression
        """
    @lordosis.setter
    def lordosis(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None:
        ...
    @property
    def mass(self) -> float:
        """
        [kg]
        """
    @mass.setter
    def mass(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def pelvic_incidence(self) -> float:
        """
        [rad]
        """
    @pelvic_incidence.setter
    def pelvic_incidence(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def pelvic_tilt_radiographic(self) -> float | None:
        """
        [rad], None: by regression
        """
    @pelvic_tilt_radiographic.setter
    def pelvic_tilt_radiographic(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None:
        ...
    @property
    def sex(self) -> str:
        """
        male or female
        """
    @sex.setter
    def sex(self, arg1: str) -> None:
        ...
    @property
    def stature(self) -> float:
        """
        [m]
        """
    @stature.setter
    def stature(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
class PlacedBody:
    """
    A body in a pose.
    """
    @property
    def angle(self) -> float:
        """
        [rad]
        """
    @property
    def name(self) -> str:
        ...
    @property
    def position(self) -> tuple[float, float]:
        """
        [m]
        """
class PlacedMass:
    """
    A mass in a pose.
    """
    @property
    def name(self) -> str:
        ...
    @property
    def position(self) -> tuple[float, float]:
        """
        [m]
        """
class PlacedLevel:
    """
    An endplate in a pose.
    """
    @property
    def into(self) -> tuple[float, float]:
        """
        [1]
        """
    @property
    def name(self) -> str:
        ...
    @property
    def position(self) -> tuple[float, float]:
        """
        [m]
        """
class Geometry:
    """
    Where everything is in a pose: x forward, y up.
    """
    @property
    def bodies(self) -> list[PlacedBody]:
        ...
    @property
    def cables(self) -> list[list[tuple[float, float]]]:
        """
        [m]
        """
    @property
    def levels(self) -> list[PlacedLevel]:
        ...
    @property
    def masses(self) -> list[PlacedMass]:
        ...
class Bridge:
    """
    The built-in sagittal model, constant.
    """
    def __getstate__(self) -> tuple[str, float, float, float, float | None, float | None, float | None, float, list[typing.Annotated[list[float], "FixedSize(7)"]]]:
        ...
    def __init__(self, options: BridgeOptions) -> None:
        ...
    def __setstate__(self, arg0: tuple[str, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex | None, typing.SupportsFloat | typing.SupportsIndex | None, typing.SupportsFloat | typing.SupportsIndex | None, typing.SupportsFloat | typing.SupportsIndex, collections.abc.Sequence[typing.Annotated[collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], "FixedSize(7)"]]]) -> None:
        ...
    def geometry(self, q: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]) -> Geometry:
        ...
    def vary(self, changes: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex]], acute: bool) -> Bridge:
        """
        A copy with knobs set, each given as (muscle, knob, value).
        """
    def without(self, muscles: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex]) -> Bridge:
        """
        A copy with these muscles cut.
        """
    @property
    def built_muscles(self) -> list[Muscle]:
        ...
    @property
    def muscle_names(self) -> list[str]:
        ...
    @property
    def muscles(self) -> list[Muscle]:
        ...
    @property
    def options(self) -> BridgeOptions:
        ...
    @property
    def settings(self) -> list[typing.Annotated[list[float], "FixedSize(7)"]]:
        """
        Per muscle: F0 [N], length, recalibrated length, stiffness, tone, reflex gain, strength
        """
class EvidenceRow:
    """
    Where one number, or one kind of numbers, is from.
    """
    @property
    def grade(self) -> str:
        ...
    @property
    def note(self) -> str:
        ...
    @property
    def of(self) -> str:
        ...
    @property
    def source(self) -> str:
        ...
    @property
    def unit(self) -> str:
        ...
    @property
    def value(self) -> float | None:
        ...
    @property
    def what(self) -> str:
        ...
class PosedJoint:
    """
    A joint in a pose; moments flex where positive.
    """
    @property
    def gravity(self) -> float:
        """
        [N m]
        """
    @property
    def mass_above(self) -> tuple[float, float]:
        """
        [m]
        """
    @property
    def name(self) -> str:
        ...
    @property
    def passive(self) -> float:
        """
        [N m]
        """
    @property
    def position(self) -> tuple[float, float]:
        """
        [m]
        """
    @property
    def tissue(self) -> float:
        """
        [N m]
        """
    @property
    def tonic(self) -> float:
        """
        [N m]
        """
class PosedMuscle:
    """
    A muscle in a pose, at rest.
    """
    @property
    def activation(self) -> float:
        """
        [1]
        """
    @property
    def arms(self) -> list[float]:
        """
        [m], one per joint, positive flexes
        """
    @property
    def length(self) -> float:
        """
        [m]
        """
    @property
    def normalized_length(self) -> float:
        """
        [1]
        """
    @property
    def passive_tension(self) -> float:
        """
        [N]
        """
    @property
    def tension(self) -> float:
        """
        [N]
        """
class Posed:
    """
    A body in a pose: SI units and radians.
    """
    @property
    def joints(self) -> list[PosedJoint]:
        ...
    @property
    def lordosis(self) -> float:
        """
        [rad]
        """
    @property
    def mass_center(self) -> tuple[float, float]:
        """
        [m]
        """
    @property
    def muscles(self) -> list[PosedMuscle]:
        ...
class StandOptions:
    """
    How to stand; a new one holds the defaults.
    """
    def __init__(self) -> None:
        ...
    @property
    def effort_power(self) -> int:
        """
        2 or 3
        """
    @effort_power.setter
    def effort_power(self, arg1: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    @property
    def knee_flexion(self) -> float:
        """
        [rad]
        """
    @knee_flexion.setter
    def knee_flexion(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def trunk_inclination(self) -> float:
        """
        [rad]
        """
    @trunk_inclination.setter
    def trunk_inclination(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
class StandingLoad:
    """
    Load at one level and the effort that goes with it.
    """
    @property
    def effort(self) -> EffortResult:
        ...
    @property
    def level(self) -> str:
        ...
    @property
    def load(self) -> LevelLoad:
        ...
class StandResult:
    """
    The answer of stand(): SI units and radians.
    """
    @property
    def anterior_tilt(self) -> float:
        """
        [rad]
        """
    @property
    def effort_statuses(self) -> list[int]:
        ...
    @property
    def equilibria(self) -> list[Equilibrium]:
        ...
    @property
    def evaluations(self) -> int:
        ...
    @property
    def loads(self) -> list[StandingLoad]:
        ...
    @property
    def lordosis(self) -> float:
        """
        [rad]
        """
    @property
    def pelvic_tilt_radiographic(self) -> float:
        """
        [rad]
        """
    @property
    def pull_rows(self) -> list[typing.Annotated[list[float], "FixedSize(4)"]]:
        """
        Tension [N], arm [m/rad], moment [N m], share [1] of each muscle, weight and tissue
        """
    @property
    def q(self) -> list[float]:
        ...
    @property
    def residual(self) -> float:
        """
        [1]
        """
    @property
    def resting(self) -> int:
        ...
    @property
    def sacral_slope(self) -> float:
        """
        [rad]
        """
    @property
    def searched(self) -> tuple[float, float]:
        """
        [rad], range of tilt
        """
    @property
    def status(self) -> int:
        ...
    @property
    def stiffness(self) -> float:
        """
        [N m/rad]
        """
class ExaminationOptions:
    """
    How to examine; new: the defaults.
    """
    def __init__(self) -> None:
        ...
    @property
    def light_torque(self) -> float:
        """
        [N m], of one leg
        """
    @light_torque.setter
    def light_torque(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def tolerance(self) -> float | None:
        """
        [N m], None: any torque
        """
    @tolerance.setter
    def tolerance(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None:
        ...
    @property
    def toned(self) -> bool:
        """
        with resting tone and reflex
        """
    @toned.setter
    def toned(self, arg0: bool) -> None:
        ...
    @property
    def torque(self) -> float:
        """
        [N m], of one leg
        """
    @torque.setter
    def torque(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
class ClinicalResult:
    """
    Outcome of one test: SI units and radians, one leg.
    """
    @property
    def hip(self) -> float:
        """
        [rad]
        """
    @property
    def hip_moments(self) -> list[float]:
        ...
    @property
    def knee(self) -> float:
        """
        [rad]
        """
    @property
    def knee_moments(self) -> list[float]:
        ...
    @property
    def limit(self) -> int:
        ...
    @property
    def most(self) -> int:
        """
        muscle that resists most, -1: none
        """
    @property
    def residual(self) -> float:
        """
        [N m]
        """
    @property
    def resistance(self) -> float:
        """
        [N m]
        """
    @property
    def rest_tilt(self) -> float:
        """
        [rad]
        """
    @property
    def thigh(self) -> float:
        """
        [rad]
        """
    @property
    def tilt(self) -> float:
        """
        [rad]
        """
class LengthForTest:
    """
    A length knob that changes a test by so much.
    """
    @property
    def greatest_change(self) -> float:
        """
        [rad]
        """
    @property
    def least_change(self) -> float:
        """
        [rad]
        """
    @property
    def length(self) -> float:
        """
        optimal fibre lengths
        """
    @property
    def reached(self) -> bool:
        ...
class ClinicalConstant:
    """
    What a test assumes, and why.
    """
    @property
    def grade(self) -> str:
        ...
    @property
    def name(self) -> str:
        ...
    @property
    def note(self) -> str:
        ...
    @property
    def source(self) -> str:
        ...
    @property
    def unit(self) -> str:
        ...
    @property
    def value(self) -> float:
        ...
class Task:
    """
    What is held, what carries, which law decides the rest. SI, radians.
    """
    balance: str
    has_backrest: bool
    has_reflexes: bool
    has_seat: bool
    law: str
    name: str
    weight_is_carried: bool
    def __init__(self) -> None:
        ...
    def stored(self) -> tuple[str, int, int, list[tuple[int, float]], float, list[tuple[str, float, float, float]], typing.Annotated[list[float], "FixedSize(2)"], typing.Annotated[list[bool], "FixedSize(4)"], list[str], float, typing.Annotated[list[float], "FixedSize(3)"], int]:
        """
        As plain numbers, for solve().
        """
    @property
    def burdens(self) -> list[tuple[str, float, float, float]]:
        """
        Name, mass [kg], place ahead of and above T12/L1 [m] of each.
        """
    @burdens.setter
    def burdens(self, arg1: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex]]) -> None:
        ...
    @property
    def effort_power(self) -> int:
        """
        2 or 3
        """
    @effort_power.setter
    def effort_power(self, arg1: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    @property
    def follower_load(self) -> float:
        """
        [N]
        """
    @follower_load.setter
    def follower_load(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def greatest_tilt(self) -> float:
        """
        [rad]
        """
    @greatest_tilt.setter
    def greatest_tilt(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def ground_inclination(self) -> float:
        """
        [rad]
        """
    @ground_inclination.setter
    def ground_inclination(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def hand_mass(self) -> float:
        """
        [kg]
        """
    @hand_mass.setter
    def hand_mass(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def hand_reach(self) -> float:
        """
        [m]
        """
    @hand_reach.setter
    def hand_reach(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def held(self) -> list[tuple[str, float]]:
        """
        Name and value [rad] of each.
        """
    @held.setter
    def held(self, arg1: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]]) -> None:
        ...
    @property
    def least_tilt(self) -> float:
        """
        [rad]
        """
    @least_tilt.setter
    def least_tilt(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def reference_tilt(self) -> float:
        """
        [rad]
        """
    @reference_tilt.setter
    def reference_tilt(self, arg1: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def silent(self) -> list[str]:
        ...
    @silent.setter
    def silent(self, arg0: collections.abc.Sequence[str]) -> None:
        ...
class StopRules:
    """
    What ends a movement. SI, radians.
    """
    ends_where_too_weak: bool
    def __init__(self) -> None:
        ...
    def stored(self) -> tuple[typing.Annotated[list[float], "FixedSize(3)"], float | None, float | None, bool, float]:
        """
        As plain numbers, for solve().
        """
    @property
    def end(self) -> float:
        """
        [rad]
        """
    @end.setter
    def end(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def extension_moment(self) -> float:
        """
        [N m]
        """
    @extension_moment.setter
    def extension_moment(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def fingertip_height(self) -> float | None:
        """
        [m] or None
        """
    @fingertip_height.setter
    def fingertip_height(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None:
        ...
    @property
    def grip_height(self) -> float | None:
        """
        [m] or None
        """
    @grip_height.setter
    def grip_height(self, arg0: typing.SupportsFloat | typing.SupportsIndex | None) -> None:
        ...
    @property
    def hamstring_moment(self) -> float:
        """
        [N m] per leg
        """
    @hamstring_moment.setter
    def hamstring_moment(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
    @property
    def lumbar_moment(self) -> float:
        """
        [N m]
        """
    @lumbar_moment.setter
    def lumbar_moment(self, arg0: typing.SupportsFloat | typing.SupportsIndex) -> None:
        ...
class TaskResult(StandResult):
    """
    The answer of a task: SI and radians.
    """
    @property
    def backrest_force(self) -> float:
        """
        [N]
        """
    @property
    def erector_activation(self) -> float:
        """
        [1]
        """
    @property
    def fingertip_height(self) -> float:
        """
        [m]
        """
    @property
    def foot_force(self) -> float:
        """
        [N]
        """
    @property
    def grip_height(self) -> float:
        """
        [m]
        """
    @property
    def hamstring_moment(self) -> float:
        """
        [N m] per leg
        """
    @property
    def is_erector_silent(self) -> bool:
        ...
    @property
    def lumbar_moment(self) -> float:
        """
        [N m]
        """
    @property
    def margins(self) -> typing.Annotated[list[float], "FixedSize(4)"]:
        """
        [rad], one per coordinate
        """
    @property
    def seat_force(self) -> float:
        """
        [N]
        """
    @property
    def standing_status(self) -> int:
        ...
    @property
    def trunk_inclination(self) -> float:
        """
        [rad]
        """
class Branch:
    """
    A curve of equilibria over a knob: SI units and radians.
    """
    @property
    def at_back(self) -> int:
        ...
    @property
    def at_front(self) -> int:
        ...
    @property
    def kind(self) -> list[int]:
        ...
    @property
    def parameter(self) -> list[float]:
        ...
    @property
    def path(self) -> list[float]:
        ...
    @property
    def stable(self) -> list[bool]:
        ...
    @property
    def stiffness(self) -> list[float]:
        ...
class SpecialPoint:
    """
    A fold or branch point.
    """
    @property
    def branches(self) -> list[int]:
        ...
    @property
    def corner(self) -> bool:
        ...
    @property
    def parameter(self) -> float:
        ...
    @property
    def path(self) -> float:
        """
        [rad]
        """
class ContinuationResult:
    """
    All branches over one knob.
    """
    @property
    def branch_points(self) -> list[SpecialPoint]:
        ...
    @property
    def branches(self) -> list[Branch]:
        ...
    @property
    def evaluations(self) -> int:
        ...
    @property
    def folds(self) -> list[SpecialPoint]:
        ...
    @property
    def status(self) -> int:
        ...
class Jump:
    """
    One jump of a resting posture.
    """
    @property
    def parameter(self) -> float:
        ...
    @property
    def path_from(self) -> float:
        """
        [rad]
        """
    @property
    def path_to(self) -> float | None:
        """
        [rad]
        """
class Passage:
    """
    One way over the range of a knob.
    """
    @property
    def jumps(self) -> list[Jump]:
        ...
    @property
    def parameter(self) -> list[float]:
        ...
    @property
    def path(self) -> list[float]:
        """
        [rad]
        """
    @property
    def status(self) -> int:
        ...
class FollowMapResult:
    """
    One branch over a grid of two knobs.
    """
    @property
    def evaluations(self) -> int:
        ...
    @property
    def path(self) -> list[float]:
        """
        [rad]
        """
    @property
    def started(self) -> bool:
        ...
    @property
    def status(self) -> list[int]:
        ...
    @property
    def stiffness(self) -> list[float]:
        """
        [N m/rad]
        """
    @property
    def tears(self) -> list[typing.Annotated[list[int], "FixedSize(2)"]]:
        ...
class StandSensitivity:
    """
    Derivatives: a list per output, an entry per parameter, SI and radians.
    """
    @property
    def at_kink(self) -> bool:
        ...
    @property
    def derivative(self) -> list[list[float]]:
        """
        Rows: tilt, lordosis, compression, shear and moment per level, tensions. Columns: five knobs per muscle, then the person's.
        """
    @property
    def level_at_kink(self) -> list[bool]:
        ...
    @property
    def muscle_at_bound(self) -> list[bool]:
        ...
    @property
    def muscle_at_kink(self) -> list[bool]:
        ...
    @property
    def stiffening(self) -> list[float]:
        """
        [N m/rad per unit of the stiffness knob]
        """
def bend_task(inclination: typing.SupportsFloat | typing.SupportsIndex, knee_flexion: typing.SupportsFloat | typing.SupportsIndex, hand_mass: typing.SupportsFloat | typing.SupportsIndex, hand_reach: typing.SupportsFloat | typing.SupportsIndex) -> Task:
    """
    Bending, or extending where the inclination is negative.
    """
def clinical_constants() -> list[ClinicalConstant]:
    """
    What the tests assume.
    """
def clinical_limits() -> list[str]:
    """
    Names by number.
    """
def continuation_words() -> list[list[str]]:
    """
    Words of ContinuationStatus, BranchEnd, PassageStatus and CellStatus by number.
    """
def continue_equilibria(bridge: Bridge, options: StandOptions, tilt_range: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex], muscles: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], knob: typing.SupportsInt | typing.SupportsIndex, acute: bool, lower: typing.SupportsFloat | typing.SupportsIndex, upper: typing.SupportsFloat | typing.SupportsIndex) -> ContinuationResult:
    """
    All branches of equilibria over one knob.
    """
def effort_statuses() -> list[str]:
    """
    Names of the outcomes of the effort problem, by their number.
    """
def evidence() -> list[EvidenceRow]:
    """
    Sources of the numbers of the bridge, a row per kind of numbers.
    """
def examine(bridge: Bridge, options: ExaminationOptions) -> list[tuple[str, ClinicalResult]]:
    """
    All tests on the table, by name.
    """
def held_angles() -> list[str]:
    """
    Names of the angles that a task can hold.
    """
def held_joints(bridge: Bridge, task: Task) -> list[str]:
    """
    Names of what the muscles hold beside the level.
    """
def hysteresis(bridge: Bridge, options: StandOptions, tilt_range: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex], muscles: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], knob: typing.SupportsInt | typing.SupportsIndex, acute: bool, lower: typing.SupportsFloat | typing.SupportsIndex, upper: typing.SupportsFloat | typing.SupportsIndex, reference: typing.SupportsFloat | typing.SupportsIndex) -> tuple[Passage, Passage]:
    """
    The resting posture with a knob going up and down.
    """
def knob_ranges() -> list[KnobRange]:
    """
    The knobs; the place in the list is the number that Bridge.vary() takes.
    """
def length_change_for_slr(bridge: Bridge, change: typing.SupportsFloat | typing.SupportsIndex) -> LengthForTest:
    """
    Hamstrings of the body as built, for a change of its straight-leg raise [rad].
    """
def length_change_for_thomas(bridge: Bridge, change: typing.SupportsFloat | typing.SupportsIndex) -> LengthForTest:
    """
    Hip flexors of the body as built, for a change of its modified Thomas test [rad].
    """
def lie_task(hip_and_knee_flexion: typing.SupportsFloat | typing.SupportsIndex) -> Task:
    """
    Lying on the back.
    """
def lift_knee_flexion(style: str) -> float:
    """
    [rad]
    """
def move_until(bridge: Bridge, rules: StopRules, task: Task) -> tuple[TaskResult, int, float, bool]:
    """
    Moves the trunk until a rule stops it: posture, reason, inclination [rad], whether it jumped.
    """
def numbers() -> list[EvidenceRow]:
    """
    The numbers of the bridge with their sources, a row per number.
    """
def person_parameters() -> list[str]:
    """
    Names of the columns behind the knobs', standing.
    """
def pose(bridge: Bridge, q: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]) -> Posed:
    """
    What this body is like in a pose, whatever holds it there.
    """
def posture_statuses() -> list[str]:
    """
    Names of the outcomes of a posture solve, by their number.
    """
def reaches(bridge: Bridge, hamstring_tolerance: typing.SupportsFloat | typing.SupportsIndex | None) -> tuple[float, int, float, int]:
    """
    Finger tips over the floor [m] in the full bend, over the soles in sit and reach, what ended each.
    """
def sit_task(bridge: Bridge, style: str, backrest: typing.SupportsFloat | typing.SupportsIndex, seat_height: typing.SupportsFloat | typing.SupportsIndex | None) -> Task:
    """
    Sitting.
    """
def solve_task(bridge: Bridge, task: Task) -> TaskResult:
    """
    The posture of a task.
    """
def stand(bridge: Bridge, options: StandOptions) -> StandResult:
    """
    Where this body comes to rest, and what that costs.
    """
def stand_sensitivity(bridge: Bridge, options: StandOptions, acute: bool) -> StandSensitivity:
    """
    Derivatives of the resting posture, its loads and tensions.
    """
def stand_task() -> Task:
    """
    Standing, as a task.
    """
def stand_with_law(bridge: Bridge, options: StandOptions, passive: typing.Any) -> StandResult:
    """
    Where this body comes to rest with another passive curve, see guyline.stand_with_law.
    """
def stop_reasons() -> list[str]:
    """
    Names of what can end a movement.
    """
def stop_rules(bridge: Bridge) -> StopRules:
    """
    Rules with the tolerances of this body.
    """
def task_constants() -> dict[str, float]:
    """
    Numbers of the tasks by name [m at 1.75 m, 1].
    """
def task_parameters() -> list[str]:
    """
    Names of the columns behind the knobs', of a task.
    """
def task_sensitivity(bridge: Bridge, task: Task, acute: bool) -> StandSensitivity:
    """
    Derivatives of the posture of a task, its loads and tensions.
    """
def tilt_map(bridge: Bridge, options: StandOptions, tilt_range: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex], first_muscles: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], first_knob: typing.SupportsInt | typing.SupportsIndex, second_muscles: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], second_knob: typing.SupportsInt | typing.SupportsIndex, acute: bool, first: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], second: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]) -> FollowMapResult:
    """
    The branch through the resting posture over two knobs.
    """
def tilt_range() -> tuple[float, float]:
    """
    Least and greatest tilt that are searched [rad].
    """
__version__: str = '0.1.0'
