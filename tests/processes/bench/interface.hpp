/// \file
/// What hlsc says of a process or a network in its JSON file: the streams, and where each field of
/// an element lies in memory and in the signals of the module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "native/scheduler.h"

namespace espial::bench {

using Octets = std::span<const std::uint8_t>;
using MutableOctets = std::span<std::uint8_t>;

/// A JSON file that describes no process or no network. `what()` says what is wrong.
class InterfaceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Signal {
  std::string name;    ///< "TDATA", "TLAST", …
  unsigned width = 0;  ///< In bits.
  std::size_t at = 0;  ///< Its first octet in a packed element.

  [[nodiscard]] std::size_t octets() const { return (width + 7) / 8; }
};

struct Field {
  std::string name;
  std::size_t offset = 0;  ///< First octet in memory.
  unsigned width = 0;      ///< In bits.
  bool is_signed = false;
  std::size_t signal = 0;  ///< Index among the stream's.
  unsigned bit = 0;        ///< Its lowest one in the signal.
};

/// A stream. Its elements have two forms: in memory, as the C++ type lies there, and
/// packed, all signals one after the other, each in whole octets, lowest first. Packed elements of
/// one value are equal octet by octet; in memory, padding may differ.
struct Stream {
  std::string name;
  bool is_input = false;          ///< A process's or network's.
  unsigned stage = 0;             ///< In which a firing of a process reads or writes it.
  std::size_t octets = 0;         ///< Of an element in memory.
  std::size_t packed_octets = 0;  ///< Of a packed one.
  std::vector<Signal> signals;
  std::vector<Field> fields;

  void pack(Octets element, MutableOctets packed) const;
  /// Padding becomes 0.
  void unpack(Octets packed, MutableOctets element) const;
  /// Which fields of two packed elements differ, and how: "zone 0x5 instead of 0x4, …".
  [[nodiscard]] std::string difference(Octets packed, Octets expected) const;
};

/// A question that a process asks without waiting: one bit of each firing's outcomes.
struct Question {
  std::size_t stream = 0;  ///< Index among the process's or network's.
  hls::native::Asks asks = hls::native::Asks::data;
};

struct Interface {
  std::string name;
  double clock_ns = 0;
  unsigned ii = 1;
  unsigned stages = 0;
  std::vector<Stream> streams;  ///< In the order of the function's parameters.
  std::vector<Question> questions;

  /// \throws InterfaceError if there is none of that name
  [[nodiscard]] std::size_t index_of(std::string_view stream) const;
};

/// \throws InterfaceError if it is not what hlsc writes, if fields overlap or exceed their element
/// or signal, or if no field is meant by some bit of a signal
Interface read_interface(std::string_view json);

struct NetworkInterface {
  struct Process {
    std::string name;
    std::vector<std::size_t> streams;  ///< In the order of its function's parameters.
    std::vector<Question> questions;
  };

  std::string name;
  std::vector<Stream> streams;  ///< Ports first.
  std::vector<Process> processes;
};

/// \throws InterfaceError likewise
NetworkInterface read_network(std::string_view json);

}  // namespace espial::bench
