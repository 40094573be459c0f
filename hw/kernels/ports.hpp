// The beats at the kernels' ports. Octet 0 is the lowest.
#pragma once

#include "ap_axi_sdata.h"
#include "ap_int.h"
#include "espial/hw/geometry.hpp"

typedef ap_uint<8 * espial::hw::beat_octets> beat_t;
// Between `load`, `session_table` and `store`.
typedef ap_axiu<8 * espial::hw::beat_octets, 0, 0, 0> host_beat_t;
// TUSER: time 64 bits, ingress 16 bits.
typedef ap_axiu<8 * espial::hw::beat_octets, 80, 0, 0> wire_beat_t;
