// What Vitis HLS refuses, one function a rule.
#pragma once

#include <array>

#include "vitis/findings.hpp"
#include "vitis/program.hpp"

namespace hlsc::vitis {

using Rule = void (*)(const Program&, Findings&);

// Streams of a network (stream_rules.cpp).
// A stream is a FIFO with one writer and one reader; a port has one end inside.
void streams_have_two_ends(const Program& program, Findings& findings);
// Who reads a stream does not write it.
void processes_use_one_end(const Program& program, Findings& findings);
// Tasks are connected to streams only.
void tasks_take_streams(const Program& program, Findings& findings);
// Tasks and their streams outlive the call that declares them, which needs hls_thread_local.
void networks_live_in_the_thread(const Program& program, Findings& findings);

// Processes (process_rules.cpp).
// The sources hold every process of their networks.
void processes_are_defined(const Program& program, Findings& findings);
// A static variable is one register: two processes cannot share it.
void state_has_one_owner(const Program& program, Findings& findings);
// The default pipeline (stp) stands still without input and can block a feedback loop for ever.
void processes_flush(const Program& program, Findings& findings);
// A free-running pipeline (frp) is switched off by anything but blocking reads and writes.
void frp_only_blocks(const Program& program, Findings& findings);

// Ports (port_rules.cpp).
// Vitis packs a struct on a port as it likes; ap_uint and hls::axis have one layout.
void ports_are_plain(const Program& program, Findings& findings);
// m_axi and AXI4-Lite belong to kernels that are called: tasks run without.
void memory_stays_outside(const Program& program, Findings& findings);

// Types (type_rules.cpp).
// Vitis HLS' ap_uint ends at 1024 bits.
void widths_fit(const Program& program, Findings& findings);
// There is no heap in hardware.
void no_dynamic_memory(const Program& program, Findings& findings);
void no_allocating_headers(const Program& program, Findings& findings);

// Functions (function_rules.cpp).
// There is no stack in hardware. (Recursion of templates is, and is fine.)
void no_recursion(const Program& program, Findings& findings);
// Which function runs must be known when the hardware is made.
void no_virtual_functions(const Program& program, Findings& findings);
void no_function_pointers(const Program& program, Findings& findings);

inline constexpr std::array<Rule, 16> rules = {
    streams_have_two_ends, processes_use_one_end, tasks_take_streams,   networks_live_in_the_thread,
    processes_are_defined, state_has_one_owner,   processes_flush,      frp_only_blocks,
    ports_are_plain,       memory_stays_outside,  widths_fit,           no_dynamic_memory,
    no_allocating_headers, no_recursion,          no_virtual_functions, no_function_pointers};

}  // namespace hlsc::vitis
