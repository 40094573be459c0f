#include "processes/bench/interface.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "processes/bench/bits.hpp"

namespace espial::bench {

namespace {

namespace json = boost::json;

template <class Number>
Number number(const json::value& value) {
  return value.to_number<Number>();
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

bool either(const json::value& value, std::string_view yes, std::string_view no) {
  const std::string found = text(value);
  if (found != yes && found != no) {
    throw InterfaceError(fmt::format("'{}' is neither '{}' nor '{}'", found, yes, no));
  }
  return found == yes;
}

// Claims bits for one owner.
class Claims {
 public:
  explicit Claims(std::size_t bits) : taken_(bits) {}

  void claim(std::size_t from, std::size_t count, const std::string& what) {
    if (from + count > taken_.size()) throw InterfaceError(what + " exceeds it");
    for (std::size_t i = from; i < from + count; ++i) {
      if (taken_[i]) throw InterfaceError(what + " overlaps another field");
      taken_[i] = true;
    }
  }
  [[nodiscard]] bool all() const { return std::ranges::find(taken_, false) == taken_.end(); }

 private:
  std::vector<bool> taken_;
};

void check(const Stream& stream) {
  Claims memory(8 * stream.octets);
  std::vector<Claims> signals;
  for (const Signal& signal : stream.signals) signals.emplace_back(signal.width);
  for (const Field& field : stream.fields) {
    const std::string what = fmt::format("stream '{}': field '{}'", stream.name, field.name);
    memory.claim(8 * field.offset, field.width, what + " in memory");
    signals[field.signal].claim(field.bit, field.width,
                                fmt::format("{} in {}", what, stream.signals[field.signal].name));
  }
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (signals[i].all()) continue;
    throw InterfaceError(fmt::format("stream '{}': no field is meant by some bits of {}",
                                     stream.name, stream.signals[i].name));
  }
}

Stream read_stream(const json::object& object) {
  Stream stream;
  stream.name = text(object.at("name"));
  stream.octets = number<std::size_t>(object.at("bytes"));
  for (const json::value& value : object.at("signals").as_array()) {
    Signal signal{text(value.at("name")), number<unsigned>(value.at("width")),
                  stream.packed_octets};
    stream.packed_octets += signal.octets();
    stream.signals.push_back(std::move(signal));
  }
  for (const json::value& value : object.at("fields").as_array()) {
    Field field{text(value.at("name")),
                number<std::size_t>(value.at("offset")),
                number<unsigned>(value.at("width")),
                value.at("signed").as_bool(),
                0,
                number<unsigned>(value.at("bit"))};
    const auto signal = std::ranges::find(stream.signals, text(value.at("signal")), &Signal::name);
    if (signal == stream.signals.end()) {
      throw InterfaceError(
          fmt::format("stream '{}': field '{}' is in no signal", stream.name, field.name));
    }
    field.signal = static_cast<std::size_t>(signal - stream.signals.begin());
    stream.fields.push_back(std::move(field));
  }
  check(stream);
  return stream;
}

bool is_input(const json::object& stream) { return either(stream.at("direction"), "in", "out"); }

std::size_t index_of(const std::vector<Stream>& streams, std::string_view name,
                     std::string_view whose) {
  const auto found = std::ranges::find(streams, name, &Stream::name);
  if (found == streams.end())
    throw InterfaceError(fmt::format("'{}' has no stream '{}'", whose, name));
  return static_cast<std::size_t>(found - streams.begin());
}

std::vector<Question> read_questions(const json::array& outcomes,
                                     const std::vector<Stream>& streams, std::string_view whose) {
  std::vector<Question> questions;
  for (const json::value& value : outcomes) {
    questions.push_back({index_of(streams, text(value.at("stream")), whose),
                         either(value.at("asks"), "data", "room") ? hls::native::Asks::data
                                                                  : hls::native::Asks::room});
  }
  constexpr std::size_t most_questions = 64;
  if (questions.size() > most_questions)
    throw InterfaceError(fmt::format("{} asks for more than {} things", whose, most_questions));
  return questions;
}

// \throws InterfaceError, also for whatever is not in the text where it should be
template <class Read>
auto read_json(std::string_view text, Read read) try {
  return read(json::parse(json::string_view(text)).as_object());
} catch (const boost::system::system_error& error) {
  throw InterfaceError(std::string("not the JSON that hlsc writes: ") + error.what());
} catch (const std::out_of_range& error) {
  throw InterfaceError(std::string("not the JSON that hlsc writes: ") + error.what());
} catch (const std::invalid_argument& error) {
  throw InterfaceError(std::string("not the JSON that hlsc writes: ") + error.what());
}

// The bits of a field, highest digit first.
std::string hexadecimal(const Stream& stream, const Field& field, Octets packed) {
  const Octets signal = packed.subspan(stream.signals[field.signal].at);
  std::string digits;
  for (std::size_t done = 0; done < field.width; done += 4) {
    const auto some = static_cast<unsigned>(std::min<std::size_t>(4, field.width - done));
    digits.push_back("0123456789abcdef"[get_bits(signal, field.bit + done, some)]);
  }
  const std::size_t significant = digits.find_last_not_of('0');
  digits.resize(significant == std::string::npos ? 1 : significant + 1);
  std::ranges::reverse(digits);
  return "0x" + digits;
}

}  // namespace

void Stream::pack(Octets element, MutableOctets packed) const {
  std::ranges::fill(packed, std::uint8_t{0});
  for (const Field& field : fields) {
    copy_bits(element, 8 * field.offset, packed, 8 * signals[field.signal].at + field.bit,
              field.width);
  }
}

void Stream::unpack(Octets packed, MutableOctets element) const {
  std::ranges::fill(element, std::uint8_t{0});
  for (const Field& field : fields) {
    copy_bits(packed, 8 * signals[field.signal].at + field.bit, element, 8 * field.offset,
              field.width);
  }
}

std::string Stream::difference(Octets packed, Octets expected) const {
  std::string differences;
  for (const Field& field : fields) {
    const std::string there = hexadecimal(*this, field, packed);
    const std::string here = hexadecimal(*this, field, expected);
    if (there == here) continue;
    differences += fmt::format("{}{}{}{} instead of {}", differences.empty() ? "" : ", ",
                               field.name, field.name.empty() ? "" : " ", there, here);
  }
  // Bits of an octet that no signal has.
  if (differences.empty() && !std::ranges::equal(packed, expected)) differences = "stray bits";
  return differences;
}

std::size_t Interface::index_of(std::string_view stream) const {
  return bench::index_of(streams, stream, name);
}

Interface read_interface(std::string_view text_of_json) {
  return read_json(text_of_json, [](const json::object& object) {
    Interface interface;
    interface.name = text(object.at("name"));
    interface.clock_ns = number<double>(object.at("clock_ns"));
    interface.ii = number<unsigned>(object.at("ii"));
    interface.stages = number<unsigned>(object.at("stages"));
    for (const json::value& value : object.at("streams").as_array()) {
      Stream stream = read_stream(value.as_object());
      stream.is_input = is_input(value.as_object());
      stream.stage = number<unsigned>(value.at("stage"));
      interface.streams.push_back(std::move(stream));
    }
    interface.questions =
        read_questions(object.at("outcomes").as_array(), interface.streams, interface.name);
    return interface;
  });
}

NetworkInterface read_network(std::string_view text_of_json) {
  return read_json(text_of_json, [](const json::object& object) {
    NetworkInterface network;
    network.name = text(object.at("name"));
    for (const json::value& value : object.at("streams").as_array()) {
      Stream stream = read_stream(value.as_object());
      stream.is_input = value.as_object().contains("direction") && is_input(value.as_object());
      network.streams.push_back(std::move(stream));
    }
    for (const json::value& value : object.at("processes").as_array()) {
      NetworkInterface::Process process{text(value.at("name")), {}, {}};
      for (const json::value& stream : value.at("streams").as_array())
        process.streams.push_back(index_of(network.streams, text(stream), network.name));
      process.questions =
          read_questions(value.at("outcomes").as_array(), network.streams, process.name);
      network.processes.push_back(std::move(process));
    }
    return network;
  });
}

}  // namespace espial::bench
