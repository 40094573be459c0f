#include "octets.hpp"
#include "processes.hpp"
#include "tabulation.hpp"

using espial::hw::PortMapping;
using espial::hw::Protocol;
using espial::hw::RequestKind;
using espial::hw::sa_choices;
using espial::hw::sa_hash_bits;
using espial::hw::sa_line_bits;
using espial::hw::sa_lines;
using espial::hw::sa_nibbles;

namespace {

// A slot of the SA table: which packets, and the ports they get.
struct Sa {
  bool valid;
  ap_uint<8> protocol;
  ap_uint<16> zone;
  ap_uint<32> spi;
  address_t source;
  address_t destination;
  ap_uint<16> source_port;
  ap_uint<16> destination_port;
};

struct Policy {
  ap_uint<2> port_mapping;
  ap_uint<2> pass_through;
  bool drop_on_miss;
};

typedef ap_uint<sa_hash_bits> sa_hash_t;

}  // namespace

// Of a zone that nobody configured.
static Policy default_policy() {
#pragma HLS INLINE
  Policy policy;
  policy.port_mapping = code(PortMapping::spi_split);
  policy.pass_through = code(PortMapping::generic);
  policy.drop_on_miss = false;
  return policy;
}

static ap_uint<32> folded(address_t address) {
#pragma HLS INLINE
  return ap_uint<32>(address) ^ ap_uint<32>(address >> 32) ^ ap_uint<32>(address >> 64) ^
         ap_uint<32>(address >> 96);
}

// What places an SA: the host computes the same (host/src/driver/sa_table.cpp).
static ap_uint<4 * sa_nibbles> sa_key(ap_uint<32> spi, address_t source, address_t destination,
                                      ap_uint<16> zone) {
#pragma HLS INLINE
  typedef ap_uint<4 * sa_nibbles> digits_t;
  return (digits_t(zone) << 96) | (digits_t(folded(destination)) << 64) |
         (digits_t(folded(source)) << 32) | digits_t(spi);
}

