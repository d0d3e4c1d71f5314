#pragma once

/// @file
/// Every typed number of the built-in tasks, with its source; as bridge_data.hpp for the body.

#include <guyline/model/bridge_data.hpp>

namespace guyline::task_data {

using bridge_data::Constant;
using bridge_data::Grade;
using bridge_data::kDegree;

/// Follower load on the lumbar spine where it is bent or loaded; it stiffens with it.
inline constexpr Constant kBentFollowerLoad = {
    1000.0, "N", {Grade::kAssumption, "", "P in bending and lifting; 500 N in standing, sitting"}};
inline constexpr Constant kLyingFollowerLoad = {
    0.0, "N", {Grade::kAssumption, "", "P lying down: nothing stands on the spine"}};

/// Where a stop rule ends a movement.
inline constexpr Constant kLumbarTolerance = {
    120.0,
    "N m",
    {Grade::kMeasured, "dolan1994", "passive extensor moment at full flexion, men; women 77/120"}};
inline constexpr Constant kLumbarExtensionTolerance = {
    40.0, "N m", {Grade::kAssumption, "pearcey1984", "moment of the extension stop at its range"}};
inline constexpr Constant kHamstringTolerance = {
    30.0,
    "N m",
    {Grade::kAssumption, "riener1999", "passive hip moment per leg, as ends a straight-leg raise"}};

/// Below this activation a muscle counts as silent.
inline constexpr Constant kSilentActivation = {
    0.05, "1", {Grade::kAssumption, "kippers1984", "threshold of the comparison with recordings"}};

/// Shoulder to finger tip, and to the grip, over stature.
inline constexpr Constant kArmLength = {
    0.44, "1", {Grade::kMeasured, "winter2009", "0.186 + 0.146 + 0.108, from memory"}};
inline constexpr Constant kGripLength = {
    0.386, "1", {Grade::kDerived, "winter2009", "to the middle of the hand, from memory"}};

/// Contact of the ischial tuberosities with the seat, from the hip [m] at 1.75 m, axes of the reference
/// posture: the origin of the hamstrings stands for the tuberosities.
inline constexpr Constant kIschiumBack = {
    -0.0455, "m", {Grade::kDerived, "rlu2023", "origin of the hamstrings, skeleton of the model"}};
inline constexpr Constant kIschiumUp = {
    -0.0397, "m", {Grade::kDerived, "rlu2023", "origin of the hamstrings, skeleton of the model"}};
/// Where a backrest pushes, above the joint T12/L1 and along the trunk [m] at 1.75 m.
inline constexpr Constant kBackrestUp = {
    0.20, "m", {Grade::kAssumption, "", "about T7, the lower edge of the shoulder blades"}};
/// From the heel to the ball of the foot [m] at 1.75 m.
inline constexpr Constant kHeelToBall = {
    0.19, "m", {Grade::kAssumption, "winter2009", "0.152 of stature times 0.71"}};

/// Where the belly of late pregnancy and a rucksack have their centres, from T12/L1 [m] at 1.75 m.
inline constexpr Constant kBellyForward = {0.16, "m", {Grade::kAssumption, "", "in front of L3"}};
inline constexpr Constant kBellyUp = {-0.10, "m", {Grade::kAssumption, "", "in front of L3"}};
inline constexpr Constant kRucksackForward = {-0.20, "m", {Grade::kAssumption, "", "behind T6"}};
inline constexpr Constant kRucksackUp = {0.22, "m", {Grade::kAssumption, "", "behind T6"}};

/// A coordinate's range [rad]; margins are told against it, nothing is stopped by it.
struct Range {
  double lower, upper;
  bridge_data::Evidence evidence;
};
inline constexpr std::array<Range, 4> kRanges = {{
    {-50 * kDegree, 25 * kDegree, {Grade::kAssumption, "", "ankle, dorsiflexion positive"}},
    {0 * kDegree, 140 * kDegree, {Grade::kAssumption, "", "knee, flexion"}},
    {-20 * kDegree, 125 * kDegree, {Grade::kAssumption, "", "hip, flexion positive"}},
    {-16 * kDegree, 60 * kDegree, {Grade::kDerived, "pearcey1984, tafazzol2014", "lumbar spine"}},
}};

}  // namespace guyline::task_data
