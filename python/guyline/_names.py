"""Names and numbers on their way in and out: near names, plain checks, records and tables."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any, NoReturn, TypeVar

V = TypeVar("V")


class UnknownName(KeyError, ValueError):
    """A name that there is not; the message says which ones there are and which are near.

    It is a ``KeyError`` where a table is asked (``posture.tensions["soas"]``) and a ``ValueError``
    where an argument is wrong (``model.vary(hamstring=...)``): catch either.
    """

    def __str__(self) -> str:
        return str(self.args[0])


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to four of the known names that may have been meant, nearest first."""
    import difflib

    names = list(known)
    wanted = name.lower().replace("-", "_").replace(" ", "_")
    folded = {n.lower(): n for n in names}
    near = [folded[n] for n in difflib.get_close_matches(wanted, folded, n=3, cutoff=0.6)]
    if len(wanted) >= 3:
        near += [n for n in names if wanted in n.lower() and n not in near]
    return tuple(near[:4])


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean "a" or "b"?``, or an empty string."""
    near = [f'"{n}"' for n in near_names(name, known)]
    if not near:
        return ""
    words = near[0] if len(near) == 1 else ", ".join(near[:-1]) + " or " + near[-1]
    return f"; did you mean {words}?"


def raise_unknown(kind: str, name: object, known: Iterable[str]) -> NoReturn:
    """Raise UnknownName for a name that is not among the known ones."""
    names = list(known)
    text = did_you_mean(name, names) if isinstance(name, str) else ""
    shown = f'"{name}"' if isinstance(name, str) else repr(name)
    there_are = f"{' There' if text else '; there'} are: {', '.join(names)}"
    raise UnknownName(f"no {kind} is named {shown}{text}{there_are}")


def number(name: str, value: object) -> float:
    """`value` as a float.

    Raises
    ------
    TypeError
        If it is not a number, with what to write instead.
    """
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return float(value)
    hint = ""
    if isinstance(value, str):
        text = value.strip()
        try:
            if text.endswith("%"):
                hint = f"; write {float(text[:-1]) / 100:g} (a fraction, without quotes)"
            else:
                hint = f"; write {float(text):g}, without quotes"
        except ValueError:
            pass
    raise TypeError(f"{name} must be a number, got {type(value).__name__} {value!r}{hint}")


def in_range(name: str, value: object, unit: str, lower: float, upper: float) -> float:
    """`value` as a float that is finite and from `lower` to `upper`.

    Raises
    ------
    TypeError
        If it is not a number.
    ValueError
        If it is outside; the message names value, unit and range.
    """
    x = number(name, value)
    if not lower <= x <= upper:
        what = "is out of range" if math.isfinite(x) else "is not a finite number"
        raise ValueError(f"{name} = {x:g} {unit} {what}: allowed {lower:.4g} to {upper:.4g} {unit}")
    return x


def truth(name: str, value: object) -> bool:
    """The value; anything but True and False is refused."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value


def degrees(radians: float) -> float:
    """Degrees of an angle that was given in degrees: 50, not 49.99999999999999."""
    return round(math.degrees(radians), 10)


class Table(Mapping[str, V]):
    """Read-only mapping from names to values, in a fixed order.

    A name that is not in it raises `UnknownName`, a ``KeyError`` that suggests the near ones. Rows may
    be given as a function that makes them: it is called when the table is first looked at.
    """

    __slots__ = ("_kind", "_made", "_make")

    def __init__(
        self, rows: Mapping[str, V] | Callable[[], Mapping[str, V]], kind: str = "entry"
    ) -> None:
        self._kind = kind
        self._made: dict[str, V] | None = None
        self._make: Callable[[], Mapping[str, V]] | None = None
        if callable(rows):
            self._make = rows
        else:
            self._made = dict(rows)

    @property
    def _rows(self) -> dict[str, V]:
        make, made = self._make, self._made
        if made is None:
            assert make is not None
            made = self._made = dict(make())
            self._make = None
        return made

    def __getitem__(self, name: str) -> V:
        try:
            return self._rows[name]
        except (KeyError, TypeError):
            raise_unknown(self._kind, name, self._rows)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, or something else if there is no such name.

        Parameters
        ----------
        name : str
            The name.
        default
            What to return if the table has no such name.
        """
        return self._rows.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and same(self._rows, other._rows)

    def __repr__(self) -> str:
        return repr(self._rows)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Table, (self._rows, self._kind))


def same(a: Any, b: Any) -> bool:
    """Equality in which a NaN is equal to a NaN."""
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (math.isnan(a) and math.isnan(b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if hasattr(a, "dtype") and hasattr(b, "dtype"):
        import numpy as np

        return bool(np.array_equal(a, b, equal_nan=True))
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return bool(a == b)


class Record:
    """Base of the result classes: equal when all fields are, NaN to NaN; not hashable."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and same(vars(self), vars(other))

    __hash__ = None  # type: ignore[assignment]


class NamedEnum(IntEnum):
    """Base of the enumerations: a number to compare with, a name to print."""

    def __str__(self) -> str:
        return self.name


def plain(value: Any) -> Any:
    """Records and tables as dicts and lists, NaN as None: for JSON."""
    if isinstance(value, IntEnum):
        return value.name
    if isinstance(value, Table):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, Record):
        return {k: plain(v) for k, v in vars(value).items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
