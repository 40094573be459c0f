# C++ processes as SystemVerilog, made in the build.
include(EspialVerilator)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# What hlsc reads besides the sources that it is given.
file(GLOB_RECURSE ESPIAL_KERNEL_HEADERS CONFIGURE_DEPENDS
     "${CMAKE_SOURCE_DIR}/hw/hls/*.h" "${CMAKE_SOURCE_DIR}/hw/include/*.hpp" "${CMAKE_SOURCE_DIR}/hw/kernels/*.hpp")

# espial_hlsc(NAME SOURCES file... TOP function [CLOCK nanoseconds] [INCLUDES folder...] [DEFINES NAME...]
#             [MODULES name...])
#
# A target NAME that makes the SystemVerilog, the JSON and the report of a process, network or kernel; MODULES are those
# that come with it. Its properties ESPIAL_SV and ESPIAL_JSON are their paths.
function(espial_hlsc name)
  cmake_parse_arguments(ARG "" "TOP;CLOCK" "SOURCES;INCLUDES;DEFINES;MODULES" ${ARGN})
  if(NOT ARG_TOP OR NOT ARG_SOURCES OR ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "espial_hlsc(${name}): needs SOURCES and TOP, got ${ARGN}")
  endif()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${name}.hlsc")
  set(options)
  if(ARG_CLOCK)
    list(APPEND options --clock "${ARG_CLOCK}")
  endif()
  foreach(include IN LISTS ARG_INCLUDES ITEMS "${CMAKE_SOURCE_DIR}/hw/kernels" "${CMAKE_SOURCE_DIR}/hw/include"
                                              "${CMAKE_SOURCE_DIR}/hw/hls")
    list(APPEND options -I "${include}")
  endforeach()
  foreach(define IN LISTS ARG_DEFINES)
    list(APPEND options -D "${define}")
  endforeach()
  set(sv)
  set(outputs)
  foreach(module IN LISTS ARG_MODULES ITEMS "${ARG_TOP}")
    list(APPEND sv "${folder}/${module}.sv")
    list(APPEND outputs "${folder}/${module}.sv" "${folder}/${module}.json" "${folder}/${module}.txt")
  endforeach()
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND hlsc ${ARG_SOURCES} --top "${ARG_TOP}" -o "${folder}" ${options}
    DEPENDS hlsc ${ARG_SOURCES} ${ESPIAL_KERNEL_HEADERS}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "hlsc ${ARG_TOP}"
    VERBATIM)
  add_custom_target(${name} DEPENDS ${outputs})
  set_target_properties(${name} PROPERTIES ESPIAL_SV "${sv}" ESPIAL_JSON "${folder}/${ARG_TOP}.json")
endfunction()

# espial_rtl_process(NAME SV file... JSON file): the same for a process that stands ready.
function(espial_rtl_process name)
  cmake_parse_arguments(ARG "" "JSON" "SV" ${ARGN})
  add_custom_target(${name} DEPENDS ${ARG_SV} ${ARG_JSON})
  set_target_properties(${name} PROPERTIES ESPIAL_SV "${ARG_SV}" ESPIAL_JSON "${ARG_JSON}")
endfunction()

# espial_process_model(NAME PROCESSES target...)
#
# A library NAME with the function NAME(seed) (header "NAME.hpp") that makes an espial::bench::Model of these processes,
# which share a clock: one is fast to run, several are fast to build.
function(espial_process_model name)
  cmake_parse_arguments(ARG "" "" "PROCESSES" ${ARGN})
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${name}.model")
  file(MAKE_DIRECTORY "${folder}")
  set(glue "${CMAKE_SOURCE_DIR}/tests/processes/bench/model_glue.py")
  set(sv)
  set(json)
  foreach(process IN LISTS ARG_PROCESSES)
    get_target_property(process_sv ${process} ESPIAL_SV)
    get_target_property(process_json ${process} ESPIAL_JSON)
    list(APPEND sv ${process_sv})
    list(APPEND json ${process_json})
  endforeach()
  list(REMOVE_DUPLICATES sv)
  add_custom_command(
    OUTPUT "${folder}/${name}.sv" "${folder}/${name}.cpp" "${folder}/${name}.hpp"
    COMMAND "${Python3_EXECUTABLE}" -B "${glue}" "${name}" "${folder}" ${json}
    DEPENDS "${glue}" ${json} ${ARG_PROCESSES}
    COMMENT "Joining ${ARG_PROCESSES} as ${name}"
    VERBATIM)
  # What synthesis throws away may stand in generated modules.
  espial_verilate(${name}_rtl TOP "${name}" SOURCES "${folder}/${name}.sv" ${sv} ${ESPIAL_RTL_SOURCES}
                  OPTIONS -Wno-UNUSEDSIGNAL)
  add_dependencies(${name}_rtl_verilate ${ARG_PROCESSES})

  add_library(${name} STATIC "${folder}/${name}.cpp")
  target_include_directories(${name} PUBLIC "${folder}")
  target_link_libraries(${name} PUBLIC espial_process_bench ${name}_rtl)
  set_target_properties(${name} PROPERTIES CXX_STANDARD 20)
endfunction()
