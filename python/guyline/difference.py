"""What changed from one posture to another, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass

from guyline._names import Record, Table
from guyline.posture import Posture, PostureStatus


@dataclass(frozen=True, eq=False, repr=False)
class Difference(Record):
    """What changed from one posture to another: ``after - before``. Print it.

    Attributes
    ----------
    after, before : Posture
        The two postures.
    """

    after: Posture
    before: Posture

    @property
    def anterior_tilt_deg(self) -> float:
        """Change of tilt [deg], positive is towards anterior; NaN if one does not stand."""
        return self.after.anterior_tilt_deg - self.before.anterior_tilt_deg

    @property
    def lordosis_deg(self) -> float:
        """Change of lordosis L1-S1 [deg], positive is more hollow; NaN if one does not stand."""
        return self.after.lordosis_deg - self.before.lordosis_deg

    @property
    def stiffness_Nm_per_deg(self) -> float:
        """Change of stiffness [N m/deg]; NaN if one does not stand."""
        return self.after.stiffness_Nm_per_deg - self.before.stiffness_Nm_per_deg

    @property
    def compression_N(self) -> Table[float]:
        """Change of compression by level [N]; NaN if one does not stand."""
        levels = self.after.load
        return Table(
            {k: v.compression_N - self.before.load[k].compression_N for k, v in levels.items()},
            "level",
        )

    @property
    def tensions(self) -> Table[float]:
        """Change of resting tension by muscle [N]; NaN if one does not stand."""
        rows = {k: v - self.before.tensions[k] for k, v in self.after.tensions.items()}
        return Table(rows, "muscle")

    def __repr__(self) -> str:
        before, after = self.before, self.after
        missing = [
            f"The posture {which} is missing ({p.status}): {p.reason}"
            for which, p in (("before", before), ("after", after))
            if p.status is not PostureStatus.solved
        ]
        if missing:
            return "\n".join(missing)
        lines = [
            _line(
                "tilt",
                _tilt_change_in_words(self.anterior_tilt_deg),
                f"{_signed(before.anterior_tilt_deg, 1)} -> {_signed(after.anterior_tilt_deg, 1)}",
            ),
            _line(
                "lordosis",
                f"{_signed(self.lordosis_deg, 1)} deg",
                f"{before.lordosis_deg:.1f} -> {after.lordosis_deg:.1f}",
            ),
            _line(
                "stiffness",
                f"{_signed(self.stiffness_Nm_per_deg, 2)} N m/deg",
                f"{before.stiffness_Nm_per_deg:.2f} -> {after.stiffness_Nm_per_deg:.2f}",
            ),
        ]
        for level, change in self.compression_N.items():
            a, b = before.load[level], after.load[level]
            budget = ", ".join(f"{k} {_signed(b.budget[k] - a.budget[k], 0)}" for k in b.budget)
            lines.append(
                _line(
                    level,
                    f"{_signed(change, 0)} N compression",
                    f"{a.compression_N:.0f} -> {b.compression_N:.0f}: {budget}",
                )
            )
        changes = sorted(self.tensions.items(), key=lambda item: -abs(item[1]))
        shown = [(k, v) for k, v in changes[:5] if abs(v) >= 0.5]
        for i, (name, change) in enumerate(shown):
            lines.append(
                _line(
                    "tension" if i == 0 else "",
                    f"{_signed(change, 0)} N {name}",
                    f"{before.tensions[name]:.0f} -> {after.tensions[name]:.0f}",
                )
            )
        if not shown:
            lines.append(_line("tension", "no muscle by 0.5 N or more", ""))
        for which, p in (("before", before), ("after", after)):
            if p.reason:
                lines.append(f"But {which}: {p.reason}")
        return "\n".join(lines)


def _line(what: str, change: str, values: str) -> str:
    return f"{what:<10} {change:<34} {values and f'({values})'}".rstrip()


def _signed(x: float, digits: int) -> str:
    text = f"{x:+.{digits}f}"
    return f"{0:.{digits}f}" if float(text) == 0.0 else text


def _tilt_change_in_words(change_deg: float) -> str:
    size = f"{abs(change_deg):.1f} deg"
    if float(f"{change_deg:.1f}") == 0.0:
        return "unchanged (less than 0.1 deg)"
    return f"{size} more {'anterior' if change_deg > 0 else 'posterior'}"
