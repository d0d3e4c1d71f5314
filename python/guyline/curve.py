"""Curves: tilt and load over one knob."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guyline._arrays import frozen, frozen_array
from guyline._names import Record, Table, number
from guyline.knobs import KNOBS, split_knob
from guyline.model import Model
from guyline.posture import PostureStatus

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False, repr=False)
class TiltCurve(Record):
    """Postures over the values of one knob. Arrays are one-dimensional and read-only.

    Attributes
    ----------
    knob : str
        As ``"hamstrings.length"``.
    unit : str
        Unit of `values`.
    acute : bool
        Whether the reflex threshold stayed where it was.
    values : ndarray of float, shape (n,)
        Values of the knob [`unit`].
    status : ndarray of int, shape (n,)
        `PostureStatus` of each; the numbers below are NaN where it is not ``solved``.
    anterior_tilt_deg : ndarray of float, shape (n,)
        Tilt [deg], anterior positive.
    lordosis_deg : ndarray of float, shape (n,)
        Lordosis L1-S1 [deg].
    stiffness_Nm_per_deg : ndarray of float, shape (n,)
        Moment that drives back per degree of tilt [N m/deg].
    compression_N : mapping of str to ndarray of float, shape (n,)
        Compression [N] by level.
    """

    knob: str
    unit: str
    acute: bool
    values: NDArray[np.float64]
    status: NDArray[np.int64]
    anterior_tilt_deg: NDArray[np.float64]
    lordosis_deg: NDArray[np.float64]
    stiffness_Nm_per_deg: NDArray[np.float64]
    compression_N: Table[NDArray[np.float64]]

    def __setstate__(self, state: dict[str, Any]) -> None:
        for value in (*state.values(), *state["compression_N"].values()):
            if hasattr(value, "setflags"):
                frozen(value)
        vars(self).update(state)

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        levels = list(self.compression_N)
        head = f"{self.knob} [{self.unit}]" + (", acute" if self.acute else "")
        lines = [
            head,
            f"{'value':>10} {'tilt':>8} {'lordosis':>9}" + "".join(f"{k:>9}" for k in levels),
        ]
        lines.append(f"{'':>10} {'deg':>8} {'deg':>9}" + f"{'N':>9}" * len(levels))
        for i, value in enumerate(self.values):
            status = PostureStatus(int(self.status[i]))
            row = f"{value:>10.4g} "
            if status is PostureStatus.solved:
                row += f"{self.anterior_tilt_deg[i]:>+8.2f} {self.lordosis_deg[i]:>9.1f}"
                row += "".join(f"{self.compression_N[k][i]:>9.0f}" for k in levels)
            else:
                row += str(status)
            lines.append(row)
        return "\n".join(lines)

    def plot(self, *, ax: Axes | None = None) -> Axes:
        """Draw the tilt over the knob. Needs matplotlib.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Where to draw; a new figure if not given.

        Returns
        -------
        matplotlib Axes

        Raises
        ------
        ImportError
            matplotlib is missing: ``pip install "guyline[plot]"``.
        """
        from guyline.plot import draw_tilt_curve

        return draw_tilt_curve(self, ax=ax)


def tilt_curve(
    model: Model, knob: str, values: ArrayLike, *, acute: bool = False, **stand: Any
) -> TiltCurve:
    """Return the resting postures over the values of one knob.

    Parameters
    ----------
    model : Model
        The body to start from.
    knob : str
        Muscle or group and knob, joined by a dot: ``"hamstrings.length"``, ``"psoas.tone"``.
    values : array_like of float, shape (n,)
        Values of the knob, in its unit and range (`Model.vary`).
    acute : bool
        As in `Model.vary`.
    **stand
        Passed on to `Model.stand`.

    Returns
    -------
    TiltCurve

    Raises
    ------
    UnknownName
        A ``ValueError``: no such muscle, group or knob; near names are suggested.
    ValueError
        A value is out of range; nothing is calculated then.

    Examples
    --------
    >>> import guyline as gl
    >>> curve = gl.tilt_curve(gl.bridge(), "hip_flexors.tone", [0.01, 0.05])
    >>> bool(curve.anterior_tilt_deg[1] > curve.anterior_tilt_deg[0])
    True
    """
    import numpy as np

    name, knob_name = split_knob(knob)
    wanted = np.asarray(values)
    if wanted.ndim != 1:
        raise ValueError(f"values must be one-dimensional, got shape {wanted.shape}")
    if wanted.dtype.kind not in "fiu":
        for value in wanted.tolist():
            number(f"each of the values of {knob}", value)
    wanted = np.array(wanted, dtype=np.float64)
    models = [model.vary(acute=acute, **{name: {knob_name: float(v)}}) for v in wanted]
    postures = [m.stand(**stand) for m in models]

    # Without values there is no posture to ask; the body itself knows its levels.
    levels: tuple[str, ...] = tuple((postures[0] if postures else model.stand(**stand)).load)
    return TiltCurve(
        knob=knob,
        unit=KNOBS[knob_name],
        acute=acute,
        values=frozen(wanted),
        status=frozen(np.array([int(p.status) for p in postures], dtype=np.int64)),
        anterior_tilt_deg=frozen_array([p.anterior_tilt_deg for p in postures]),
        lordosis_deg=frozen_array([p.lordosis_deg for p in postures]),
        stiffness_Nm_per_deg=frozen_array([p.stiffness_Nm_per_deg for p in postures]),
        compression_N=Table(
            {k: frozen_array([p.load[k].compression_N for p in postures]) for k in levels}, "level"
        ),
    )
