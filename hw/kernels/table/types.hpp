// What travels between the processes of `session_table`.
//
// A packet is one operation on one session, or two if AH stands directly around ESP: the AH's
// first. A command is an operation too, and passes every process in order with the packets.
#pragma once

#include "ap_int.h"
#include "espial/hw/answer.hpp"
#include "espial/hw/record.hpp"
#include "espial/hw/request.hpp"
#include "espial/hw/types.hpp"
#include "ports.hpp"

typedef ap_uint<8 * espial::hw::window_octets> window_t;
// An address as a number: its first octet is the highest. IPv4 mapped (RFC 4291, 2.5.5.2).
typedef ap_uint<128> address_t;
typedef ap_uint<8 * sizeof(espial::hw::Command::argument)> argument_t;
typedef ap_uint<espial::hw::record_bits> record_number_t;
// A number of records, up to all of them.
typedef ap_uint<espial::hw::record_bits + 1> count_t;
typedef ap_uint<espial::hw::line_bits> line_number_t;
typedef ap_uint<espial::hw::tag_bits> tag_t;
// A slot of an operation's lines, all choices counted through.
typedef ap_uint<5> position_t;
// Operations between `admit` and `record` are numbered with it, so there are fewer than it can tell
// apart.
typedef ap_uint<8> pass_t;

// Operations that may be between `admit` and `record` at once; each stream of that loop can hold
// them all.
constexpr unsigned loop_places = 64;
static_assert(loop_places < 256, "pass_t tells all operations in the loop apart");

// Background reads that may be on the way; each of their streams holds as many.
constexpr unsigned read_places = 16;

// An enum of the shared headers as a number.
template <class Enum>
constexpr unsigned code(Enum value) {
  return static_cast<unsigned>(value);
}

// A request as it comes in, and from `ingest` on with its number, zone and clock.
struct Request {
  ap_uint<64> time;
  ap_uint<24> length;
  ap_uint<16> ingress;
  ap_uint<8> captured;
  ap_uint<5> kind;  // RequestKind
  ap_uint<3> link;  // LinkType
  ap_uint<8> open_count;
  bool wire;           // came by the wire, and leaves by it
  bool oversize;       // wire: longer than frame_octets, cut
  ap_uint<8> beats;    // wire: of the frame, in the frame FIFO
  ap_uint<48> number;  // of the arrival
  ap_uint<16> zone;
  bool reversal;  // stamped earlier than the clock
  window_t window;
};

// What every process passes on.
struct Transit {
  ap_uint<5> kind;
  ap_uint<8> open_count;
  bool wire;
  ap_uint<8> beats;
  ap_uint<48> number;
  ap_uint<64> time;  // the clock at its arrival
  ap_uint<24> length;
  ap_uint<16> ingress;
  ap_uint<16> zone;
  bool reversal;
  bool keepalive;
  ap_uint<5> outcome;   // Outcome; `counted` as long as nothing speaks against it
  argument_t argument;  // of a command
};

// What `parse` finds in a packet; for set_sa, the packets that the SA carries and their ports.
struct Parsed {
  Transit transit;
  ap_uint<8> protocol;  // 50 for ESP in UDP too
  bool encapsulated;    // ESP in UDP
  bool has_spi;
  bool has_ah;  // AH stands directly around this ESP
  ap_uint<32> spi;
  ap_uint<32> ah_spi;
  address_t source;
  address_t destination;
  ap_uint<16> source_port;  // of UDP for ESP in UDP
  ap_uint<16> destination_port;
};

// What `map_ports` makes of it: one operation.
struct Mapped {
  Transit transit;
  bool joined;         // the AH around the operation that follows: carries no verdict
  ap_uint<2> mapping;  // PortMapping that gave the ports
  bool drop_on_miss;   // the zone's miss action
  bool sa_unknown;
  bool has_spi;
  bool encapsulated;
  ap_uint<8> protocol;
  ap_uint<32> spi;
  address_t source;
  address_t destination;
  ap_uint<16> source_port;
  ap_uint<16> destination_port;
  ap_uint<16> outer_source_port;  // ESP in UDP
  ap_uint<16> outer_destination_port;
};

