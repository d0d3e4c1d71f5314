# Boost's headers: its Odeint integrates slow time in src/time.cpp, and nothing else of guyline sees
# it. Only the compiled library needs them; -DGUYLINE_ODEINT=OFF leaves integrate() out of it.
if(NOT TARGET Boost::headers)
  find_package(Boost CONFIG QUIET)
endif()
if(TARGET Boost::headers)
  get_target_property(guyline_boost_include_dirs Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
  message(STATUS "Boost ${Boost_VERSION} in ${guyline_boost_include_dirs}")
else()
  # Headers without CMake files.
  find_path(GUYLINE_BOOST_INCLUDE_DIR boost/numeric/odeint/version.hpp)
  mark_as_advanced(GUYLINE_BOOST_INCLUDE_DIR)
  if(NOT GUYLINE_BOOST_INCLUDE_DIR)
    message(
      FATAL_ERROR
        "guyline needs the headers of Boost for integrate() (Debian: libboost-dev). "
        "-DGUYLINE_ODEINT=OFF builds the library without it.")
  endif()
  add_library(Boost::headers INTERFACE IMPORTED)
  set_target_properties(Boost::headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
                                                  "${GUYLINE_BOOST_INCLUDE_DIR}")
  message(STATUS "Boost in ${GUYLINE_BOOST_INCLUDE_DIR}")
endif()
