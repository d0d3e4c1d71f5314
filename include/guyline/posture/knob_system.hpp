#pragma once

/// @file
/// A model on its manifold as a function of N knobs: force along the path, and its exact slopes.
///
///   F(s, p) = -dU/ds,   dF/ds = -K,   dF/dp_k = - sum_i (dT_i/dp_k) dL_i/ds
///
/// over the muscles i that knob k turns; a group turns together, every muscle to the same value. The
/// pose follows from the constraints alone, so a knob changes tensions T_i and nothing else.
/// All other knobs stay as they are in the model. One per thread: it keeps scratch.
/// Not covered: parameters that move the pose, such as mass, stature or trunk inclination.
/// Theory: (G12) in docs/theory.md.

#include <algorithm>
#include <array>
#include <cmath>
#include <guyline/muscle/knob_derivatives.hpp>
#include <guyline/posture/branch.hpp>
#include <guyline/posture/path_state.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace guyline {

/// One knob of one muscle or of several together.
struct KnobGroup {
  std::vector<CableIndex> muscles;  ///< At least one, each once.
  Knob knob = Knob::kLength;
  Adaptation adaptation = Adaptation::kRecalibrated;
};

/// A system for continue_equilibria(), fold_curve() and follow_map().
template <int N, int Dim, typename Laws>
class KnobSystem {
 public:
  using Model = guyline::Model<double, Dim, Laws>;
  using Manifold = guyline::Manifold<double, Dim>;

  /// @throws InvalidArgument if a group is empty, names no muscle of the model or one twice, or if two
  ///         groups turn the same knob of one muscle.
  KnobSystem(Model model, Manifold manifold, std::array<KnobGroup, N> groups)
      : model_(std::move(model)),
        manifold_(std::move(manifold)),
        groups_(std::move(groups)),
        data_(model_, manifold_) {
    values_.fill(std::numeric_limits<double>::quiet_NaN());
    std::vector<std::pair<int, Knob>> turned;
    for (const KnobGroup& group : groups_) {
      if (group.muscles.empty()) throw InvalidArgument("KnobSystem: a group has no muscle");
      for (const int muscle : group.muscles) {
        require_in_range("KnobSystem: muscle index", muscle, "", 0, model_.num_muscles() - 1);
        const std::pair<int, Knob> knob{muscle, group.knob};
        if (std::find(turned.begin(), turned.end(), knob) != turned.end()) {
          throw InvalidArgument("KnobSystem: " + model_.muscles[index(muscle)].name + "." +
                                knob_range(group.knob).name + " is turned twice");
        }
        turned.push_back(knob);
      }
    }
  }

  /// Force and slopes at path `s` [rad] with the knobs at `values`.
  /// @return not ok where a value is beyond knob_range(), the constraints cannot be met, or a number is
  ///         not finite.
  ForceSlopes<N> evaluate(double s, const std::array<double, N>& values) {
    ForceSlopes<N> found;
    for (std::size_t k = 0; k < N; ++k) {
      const KnobRange range = knob_range(groups_[k].knob);
      if (!(values[k] >= range.lower && values[k] <= range.upper)) return found;
    }
    if (!std::isfinite(s)) return found;
    set(values);
    // From the pose at hand where it is near, else from where the manifold begins.
    if (!(std::abs(s - data_path_) < kNear)) data_.q = manifold_.origin();
    PathState<double> state = evaluate_on_path(model_, manifold_, s, data_);
    if (!state.on_manifold) {
      data_.q = manifold_.origin();
      state = evaluate_on_path(model_, manifold_, s, data_);
    }
    data_path_ = state.on_manifold ? s : std::numeric_limits<double>::quiet_NaN();
    if (!state.on_manifold) return found;
    found.force = state.force;
    found.by_path = -state.stiffness;
    found.scale = state.scale;
    found.ok = isfinite(state.force) && isfinite(state.stiffness) && isfinite(state.scale);
    for (std::size_t k = 0; k < N; ++k) {
      const KnobGroup& group = groups_[k];
      for (const int muscle : group.muscles) {
        const auto varied = evaluate_muscle_by_knobs(model_.muscles[index(muscle)],
                                                     data_.cables[index(muscle)].length,
                                                     group.adaptation, model_.laws);
        found.by_parameter[k] -= varied.resting_tension.gradient[static_cast<int>(group.knob)] *
                                 data_.cables[index(muscle)].rate;
      }
    }
    return found;
  }

  const Model& model() const { return model_; }
  const Manifold& manifold() const { return manifold_; }
  const KnobGroup& group(int k) const { return groups_[index(k)]; }

 private:
  static constexpr double kNear = 0.2;  // rad

  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  void set(const std::array<double, N>& values) {
    for (std::size_t k = 0; k < N; ++k) {
      if (values[k] == values_[k]) continue;
      values_[k] = values[k];
      for (const int muscle : groups_[k].muscles) {
        set_knob(model_.muscles[index(muscle)], groups_[k].knob, values[k], groups_[k].adaptation);
      }
    }
  }

  Model model_;
  Manifold manifold_;
  std::array<KnobGroup, N> groups_;
  EquilibriumData<double, Dim> data_;
  std::array<double, N> values_;
  double data_path_ = std::numeric_limits<double>::quiet_NaN();
};

/// One knob of a muscle or group of a model.
/// @throws UnknownName if there is none of that name.
template <typename Scalar, int Dim, typename Laws>
KnobGroup knob_group(const Model<Scalar, Dim, Laws>& model, const std::string& muscle_or_group,
                     Knob knob, Adaptation adaptation = Adaptation::kRecalibrated) {
  return {model.select_muscles(muscle_or_group), knob, adaptation};
}

/// The system of one knob.
template <int Dim, typename Laws>
KnobSystem<1, Dim, Laws> knob_system(const Model<double, Dim, Laws>& model,
                                     const Manifold<double, Dim>& manifold,
                                     const KnobGroup& group) {
  return KnobSystem<1, Dim, Laws>(model, manifold, {group});
}

/// The system of two knobs.
template <int Dim, typename Laws>
KnobSystem<2, Dim, Laws> knob_system(const Model<double, Dim, Laws>& model,
                                     const Manifold<double, Dim>& manifold, const KnobGroup& first,
                                     const KnobGroup& second) {
  return KnobSystem<2, Dim, Laws>(model, manifold, {first, second});
}

}  // namespace guyline
