// guyline._arch._cpu: which of the library's instruction sets this processor and its system can run.
// Compiled for the plainest one, and with nothing but Python's C interface, so that it always loads.

#include <Python.h>

namespace {

// The parts of x86-64-v3 and v4 that the kernels use; the compiler's check includes the system's.
bool has_avx2() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
#else
  return false;
#endif
}

bool has_avx512() {
#if defined(__x86_64__)
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
#else
  return false;
#endif
}

PyObject* supported(PyObject*, PyObject*) {
  if (has_avx512()) return Py_BuildValue("(sss)", "baseline", "avx2", "avx512");
  if (has_avx2()) return Py_BuildValue("(ss)", "baseline", "avx2");
  return Py_BuildValue("(s)", "baseline");
}

PyMethodDef methods[] = {{"supported", supported, METH_NOARGS,
                          "supported() -> tuple of instruction sets, plainest first."},
                         {nullptr, nullptr, 0, nullptr}};

PyModuleDef_Slot slots[] = {
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, nullptr}};

PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                          "_cpu",
                          "Which instruction sets this processor can run.",
                          0,
                          methods,
                          slots,
                          nullptr,
                          nullptr,
                          nullptr};

}  // namespace

PyMODINIT_FUNC PyInit__cpu() { return PyModuleDef_Init(&definition); }
