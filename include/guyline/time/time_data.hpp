#pragma once

/// @file
/// Every typed number of the slow processes, with its range and its source; as bridge_data.hpp for
/// the body.
///
/// Times in s, angles in rad. A range is what the literature spans or, for an assumption, what is
/// worth exploring; validate() of a process refuses what is outside. A number that was written down
/// from memory is graded an assumption until someone has read it at its source.

#include <guyline/model/bridge_data.hpp>

namespace guyline::time_data {

using bridge_data::Evidence;
using bridge_data::Grade;
using bridge_data::kDegree;

inline constexpr double kMinute = 60.0;      ///< [s].
inline constexpr double kHour = 3600.0;      ///< [s].
inline constexpr double kDay = 86400.0;      ///< [s].
inline constexpr double kWeek = 7.0 * kDay;  ///< [s].

/// A number with the range that is allowed.
struct Parameter {
  double value, lower, upper;
  const char* unit;  ///< "1" for a ratio.
  Evidence evidence;
};

// ---- Minutes ------------------------------------------------------------------------------------

inline constexpr Parameter kRelaxationShare = {
    0.336,
    0.25,
    0.40,
    "1",
    {Grade::kDerived, "peixoto2015, magnusson1996", "-25 % at 30 s and -33 % at 90 s, W7"}};
inline constexpr Parameter kRelaxationTime = {
    22.0,
    10.0,
    30.0,
    "s",
    {Grade::kDerived, "peixoto2015, magnusson1996", "-25 % at 30 s and -33 % at 90 s, W7"}};

inline constexpr Parameter kLaxityMax = {
    0.02, 0.0, 0.05, "1", {Grade::kAssumption, "", "longer slack after endless stretching"}};
inline constexpr Parameter kLaxityTime = {
    200.0,
    60.0,
    1200.0,
    "s",
    {Grade::kDerived, "ryan2008", "5 % left 10 min after up to 2 min of stretching, N7.1"}};
inline constexpr Parameter kLaxityTimeLongStretch = {
    400.0,
    60.0,
    1200.0,
    "s",
    {Grade::kDerived, "ryan2008", "5 % left 20 min after 4 to 8 min of stretching, N7.2"}};
/// Up to and from which duration of stretching the two times hold.
inline constexpr Parameter kShortStretch = {
    2.0 * kMinute, 0.0, 3.0 * kMinute, "s", {Grade::kMeasured, "ryan2008", "first of the arms"}};
inline constexpr Parameter kLongStretch = {4.0 * kMinute,
                                           3.0 * kMinute,
                                           8.0 * kMinute,
                                           "s",
                                           {Grade::kMeasured, "ryan2008", "second of the arms"}};

inline constexpr Parameter kCreepMax = {
    6.24 * kDegree,
    0.0,
    12.0 * kDegree,
    "rad",
    {Grade::kDerived, "mcgill1992", "first-order fit to 5.5 deg after 20 min, W6"}};
inline constexpr Parameter kCreepTime = {
    9.4 * kMinute, 5.0 * kMinute, 20.0 * kMinute, "s", {Grade::kMeasured, "mcgill1992", "W6"}};
inline constexpr Parameter kCreepRecoveryFast = {
    2.0 * kMinute,
    0.5 * kMinute,
    2.0 * kMinute,
    "s",
    {Grade::kAssumption, "mcgill1992", "half of the stiffness is back in 2 min"}};
inline constexpr Parameter kCreepRecoverySlow = {
    20.0 * kMinute,
    10.0 * kMinute,
    60.0 * kMinute,
    "s",
    {Grade::kAssumption, "bazrgari2011", "recovery takes longer than exposure"}};

// ---- Tolerance ----------------------------------------------------------------------------------

inline constexpr Parameter kToleranceGain = {
    10.05 * kDegree,
    0.0,
    30.0 * kDegree,
    "rad",
    {Grade::kDerived, "willy2001", "active knee extension: 9 deg in 6 weeks, W8"}};
inline constexpr Parameter kToleranceTime = {
    18.6 * kDay,
    7.0 * kDay,
    60.0 * kDay,
    "s",
    {Grade::kDerived, "willy2001", "2 of 9 deg left after 4 weeks off, W8"}};
inline constexpr Parameter kToleranceShare = {
    0.8,
    0.6,
    1.0,
    "1",
    {Grade::kAssumption, "ylinen2009, freitas2018, weppler2010", "against it: marshall2011"}};

// ---- Plastic set and damage ---------------------------------------------------------------------

inline constexpr Parameter kYieldStrain = {
    0.03, 0.02, 0.04, "1", {Grade::kAssumption, "abrahams1967", "from memory"}};
inline constexpr Parameter kPlasticTime = {
    1.0 * kHour, 1.0 * kMinute, 1.0 * kDay, "s", {Grade::kAssumption, "", "no data found"}};
inline constexpr Parameter kPassiveDamageThreshold = {
    0.25,
    0.20,
    0.30,
    "1",
    {Grade::kMeasured, "noonan1994", "of failure force, rabbit: 0.20 no deficit, 0.30 rupture"}};
inline constexpr Parameter kActiveDamageThreshold = {
    0.25, 0.25, 0.30, "1", {Grade::kAssumption, "lieber1993, brooks1995", "from memory"}};
inline constexpr Parameter kDamageTime = {
    10.0 * kMinute,
    1.0,
    1.0 * kDay,
    "s",
    {Grade::kAssumption, "", "at twice the threshold; no data found"}};
inline constexpr Parameter kDamageRecoveryTime = {
    7.0 * kDay, 1.0 * kDay, 60.0 * kDay, "s", {Grade::kAssumption, "", "no data found"}};
inline constexpr Parameter kDamageForceLoss = {
    0.30, 0.0, 0.6, "1", {Grade::kAssumption, "whitehead2001", "only the sign was measured, N6.1"}};
inline constexpr Parameter kDamagePassiveRise = {
    0.10, 0.0, 0.5, "1", {Grade::kAssumption, "whitehead2001", "only the sign was measured, N6.2"}};
inline constexpr Parameter kDamageOptimumShift = {
    0.03, 0.0, 0.2, "1", {Grade::kAssumption, "", "optimum at longer fibres; size unknown"}};

// ---- Serial sarcomeres --------------------------------------------------------------------------

inline constexpr Parameter kSarcomereTimeAnimal = {
    4.7 * kDay,
    3.0 * kDay,
    4.7 * kDay,
    "s",
    {Grade::kDerived, "zollner2012", "a step of 1.14 undone in two weeks"}};
inline constexpr Parameter kSarcomereTime = {
    7.5 * 4.7 * kDay,
    3.0 * kDay,
    60.0 * kDay,
    "s",
    {Grade::kAssumption, "zollner2012", "people 5 to 10 times slower than the animal"}};
inline constexpr Parameter kSarcomereSetPoint = {
    1.0, 0.5, 1.5, "1", {Grade::kAssumption, "", "the daily mean before the change"}};
inline constexpr Parameter kSarcomereDeadBand = {
    0.05, 0.0, 0.2, "1", {Grade::kAssumption, "", "mean lengths that change nothing"}};
inline constexpr Parameter kSarcomereMin = {
    0.6, 0.4, 0.99, "1", {Grade::kAssumption, "williams1978", "-40 % immobilised, from memory"}};
inline constexpr Parameter kSarcomereMax = {
    1.2, 1.01, 1.5, "1", {Grade::kAssumption, "williams1978", "+20 % immobilised, from memory"}};
inline constexpr Parameter kGrowthMax = {
    0.10,
    0.0,
    0.30,
    "1",
    {Grade::kAssumption, "potier2009, ecc_meta", "0.05 to 0.15; +34 % fascicle by ultrasound"}};
inline constexpr Parameter kGrowthTime = {
    28.0 * kDay,
    7.0 * kDay,
    84.0 * kDay,
    "s",
    {Grade::kAssumption, "potier2009", "nearly complete after a training of 8 weeks"}};

// ---- Strength, size, disuse ---------------------------------------------------------------------

inline constexpr Parameter kSizeRate = {
    0.0017 / kDay,
    0.0013 / kDay,
    0.0021 / kDay,
    "1/s",
    {Grade::kDerived, "maeo2024", "+11 to +18 % volume in 12 weeks"}};
inline constexpr Parameter kSizeMax = {
    1.3, 1.05, 2.0, "1", {Grade::kAssumption, "", "ceiling of size"}};
inline constexpr Parameter kNeuralGain = {
    0.20,
    0.15,
    0.25,
    "1",
    {Grade::kAssumption, "potier2009", "so that lifting strength can rise 34 % in 8 weeks"}};
inline constexpr Parameter kNeuralTime = {
    14.0 * kDay, 7.0 * kDay, 60.0 * kDay, "s", {Grade::kAssumption, "", "no data found"}};

inline constexpr Parameter kDisuseTime = {
    40.0 * kDay, 20.0 * kDay, 120.0 * kDay, "s", {Grade::kAssumption, "", "loss slows down"}};
inline constexpr Parameter kDisuseSizeLoss = {
    0.2286, 0.0, 0.5, "1", {Grade::kDerived, "deboer2007", "-10.0 % of area after 23 days"}};
inline constexpr Parameter kDisuseDriveTime = {
    27.0 * kDay,
    5.0 * kDay,
    120.0 * kDay,
    "s",
    {Grade::kDerived, "deboer2007", "torque -14.8 % at 14 and -21.0 % at 23 days, less size"}};
inline constexpr Parameter kDisuseDriveLoss = {
    0.213,
    0.0,
    0.5,
    "1",
    {Grade::kDerived, "deboer2007", "torque -14.8 % at 14 and -21.0 % at 23 days, less size"}};
inline constexpr Parameter kDisuseFascicleTime = {
    15.8 * kDay, 5.0 * kDay, 60.0 * kDay, "s", {Grade::kDerived, "deboer2007", "shortening"}};
inline constexpr Parameter kDisuseFascicleLoss = {
    0.10, 0.0, 0.3, "1", {Grade::kDerived, "deboer2007", "shortening, in the long run"}};

// ---- Fatigue ------------------------------------------------------------------------------------

/// Rates of a group of muscles; `recovery_factor` multiplies recovery while nothing is asked.
struct FatigueRow {
  const char* name;
  double fatigue;   ///< [1/s], F.
  double recovery;  ///< [1/s], R.
  double recovery_factor;
  Evidence evidence;
};
inline constexpr std::array<FatigueRow, 6> kFatigueGroups = {{
    {"general", 0.00970, 0.00091, 15.0, {Grade::kMeasured, "looft2020, myosuite", "all joints"}},
    {"trunk", 0.00755, 0.00075, 15.0, {Grade::kAssumption, "freylaw2012", "from memory"}},
    {"hip", 0.01500, 0.00149, 15.0, {Grade::kAssumption, "freylaw2012", "as the knee; none found"}},
    {"knee", 0.01500, 0.00149, 15.0, {Grade::kAssumption, "freylaw2012", "from memory"}},
    {"knee_extensors", 0.00825, 0.00076, 14.85, {Grade::kMeasured, "rakshit2021", "both sexes"}},
    {"ankle",
     0.00589,
     0.00058,
     15.0,
     {Grade::kAssumption, "freylaw2012", "the factor is that of the general set"}},
}};
inline constexpr Parameter kFatigueRate = {
    0.00970, 0.001, 0.05, "1/s", {Grade::kMeasured, "looft2020, myosuite", "all joints"}};
inline constexpr Parameter kFatigueRecovery = {
    0.00091, 0.0001, 0.005, "1/s", {Grade::kMeasured, "looft2020, myosuite", "all joints"}};
inline constexpr Parameter kFatigueRecoveryFactor = {
    15.0, 1.0, 30.0, "1", {Grade::kMeasured, "looft2020, myosuite", "all joints"}};
inline constexpr Parameter kFatigueFollowing = {
    10.0, 1.0, 100.0, "1/s", {Grade::kAssumption, "freylaw2012", "LD = LR, from memory"}};

// ---- Tone ---------------------------------------------------------------------------------------

inline constexpr Parameter kThresholdTime = {
    14.0 * kDay,
    1.0 * kHour,
    84.0 * kDay,
    "s",
    {Grade::kAssumption, "gurfinkel2006, cacciatore2011", "hours to weeks; no kinetics found"}};
inline constexpr Parameter kToneTime = {
    14.0 * kDay,
    1.0 * kHour,
    84.0 * kDay,
    "s",
    {Grade::kAssumption, "cacciatore2011", "training changes tone; no kinetics found"}};

}  // namespace guyline::time_data