void process::map_ports(hls::stream<Parsed>& parsed, hls::stream<Mapped>& mapped) {
#pragma HLS PIPELINE II = 1 style = flp
  constexpr unsigned zones = 1U << 16;
  // Forwarding, of policies and SAs alike: what the last `kept` commands wrote stands in `recent…`,
  // newest first; in memory it is after `kept` more firings at the latest: distance kept + 1.
  constexpr int kept = 4;
  static Policy policies[zones];
#pragma HLS BIND_STORAGE variable = policies type = ram_2p impl = uram
#pragma HLS DEPENDENCE variable = policies inter RAW true distance = 5
  static Sa table[sa_choices][sa_lines];
#pragma HLS ARRAY_PARTITION variable = table complete dim = 1
#pragma HLS BIND_STORAGE variable = table type = ram_2p impl = bram
#pragma HLS DEPENDENCE variable = table inter RAW true distance = 5
  static sa_hash_t hash_table[sa_nibbles][16];
#pragma HLS ARRAY_PARTITION variable = hash_table complete dim = 1
#pragma HLS BIND_STORAGE variable = hash_table type = ram_2p impl = lutram
  struct RecentPolicy {
    bool valid;
    ap_uint<16> zone;
    Policy policy;
  };
  static RecentPolicy recent_policy[kept];
#pragma HLS ARRAY_PARTITION variable = recent_policy complete dim = 0
  struct RecentSa {
    bool valid;
    ap_uint<2> choice;
    ap_uint<sa_line_bits> line;
    Sa sa;
  };
  static RecentSa recent_sa[kept];
#pragma HLS ARRAY_PARTITION variable = recent_sa complete dim = 0
  static bool sweeping = true;
  static ap_uint<17> swept = 0;
  static bool esp_follows = false;  // `held` is AH around ESP, and its ESP is to come
  static Parsed held;

  if (sweeping) {
    // A few more than there are: then the last ones are in memory too.
    policies[ap_uint<16>(swept)] = default_policy();
    for (unsigned choice = 0; choice < sa_choices; ++choice) {
#pragma HLS UNROLL
      table[choice][ap_uint<sa_line_bits>(swept)].valid = false;
    }
    for (int i = 0; i < kept; ++i) {
#pragma HLS UNROLL
      recent_policy[i].valid = false;
      recent_sa[i].valid = false;
    }
    sweeping = swept != zones - 1 + kept;
    swept = swept + 1;
    return;
  }

  if (!esp_follows) held = parsed.read();
  const Parsed in = held;
  const bool ah = in.has_ah && !esp_follows;
  esp_follows = ah;
  const ap_uint<5> kind = in.transit.kind;
  const argument_t argument = in.transit.argument;
  const ap_uint<16> zone = in.transit.zone;

  Mapped out;
  out.transit = in.transit;
  // The ESP inside AH is the second of its packet: design of the creation number in `ingest`.
  out.transit.number = in.transit.number | ap_uint<48>(in.has_ah && !ah);
  out.transit.keepalive = in.transit.keepalive && !ah;
  out.transit.reversal = in.transit.reversal && !ah;
  out.joined = ah;
  out.protocol = ah ? ap_uint<8>(code(Protocol::ah)) : in.protocol;
  out.spi = ah ? in.ah_spi : in.spi;
  out.has_spi = in.has_spi;
  out.encapsulated = in.encapsulated;
  out.source = in.source;
  out.destination = in.destination;
  out.outer_source_port = in.encapsulated ? in.source_port : ap_uint<16>(0);
  out.outer_destination_port = in.encapsulated ? in.destination_port : ap_uint<16>(0);

  // The SA table: who sends to whom under which SPI (RFC 4301, 4.1).
  const sa_hash_t hash = tabulate<sa_nibbles, sa_hash_bits>(
      hash_table, sa_key(out.spi, in.source, in.destination, zone));
  bool known = false;
  ap_uint<16> known_source_port = 0;
  ap_uint<16> known_destination_port = 0;
  for (unsigned choice = 0; choice < sa_choices; ++choice) {
#pragma HLS UNROLL
    const ap_uint<sa_line_bits> line = hash >> (choice * sa_line_bits);
    Sa sa = table[choice][line];
    for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
      if (recent_sa[i].valid && recent_sa[i].choice == choice && recent_sa[i].line == line)
        sa = recent_sa[i].sa;
    }
    if (sa.valid && sa.spi == out.spi && sa.zone == zone && sa.protocol == out.protocol &&
        sa.source == in.source && sa.destination == in.destination) {
      known = true;
      known_source_port = sa.source_port;
      known_destination_port = sa.destination_port;
    }
  }

  Policy policy = policies[zone];
  for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
    if (recent_policy[i].valid && recent_policy[i].zone == zone) policy = recent_policy[i].policy;
  }
  const bool negotiated = policy.port_mapping == code(PortMapping::negotiated);
  out.drop_on_miss = policy.drop_on_miss;
  out.sa_unknown = in.has_spi && negotiated && !known;
  out.mapping = negotiated && !known ? policy.pass_through : policy.port_mapping;
  out.source_port = in.source_port;
  out.destination_port = in.destination_port;
  if (in.has_spi) {
    if (out.mapping == code(PortMapping::spi_split)) {
      out.source_port = out.spi.range(31, 16);
      out.destination_port = out.spi.range(15, 0);
    } else if (out.mapping == code(PortMapping::generic)) {
      out.source_port = espial::hw::generic_port;
      out.destination_port = espial::hw::generic_port;
    } else if (out.mapping == code(PortMapping::negotiated)) {
      out.source_port = known_source_port;
      out.destination_port = known_destination_port;
    } else {
      out.source_port = 0;
      out.destination_port = 0;
    }
  }

  const bool set_policy = kind == code(RequestKind::set_policy);
  typedef espial::hw::PolicyArgument PolicyLayout;
  Policy new_policy;
  new_policy.port_mapping = octets<1>(argument, offsetof(PolicyLayout, port_mapping));
  new_policy.pass_through = octets<1>(argument, offsetof(PolicyLayout, pass_through));
  new_policy.drop_on_miss =
      octets<1>(argument, offsetof(PolicyLayout, miss_action)) == code(espial::hw::Action::drop);
  if (set_policy) policies[zone] = new_policy;

  const bool set_sa = kind == code(RequestKind::set_sa);
  typedef espial::hw::SaArgument SaLayout;
  const ap_uint<2> choice = octets<1>(argument, offsetof(SaLayout, choice));
  const ap_uint<sa_line_bits> line = octets<2>(argument, offsetof(SaLayout, line));
  Sa new_sa;
  new_sa.valid = octets<1>(argument, offsetof(SaLayout, valid)) != 0;
  new_sa.protocol = in.protocol;
  new_sa.zone = zone;
  new_sa.spi = in.spi;
  new_sa.source = in.source;
  new_sa.destination = in.destination;
  new_sa.source_port = in.source_port;
  new_sa.destination_port = in.destination_port;
  if (set_sa) table[choice][line] = new_sa;

  for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
    recent_policy[i] = recent_policy[i - 1];
    recent_sa[i] = recent_sa[i - 1];
  }
  recent_policy[0].valid = set_policy;
  recent_policy[0].zone = zone;
  recent_policy[0].policy = new_policy;
  recent_sa[0].valid = set_sa;
  recent_sa[0].choice = choice;
  recent_sa[0].line = line;
  recent_sa[0].sa = new_sa;

  const HashEntry entry = hash_entry(argument);
  if (kind == code(RequestKind::set_sa_hash) && entry.nibble < sa_nibbles) {
    hash_table[entry.nibble][entry.digit] = entry.value;
  }
  if (kind == code(RequestKind::clear)) {
    sweeping = true;
    swept = 0;
  }
  mapped.write(out);
}
