# What every target of the project is built with. `espial_target(NAME)` applies it.
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "The kernels need Clang's _BitInt: configure with -DCMAKE_CXX_COMPILER=clang++-19 "
                      "(the presets do), found ${CMAKE_CXX_COMPILER_ID}")
endif()

# Warnings are errors in our own code; libraries come in as SYSTEM.
# espial_target(NAME [STANDARD 14|20])
function(espial_target name)
  cmake_parse_arguments(ARG "" "STANDARD" "" ${ARGN})
  if(NOT ARG_STANDARD)
    set(ARG_STANDARD 20)
  endif()
  set_target_properties(${name} PROPERTIES CXX_STANDARD ${ARG_STANDARD})
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
                                         -Wold-style-cast -Wno-unknown-pragmas -Werror)
endfunction()

# Sanitizers go to every target, so that no object is left out.
if(ESPIAL_SANITIZE)
  add_compile_options(-fsanitize=${ESPIAL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ESPIAL_SANITIZE})
endif()
