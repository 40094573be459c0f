#include <algorithm>

#include "kernels/front/hash_entries.hpp"
#include "kernels/front/parse_kernel.hpp"
#include "kernels/front/random_packets.hpp"
#include "processes/table/random.hpp"
#include "processes/table/stimuli.hpp"

namespace espial::test {

using bench::Interface;
using bench::Stimulus;
using hw::RequestKind;

Stimulus random_host_in(const Interface& interface, std::uint64_t seed) {
  return bench::random_stimulus(interface, 2000, seed);
}

namespace {

// Octets of a frame: short ones, and all that is near a limit.
unsigned frame_length(Random& random) {
  const unsigned limit = random.one_of({hw::window_octets, hw::frame_octets, hw::beat_octets,
                                        2 * hw::beat_octets, hw::frame_octets + 1000});
  return random.one_in(2) ? 1 + random.below(300) : limit - 2 + random.below(5);
}

}  // namespace

// Frames of all lengths, and some whose TKEEP is whatever it is.
Stimulus random_wire_in(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  unsigned left = 0;
  bool broken = false;
  stimulus["wire"] = edited<wire_beat_t>(interface, "wire", 4000, seed, [&](wire_beat_t& beat) {
    if (left == 0) {
      left = frame_length(random);
      broken = random.one_in(5);
    }
    const unsigned here = std::min(left, hw::beat_octets);
    left -= here;
    beat.last = left == 0;
    if (!broken) beat.keep = ~ap_uint<hw::beat_octets>(0) >> (hw::beat_octets - here);
  });
  return stimulus;
}

// Few ingresses, so that zones are set for what follows at once.
Stimulus random_ingest(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  std::uint64_t clock = 1000;
  const auto edit = [&](Request& request) {
    request.ingress = random.below(4) * 0x1555;
    request.kind = code(random.one_in(3) ? RequestKind::set_ingress : RequestKind::packet);
    clock += random.below(8);
    request.time = clock - random.below(6);
  };
  Stimulus stimulus;
  unsigned count = 0;
  stimulus["from_host"] =
      edited<Request>(interface, "from_host", 1500, seed, [&](Request& request) {
        edit(request);
        request.wire = false;
        if (++count == 1000) request.kind = code(RequestKind::clear);
      });
  stimulus["from_wire"] =
      edited<Request>(interface, "from_wire", 800, seed + 1, [&](Request& request) {
        edit(request);
        request.wire = true;
      });
  return stimulus;
}

// Sound packets, broken ones and noise; windows hold anything behind what was captured.
Stimulus random_parse(const Interface& interface, std::uint64_t seed) {
  RandomPackets packets(seed);
  Random random(seed);
  Stimulus stimulus;
  stimulus["arrivals"] = edited<Request>(interface, "arrivals", 4000, seed, [&](Request& request) {
    if (random.one_in(6)) return;
    const Sample sample = random.one_in(2)   ? packets.sound()
                          : random.one_in(4) ? packets.noise()
                                             : packets.broken();
    Octets behind(hw::window_octets);
    for (std::uint8_t& octet : behind) octet = static_cast<std::uint8_t>(random.word());
    const Request arrived = arrival(sample.link, sample.octets, sample.length, behind);
    request.window = arrived.window;
    request.kind = arrived.kind;
    request.link = arrived.link;
    request.captured = arrived.captured;
    request.length = arrived.length;
    request.oversize = random.one_in(20);
  });
  return stimulus;
}

namespace {

// What is small meets itself often.
void narrow(Parsed& parsed, Random& random) {
  parsed.transit.zone = random.below(3);
  parsed.protocol = random.one_of({50U, 51U});
  parsed.spi = random.below(3);
  parsed.ah_spi = random.below(3);
  parsed.source = random.below(2);
  parsed.destination = random.below(2);
}

}  // namespace

// The tables of the SA hash come first, with entries that leave few lines; then policies, SAs and
// packets in any order.
Stimulus random_map_ports(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  unsigned filled = 0;
  constexpr unsigned entries = 16 * hw::sa_nibbles;
  unsigned count = 0;
  Stimulus stimulus;
  stimulus["parsed"] =
      edited<Parsed>(interface, "parsed", entries + 3500, seed, [&](Parsed& parsed) {
        ++count;
        parsed.transit.kind = code(RequestKind::packet);
        narrow(parsed, random);
        if (filled < entries) {
          parsed.transit.kind = code(RequestKind::set_sa_hash);
          // Lines 0 and 1 of each choice.
          std::uint64_t value = 0;
          for (unsigned choice = 0; choice < hw::sa_choices; ++choice) {
            value |= std::uint64_t{random.below(2)} << (choice * hw::sa_line_bits);
          }
          parsed.transit.argument =
              argument_of_layout(hw::HashArgument{.value_low = value,
                                                  .value_high = 0,
                                                  .nibble = static_cast<std::uint8_t>(filled / 16),
                                                  .digit = static_cast<std::uint8_t>(filled % 16)});
          ++filled;
          return;
        }
        if (random.one_in(6)) {
          parsed.transit.kind = code(RequestKind::set_policy);
          parsed.transit.argument = argument_of_layout(
              hw::PolicyArgument{.port_mapping = static_cast<std::uint8_t>(random.below(4)),
                                 .pass_through = static_cast<std::uint8_t>(random.below(4)),
                                 .miss_action = static_cast<std::uint8_t>(random.below(2))});
        } else if (random.one_in(3)) {
          parsed.transit.kind = code(RequestKind::set_sa);
          parsed.transit.argument = argument_of_layout(
              hw::SaArgument{.line = static_cast<std::uint16_t>(random.below(2)),
                             .choice = static_cast<std::uint8_t>(random.below(hw::sa_choices)),
                             .valid = static_cast<std::uint8_t>(random.below(4))});
        } else if (random.one_in(100)) {
          parsed.transit.kind = code(RequestKind::set_timer);
        }
        if (count == entries + 2000) parsed.transit.kind = code(RequestKind::clear);
      });
  return stimulus;
}

// All entries first; later some change, at once before keys that have their digit.
Stimulus random_hash(const Interface& interface, std::uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  unsigned count = 0;
  constexpr unsigned entries = 16 * hw::key_nibbles;
  stimulus["mapped"] =
      edited<Mapped>(interface, "mapped", entries + 2500, seed, [&](Mapped& mapped) {
        mapped.transit.kind = code(RequestKind::packet);
        if (random.one_in(4)) mapped.destination = mapped.source;
        if (random.one_in(8)) mapped.destination_port = mapped.source_port;
        const bool fills = count < entries;
        if (fills || random.one_in(5)) {
          mapped.transit.kind = code(RequestKind::set_hash);
          const unsigned entry = fills ? count : random.below(16 * 80);
          mapped.transit.argument =
              HashEntries::argument(static_cast<std::uint8_t>(entry / 16), entry % 16,
                                    (Wide{random.word()} << 64) | random.word());
        }
        ++count;
      });
  return stimulus;
}

bench::Respond answer_requests(std::uint64_t) {
  return [](std::string_view, bench::Octets element, const bench::Feed& feed) {
    Request request;
    std::memcpy(static_cast<void*>(&request), element.data(), sizeof(request));
    const std::uint8_t token = 1;
    if (!request.wire) feed("answered", std::span(&token, 1));
  };
}

}  // namespace espial::test
