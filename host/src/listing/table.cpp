// The listing for people: a row for each flow.
#include <fmt/color.h>

#include <algorithm>

#include "listing/text.hpp"
#include "listing/writers.hpp"

namespace espial::listing {
namespace {

// The number, shortened where it is wider than its column: `12.3M`.
std::string count(std::uint64_t number, std::size_t width) {
  std::string exact = fmt::format("{}", number);
  if (exact.size() <= width) return exact;
  auto scaled = static_cast<double>(number);
  std::string_view units = " kMGTPE";
  while (scaled >= 1000) {
    scaled /= 1000;
    units.remove_prefix(1);
  }
  return fmt::format("{:.1f}{}", scaled, units.front());
}

// The two largest units of a time, in at most six characters: `5s`, `12m03s`, `7h00m`, `99d23h`.
std::string duration(std::uint64_t ns) {
  const std::uint64_t s = ns / ns_per_s;
  const std::uint64_t m = s / 60;
  const std::uint64_t h = m / 60;
  const std::uint64_t d = h / 24;
  if (m == 0) return fmt::format("{}s", s);
  if (h == 0) return fmt::format("{}m{:02}s", m, s % 60);
  if (d == 0) return fmt::format("{}h{:02}m", h, m % 60);
  if (d < 100) return fmt::format("{}d{:02}h", d, h % 24);
  if (d < 100'000) return fmt::format("{}d", d);
  return fmt::format("{}y", d / 365);
}

std::string protocol_text(const Session& session) {
  const bool in_udp = session.encapsulation == hw::Encapsulation::udp;
  return protocol_name(session.protocol) + (in_udp ? "-udp" : "");
}

fmt::text_style style_of(hw::SessionState state) {
  switch (state) {
    case hw::SessionState::active:
      return fg(fmt::terminal_color::green);
    case hw::SessionState::opening:
    case hw::SessionState::closing:
      return fg(fmt::terminal_color::yellow);
    case hw::SessionState::discard:
      return fg(fmt::terminal_color::red);
    case hw::SessionState::free:
    case hw::SessionState::closed:
      break;
  }
  return fmt::emphasis::faint;
}

constexpr std::size_t packets_width = 7;
constexpr std::size_t bytes_width = 9;

// Which columns there are and how wide, known before the first row.
struct Columns {
  std::size_t id = 2;
  std::size_t endpoint = std::string_view("255.255.255.255:65535").size();
  bool zone = true;
  bool idle = true;

  // What a row says of the session, once, and of the flow.
  [[nodiscard]] std::string session_heading() const {
    return fmt::format("{:>{}}{} {:<7} {:<7} {:>6}{}", "ID", id, zone ? "  ZONE" : "", "PROTO",
                       "STATE", "AGE", idle ? "   IDLE" : "");
  }
  [[nodiscard]] std::string flow_heading() const {
    return fmt::format("  {:<{}} -> {:<{}} {:<10} {:>{}} {:>{}}", "SOURCE", endpoint, "DESTINATION",
                       endpoint, "SPI", "PACKETS", packets_width, "BYTES", bytes_width);
  }
  [[nodiscard]] std::size_t width() const {
    return session_heading().size() + flow_heading().size();
  }
};

// IPv6 widens the endpoints where it must, and columns that can be done without make room.
Columns columns_for(std::span<const Session> sessions, const ListingOptions& options) {
  Columns columns;
  if (!sessions.empty()) {
    const std::uint64_t last_id = options.first_id + sessions.size() - 1;
    columns.id = std::max(columns.id, std::to_string(last_id).size());
  }
  for (const Session& session : sessions) {
    for (const Flow* flow : {&session.c2s, &session.s2c}) {
      if (flow->source.is_v4()) continue;
      columns.endpoint =
          std::max(columns.endpoint, endpoint(flow->source, flow->source_port).size());
    }
  }
  if (columns.width() > options.width) columns.idle = false;
  if (columns.width() > options.width) {
    // A zone is part of what tells sessions apart.
    columns.zone = std::ranges::any_of(sessions, [](const Session& s) { return s.zone != 0; });
  }
  return columns;
}

class Table {
 public:
  Table(Output& out, std::span<const Session> sessions, const ListingOptions& options)
      : out_(out), options_(options), columns_(columns_for(sessions, options)) {}

  void write_heading(std::size_t sessions) {
    out_.print("{} {} as of {}\n", sessions, sessions == 1 ? "session" : "sessions",
               iso_8601(options_.now_ns));
    out_.print("{}\n", fmt::styled(columns_.session_heading() + columns_.flow_heading(),
                                   style(fmt::emphasis::bold)));
  }

  void write_session(const Session& session, std::uint64_t id) {
    out_.print("{:>{}}", id, columns_.id);
    if (columns_.zone) out_.print(" {:>5}", session.zone);
    out_.print(" {:<7} {:<7} {:>6}", protocol_text(session),
               fmt::styled(name(session.state), style(style_of(session.state))),
               duration(elapsed(session.created_ns, options_.now_ns)));
    if (columns_.idle) {
      out_.print(" {:>6}", duration(elapsed(session.last_seen_ns, options_.now_ns)));
    }
    write_flow(session.c2s);
    out_.print("{:{}}", "", columns_.session_heading().size());
    write_flow(session.s2c);
    if (const auto flags = flag_names(session.flags); !flags.empty()) {
      out_.print("{:{}} {}\n", "", columns_.id,
                 fmt::styled(fmt::format("flags: {}", fmt::join(flags, " ")),
                             style(fg(fmt::terminal_color::yellow))));
    }
  }

 private:
  void write_flow(const Flow& flow) {
    out_.print("  {:<{}} -> {:<{}} {:<10} {:>{}} {:>{}}\n", endpoint(flow.source, flow.source_port),
               columns_.endpoint, endpoint(flow.destination, flow.destination_port),
               columns_.endpoint, flow.spi ? fmt::format("0x{:08x}", *flow.spi) : "-",
               count(flow.packets, packets_width), packets_width, count(flow.bytes, bytes_width),
               bytes_width);
  }

  [[nodiscard]] fmt::text_style style(fmt::text_style style) const {
    return options_.colour ? style : fmt::text_style{};
  }

  Output& out_;
  const ListingOptions& options_;
  Columns columns_;
};

}  // namespace

void write_table(Output& out, std::span<const Session> sessions, const ListingOptions& options) {
  Table table(out, sessions, options);
  table.write_heading(sessions.size());
  std::uint64_t id = options.first_id;
  for (const Session& session : sessions) {
    table.write_session(session, id++);
    if (!out.session_done()) return;
  }
}

}  // namespace espial::listing
