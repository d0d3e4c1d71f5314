#include <guyline/model/bridge_skeleton.hpp>

#include "support/catch.hpp"

namespace guyline {
namespace {

namespace data = bridge_data;
using Skeleton = internal::BridgeSkeleton<double>;
using Morph = internal::PelvicIncidenceMorph<double>;
using Point = Vector<double, 2>;
constexpr double kDegree = data::kDegree;
constexpr int kHipJoint = 2, kSacralJoint = 3, kTrunkJoint = 8;

/// The morph along the regressions, d degrees of incidence away from the rows.
Morph by_regression(const Skeleton& skeleton, double d) {
  const double slope = data::kSacralSlopeSlope.value * d * kDegree;
  return {skeleton, slope, d * kDegree - slope, data::kLordosisSlope.value * d * kDegree};
}

TEST_CASE("joint centres follow from the ankle and the rows", "[model][bridge_skeleton][exact]") {
  const Skeleton skeleton(1.0);
  CHECK(skeleton.joints[0].x() == data::kNeutralAnkleX);
  CHECK(skeleton.joints[0].y() == data::kNeutralAnkleY);
  // The knee by hand: ankle - child offset of the ankle + parent offset of the knee.
  const auto& ankle = data::kJoints[0];
  const auto& knee = data::kJoints[1];
  CHECK(skeleton.joints[1].y() == Approx(data::kNeutralAnkleY - ankle.child_y + knee.parent_y));
  // Up a standing body every joint is above the one before it.
  for (std::size_t j = 1; j < skeleton.joints.size(); ++j) {
    CHECK(skeleton.joints[j].y() > skeleton.joints[j - 1].y());
  }
}

TEST_CASE("a skeleton scales as a whole", "[model][bridge_skeleton][invariant]") {
  const Skeleton one(1.0), scaled(1.1);
  for (std::size_t j = 0; j < one.joints.size(); ++j) {
    CHECK((scaled.joints[j] - 1.1 * one.joints[j]).norm() < 1e-15);
  }
  CHECK((scaled.place(data::kL3, 0.1, 0.2) - 1.1 * one.place(data::kL3, 0.1, 0.2)).norm() < 1e-15);
}

TEST_CASE("no change of incidence moves nothing", "[model][bridge_skeleton][exact]") {
  const Skeleton skeleton(1.0);
  const Morph morph(skeleton, 0.0, 0.0, 0.0);
  const Point p(0.01, 1.2);
  for (int body = 0; body < Skeleton::kBodies; ++body) {
    CHECK((morph.move(body, p) - p).norm() < 1e-15);
    CHECK(morph.turn(body) == 0.0);
  }
}

TEST_CASE("the sacrum swings about the hip, the spine keeps its links",
          "[model][bridge_skeleton][invariant]") {
  const Skeleton skeleton(1.0);
  const double d_slope = 0.07, d_tilt = 0.05, d_lordosis = 0.11;
  const Morph morph(skeleton, d_slope, d_tilt, d_lordosis);
  const auto to_sacrum = [](const auto& joints) -> Point {
    return joints(kSacralJoint) - joints(kHipJoint);
  };
  const Point before =
      to_sacrum([&](int j) { return skeleton.joints[static_cast<std::size_t>(j)]; });
  const Point after = to_sacrum([&](int j) { return morph.joint(j); });
  CHECK(after.norm() == Approx(before.norm()).epsilon(1e-14));
  // Inclination backwards from the vertical grows by the change of PT.
  CHECK(std::atan2(-after.x(), after.y()) - std::atan2(-before.x(), before.y()) ==
        Approx(d_tilt).epsilon(1e-12));
  for (int j = kSacralJoint; j < kTrunkJoint; ++j) {
    const auto k = static_cast<std::size_t>(j);
    CHECK((morph.joint(j + 1) - morph.joint(j)).norm() ==
          Approx((skeleton.joints[k + 1] - skeleton.joints[k]).norm()).epsilon(1e-14));
  }
  // S1 to L1 take up the lordosis, the trunk stays as it was, the ilium and the legs do not move.
  CHECK(morph.turn(data::kL1) == Approx(d_slope - d_lordosis).epsilon(1e-12));
  CHECK(morph.turn(data::kTorso) == 0.0);
  CHECK(morph.turn(data::kPelvis) == 0.0);
  const Point iliac(0.0, 1.0);
  CHECK(morph.move(data::kPelvis, iliac) == iliac);
  const Point sacral = skeleton.joints[kSacralJoint] + Point(-0.03, 0.0);
  const Point moved = morph.move(data::kPelvis, sacral, true) - morph.joint(kSacralJoint);
  CHECK(std::atan2(moved.y(), -moved.x()) == Approx(d_slope).epsilon(1e-12));
}

TEST_CASE("joint centres at PI 40 and 60 as an independent implementation has them",
          "[model][bridge_skeleton]") {
  const Skeleton skeleton(1.0);
  struct Row {
    double d;
    Point sacral, trunk;  // mm
  };
  const Row rows[] = {{-10, {-14.9031, 1018.7655}, {-39.9284, 1179.2204}},
                      {10, {-36.6419, 1013.5614}, {-50.3287, 1173.1791}}};
  for (const Row& row : rows) {
    CAPTURE(row.d);
    const Morph morph = by_regression(skeleton, row.d);
    CHECK((1000.0 * morph.joint(kSacralJoint) - row.sacral).norm() < 2e-3);
    CHECK((1000.0 * morph.joint(kTrunkJoint) - row.trunk).norm() < 2e-3);
  }
}

}  // namespace
}  // namespace guyline
