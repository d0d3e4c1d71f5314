# Eigen 3.4 or 5. No version is passed to find_package(): Eigen 3.4 calls itself incompatible with a
# range that reaches 5, and Eigen 5 with a request for 3.4.
if(NOT TARGET Eigen3::Eigen)
  find_package(Eigen3 CONFIG REQUIRED)
  if(Eigen3_VERSION VERSION_LESS 3.4)
    message(FATAL_ERROR "guyline needs Eigen 3.4 or newer, found ${Eigen3_VERSION} in ${Eigen3_DIR}")
  endif()
  message(STATUS "Eigen ${Eigen3_VERSION} in ${Eigen3_DIR}")
endif()
