// The task layer, compiled once for double and the default muscle laws.

#include <guyline/task/stand.hpp>
#include <guyline/task/stand_sensitivity.hpp>
#include <guyline/task/task_posture.hpp>
#include <guyline/task/task_sensitivity.hpp>

namespace guyline {

template Manifold<double, 2> standing_manifold(const Bridge<double>&, const StandOptions&);
template void update_stand(const Bridge<double>&, const StandOptions&, StandData<double>&,
                           StandResult<double>&);
template StandCost update_resting_stand(const Bridge<double>&, const StandOptions&,
                                        StandData<double>&, StandResult<double>&);
template StandResult<double> stand(const Bridge<double>&, const StandOptions&);
template struct StandSensitivityData<double>;
template struct StandSensitivityData<double, MuscleLaws<>, 1>;
template void update_stand_sensitivity(
    const Bridge<double>&, const StandOptions&, const StandSensitivityOptions&,
    const StandData<double>&, const StandResult<double>&,
    StandSensitivityData<double, MuscleLaws<>, kPersonDirections>&, StandSensitivity<double>&);
template void update_stand_sensitivity(const Bridge<double>&, const StandOptions&,
                                       const StandSensitivityOptions&, const StandData<double>&,
                                       const StandResult<double>&,
                                       StandSensitivityData<double, MuscleLaws<>, 1>&,
                                       StandSensitivity<double>&);
template StandSensitivity<double> stand_sensitivity(const Bridge<double>&, const StandOptions&,
                                                    const StandSensitivityOptions&);

template struct TaskData<double>;
template PostureStatus update_task_body(const Bridge<double>&, const Task&, TaskData<double>&,
                                        TaskResult<double>&);
template void update_task_posture(const Task&, TaskData<double>&, TaskResult<double>&);
template struct TaskSensitivityData<double>;
template struct TaskSensitivityData<double, MuscleLaws<>, 1>;
template void update_task_sensitivity(const Bridge<double>&, const Task&,
                                      const StandSensitivityOptions&, const TaskData<double>&,
                                      const TaskResult<double>&,
                                      TaskSensitivityData<double, MuscleLaws<>, kTaskDirections>&,
                                      StandSensitivity<double>&);
template void update_task_sensitivity(const Bridge<double>&, const Task&,
                                      const StandSensitivityOptions&, const TaskData<double>&,
                                      const TaskResult<double>&,
                                      TaskSensitivityData<double, MuscleLaws<>, 1>&,
                                      StandSensitivity<double>&);
template StandSensitivity<double> task_sensitivity(const Bridge<double>&, const Task&,
                                                   const StandSensitivityOptions&);

}  // namespace guyline
