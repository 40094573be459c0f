# cmake -DPROGRAM=… -DSOURCE_DIR=… -P quoted.cmake: the documentation quotes the example, its output
# and the listings as they are.
execute_process(COMMAND "${PROGRAM}" OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
file(READ "${SOURCE_DIR}/docs/examples/quickstart.cpp" source)
file(READ "${SOURCE_DIR}/tests/data/junos_kb35317.txt" junos)

function(quoted document what text)
  file(READ "${SOURCE_DIR}/${document}" content)
  string(FIND "${content}" "${text}" at)
  if(at EQUAL -1)
    message(SEND_ERROR "${document} does not quote ${what}, which is:\n${text}")
  endif()
endfunction()

quoted(docs/library.md "docs/examples/quickstart.cpp" "${source}")
quoted(docs/library.md "the output of quickstart" "${output}")
quoted(README.md "tests/data/junos_kb35317.txt" "${junos}")
