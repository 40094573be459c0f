// The kernel `table`: the session table and everything before and behind it.
#pragma once

#include "hls_stream.h"
#include "ports.hpp"

void table(hls::stream<host_beat_t>& host_in, hls::stream<host_beat_t>& host_out,
           hls::stream<wire_beat_t>& wire_in, hls::stream<wire_beat_t>& wire_out);
