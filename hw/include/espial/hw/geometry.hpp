/// \file
/// Sizes of the card: what `identify` reports, and what the kernels' arrays are made from.
/// C++14 and `<cstdint>` only.
#pragma once

#include <cstdint>

namespace espial {
namespace hw {

/// Version of everything the host and the card exchange: requests, answers, records, registers.
constexpr std::uint32_t interface_version = 1;
/// `identify` answers with this: "ESPIAL" as octets, least significant first.
constexpr std::uint64_t identification = 0x4C4149505345;

/// Records: sessions that the card holds at once.
constexpr unsigned record_bits = 16;
constexpr unsigned records = 1U << record_bits;
/// Banks of records, by the low bits of the record number: background work uses the banks that
/// packets leave idle.
constexpr unsigned bank_bits = 2;
constexpr unsigned banks = 1U << bank_bits;

/// The index: every session may stand in one of `choices` lines of `line_slots` slots, 1.5 slots
/// for each record.
constexpr unsigned choices = 4;
constexpr unsigned line_slots = 6;
constexpr unsigned line_bits = 12;
constexpr unsigned lines = 1U << line_bits;
constexpr unsigned index_slots = choices * lines * line_slots;
/// Hash bits that the index keeps for each session.
constexpr unsigned tag_bits = 24;
/// Bits of hash a session key needs: one line number for each choice, and the tag above them.
constexpr unsigned hash_bits = choices * line_bits + tag_bits;
/// 4-bit digits of a session key: two addresses, two ports, zone, protocol, encapsulation.
constexpr unsigned key_nibbles = 32 + 32 + 4 + 4 + 4 + 2 + 1;

/// The SA table: one slot in each of `sa_choices` tables of `sa_lines` lines; the host chooses
/// which.
constexpr unsigned sa_choices = 4;
constexpr unsigned sa_line_bits = 10;
constexpr unsigned sa_lines = 1U << sa_line_bits;
constexpr unsigned sa_slots = sa_choices * sa_lines;
constexpr unsigned sa_hash_bits = sa_choices * sa_line_bits;
/// 4-bit digits that place an SA: SPI, each address folded to 32 bits, zone.
constexpr unsigned sa_nibbles = 8 + 8 + 8 + 4;

/// Octets of a beat: the width of every data path between host, card and wire.
constexpr unsigned beat_octets = 64;
/// Octets of a packet that the card sees.
constexpr unsigned window_octets = 112;
/// The longest frame on the wire port, in octets and in beats.
constexpr unsigned frame_octets = 9728;
constexpr unsigned frame_beats = frame_octets / beat_octets;
/// Places in the queue before `answer`: host requests that may be between `ingest` and `answer`.
constexpr unsigned answer_places = 256;

static_assert(index_slots == records + records / 2, "1.5 slots for each record");
static_assert(frame_octets % beat_octets == 0, "the longest frame fills its beats");

}  // namespace hw
}  // namespace espial
