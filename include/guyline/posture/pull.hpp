#pragma once

/// @file
/// Who is pulling: each cable's part in holding the resting posture.
///
/// Along the free direction q' = dq/ds a cable of resting tension F and arm r = -dL/ds contributes
/// the moment F r; r > 0 tilts the pelvis forward where s is the anterior tilt. At rest all
/// contributions, weight and tissue included, sum to zero: half pull one way, half the other.
///   share = F r / (half the sum of the sizes of all contributions)
/// so the shares on each side sum to +1 and -1, and a share of +0.3 is three tenths of all that
/// tilts forward.
/// Theory: (G9) in docs/theory.md.

#include <guyline/posture/equilibrium.hpp>

namespace guyline {

/// One contribution to the balance along the free direction.
template <typename Scalar>
struct Pull {
  Scalar tension{0};  ///< [N], >= 0, resting.
  Scalar arm{0};      ///< -dL/ds [m/rad].
  Scalar moment{0};   ///< tension * arm [N m].
  Scalar share{0};    ///< [1], -1 to 1.
};

/// Contributions of weight and tissue, beside the cables'.
template <typename Scalar>
struct PullSummary {
  Pull<Scalar> gravity, tissue;  ///< `tension` and `arm` stay 0.
};

/// @param data   As evaluate_on_path() left it.
/// @param pulls  Overwritten, one per cable; sized by the caller.
/// @note No allocation.
template <typename Scalar, int Dim>
PullSummary<Scalar> update_pulls(const EquilibriumData<Scalar, Dim>& data,
                                 std::vector<Pull<Scalar>>& pulls) {
  PullSummary<Scalar> summary;
  Scalar sizes(0);
  for (std::size_t c = 0; c < pulls.size(); ++c) {
    pulls[c].tension = data.posture.muscles[c].resting_tension;
    pulls[c].arm = -data.cables[c].rate;
    pulls[c].moment = pulls[c].tension * pulls[c].arm;
    sizes += abs(pulls[c].moment);
  }
  summary.gravity.moment = -data.gravity_slope;
  summary.tissue.moment = -data.tissue_slope;
  sizes += abs(summary.gravity.moment) + abs(summary.tissue.moment);
  const Scalar half = max(Scalar(Scalar(0.5) * sizes), Scalar(1e-300));
  for (Pull<Scalar>& pull : pulls) pull.share = pull.moment / half;
  summary.gravity.share = summary.gravity.moment / half;
  summary.tissue.share = summary.tissue.moment / half;
  return summary;
}

}  // namespace guyline
