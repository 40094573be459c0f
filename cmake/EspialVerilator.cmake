# SystemVerilog as C++: espial_verilate() makes a library of a module. Unlike Verilator's own verilate(), it runs
# Verilator in the build and not while CMake configures, so that the build may make the SystemVerilog.
find_program(ESPIAL_VERILATOR verilator REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)

# Verilator's run-time part, once for all models, with FST traces.
if(NOT TARGET espial_verilated)
  execute_process(COMMAND "${ESPIAL_VERILATOR}" --getenv VERILATOR_ROOT OUTPUT_VARIABLE root
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  add_library(espial_verilated STATIC "${root}/include/verilated.cpp" "${root}/include/verilated_fst_c.cpp"
                                      "${root}/include/verilated_threads.cpp")
  target_include_directories(espial_verilated SYSTEM PUBLIC "${root}/include" "${root}/include/vltstd")
  target_compile_definitions(espial_verilated PUBLIC VM_COVERAGE=0 VM_SC=0 VM_TRACE=1 VM_TRACE_FST=1 VM_TRACE_VCD=0
                                                     VL_TIME_CONTEXT)
  # Neither our warnings nor our sanitizers are for other people's code.
  target_compile_options(espial_verilated PRIVATE -w -O3 -fPIC -fno-sanitize=all)
  set_target_properties(espial_verilated PROPERTIES CXX_STANDARD 20)
  target_link_libraries(espial_verilated PUBLIC ZLIB::ZLIB Threads::Threads)
endif()

# espial_verilate(NAME TOP module SOURCES file... [PARAMETERS NAME=VALUE...] [OPTIONS option...] [TRACE])
#
# A library NAME with the class VNAME (header "VNAME.h") that models the module. It may be linked into shared
# libraries. Registers and memories start at random if the context says randReset(2), assertions count, warnings of
# Verilator are errors. PARAMETERS are the module's, strings in double quotes; OPTIONS go to Verilator; TRACE lets the
# model write FST traces, at a cost even while it does not.
function(espial_verilate name)
  cmake_parse_arguments(ARG "TRACE" "TOP" "SOURCES;PARAMETERS;OPTIONS" ${ARGN})
  if(NOT ARG_TOP OR NOT ARG_SOURCES OR ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "espial_verilate(${name}): needs TOP and SOURCES, got ${ARGN}")
  endif()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${name}.verilated")
  set(library "${folder}/V${name}__ALL.a")
  file(MAKE_DIRECTORY "${folder}")
  list(TRANSFORM ARG_PARAMETERS PREPEND "-G")
  if(ARG_TRACE)
    list(APPEND ARG_OPTIONS --trace-fst)
  endif()
  # Verilator's default is -Os, which runs at 0.4 times the speed. Verilator 5.006 gets some trees of bit operators
  # wrong: ~e[0] ^ ~(e[0] & e[1]) ^ e[0] is one.
  add_custom_command(
    OUTPUT "${library}"
    BYPRODUCTS "${folder}/V${name}.h"
    COMMAND "${ESPIAL_VERILATOR}" --cc --build -j 1 -O3 -fno-const-bit-op-tree -Wall --assert --x-assign unique --x-initial unique --quiet-exit
            --prefix "V${name}" --top-module "${ARG_TOP}" --Mdir "${folder}" ${ARG_PARAMETERS} ${ARG_OPTIONS}
            -CFLAGS "-fPIC -DVL_TIME_CONTEXT" -MAKEFLAGS "-s CXX=${CMAKE_CXX_COMPILER} OPT_FAST=-O3 OPT_SLOW=-O3"
            ${ARG_SOURCES}
    DEPENDS ${ARG_SOURCES}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Verilating ${ARG_TOP} as V${name}"
    VERBATIM)
  add_custom_target(${name}_verilate DEPENDS "${library}")

  add_library(${name} STATIC IMPORTED GLOBAL)
  add_dependencies(${name} ${name}_verilate)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${library}" INTERFACE_INCLUDE_DIRECTORIES "${folder}")
  target_link_libraries(${name} INTERFACE espial_verilated)
endfunction()
