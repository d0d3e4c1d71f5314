#pragma once

/// @file
/// Version of the library. This is the only place where the number is written: the build and the
/// Python package read it from here. Semantic versioning: while the major number is 0, a new minor
/// number may break the interface and the changelog says so.

#define GUYLINE_VERSION_MAJOR 0
#define GUYLINE_VERSION_MINOR 1
#define GUYLINE_VERSION_PATCH 0

#define GUYLINE_QUOTE_TOKEN(token) #token
#define GUYLINE_QUOTE(token) GUYLINE_QUOTE_TOKEN(token)

namespace guyline {

/// "major.minor.patch".
inline constexpr char kVersion[] = GUYLINE_QUOTE(GUYLINE_VERSION_MAJOR) "." GUYLINE_QUOTE(
    GUYLINE_VERSION_MINOR) "." GUYLINE_QUOTE(GUYLINE_VERSION_PATCH);

}  // namespace guyline

#undef GUYLINE_QUOTE
#undef GUYLINE_QUOTE_TOKEN
