// Host memory to `session_table`.
#pragma once

#include "hls_stream.h"
#include "ports.hpp"

// Reads `beats` beats of 64 octets from `memory` and sends them on.
void load(const beat_t* memory, ap_uint<32> beats, hls::stream<host_beat_t>& to_table);
