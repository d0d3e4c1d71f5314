#pragma once

/// @file
/// Every typed number of the built-in sagittal model `bridge`, with its source.
///
/// Both sides of the body are summed. SI units and radians; a person of 75 kg and 1.75 m. With all
/// coordinates at 0 each body frame is parallel to the ground (x forward, y up); its origin is that
/// of the source model.
///
/// How the numbers carry over to another person (similarity, an assumption): lengths scale with
/// stature/1.75 m, masses and F0 with mass/75 kg, moments of passive tissue with mass*stature;
/// angles and normalised quantities stay. Female bodies differ by segment masses, centres of mass
/// and the passive lumbar factor.
///
/// Not typed here but computed in the reference posture by bridge.hpp: the reflex thresholds, the
/// rest moments of the discs and the tone of the hip extensors (kSolvedToneMuscles).
///
/// Grades: *measured*, read in a publication or in the authors' own model; *derived*, arithmetic on
/// such numbers or fitted to them, the note says to what; *assumption*, chosen, the source if any
/// bounds it. Keys are those of docs/references.bib. "V09" and the like are rows of the
/// validation tables in tests/literature: what a number was tuned on, it cannot validate.

#include <array>

namespace guyline::bridge_data {

enum class Grade { kMeasured, kDerived, kAssumption };

/// Where a number comes from.
struct Evidence {
  Grade grade;
  const char* source;  ///< Keys of docs/references.bib, separated by commas; "" if there is none.
  const char* note;    ///< Short; "" if there is nothing to add.
};

/// A number that stands alone.
struct Constant {
  double value;
  const char* unit;  ///< "1" for a ratio.
  Evidence evidence;
};

/// Bodies from the ground up. Each hangs on the one before it.
enum BodyId : int { kFoot, kShank, kThigh, kPelvis, kL5, kL4, kL3, kL2, kL1, kTorso };

inline constexpr std::array<const char*, 10> kBodyNames = {
    "foot", "shank", "thigh", "pelvis", "L5", "L4", "L3", "L2", "L1", "torso"};

// ---- Joints -------------------------------------------------------------------------------------

/// A hinge. Its rotation is share * coordinate; > 0 turns the child forward over the parent.
struct JointRow {
  const char* name;
  BodyId parent, child;
  const char* coordinate;
  double share;               ///< [1].
  double parent_x, parent_y;  ///< [m], joint centre in the parent's frame.
  double child_x, child_y;    ///< [m], joint centre in the child's frame.
  Evidence evidence;
};

/// Ankle centre over the ground with all coordinates at 0 [m]; x = 0 by definition. The other joint
/// centres follow: the next one is at the centre before, minus its child_, plus the next parent_.
inline constexpr double kNeutralAnkleX = 0.000000;
inline constexpr double kNeutralAnkleY = 0.056676;

inline constexpr Evidence kLegJoint = {Grade::kDerived, "rlu2023, lfb2019",
                                       "skeleton of the source, scaled to 1.75 m"};
inline constexpr Evidence kLumbarJoint = {Grade::kDerived, "lfb2019, christophy2012",
                                          "shares of the source; centres scaled to 1.75 m"};

// clang-format off
inline constexpr std::array<JointRow, 9> kJoints = {{
    // name, parent, child, coordinate, share,
    //     parent_x, parent_y, child_x, child_y
    {"ankle",  kFoot,   kShank,  "ankle",  1.00,
      0.049877,  0.042902, -0.010227, -0.409084, kLegJoint},
    {"knee",   kShank,  kThigh,  "knee",   1.00,
     -0.008262, -0.003590, -0.004602, -0.418900, kLegJoint},
    {"hip",    kThigh,  kPelvis, "hip",    1.00,
      0.000001,  0.000000, -0.057553, -0.080270, kLegJoint},
    {"L5/S1",  kPelvis, kL5,     "lumbar", 0.14,
     -0.089998,  0.055260,  0.000000,  0.000000, kLumbarJoint},
    {"L4/L5",  kL5,     kL4,     "lumbar", 0.26,
      0.010227,  0.030200,  0.001022, -0.002600, kLumbarJoint},
    {"L3/L4",  kL4,     kL3,     "lumbar", 0.23,
      0.000000,  0.032700, -0.000613, -0.001200, kLumbarJoint},
    {"L2/L3",  kL3,     kL2,     "lumbar", 0.16,
     -0.008181,  0.032000, -0.001329, -0.003900, kLumbarJoint},
    {"L1/L2",  kL2,     kL1,     "lumbar", 0.13,
     -0.010227,  0.025600,  0.001431, -0.003900, kLumbarJoint},
    {"T12/L1", kL1,     kTorso,  "lumbar", 0.08,
     -0.010637,  0.028100, -0.013193,  0.118000, kLumbarJoint},
}};
// clang-format on

// ---- Segments -----------------------------------------------------------------------------------

/// A mass that rides on a body.
struct SegmentRow {
  bool female;
  const char* name;
  BodyId body;
  double mass;  ///< [kg] of a person of 75 kg.
  double x, y;  ///< [m], centre of mass in the body's frame at 1.75 m.
  Evidence evidence;
};

inline constexpr Evidence kLimbSegment = {Grade::kDerived, "deleva1996", "both sides"};
inline constexpr Evidence kTrunkSegment = {
    Grade::kDerived, "deleva1996, lfb2019, bruno2015",
    "mass of the trunk third shared by its slices; x of the slices from the spine models"};
inline constexpr Evidence kHeadSegment = {Grade::kDerived, "deleva1996, bruno2015",
                                          "with the neck"};
inline constexpr Evidence kArmsSegment = {Grade::kDerived, "deleva1996, lfb2019",
                                          "both arms hang: their weight acts at the shoulder"};

// clang-format off
inline constexpr std::array<SegmentRow, 24> kSegments = {{
    // female, name,  body,       mass,         x,         y
    {false, "foot",   kFoot,    2.0550,  0.109744,  0.030681, kLimbSegment},
    {false, "shank",  kShank,   6.4950, -0.009125, -0.181805, kLimbSegment},
    {false, "thigh",  kThigh,  21.2400, -0.001885, -0.171540, kLimbSegment},
    {false, "pelvis", kPelvis,  5.6479, -0.072305, -0.012505, kTrunkSegment},
    {false, "L5",     kL5,      1.2585,  0.017673,  0.015100, kTrunkSegment},
    {false, "L4",     kL4,      1.4711,  0.019022,  0.015050, kTrunkSegment},
    {false, "L3",     kL3,      2.1932,  0.018301,  0.015400, kTrunkSegment},
    {false, "L2",     kL2,      1.9488,  0.025820,  0.010850, kTrunkSegment},
    {false, "L1",     kL1,      2.1139,  0.033483,  0.012100, kTrunkSegment},
    {false, "thorax", kTorso,  17.9616,  0.021736,  0.251018, kTrunkSegment},
    {false, "head",   kTorso,   5.2050,  0.004480,  0.569080, kHeadSegment},
    {false, "arms",   kTorso,   7.4100,  0.003227,  0.379900, kArmsSegment},
    {true , "foot",   kFoot,    1.9352,  0.098847,  0.030681, kLimbSegment},
    {true , "shank",  kShank,   7.2157, -0.009117, -0.180061, kLimbSegment},
    {true , "thigh",  kThigh,  22.1722, -0.001662, -0.151307, kLimbSegment},
    {true , "pelvis", kPelvis,  6.3059, -0.072305, -0.012505, kTrunkSegment},
    {true , "L5",     kL5,      1.4051,  0.017673,  0.015100, kTrunkSegment},
    {true , "L4",     kL4,      1.6424,  0.019022,  0.015050, kTrunkSegment},
    {true , "L3",     kL3,      1.9678,  0.018301,  0.015400, kTrunkSegment},
    {true , "L2",     kL2,      1.7485,  0.025820,  0.010850, kTrunkSegment},
    {true , "L1",     kL1,      1.8966,  0.033483,  0.012100, kTrunkSegment},
    {true , "thorax", kTorso,  16.9644,  0.021736,  0.253214, kTrunkSegment},
    {true , "head",   kTorso,   5.0105,  0.004480,  0.572182, kHeadSegment},
    {true , "arms",   kTorso,   6.7357,  0.003227,  0.379900, kArmsSegment},
}};
// clang-format on

// ---- Muscles ------------------------------------------------------------------------------------

struct PathPointRow {
  BodyId body;
  double x, y;  ///< [m], in the body's frame.
};

/// A cable: all fascicles of one function, both sides.
struct MuscleRow {
  const char* name;
  const char* group;
  double max_isometric_force;   ///< F0 [N], along the fibres.
  double optimal_fibre_length;  ///< Lo [m].
  double pennation_angle;       ///< [rad], at optimal fibre length.
  double slack_length;          ///< [m], of the planar path beyond the fibres.
  double passive_onset;         ///< [1], normalised fibre strain at which passive force begins.
  double passive_width;         ///< [1], strain from the onset to a passive force of F0.
  double tone;                  ///< [1], activation at the reflex threshold.
  double reflex_gain;           ///< [1], rise of activation per optimal fibre length.
  int num_points;
  std::array<PathPointRow, 4> points;  ///< The first num_points count, origin first.
  Evidence path;
  Evidence architecture;  ///< Of F0, Lo and the pennation angle.
  Evidence slack;
  Evidence passive;
  Evidence tonic;
};

constexpr Evidence leg_path(const char* note) { return {Grade::kDerived, "rlu2023", note}; }
constexpr Evidence trunk_path(const char* note) {
  return {Grade::kDerived, "lfb2019, christophy2012, raabe2016", note};
}
inline constexpr Evidence kLegArchitecture = {Grade::kDerived, "rlu2023",
                                              "parts and sides summed; lengths scaled to 1.75 m"};
inline constexpr Evidence kTrunkArchitecture = {Grade::kDerived, "lfb2019, christophy2012",
                                                "fascicles and sides summed; scaled to 1.75 m"};
inline constexpr Evidence kLegSlack = {Grade::kDerived, "rlu2023",
                                       "keeps the source's fibre length on the planar path"};
inline constexpr Evidence kTrunkSlack = {
    Grade::kDerived, "lfb2019", "fibre length in standing from sarcomere lengths, from memory"};
inline constexpr Evidence kPassiveHip = {Grade::kDerived, "riener1999",
                                         "onset and width tuned to the passive hip moment, V13"};
inline constexpr Evidence kPassiveAnkle = {
    Grade::kDerived, "riener1999", "onset and width tuned to the passive ankle moment, V13"};
inline constexpr Evidence kPassiveLeg = {
    Grade::kDerived, "rlu2023", "the source's strains; width + 0.049 slack/Lo for the tendon"};
inline constexpr Evidence kPassiveBack = {
    Grade::kDerived, "dolan1994, millard2013",
    "onset tuned to V09; width 0.70, + 0.049 slack/Lo for the tendon"};
inline constexpr Evidence kPassiveAbdomen = {
    Grade::kAssumption, "millard2013",
    "default curve: onset 0; width 0.70, + 0.049 slack/Lo for the tendon"};
inline constexpr Evidence kTone = {Grade::kAssumption, "emg_standing, feldman_ep",
                                   "tone from a range of 0.005 to 0.06, gain from 0 to 0.3"};
inline constexpr Evidence kToneSolved = {
    Grade::kDerived, "emg_standing, feldman_ep",
    "tone is a first guess, solved so that the reference posture rests, V05; gain an assumption"};

// clang-format off
inline constexpr std::array<MuscleRow, 23> kMuscles = {{
    // name, group,
    //     max_isometric_force, optimal_fibre_length, pennation_angle, slack_length,
    //     passive_onset, passive_width, tone, reflex_gain,
    //     num_points, points,
    //     path,
    //     architecture,
    //     slack,
    //     passive,
    //     tonic
    {"hamstrings", "hamstrings",
        8210.93, 0.107508, 0.22750, 0.3091898,
        0.1234, 1.1033, 0.0175, 0.1,
        2,
        {{{kPelvis, -0.103101, -0.120009},
          {kShank, -0.033075, -0.033843}}},
        leg_path("fitted to the 3-D lengths, rms 0.45 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveHip,
        kToneSolved},
    {"gluteus_maximus", "gluteals",
        6675.17, 0.160453, 0.36771, 0.0833474,
        0.1449, 0.9135, 0.0175, 0.1,
        4,
        {{{kPelvis, -0.131621, -0.001125},
          {kPelvis, -0.119978, -0.091766},
          {kThigh, -0.054369, -0.053573},
          {kThigh, -0.016772, -0.102065}}},
        leg_path("fitted to the 3-D lengths, rms 0.23 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveHip,
        kToneSolved},
    {"gluteus_medius_posterior", "gluteals",
        3272.58, 0.082694, 0.31656, 0.0466216,
        -0.0193, 1.3794, 0.01, 0.1,
        2,
        {{{kPelvis, -0.095225, 0.035009},
          {kThigh, -0.023951, -0.006022}}},
        leg_path("fitted to the 3-D lengths, rms 0.02 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveHip,
        kTone},
    {"adductor_magnus", "adductors",
        2389.18, 0.170484, 0.18137, 0.1513395,
        0.0951, 0.9008, 0.01, 0.1,
        2,
        {{{kPelvis, -0.083372, -0.131235},
          {kThigh, 0.008166, -0.332504}}},
        leg_path("fitted to the 3-D lengths, rms 0.03 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveHip,
        kTone},
    {"adductor_longus_brevis", "adductors",
        3085.24, 0.108540, 0.12844, 0.0753624,
        -0.1902, 0.7358, 0.01, 0.1,
        2,
        {{{kPelvis, -0.016925, -0.091346},
          {kThigh, 0.005934, -0.194798}}},
        leg_path("fitted to the 3-D lengths, rms 0.04 mm"),
        kLegArchitecture,
        kLegSlack,
        {Grade::kDerived, "rlu2023", "pulls 237 N at rest: the number trusted least"},
        kTone},
    {"gracilis", "adductors",
        562.62, 0.232972, 0.17200, 0.1302994,
        -0.1137, 1.1413, 0.01, 0.1,
        2,
        {{{kPelvis, -0.048518, -0.132205},
          {kShank, -0.028983, -0.039464}}},
        leg_path("fitted to the 3-D lengths, rms 0.44 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveHip,
        kTone},
    {"iliacus", "hip_flexors",
        2042.28, 0.109020, 0.27991, 0.0710704,
        -0.1607, 0.7070, 0.01, 0.1,
        3,
        {{{kPelvis, -0.061873, 0.031601},
          {kPelvis, -0.013015, -0.066659},
          {kThigh, 0.005582, -0.051002}}},
        leg_path("fitted to the 3-D lengths, rms 0.81 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveLeg,
        kTone},
    {"psoas", "hip_flexors",
        3562.10, 0.147458, 0.18675, 0.1376937,
        0.0000, 0.5559, 0.01, 0.1,
        3,
        {{{kL3, -0.016080, 0.030749},
          {kPelvis, -0.022217, -0.082079},
          {kThigh, -0.008769, -0.036105}}},
        trunk_path("fitted to the 3-D lengths, rms 0.27 mm"),
        kTrunkArchitecture,
        {Grade::kDerived, "regev2011, ward2009", "fibres at 1.13 in standing, from memory"},
        {Grade::kAssumption, "rlu2023", "onset 0: at -0.076 of the source it pulls 180 N at rest"},
        kTone},
    {"rectus_femoris", "quadriceps",
        4383.48, 0.077622, 0.21701, 0.4532963,
        0.0782, 1.8975, 0.01, 0.1,
        3,
        {{{kPelvis, -0.024057, -0.040142},
          {kThigh, 0.043364, -0.422697},
          {kShank, 0.056403, -0.058771}}},
        leg_path("fitted to the 3-D lengths, rms 0.20 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveHip,
        kTone},
    {"sartorius", "hip_flexors",
        498.83, 0.412149, 0.02614, 0.0414316,
        -0.0729, 0.7902, 0.01, 0.1,
        3,
        {{{kPelvis, -0.019638, -0.017821},
          {kThigh, -0.008009, -0.362672},
          {kShank, -0.029142, -0.032211}}},
        leg_path("fitted to the 3-D lengths, rms 0.03 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveLeg,
        kTone},
    {"tensor_fasciae_latae", "hip_flexors",
        822.41, 0.095265, 0.05236, 0.4508967,
        0.1572, 0.7141, 0.01, 0.1,
        4,
        {{{kPelvis, -0.020646, 0.010508},
          {kThigh, 0.030237, -0.102003},
          {kThigh, 0.011985, -0.420623},
          {kShank, 0.014809, -0.043974}}},
        leg_path("fitted to the 3-D lengths, rms 0.10 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveLeg,
        kTone},
    {"vasti", "quadriceps",
        19187.90, 0.117606, 0.26780, 0.1956943,
        0.1859, 0.6145, 0.01, 0.1,
        3,
        {{{kThigh, 0.030681, -0.204540},
          {kThigh, 0.041270, -0.415721},
          {kShank, 0.048418, -0.057790}}},
        leg_path("fitted to the 3-D lengths, rms 0.28 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveLeg,
        kTone},
    {"soleus", "calf",
        12389.69, 0.044999, 0.38143, 0.2867242,
        -0.0831, 1.4001, 0.01, 0.1,
        2,
        {{{kShank, -0.007846, -0.093673},
          {kFoot, 0.005594, 0.032485}}},
        leg_path("fitted to the 3-D lengths, rms 0.02 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveAnkle,
        kTone},
    {"gastrocnemius", "calf",
        9381.15, 0.063773, 0.18064, 0.3670905,
        -0.2021, 1.1575, 0.01, 0.1,
        2,
        {{{kThigh, -0.018845, -0.393833},
          {kFoot, 0.005113, 0.038575}}},
        leg_path("fitted to the 3-D lengths, rms 0.49 mm"),
        kLegArchitecture,
        {Grade::kAssumption, "rlu2023, riener1999", "fibres at 1.10 in standing, not 1.24"},
        kPassiveAnkle,
        kTone},
    {"tibialis_anterior", "shin",
        2454.90, 0.069850, 0.19518, 0.2445740,
        0.1442, 0.7147, 0.01, 0.1,
        3,
        {{{kShank, 0.015750, -0.134178},
          {kShank, 0.020387, -0.376071},
          {kFoot, 0.118464, 0.017668}}},
        leg_path("fitted to the 3-D lengths, rms 0.02 mm"),
        kLegArchitecture,
        kLegSlack,
        kPassiveAnkle,
        kTone},
    {"erector_spinae_lumbar", "erector_spinae",
        3215.59, 0.043990, 0.23245, 0.0497490,
        -0.1000, 0.7793, 0.01, 0.1,
        2,
        {{{kPelvis, -0.130257, 0.056042},
          {kL3, -0.026815, 0.016038}}},
        trunk_path("fitted to the 3-D lengths, rms 0.24 mm"),
        kTrunkArchitecture,
        kTrunkSlack,
        kPassiveBack,
        kTone},
    {"erector_spinae_thoracic_pelvic", "erector_spinae",
        4607.92, 0.135133, 0.22923, 0.1152505,
        -0.1000, 0.7537, 0.01, 0.1,
        4,
        {{{kPelvis, -0.127897, 0.045759},
          {kL4, -0.045075, 0.017927},
          {kL2, -0.045803, 0.003489},
          {kTorso, -0.068604, 0.166591}}},
        trunk_path("fitted to the 3-D lengths, rms 0.05 mm"),
        kTrunkArchitecture,
        kTrunkSlack,
        kPassiveBack,
        kTone},
    {"erector_spinae_thoracic_lumbar", "erector_spinae",
        2273.85, 0.122544, 0.21991, 0.1245460,
        -0.1000, 0.8035, 0.01, 0.1,
        3,
        {{{kL3, -0.047217, 0.029201},
          {kL1, -0.056383, 0.003042},
          {kTorso, -0.072831, 0.265776}}},
        trunk_path("fitted to the 3-D lengths, rms 0.63 mm"),
        kTrunkArchitecture,
        kTrunkSlack,
        kPassiveBack,
        kTone},
    {"multifidus", "erector_spinae",
        3573.89, 0.077801, 0.00000, 0.0011179,
        -0.1000, 0.7119, 0.01, 0.1,
        2,
        {{{kPelvis, -0.127373, 0.032008},
          {kL3, -0.037293, -0.025797}}},
        trunk_path("fitted to the 3-D lengths, rms 0.42 mm"),
        kTrunkArchitecture,
        {Grade::kDerived, "ward2009multifidus", "fibres at 0.82 in standing: 2.27 um"},
        kPassiveBack,
        kTone},
    {"quadratus_lumborum", "erector_spinae",
        2424.67, 0.064959, 0.12915, 0.0626098,
        -0.1000, 0.7292, 0.01, 0.1,
        2,
        {{{kPelvis, -0.097563, 0.087080},
          {kL1, -0.008712, 0.016494}}},
        trunk_path("fitted to the 3-D lengths, rms 0.09 mm"),
        kTrunkArchitecture,
        kTrunkSlack,
        kPassiveBack,
        kTone},
    {"rectus_abdominis", "abdominals",
        1324.00, 0.310287, 0.00000, 0.0827705,
        0.0000, 0.7133, 0.01, 0.1,
        2,
        {{{kPelvis, -0.026639, -0.071219},
          {kTorso, 0.093926, 0.226728}}},
        trunk_path("fitted to the 3-D lengths, rms 0.01 mm"),
        kTrunkArchitecture,
        kTrunkSlack,
        kPassiveAbdomen,
        kTone},
    {"external_oblique", "abdominals",
        765.82, 0.053863, 0.00000, 0.0533975,
        0.0000, 0.7512, 0.01, 0.1,
        2,
        {{{kPelvis, -0.064615, 0.090724},
          {kTorso, -0.006455, 0.102173}}},
        trunk_path("fitted to the 3-D lengths, rms 0.00 mm"),
        {Grade::kDerived, "lfb2019", "the two fascicles that reach the pelvis, both sides"},
        {Grade::kDerived, "brown2011", "fibres at 1.15 in standing: 3.18 um over 2.75 um"},
        kPassiveAbdomen,
        kTone},
    {"internal_oblique", "abdominals",
        1800.00, 0.109584, 0.00000, -0.0495904,
        0.0000, 0.7036, 0.01, 0.1,
        2,
        {{{kPelvis, -0.058459, 0.072602},
          {kTorso, 0.046883, 0.031095}}},
        trunk_path("fitted to the 3-D lengths, rms 0.17 mm"),
        kTrunkArchitecture,
        {Grade::kDerived, "brown2011", "fibres at 0.97, longer than the planar path: < 0"},
        kPassiveAbdomen,
        kTone},
}};
// clang-format on

/// Muscles whose common tone makes the reference posture an equilibrium.
inline constexpr std::array<const char*, 2> kSolvedToneMuscles = {"hamstrings", "gluteus_maximus"};

// ---- Single numbers -----------------------------------------------------------------------------

inline constexpr double kDegree = 3.14159265358979323846 / 180.0;  ///< [rad].

/// Moment of the passive lumbar tissue over the whole lumbar flexion phi, resisting:
///   k0 (1 + P/P0) phi + flexion_moment f((phi - flexion_onset)/flexion_width)
///                     - extension_moment f((-phi - extension_onset)/extension_width),
/// f the passive curve of the muscles.
inline constexpr Constant kLumbarStiffness = {
    0.30 / kDegree,
    "N m/rad",
    {Grade::kDerived, "dreischarf2014",
     "k0: 15 N m over 33 deg for L1-L5, six discs; from memory"}};
inline constexpr Constant kFollowerLoad = {
    500.0, "N", {Grade::kAssumption, "", "P in standing and sitting"}};
inline constexpr Constant kFollowerLoadThatDoublesStiffness = {
    600.0, "N", {Grade::kAssumption, "esola1996", "P0; tuned to the lumbar share in bending, V08"}};
inline constexpr Constant kLumbarFlexionStopMoment = {
    45.0, "N m", {Grade::kDerived, "dolan1994", "at onset + width; tuned to V09"}};
inline constexpr Constant kLumbarFlexionStopOnset = {
    30.0 * kDegree, "rad", {Grade::kDerived, "dolan1994", "tuned to V09"}};
inline constexpr Constant kLumbarFlexionStopWidth = {
    30.0 * kDegree, "rad", {Grade::kDerived, "dolan1994", "tuned to V09"}};
inline constexpr Constant kLumbarExtensionStopMoment = {
    40.0, "N m", {Grade::kAssumption, "", "facets and anterior ligament, at onset + width"}};
inline constexpr Constant kLumbarExtensionStopOnset = {
    5.0 * kDegree, "rad", {Grade::kAssumption, "pearcey1984", "16 deg in all, from memory"}};
inline constexpr Constant kLumbarExtensionStopWidth = {
    20.0 * kDegree, "rad", {Grade::kAssumption, "pearcey1984", "16 deg in all, from memory"}};
/// Passive lumbar moment of a woman over that of a man of the same mass and stature.
inline constexpr Constant kFemaleLumbarFactor = {
    77.0 / 120.0, "1", {Grade::kDerived, "dolan1994", "passive moments at full flexion, V09.3"}};

/// The centre of mass stands this far ahead of the ankle.
inline constexpr Constant kBalancePoint = {
    0.052, "m", {Grade::kDerived, "woodhull1985", "knee 3.8 + 1.4 cm, hip 6.2 - 1.0 cm, V15"}};

/// Endplates in the reference posture at kReferencePelvicIncidence; > 0: the front edge is lower.
inline constexpr Constant kS1EndplateAngle = {
    38.9 * kDegree, "rad", {Grade::kDerived, "lehuec2016", "sacral slope of the regression, V05"}};
inline constexpr Constant kL5UpperEndplateAngle = {
    12.0 * kDegree, "rad", {Grade::kAssumption, "bruno2015", "after the L4/L5 of the spine model"}};

/// Reference geometry over pelvic incidence PI: lordosis L1-S1 and sacral slope, a line each.
inline constexpr Constant kLordosisSlope = {
    0.54, "rad/rad", {Grade::kMeasured, "lehuec2016", "LL = 0.54 PI + 27.6 deg, V05"}};
inline constexpr Constant kLordosisIntercept = {
    27.6 * kDegree, "rad", {Grade::kMeasured, "lehuec2016", "LL = 0.54 PI + 27.6 deg, V05"}};
inline constexpr Constant kSacralSlopeSlope = {
    0.54, "rad/rad", {Grade::kMeasured, "lehuec2016", "SS = 0.54 PI + 11.9 deg, V05"}};
inline constexpr Constant kSacralSlopeIntercept = {
    11.9 * kDegree, "rad", {Grade::kMeasured, "lehuec2016", "SS = 0.54 PI + 11.9 deg, V05"}};

/// The person that the tables describe, and who can be built from them.
inline constexpr Constant kReferenceMass = {75.0, "kg", {Grade::kAssumption, "", "by definition"}};
inline constexpr Constant kReferenceStature = {
    1.75, "m", {Grade::kAssumption, "", "by definition"}};
inline constexpr Constant kReferencePelvicIncidence = {
    50.0 * kDegree, "rad", {Grade::kAssumption, "", "by definition"}};
inline constexpr Constant kMinMass = {35.0, "kg", {Grade::kAssumption, "", "similarity scaling"}};
inline constexpr Constant kMaxMass = {200.0, "kg", {Grade::kAssumption, "", "similarity scaling"}};
inline constexpr Constant kMinStature = {1.3, "m", {Grade::kAssumption, "", "similarity scaling"}};
inline constexpr Constant kMaxStature = {2.2, "m", {Grade::kAssumption, "", "similarity scaling"}};
inline constexpr Constant kMinPelvicIncidence = {
    25.0 * kDegree, "rad", {Grade::kAssumption, "", "reach of the regressions"}};
inline constexpr Constant kMaxPelvicIncidence = {
    80.0 * kDegree, "rad", {Grade::kAssumption, "", "reach of the regressions"}};

}  // namespace guyline::bridge_data
