// Seen before every source that goes through hlsc.
#pragma once

// What `#pragma HLS …` becomes: hw/hlsc/frontend/pragma.hpp.
extern "C" void __hls_directive(const char* text, ...) noexcept;
