#include "processes.hpp"
#include "tabulation.hpp"

using espial::hw::choices;
using espial::hw::hash_bits;
using espial::hw::key_nibbles;
using espial::hw::line_bits;
using espial::hw::RequestKind;

// The key in the order in which it is hashed: the host fills one table for each of its 4-bit
// digits.
static ap_uint<4 * key_nibbles> digits(const Key& key) {
#pragma HLS INLINE
  typedef ap_uint<4 * key_nibbles> digits_t;
  return digits_t(key.lower_address) | (digits_t(key.upper_address) << 128) |
         (digits_t(key.lower_port) << 256) | (digits_t(key.upper_port) << 272) |
         (digits_t(key.zone) << 288) | (digits_t(key.protocol) << 304) |
         (digits_t(key.encapsulated) << 312);
}

// The hash is keyed with a secret of the host: nobody outside can aim packets at one line of the
// index.
void process::hash(hls::stream<Mapped>& mapped, hls::stream<Operation>& hashed) {
#pragma HLS PIPELINE II = 1 style = flp
  static ap_uint<hash_bits> table[key_nibbles][16];
#pragma HLS ARRAY_PARTITION variable = table complete dim = 1
#pragma HLS BIND_STORAGE variable = table type = ram_2p impl = lutram
  // Until the host fills the table, operations must not depend on what stood in it at start.
  static bool sweeping = true;
  static ap_uint<4> swept = 0;

  if (sweeping) {
    for (unsigned i = 0; i < key_nibbles; ++i) {
#pragma HLS UNROLL
      table[i][swept.to_uint()] = 0;
    }
    sweeping = swept != 15;
    swept = swept + 1;
    return;
  }

  const Mapped in = mapped.read();
  Operation out;
  out.transit = in.transit;
  out.joined = in.joined;
  out.drop_on_miss = in.drop_on_miss;
  out.sa_unknown = in.sa_unknown;
  out.has_spi = in.has_spi;
  out.mapping = in.mapping;
  out.spi = in.spi;
  out.outer_source_port = in.outer_source_port;
  out.outer_destination_port = in.outer_destination_port;

  // The smaller endpoint, by address and then port, comes first: both directions have one key.
  const bool from_upper = in.destination < in.source ||
                          (in.destination == in.source && in.destination_port < in.source_port);
  out.from_upper = from_upper;
  out.key.lower_address = from_upper ? in.destination : in.source;
  out.key.upper_address = from_upper ? in.source : in.destination;
  out.key.lower_port = from_upper ? in.destination_port : in.source_port;
  out.key.upper_port = from_upper ? in.source_port : in.destination_port;
  out.key.zone = in.transit.zone;
  out.key.protocol = in.protocol;
  out.key.encapsulated = in.encapsulated;

  const ap_uint<hash_bits> hash = tabulate<key_nibbles, hash_bits>(table, digits(out.key));
  for (unsigned choice = 0; choice < choices; ++choice) {
#pragma HLS UNROLL
    out.line[choice] = hash >> (choice * line_bits);
  }
  out.tag = hash >> (choices * line_bits);
  out.round.pass = 0;
  out.round.first = false;
  out.round.exchange = false;
  out.round.owns = false;
  out.round.owned = 0;
  out.round.served = false;
  out.round.start = 0;

  const HashEntry entry = hash_entry(in.transit.argument);
  if (in.transit.kind == code(RequestKind::set_hash) && entry.nibble < key_nibbles) {
    table[entry.nibble][entry.digit] = entry.value;
  }
  hashed.write(out);
}
