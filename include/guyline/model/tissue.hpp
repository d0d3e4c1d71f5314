#pragma once

/// @file
/// Passive tissue about a coordinate: discs, ligaments and facets as one moment.
///
///   M(q) = -k (q - rest) - A_f f((q - onset_f)/width_f) + A_e f((-q - onset_e)/width_e)
/// f is PassiveRational (muscle/rational.hpp): nothing up to the onset, the moment A at onset +
/// width, slope 2 A / width beyond. M > 0 drives the coordinate up, so M < 0 in flexion: it restores.
/// Where several motions share the coordinate (six discs, one lumbar flexion), all of them carry this
/// same moment and their shares must add up to 1.
/// Theory: (G25) in docs/theory.md.

#include <guyline/core/error.hpp>
#include <guyline/core/types.hpp>
#include <guyline/muscle/rational.hpp>

namespace guyline {

/// A stop that stiffens smoothly beyond an onset.
template <typename Scalar>
struct TissueStop {
  Scalar moment{0};  ///< [N m], >= 0, at onset + width.
  Scalar onset{0};   ///< [rad], from the coordinate's zero outwards.
  Scalar width{1};   ///< [rad], > 0.
};

template <typename Scalar>
struct Tissue {
  CoordinateIndex coordinate;
  Scalar stiffness{0};           ///< [N m/rad], >= 0, of the neutral zone.
  Scalar rest{0};                ///< [rad], where the neutral zone carries no moment.
  TissueStop<Scalar> flexion;    ///< Towards positive q.
  TissueStop<Scalar> extension;  ///< Towards negative q.
};

/// Moment of the tissue [N m] and its slope [N m/rad].
template <typename Scalar>
struct TissueMoment {
  Scalar moment{0}, slope{0};
};

/// @param q  [rad], of the tissue's scalar or of one that it converts to.
template <typename Number, typename Scalar>
TissueMoment<Scalar> tissue_moment(const Tissue<Number>& tissue, const Scalar& q) {
  const PassiveRational law;
  const Number per_flexion = Number(1) / tissue.flexion.width;
  const Number per_extension = Number(1) / tissue.extension.width;
  const CurvePoint<Scalar> f = law.evaluate(Scalar((q - tissue.flexion.onset) * per_flexion));
  const CurvePoint<Scalar> e = law.evaluate(Scalar((-q - tissue.extension.onset) * per_extension));
  TissueMoment<Scalar> result;
  result.moment = -tissue.stiffness * (q - tissue.rest) - tissue.flexion.moment * f.value +
                  tissue.extension.moment * e.value;
  result.slope = -tissue.stiffness - tissue.flexion.moment * per_flexion * f.derivative -
                 tissue.extension.moment * per_extension * e.derivative;
  return result;
}

/// Energy of the tissue [J], zero at rest and slack stops.
template <typename Scalar>
Scalar tissue_energy(const Tissue<Scalar>& tissue, const Scalar& q) {
  const PassiveRational law;
  const auto stop = [&](const TissueStop<Scalar>& at, const Scalar& outwards) -> Scalar {
    return at.moment * at.width * law.integral(Scalar((outwards - at.onset) / at.width));
  };
  return Scalar(0.5) * tissue.stiffness * squared(Scalar(q - tissue.rest)) +
         stop(tissue.flexion, q) + stop(tissue.extension, Scalar(-q));
}

/// @throws InvalidArgument on a number that is not finite, a negative moment or stiffness, or a
///         width that is not > 0.
template <typename Scalar>
void validate(const Tissue<Scalar>& tissue) {
  require_finite("tissue rest angle", value_of(tissue.rest), "rad");
  require_in_range("tissue stiffness", value_of(tissue.stiffness), "N m/rad", 0.0, 1e9);
  for (const TissueStop<Scalar>* stop : {&tissue.flexion, &tissue.extension}) {
    require_in_range("tissue stop moment", value_of(stop->moment), "N m", 0.0, 1e9);
    require_finite("tissue stop onset", value_of(stop->onset), "rad");
    require_positive("tissue stop width", value_of(stop->width), "rad");
  }
}

}  // namespace guyline
