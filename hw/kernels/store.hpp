// `session_table` to host memory.
#pragma once

#include "hls_stream.h"
#include "ports.hpp"

// Writes the next `beats` beats of 64 octets to `memory`.
void store(beat_t* memory, ap_uint<32> beats, hls::stream<host_beat_t>& from_table);
