# Eigen 3.4 or 5. No version is passed to find_package(): Eigen 3.4 calls itself incompatible with a
# range that reaches 5, and Eigen 5 with a request for 3.4.
if(NOT TARGET Eigen3::Eigen)
  find_package(Eigen3 CONFIG REQUIRED)
  if(Eigen3_VERSION VERSION_LESS 3.4)
    message(FATAL_ERROR "guyline needs Eigen 3.4 or newer, found ${Eigen3_VERSION} in ${Eigen3_DIR}")
  endif()
  message(STATUS "Eigen ${Eigen3_VERSION} in ${Eigen3_DIR}")
endif()

# guyline_read_eigen_alignment(<variable>): EIGEN_DEFAULT_ALIGN_BYTES under the flags in force.
function(guyline_read_eigen_alignment variable)
  include(CheckCXXSourceCompiles)
  get_target_property(CMAKE_REQUIRED_INCLUDES Eigen3::Eigen INTERFACE_INCLUDE_DIRECTORIES)
  set(CMAKE_REQUIRED_QUIET TRUE)
  set(CMAKE_CXX_STANDARD 17)
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY) # Compiled is enough, nothing need be linked.
  foreach(bytes 16 32 64 0 8)
    # The flags belong to the answer's name: it is asked again when they change.
    string(MD5 key "${CMAKE_CXX_FLAGS} ${CMAKE_REQUIRED_INCLUDES}")
    set(answer "GUYLINE_EIGEN_ALIGNS_${bytes}_${key}")
    check_cxx_source_compiles(
      "#include <Eigen/Core>\nstatic_assert(EIGEN_DEFAULT_ALIGN_BYTES == ${bytes}, \"\");\nint main() {}"
      ${answer})
    if(${answer})
      set(${variable} ${bytes} PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "Eigen in ${CMAKE_REQUIRED_INCLUDES} does not compile with ${CMAKE_CXX_COMPILER}")
endfunction()
