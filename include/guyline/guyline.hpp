#pragma once

/// @file
/// All of guyline.

#include <guyline/cable/path.hpp>
#include <guyline/cable/wrap_cylinder.hpp>
#include <guyline/core/dual.hpp>
#include <guyline/core/error.hpp>
#include <guyline/core/scalar.hpp>
#include <guyline/core/types.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/model/bridge_data.hpp>
#include <guyline/model/coordinate_function.hpp>
#include <guyline/model/frame.hpp>
#include <guyline/model/model.hpp>
#include <guyline/model/moments.hpp>
#include <guyline/model/reroot.hpp>
#include <guyline/model/tissue.hpp>
#include <guyline/muscle/curve.hpp>
#include <guyline/muscle/degroote2016.hpp>
#include <guyline/muscle/knobs.hpp>
#include <guyline/muscle/millard2012.hpp>
#include <guyline/muscle/muscle.hpp>
#include <guyline/muscle/quadrature.hpp>
#include <guyline/muscle/rational.hpp>
#include <guyline/muscle/thelen2003.hpp>
#include <guyline/muscle/tone.hpp>
#include <guyline/posture/effort.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <guyline/posture/load.hpp>
#include <guyline/posture/manifold.hpp>
#include <guyline/posture/potential.hpp>
#include <guyline/posture/pull.hpp>
#include <guyline/spatial/kinematics.hpp>
#include <guyline/spatial/space.hpp>
#include <guyline/task/stand.hpp>
#include <guyline/version.hpp>
