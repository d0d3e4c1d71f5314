# Each public header in a translation unit of its own, included twice, and all of them once more in
# the unit with main(): what is missing an include, a guard or an `inline` does not build.
file(GLOB_RECURSE guyline_public_headers CONFIGURE_DEPENDS
     RELATIVE "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/include/guyline/*.hpp")

set(guyline_header_units "")
set(guyline_all_includes "")
foreach(header IN LISTS guyline_public_headers)
  string(REGEX REPLACE "[/.]" "_" name "${header}")
  set(unit "${PROJECT_BINARY_DIR}/headers/${name}.cpp")
  file(CONFIGURE OUTPUT "${unit}" CONTENT "#include <${header}>\n#include <${header}>\n" @ONLY)
  list(APPEND guyline_header_units "${unit}")
  string(APPEND guyline_all_includes "#include <${header}>\n")
endforeach()
set(unit "${PROJECT_BINARY_DIR}/headers/main.cpp")
file(CONFIGURE OUTPUT "${unit}" CONTENT "${guyline_all_includes}\nint main() {}\n" @ONLY)

add_executable(guyline_headers_check ${guyline_header_units} "${unit}")
target_link_libraries(guyline_headers_check PRIVATE guyline_headers)
set_target_properties(guyline_headers_check PROPERTIES CXX_EXTENSIONS OFF)
guyline_compile_options(guyline_headers_check)
add_test(NAME headers COMMAND guyline_headers_check)
