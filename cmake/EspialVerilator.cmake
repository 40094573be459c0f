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

# What every model is made with. Verilator's default is -Os, which runs at 0.4 times the speed. Verilator 5.006 makes
# some expressions wrong:
# - trees of bit operators such as ~a ^ ~(a & b) ^ a, by an optimisation of their own, which is off;
# - those that nest deeper than some compilers take (a parity of 128 bits beside other bits): it takes them apart, and
#   keeps the parts in variables of too few bits. Here nothing nests too deep.
set(ESPIAL_VERILATOR_OPTIONS -O3 -fno-const-bit-op-tree --comp-limit-parens 1000000 --assert --x-assign unique
                             --x-initial unique --quiet-exit)
set(ESPIAL_VERILATED_FLAGS -DVL_TIME_CONTEXT)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  list(APPEND ESPIAL_VERILATED_FLAGS -fbracket-depth=1000000)
endif()
list(JOIN ESPIAL_VERILATED_FLAGS " " ESPIAL_VERILATED_FLAGS)

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
  add_custom_command(
    OUTPUT "${library}"
    BYPRODUCTS "${folder}/V${name}.h"
    COMMAND "${ESPIAL_VERILATOR}" --cc --build -j 1 -Wall ${ESPIAL_VERILATOR_OPTIONS}
            --prefix "V${name}" --top-module "${ARG_TOP}" --Mdir "${folder}" ${ARG_PARAMETERS} ${ARG_OPTIONS}
            -CFLAGS "-fPIC ${ESPIAL_VERILATED_FLAGS}" -MAKEFLAGS "-s CXX=${CMAKE_CXX_COMPILER} OPT_FAST=-O3 OPT_SLOW=-O3"
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
