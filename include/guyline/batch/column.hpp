#pragma once

/// @file
/// Columns: what each number in a row of a table sets.
///
/// A column is a knob of a muscle or of a whole group ("psoas.tone", "hamstrings.length"), a number of
/// the person, or of what is asked:
///
///   name                 unit   range          sets
///   <muscle>.<knob>      muscle/knobs.hpp      the knob, absolute, of a muscle or of all of a group
///   mass                 kg     35 to 200      BridgeOptions
///   stature              m      1.3 to 2.2     BridgeOptions
///   pelvic_incidence     rad    0.44 to 1.40   BridgeOptions
///   trunk_inclination    rad    -0.5 to 0.5    StandOptions, forward positive
///   gravity_inclination  rad    -0.35 to 0.35  gravity = |g| (sin, -cos): > 0 leans forward, towards +x
/// What no column sets stays as in the body and the options of the batch.
/// Not covered: the table itself, batch.hpp.

#include <algorithm>
#include <guyline/model/bridge.hpp>
#include <string>
#include <utility>
#include <vector>

namespace guyline {

enum class ColumnKind {
  kKnob,
  kMass,
  kStature,
  kPelvicIncidence,
  kTrunkInclination,
  kGravityInclination
};

/// One column of a table. parse_columns() makes them; one made by hand is checked as well.
struct Column {
  ColumnKind kind = ColumnKind::kKnob;
  std::vector<CableIndex> muscles;  ///< Of a knob; they move together. Empty for other kinds.
  Knob knob = Knob::kLength;        ///< Of a knob.
  Adaptation adaptation = Adaptation::kRecalibrated;  ///< Of the knob kLength.
  std::string name;                                   ///< For messages.
  std::string unit;                                   ///< Of the table's values, for messages.
  double lower = 0.0;                                 ///< Least value allowed, in `unit`.
  double upper = 0.0;                                 ///< Greatest value allowed, in `unit`.
  double unit_in_si = 1.0;  ///< One `unit` in SI or rad; what parse_columns() makes is SI.
};

/// Whether a body has to be built anew for every value of such a column.
inline bool is_of_the_person(ColumnKind kind) {
  return kind == ColumnKind::kMass || kind == ColumnKind::kStature ||
         kind == ColumnKind::kPelvicIncidence;
}

/// Name, unit and range of a column that is not a knob, in SI.
/// @throws InvalidArgument for kKnob, whose name depends on the muscle.
inline KnobRange column_range(ColumnKind kind) {
  namespace data = bridge_data;
  constexpr double kMaxTrunkInclination = 0.5;     // as StandOptions::validate()
  constexpr double kMaxGravityInclination = 0.35;  // 20 deg: a slope steeper than anyone stands on
  switch (kind) {
    case ColumnKind::kMass:
      return {"mass", "kg", data::kMinMass.value, data::kMaxMass.value};
    case ColumnKind::kStature:
      return {"stature", "m", data::kMinStature.value, data::kMaxStature.value};
    case ColumnKind::kPelvicIncidence:
      return {"pelvic_incidence", "rad", data::kMinPelvicIncidence.value,
              data::kMaxPelvicIncidence.value};
    case ColumnKind::kTrunkInclination:
      return {"trunk_inclination", "rad", -kMaxTrunkInclination, kMaxTrunkInclination};
    case ColumnKind::kGravityInclination:
      return {"gravity_inclination", "rad", -kMaxGravityInclination, kMaxGravityInclination};
    case ColumnKind::kKnob:
      break;
  }
  throw InvalidArgument("column_range: kind " + std::to_string(static_cast<int>(kind)) +
                        " has no range of its own");
}

namespace internal {

inline constexpr std::array<ColumnKind, 5> kPlainColumns = {
    ColumnKind::kMass, ColumnKind::kStature, ColumnKind::kPelvicIncidence,
    ColumnKind::kTrunkInclination, ColumnKind::kGravityInclination};
inline constexpr std::array<Knob, 5> kKnobs = {Knob::kLength, Knob::kStiffness, Knob::kTone,
                                               Knob::kReflexGain, Knob::kStrength};

template <typename Model>
Column parse_column(const Model& model, const std::string& name, Adaptation adaptation) {
  Column column;
  column.name = name;
  column.adaptation = adaptation;
  std::string plain, knobs;
  for (const ColumnKind kind : kPlainColumns) {
    const KnobRange range = column_range(kind);
    plain += std::string(" ") + range.name;
    if (name != range.name) continue;
    column.kind = kind;
    column.unit = range.unit;
    column.lower = range.lower;
    column.upper = range.upper;
    return column;
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) {
    throw UnknownName("no column is named \"" + name + "\"; there are" + plain +
                      " and <muscle or group>.<knob>, such as hamstrings.length");
  }
  for (const Knob knob : kKnobs) {
    const KnobRange range = knob_range(knob);
    knobs += std::string(" ") + range.name;
    if (name.compare(dot + 1, std::string::npos, range.name) != 0) continue;
    column.muscles = model.select_muscles(name.substr(0, dot));
    column.knob = knob;
    column.unit = range.unit;
    column.lower = range.lower;
    column.upper = range.upper;
    return column;
  }
  throw UnknownName("column " + name + ": no knob is named \"" + name.substr(dot + 1) +
                    "\"; there are" + knobs);
}

}  // namespace internal

/// The range that a column made by hand may have: a task leans further than standing does.
inline KnobRange widest_column_range(ColumnKind kind) {
  KnobRange range = column_range(kind);
  if (kind == ColumnKind::kTrunkInclination) {
    range.lower = -1.5;
    range.upper = 2.6;
  }
  return range;
}

/// Checks columns against a body.
///
/// @throws InvalidArgument if a column names a muscle that is not there or none at all, its range is
///         empty, not finite or wider than the kind's, its unit_in_si is not > 0, or two columns set
///         the same thing.
template <typename Scalar, typename Laws>
void validate(const Bridge<Scalar, Laws>& bridge, const std::vector<Column>& columns) {
  const int num_muscles = bridge.model.num_muscles();
  std::vector<std::pair<int, const Column*>> set;  // what is set, as one number, and by whom
  for (const Column& column : columns) {
    const bool is_knob = column.kind == ColumnKind::kKnob;
    const KnobRange widest = is_knob ? knob_range(column.knob) : widest_column_range(column.kind);
    require_positive("column " + column.name + ": unit_in_si", column.unit_in_si, "");
    // A degree more or less in the last bit is not misuse.
    const double slack = 1e-12 * (std::abs(widest.lower) + std::abs(widest.upper));
    require_in_range("column " + column.name + ": lower", column.lower * column.unit_in_si,
                     widest.unit, widest.lower - slack, widest.upper + slack);
    require_in_range("column " + column.name + ": upper", column.upper * column.unit_in_si,
                     widest.unit, widest.lower - slack, widest.upper + slack);
    if (!(column.lower <= column.upper)) {
      throw InvalidArgument("column " + column.name + ": the range is empty, " +
                            internal::number(column.lower) + " to " +
                            internal::with_unit(column.upper, column.unit));
    }
    if (is_knob == column.muscles.empty()) {
      throw InvalidArgument("column " + column.name +
                            (is_knob ? ": a knob needs a muscle" : ": only a knob has muscles"));
    }
    if (!is_knob) set.emplace_back(-1 - static_cast<int>(column.kind), &column);
    for (const CableIndex i : column.muscles) {
      require_in_range("column " + column.name + ": muscle", i, "", 0, num_muscles - 1);
      set.emplace_back(static_cast<int>(column.knob) * num_muscles + i, &column);
    }
  }
  std::sort(set.begin(), set.end());
  for (std::size_t k = 1; k < set.size(); ++k) {
    if (set[k].first != set[k - 1].first) continue;
    const auto& [what, column] = set[k];
    std::string of;
    if (what >= 0) {
      of = " of " + bridge.model.muscles[static_cast<std::size_t>(what % num_muscles)].name;
    }
    const KnobRange range = what >= 0 ? knob_range(column->knob) : column_range(column->kind);
    throw InvalidArgument("columns " + set[k - 1].second->name + " and " + column->name +
                          " both set the " + range.name + of);
  }
}

/// Columns by their names, in SI and rad.
///
/// @param adaptation  Of the reflex threshold, for every length among them.
/// @throws UnknownName      listing what there is, if a name is not a column, muscle, group or knob.
/// @throws InvalidArgument  if two of them set the same thing, as hamstrings.tone and
///                          biceps_femoris.tone would.
template <typename Scalar, typename Laws>
std::vector<Column> parse_columns(const Bridge<Scalar, Laws>& bridge,
                                  const std::vector<std::string>& names,
                                  Adaptation adaptation = Adaptation::kRecalibrated) {
  std::vector<Column> columns;
  columns.reserve(names.size());
  for (const std::string& name : names) {
    columns.push_back(internal::parse_column(bridge.model, name, adaptation));
  }
  validate(bridge, columns);
  return columns;
}

#ifdef GUYLINE_COMPILED
extern template void validate(const Bridge<double>&, const std::vector<Column>&);
extern template std::vector<Column> parse_columns(const Bridge<double>&,
                                                  const std::vector<std::string>&, Adaptation);
#endif

}  // namespace guyline
