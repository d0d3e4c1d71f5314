# guyline_compile_options(<target>): what guyline's own code is compiled with. Always private, so
# that nothing of it reaches a project that links the library.
function(guyline_compile_options target)
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(
      ${target}
      PRIVATE -Wall
              -Wextra
              -Wpedantic
              -Wshadow
              -Wnon-virtual-dtor
              -Woverloaded-virtual
              -Wold-style-cast
              -Wfloat-conversion
              # The same bits on every instruction set: no fused multiply-add behind our back.
              -ffp-contract=off)
    if(GUYLINE_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
      if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # These follow inlined code and misfire inside Eigen; they stay warnings.
        target_compile_options(
          ${target} PRIVATE -Wno-error=array-bounds -Wno-error=maybe-uninitialized
                            -Wno-error=stringop-overflow -Wno-error=stringop-overread)
      endif()
    endif()
  elseif(MSVC)
    target_compile_options(${target} PRIVATE /W4 /fp:precise /bigobj)
    if(GUYLINE_WERROR)
      target_compile_options(${target} PRIVATE /WX)
    endif()
  endif()
endfunction()

# guyline_optimise_little(<target>): for programs that take longer to compile than to run. The library
# they link keeps its own optimisation.
function(guyline_optimise_little target)
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endfunction()
