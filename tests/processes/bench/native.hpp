/// \file
/// A process as C++: one call of its function is one firing.
#pragma once

#include <cstring>
#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "hls_stream.h"
#include "processes/bench/interface.hpp"

namespace espial::bench {

/// One of its streams, with octets at the other end.
class NativePort {
 public:
  NativePort() = default;
  NativePort(const NativePort&) = delete;
  NativePort& operator=(const NativePort&) = delete;
  virtual ~NativePort() = default;

  [[nodiscard]] virtual const hls::native::StreamBase& stream() const = 0;
  /// Of an element.
  [[nodiscard]] virtual std::size_t octets() const = 0;
  /// Gives it an element; there must be room.
  virtual void push(Octets element) = 0;
  /// Takes its oldest element; there must be one.
  virtual void pop(MutableOctets element) = 0;
};

struct NativeProcess {
  std::vector<std::unique_ptr<NativePort>> ports;  ///< In the order of the function's parameters.
  std::function<void()> fire;
};

/// Makes streams of these names and connects them to the process. Its `static` variables are those
/// of this program.
using Native = std::function<NativeProcess(const Interface&)>;

/// A firing may read or write as many elements of one stream.
constexpr int native_depth = 64;

template <class T>
class TypedPort : public NativePort {
  static_assert(std::is_trivially_copyable_v<T>, "hardware knows no other elements");

 public:
  explicit TypedPort(const char* name) : stream_(name) {}

  [[nodiscard]] const hls::native::StreamBase& stream() const override { return stream_; }
  [[nodiscard]] std::size_t octets() const override { return sizeof(T); }
  void push(Octets element) override {
    T value;
    std::memcpy(static_cast<void*>(&value), element.data(), sizeof(value));
    stream_.write(value);
  }
  void pop(MutableOctets element) override {
    const T value = stream_.read();
    std::memcpy(element.data(), static_cast<const void*>(&value), sizeof(value));
  }
  hls::stream<T>& typed() { return stream_; }

 private:
  hls::stream<T, native_depth> stream_;
};

template <class... T>
Native native(void (*process)(hls::stream<T>&...)) {
  return [process](const Interface& interface) {
    if (interface.streams.size() != sizeof...(T)) {
      throw InterfaceError(interface.name + " has another number of streams in C++");
    }
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      std::tuple ports(std::make_unique<TypedPort<T>>(interface.streams[I].name.c_str())...);
      const std::tuple<hls::stream<T>&...> streams(std::get<I>(ports)->typed()...);
      NativeProcess made;
      made.fire = [process, streams] { std::apply(process, streams); };
      (made.ports.push_back(std::move(std::get<I>(ports))), ...);
      return made;
    }(std::index_sequence_for<T...>());
  };
}

}  // namespace espial::bench
