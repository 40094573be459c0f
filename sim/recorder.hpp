// What a card did, so that the kernels compiled natively can do the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

class Vcard;

namespace espial::sim {

// What moved on the streams of `session_table`, and what its processes were told where they asked
// without waiting. Streams and processes are in the order of session_table.json.
struct Recording {
  // Firings one after the other that were told the same.
  struct Run {
    std::uint32_t outcomes;  // a bit for each question, as `ap_outcomes` has it
    std::uint32_t firings;
  };
  // An element is all signals one after the other, each in whole octets, the lowest first.
  struct Stream {
    std::size_t octets = 0;  // of an element
    std::vector<std::uint8_t> elements;

    [[nodiscard]] std::size_t size() const { return elements.size() / octets; }
    [[nodiscard]] std::span<const std::uint8_t> operator[](std::size_t index) const {
      return std::span(elements).subspan(index * octets, octets);
    }
  };

  std::vector<Stream> streams;
  // Of every firing since reset, idle ones too, by process that asks.
  std::vector<std::vector<Run>> outcomes;
  std::uint64_t cycles = 0;
  std::uint64_t still = 0;  // of these, the last ones: nothing moved any more

  // Whether all that was begun has come to its end: no process takes as long.
  [[nodiscard]] bool at_rest() const { return still >= 256; }
};

// Makes a recording. All of it stays in memory: a cycle without traffic takes none, a packet about
// 1.2 KB.
class Recorder {
 public:
  // Of this model, which is about to begin its first cycle behind reset.
  explicit Recorder(const Vcard& model);

  // A cycle, at its end.
  void observe();
  [[nodiscard]] const std::shared_ptr<Recording>& recording() const { return recording_; }

 private:
  void observe_outcomes(std::uint32_t fired, std::uint32_t outcomes);

  const Vcard& model_;
  std::vector<std::vector<std::span<const std::uint8_t>>> signals_;  // by stream
  std::shared_ptr<Recording> recording_ = std::make_shared<Recording>();
};

}  // namespace espial::sim
