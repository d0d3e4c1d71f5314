# Stands in for an Eigen of the version STRANGE_EIGEN_VERSION; has no headers.
add_library(Eigen3::Eigen INTERFACE IMPORTED)
