// JSON Lines, one session a line; and the statistics, one object. Nothing that is printed here
// needs escaping.
#include <fmt/compile.h>

#include <boost/json.hpp>
#include <iterator>
#include <optional>
#include <utility>

#include "listing/text.hpp"
#include "listing/writers.hpp"

namespace espial::listing {
namespace {

template <typename... Values>
void append(Output& out, const Values&... values) {
  fmt::format_to(std::back_inserter(out.text()), values...);
}

template <typename Number>
void append_or_null(Output& out, const std::optional<Number>& number) {
  if (number) {
    append(out, FMT_COMPILE("{}"), *number);
  } else {
    append(out, FMT_COMPILE("null"));
  }
}

// Whole seconds as an integer; a timer may also be set to less.
void append_seconds(Output& out, std::uint64_t ns) {
  append(out, FMT_COMPILE("{}"), ns / ns_per_s);
  if (const std::uint64_t fraction = ns % ns_per_s; fraction != 0) {
    append(out, FMT_COMPILE(".{:09}"), fraction);
  }
}

void append_flow(Output& out, const Session& session, const Flow& flow) {
  append(out,
         FMT_COMPILE(R"({{"source":"{}","destination":"{}","source_port":{},)"
                     R"("destination_port":{},"spi":)"),
         flow.source.to_string(), flow.destination.to_string(), flow.source_port,
         flow.destination_port);
  append_or_null(out, flow.spi);
  append(out, FMT_COMPILE(R"(,"spis":{},"packets":{},"bytes":{},"ingress":)"), flow.spis,
         flow.packets, flow.bytes);
  append_or_null(out, flow.ingress);
  if (session.encapsulation == hw::Encapsulation::udp) {
    append(out, FMT_COMPILE(R"(,"outer_source_port":{},"outer_destination_port":{})"),
           flow.outer_source_port, flow.outer_destination_port);
  }
  append(out, FMT_COMPILE("}}"));
}

void append_flags(Output& out, std::uint16_t flags) {
  if (flags == 0) return;
  const char* separator = "";
  for (const std::string_view flag : flag_names(flags)) {
    append(out, FMT_COMPILE(R"({}"{}")"), separator, flag);
    separator = ",";
  }
}

void append_session(Output& out, const Session& session, std::uint64_t id) {
  append(out,
         FMT_COMPILE(R"({{"id":{},"zone":{},"protocol":"{}","encapsulation":"{}","state":"{}",)"
                     R"("end_reason":{},"flags":[)"),
         id, session.zone, protocol_name(session.protocol), name(session.encapsulation),
         name(session.state),
         session.end_reason == hw::EndReason::timeout ? R"("timeout")" : "null");
  append_flags(out, session.flags);
  append(out, FMT_COMPILE(R"(],"created_ns":{},"last_seen_ns":{},"timeout_s":)"),
         session.created_ns, session.last_seen_ns);
  append_seconds(out, session.timeout_ns);
  append(out, FMT_COMPILE(R"(,"c2s":)"));
  append_flow(out, session, session.c2s);
  append(out, FMT_COMPILE(R"(,"s2c":)"));
  append_flow(out, session, session.s2c);
  append(out, FMT_COMPILE("}}\n"));
}

}  // namespace

void write_json(Output& out, std::span<const Session> sessions, const ListingOptions& options) {
  std::uint64_t id = options.first_id;
  for (const Session& session : sessions) {
    append_session(out, session, id++);
    if (!out.session_done()) return;
  }
}

}  // namespace espial::listing

namespace espial {

void write_statistics_json(std::ostream& out, const Statistics& statistics,
                           const std::optional<CycleStatistics>& cycles) {
  boost::json::object malformed;
  for (unsigned i = hw::first_malformed; i < hw::outcomes; ++i) {
    const auto reason = static_cast<hw::Outcome>(i);
    malformed[name(reason)] = statistics[reason];
  }
  boost::json::object all;
  all["packets"] = statistics.packets;
  all["sessions"] = statistics.sessions;
  all["double"] = statistics.doubled;
  for (const hw::Outcome outcome : {hw::Outcome::counted, hw::Outcome::not_ip}) {
    all[name(outcome)] = statistics[outcome];
  }
  all["malformed"] = std::move(malformed);
  for (const hw::Outcome outcome :
       {hw::Outcome::fragment, hw::Outcome::refused, hw::Outcome::learn_deferred}) {
    all[name(outcome)] = statistics[outcome];
  }
  all["keepalives"] = statistics.keepalives;
  all["time_reversals"] = statistics.time_reversals;
  all["device_cycles"] = nullptr;
  if (cycles) {
    all["device_cycles"] = cycles->device_cycles;
    boost::json::array histogram;
    for (std::size_t i = 0; i < cycles->latency.size(); ++i)
      if (cycles->latency[i] != 0) histogram.push_back({i, cycles->latency[i]});
    all["latency_cycles"] = {{"median", cycles->median_latency()},
                             {"maximum", cycles->maximum_latency()},
                             {"histogram", std::move(histogram)}};
    boost::json::object utilisation;
    for (const auto& [process, share] : cycles->utilisation) utilisation[process] = share;
    all["utilisation"] = std::move(utilisation);
  }
  out << boost::json::serialize(all) << '\n';
}

}  // namespace espial
