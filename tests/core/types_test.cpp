#include <guyline/core/types.hpp>
#include <set>
#include <type_traits>

#include "support/catch.hpp"

namespace {
using guyline::BodyIndex;
using guyline::CoordinateIndex;

TEST_CASE("an index keeps its number and starts at zero", "[core][types][exact]") {
  CHECK(int(BodyIndex(7)) == 7);
  CHECK(int(BodyIndex()) == 0);
}

TEST_CASE("indices of different lists do not mix", "[core][types][invariant]") {
  CHECK_FALSE((std::is_convertible<int, BodyIndex>::value));
  CHECK_FALSE((std::is_convertible<CoordinateIndex, BodyIndex>::value));
  CHECK_FALSE((std::is_assignable<BodyIndex&, CoordinateIndex>::value));
  CHECK((std::is_convertible<BodyIndex, int>::value));
}

TEST_CASE("packed upper triangle numbers each pair once, whatever the size",
          "[core][types][invariant]") {
  for (int n = 1; n <= 7; ++n) {
    std::set<int> seen;
    for (int j = 0; j < n; ++j) {
      for (int i = 0; i <= j; ++i) {
        seen.insert(guyline::pair_index(i, j));
      }
    }
    CHECK(int(seen.size()) == guyline::num_pairs(n));
    CHECK(*seen.begin() == 0);
    CHECK(*seen.rbegin() == guyline::num_pairs(n) - 1);
  }
}

TEST_CASE("packed upper triangle goes column by column", "[core][types][exact]") {
  CHECK(guyline::pair_index(0, 0) == 0);
  CHECK(guyline::pair_index(0, 1) == 1);
  CHECK(guyline::pair_index(1, 1) == 2);
  CHECK(guyline::pair_index(0, 2) == 3);
  CHECK(guyline::pair_index(2, 2) == 5);
}
}  // namespace
