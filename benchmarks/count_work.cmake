# Instructions per row under callgrind: the difference between 256 and 128 rows, which leaves out what
# a program costs before its first row. Held against what g++ 12 makes of it on x86-64, plus a fifth;
# other compilers are reported only.
set(limits "alone;rest;102000" "alone;full;186000" "lanes;rest;63000" "lanes;full;114000")

function(count_instructions rows way answer result)
  execute_process(
    COMMAND "${VALGRIND}" --tool=callgrind --callgrind-out-file=/dev/null "${PROGRAM}" ${rows}
            ${way} ${answer}
    RESULT_VARIABLE failed
    OUTPUT_VARIABLE output
    ERROR_VARIABLE report)
  if(failed OR NOT report MATCHES "Collected : ([0-9]+)")
    message(FATAL_ERROR "callgrind did not count ${rows} ${way} ${answer}: ${output}${report}")
  endif()
  set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
endfunction()

foreach(case 0 1 2 3)
  math(EXPR at "${case} * 3")
  list(SUBLIST limits ${at} 3 one)
  list(GET one 0 way)
  list(GET one 1 answer)
  list(GET one 2 most)
  count_instructions(128 ${way} ${answer} few)
  count_instructions(256 ${way} ${answer} many)
  math(EXPR per_row "(${many} - ${few}) / 128")
  message(STATUS "rows ${way}, ${answer}: ${per_row} instructions each, at most ${most}")
  if(per_row GREATER most)
    list(APPEND too_many "${way}, ${answer}: ${per_row} instead of ${most}")
  endif()
endforeach()
if(too_many AND COMPILER MATCHES "^GNU 12")
  message(FATAL_ERROR "a row costs more than it did: ${too_many}")
endif()
