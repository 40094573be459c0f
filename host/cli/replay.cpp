#include "espial/replay.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <ranges>

#include "command.hpp"
#include "espial/device.hpp"
#include "espial/error.hpp"
#include "espial/listing.hpp"
#include "espial/sa.hpp"
#include "options.hpp"
#include "progress.hpp"

namespace espial::cli {
namespace {

constexpr std::string_view help_head =
    "usage: espial replay [OPTION]... CAPTURE...\n"
    "\n"
    "Feeds captures to the session table, one after the other, and lists every session that "
    "existed.\n"
    "A capture is pcap or pcapng, plain or compressed with gzip or zstd; '-' is standard input.\n"
    "\n";

constexpr std::string_view help_tail =
    "\n"
    "Examples:\n"
    "  espial replay trace.pcap\n"
    "  espial replay trace.pcapng.zst --format junos --inside 10.0.1.0/24 --explain\n"
    "  espial replay trace.pcap --port-mapping generic --format panos --at +60\n"
    "  espial replay trace.pcap --port-mapping negotiated --sa-table sas.jsonl --format json\n";

hw::PortMapping parse_port_mapping(const std::string& name) {
  if (name == "spi-split") return hw::PortMapping::spi_split;
  if (name == "generic") return hw::PortMapping::generic;
  if (name == "negotiated") return hw::PortMapping::negotiated;
  if (name == "none") return hw::PortMapping::none;
  throw UsageError(
      fmt::format("--port-mapping '{}': there are spi-split, generic, negotiated, none", name));
}

po::options_description options_of_replay() {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  const auto list = [](const char* name) {
    return po::value<std::vector<std::string>>()->value_name(name);
  };
  po::options_description table("Session table", 100);
  table.add_options()                                                                           //
      ("device,d", device_value(), device_help)                                                 //
      ("wire", "feed frames to the card's wire port instead of packets to its host port")       //
      ("check", "look into the card's memories at the end, and say what is not as it must be")  //
      ("port-mapping", text("NAME")->default_value("spi-split"),                                //
       "the ports of ESP and AH packets: spi-split (Junos), generic (PAN-OS, pass-through), "
       "negotiated "                                      //
       "(PAN-OS, tunnels that end there), none (Linux)")  //
      ("sa-table", list("FILE"),
       "the SAs for 'negotiated', as JSON Lines; may be given several times")  //
      ("trace", text("FILE"),
       "write what is on the card's streams to a file for wave viewers (FST); 'sim' only")  //
      ("trace-cycles", text("A:B")->default_value("0:9999"),
       "the cycles that --trace shows; 0 is where the captures begin")                            //
      ("hash-seed", text("N"), "fix the secret of the table's hashes; no listing depends on it")  //
      ("at", text("TIME"),                                                                        //
       "list the sessions alive at that time: ISO 8601 or seconds since 1970, or +S for S seconds "
       "after "  //
       "the last packet");
  po::options_description listing("Listing", 100);
  listing.add_options()                                                              //
      ("format", text("NAME")->default_value("table"), "table, junos, panos, json")  //
      ("inside", list("PREFIX"),
       "junos: what is inside the firewall; decides between I and O; repeatable")  //
      ("hex", "junos: ports in hexadecimal")                                       //
      ("explain", "junos: a sentence above each session")                          //
      ("names", text("FILE"),
       "panos: zones, interfaces and other names that no card knows (JSON)")             //
      ("first-id", text("N")->default_value("1"), "number of the first session")         //
      ("stats-json", text("FILE"), "write counters to a file ('-' is standard output)")  //
      ("help,h", "this text");
  return table.add(listing);
}

// Options that only one format has.
void check_formats(const po::variables_map& values, Format format) {
  const auto only = [&](const char* option, Format wanted, const char* name) {
    if (values.count(option) != 0 && format != wanted) {
      throw UsageError(fmt::format("--{} goes with --format {}", option, name));
    }
  };
  only("inside", Format::junos, "junos");
  only("hex", Format::junos, "junos");
  only("explain", Format::junos, "junos");
  only("names", Format::panos, "panos");
}

struct Trace {
  std::string file;
  CycleWindow window;
};

std::optional<Trace> trace_of(const po::variables_map& values) {
  if (values.count("trace") != 0) {
    return Trace{values["trace"].as<std::string>(),
                 CycleWindow::parse(values["trace-cycles"].as<std::string>())};
  }
  if (!values["trace-cycles"].defaulted())
    throw UsageError("--trace-cycles goes with --trace FILE");
  return std::nullopt;
}

unsigned terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return ListingOptions().width;
}

ListingOptions listing_options(const po::variables_map& values) {
  ListingOptions options;
  options.format = parse_format(values["format"].as<std::string>());
  check_formats(values, options.format);
  options.hex = values.count("hex") != 0;
  options.explain = values.count("explain") != 0;
  options.first_id = number("--first-id", values["first-id"].as<std::string>());
  if (values.count("inside") != 0) {
    for (const std::string& prefix : values["inside"].as<std::vector<std::string>>()) {
      options.inside.push_back(Prefix::parse(prefix));
    }
  }
  if (values.count("names") != 0) options.names = Names::read(values["names"].as<std::string>());
  if (isatty(STDOUT_FILENO) == 1) {
    options.colour = std::getenv("NO_COLOR") == nullptr;
    options.width = terminal_width();
  }
  return options;
}

void configure(Device& device, const po::variables_map& values) {
  ZonePolicy policy;
  policy.port_mapping = parse_port_mapping(values["port-mapping"].as<std::string>());
  device.set_policy(0, policy);
  if (values.count("sa-table") == 0) return;
  if (policy.port_mapping != hw::PortMapping::negotiated) {
    throw UsageError("--sa-table goes with --port-mapping negotiated");
  }
  for (const std::string& file : values["sa-table"].as<std::vector<std::string>>()) {
    for (const auto& [pair, line] : read_sa_table(file)) {
      if (pair.zone != 0) {
        ZonePolicy of_zone = device.policy(pair.zone);
        of_zone.port_mapping = policy.port_mapping;
        device.set_policy(pair.zone, of_zone);
      }
      if (device.add_sa(pair) == SaOutcome::full) {
        throw FileError(
            file, fmt::format("line {}: the device's SA table is full: it has places for {} SAs",
                              line, device.identity().capacity_sas));
      }
    }
  }
}

void write_statistics(const std::string& path, const Statistics& statistics,
                      const std::optional<CycleStatistics>& cycles) {
  if (path == "-") {
    write_statistics_json(std::cout, statistics, cycles);
    return;
  }
  std::ofstream file(path);
  if (!file)
    throw FileError(path, "cannot be written: does the folder exist, and may it be written to?");
  write_statistics_json(file, statistics, cycles);
  file.close();
  if (!file) throw FileError(path, "could not be written to its end");
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// What became of everything, in one line: nothing is silently missing.
std::string summary(const ReplayResult& result) {
  const Statistics& statistics = result.statistics;
  std::string reasons;
  std::uint64_t malformed = 0;
  for (unsigned i = hw::first_malformed; i < hw::outcomes; ++i) {
    const auto outcome = static_cast<hw::Outcome>(i);
    if (statistics[outcome] == 0) continue;
    malformed += statistics[outcome];
    reasons +=
        fmt::format("{}{} {}", reasons.empty() ? " (" : ", ", statistics[outcome], name(outcome));
  }
  if (!reasons.empty()) reasons += ")";
  std::string text = fmt::format(
      "{}, {}; {} not IP, {} malformed{}, {} refused", counted(statistics.packets, "packet"),
      counted(statistics.sessions, "session"), statistics[hw::Outcome::not_ip], malformed, reasons,
      statistics[hw::Outcome::refused]);
  const auto add_if_any = [&text](std::uint64_t count, std::string_view what) {
    if (count != 0) text += fmt::format(", {} {}", count, what);
  };
  add_if_any(statistics[hw::Outcome::learn_deferred], "deferred");
  add_if_any(statistics[hw::Outcome::fragment], "later fragments");
  add_if_any(statistics.doubled, "counted twice (AH around ESP)");
  add_if_any(statistics.keepalives, "keepalives");
  add_if_any(statistics.time_reversals, "time reversals");
  return text;
}

// Whether the card's memories are in order; says what is not.
bool check(Device& device) {
  constexpr std::size_t most = 20;  // lines
  const std::vector<std::string> violations = device.check();
  for (const std::string& violation : violations | std::views::take(most))
    fmt::print(stderr, "check: {}\n", violation);
  if (violations.size() > most)
    fmt::print(stderr, "check: and {} more\n", violations.size() - most);
  if (violations.empty()) {
    const Identity& identity = device.identity();
    fmt::print(stderr, "check: {} records, {} index slots: all as it must be\n",
               identity.capacity_sessions, identity.index_slots);
  }
  return violations.empty();
}

}  // namespace

int replay(const Arguments& arguments) {
  const po::options_description options = options_of_replay();
  const po::variables_map values = parse(arguments, options, "capture");
  if (values.count("help") != 0) {
    std::cout << help_head << options << help_tail;
    finish_output();
    return 0;
  }
  if (values.count("capture") == 0)
    throw UsageError("which capture? 'espial replay --help' says more");
  const auto captures = values["capture"].as<std::vector<std::string>>();
  if (std::ranges::count(captures, "-") > 1) {
    throw UsageError("'-': standard input can be read only once");
  }
  ListingOptions listing = listing_options(values);
  ReplayOptions replay_options;
  replay_options.wire = values.count("wire") != 0;
  if (values.count("at") != 0)
    replay_options.at = ListingTime::parse(values["at"].as<std::string>());
  const std::optional<Trace> trace = trace_of(values);
  OpenOptions open_options;
  if (values.count("hash-seed") != 0) {
    open_options.hash_seed = number("--hash-seed", values["hash-seed"].as<std::string>());
  }

  Device device = Device::open(values["device"].as<std::string>(), open_options);
  configure(device, values);
  const std::uint64_t opened_at =
      device.cycle_statistics().value_or(CycleStatistics{}).elapsed_cycles;
  if (trace) device.trace(trace->file, trace->window);
  ReplayResult result;
  {
    Progress progress;
    replay_options.progress = [&](std::uint64_t position, std::optional<std::uint64_t> size) {
      progress.show(position, size);
    };
    result = espial::replay(device, captures, replay_options);
  }
  const std::optional<CycleStatistics> cycles = device.cycle_statistics();
  listing.now_ns = result.now_ns;
  write_listing(std::cout, result.sessions, listing);
  if (values.count("stats-json") != 0)
    write_statistics(values["stats-json"].as<std::string>(), result.statistics, cycles);
  finish_output();
  fmt::print(stderr, "{}\n", summary(result));
  if (trace && cycles->elapsed_cycles - opened_at <= trace->window.first) {
    fmt::print(stderr, "espial: {}: it shows nothing: the captures took {} cycles\n", trace->file,
               cycles->elapsed_cycles - opened_at);
  }
  for (const std::string& fault : result.faults) fmt::print(stderr, "espial: {}\n", fault);
  const bool in_order = values.count("check") == 0 || check(device);
  return result.faults.empty() && in_order ? 0 : 1;
}

}  // namespace espial::cli