// The session key: the same for both directions.
struct Key {
  address_t lower_address;
  address_t upper_address;
  ap_uint<16> lower_port;
  ap_uint<16> upper_port;
  ap_uint<16> zone;
  ap_uint<8> protocol;
  bool encapsulated;
};

// How an operation goes through the loop of `index` and `record`.
struct Round {
  pass_t pass;       // number of this round among all
  bool first;        // bounced for its own sake: those that were behind it follow
  bool exchange;     // the session in slot `start` has ended: put a free record there
  bool owns;         // took slot `owned` in its last round, which `record` did not carry out
  bool served;       // a command that `index` has carried out already
  position_t start;  // the first slot to look at
  position_t owned;
};

// An operation with its key and where that may stand.
struct Operation {
  Transit transit;
  bool joined;
  bool drop_on_miss;
  bool sa_unknown;
  bool has_spi;
  bool from_upper;  // the packet goes from the upper endpoint to the lower
  ap_uint<2> mapping;
  ap_uint<32> spi;
  ap_uint<16> outer_source_port;
  ap_uint<16> outer_destination_port;
  Key key;
  line_number_t line[espial::hw::choices];
  tag_t tag;
  Round round;
};

// What `index` found.
struct Located {
  Operation operation;
  bool found;    // `record` is meant
  bool learned;  // it was free until now
  bool retry;    // it cannot be said yet: the operation must come again
  record_number_t record;
  position_t position;
};

// At most one operation and one background read, in different banks.
struct RecordAccess {
  bool has_operation;
  bool has_read;
  record_number_t read;
  Located located;
};

// What `verdict` learns of an operation.
struct Result {
  Transit transit;
  bool joined;
  bool drop;
  bool created;             // a session
  ap_uint<48> session;      // creation number of the session it counted in
  ap_uint<16> source_port;  // as mapped
  ap_uint<16> destination_port;
  bool bounced;  // an operation that goes round once more: only counted
};

// A frame's beat, as it waits for its verdict.
struct FrameBeat {
  beat_t data;
  ap_uint<espial::hw::beat_octets> keep;
  ap_uint<80> user;
  bool last;
};

// `verdict` to `answer`: the beat, and what else the answer consists of.
struct AnswerItem {
  ap_uint<512> beat;
  bool bulk;  // behind `records` records from `readback`
  bool pad;   // `records` empty beats instead
  ap_uint<16> records;
};

// `index` to `free_list`.
enum class FreeListAction : unsigned {
  end = 0,      // a record's session has ended: it waits for the host
  release = 1,  // the host has read the oldest ended ones: they are free
  clear = 2,    // all records are free
};

struct FreeListRequest {
  ap_uint<2> action;
  record_number_t record;  // end
  ap_uint<17> count;       // release: how many
};

// `free_list` to `index`: the number of a free record; or, after reset and clear, a mark between
// the old numbers and the new ones.
struct FreeRecord {
  bool mark;
  record_number_t record;
};

// `record` to `readback`: a read of N records.
struct BulkRequest {
  bool ended;  // those that the ring of `free_list` names from `start` on, else those from record
               // `start` on
  ap_uint<32> start;
  ap_uint<16> count;  // N
  ap_uint<17> valid;  // ended: how many of them there are
  ap_uint<17> left;   // ended: how many more wait
};

// The argument of a read, as the host sends it or, for read_ended, as `index` leaves it: then
// `start` is a place in the ring of `free_list`.
inline BulkRequest bulk_request(bool ended, const argument_t& argument) {
#pragma HLS INLINE
  BulkRequest bulk;
  bulk.ended = ended;
  bulk.start = argument.range(31, 0);
  bulk.count = argument.range(47, 32);
  bulk.valid = argument.range(64, 48);
  bulk.left = argument.range(81, 65);
  return bulk;
}
inline argument_t argument_of(const BulkRequest& bulk) {
#pragma HLS INLINE
  return argument_t(bulk.start) | (argument_t(bulk.count) << 32) | (argument_t(bulk.valid) << 48) |
         (argument_t(bulk.left) << 65);
}
static_assert(offsetof(espial::hw::ReadArgument, start) == 0 &&
                  offsetof(espial::hw::ReadArgument, count) == 4,
              "bulk_request reads ReadArgument");

// A record as two beats.
typedef ap_uint<8 * sizeof(espial::hw::Record)> record_beats_t;
