/// \file
/// Random input for each process of `session_table`: whatever it may meet, close together, so that
/// every distance of forwarding is tried.
#pragma once

#include <cstdint>

#include "processes/bench/bench.hpp"

namespace espial::test {

bench::Stimulus random_host_in(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_wire_in(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_ingest(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_parse(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_map_ports(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_hash(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_admit(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_index(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_free_list(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_record_admit(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_record(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_readback(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_verdict(const bench::Interface& interface, std::uint64_t seed);
bench::Stimulus random_answer(const bench::Interface& interface, std::uint64_t seed);

/// For `ingest`: each request of the host is answered.
bench::Respond answer_requests(std::uint64_t seed);
/// For `admit`: what `record` does. Some operations bounce, with all that stand behind them.
bench::Respond carry_out_operations(std::uint64_t seed);

}  // namespace espial::test
