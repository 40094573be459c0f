// The kernel `session_table`: the table and everything before and behind it. (`table` alone is a
// word of SystemVerilog.)
#pragma once

#include "hls_stream.h"
#include "ports.hpp"

void session_table(hls::stream<host_beat_t>& host_in, hls::stream<host_beat_t>& host_out,
                   hls::stream<wire_beat_t>& wire_in, hls::stream<wire_beat_t>& wire_out);
