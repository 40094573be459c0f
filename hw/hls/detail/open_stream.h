// hls::stream as hlsc sees it: every operation is a call that the compiler knows (hw/hlsc/lower/channels.cpp).
#pragma once

extern "C" {
void __hls_read(const void* stream, void* value) noexcept;
bool __hls_read_nb(const void* stream, void* value) noexcept;
void __hls_write(const void* stream, const void* value) noexcept;
bool __hls_write_nb(const void* stream, const void* value) noexcept;
bool __hls_empty(const void* stream) noexcept;
bool __hls_full(const void* stream) noexcept;
}

namespace hls {

template <class T, int DEPTH = 0>
class stream;

template <class T>
class stream<T, 0> {
 public:
  explicit stream(const char* = "unnamed") {}
  stream(const stream&) = delete;
  stream& operator=(const stream&) = delete;

  T read() {
    T value;
    __hls_read(this, &value);
    return value;
  }
  void read(T& value) { __hls_read(this, &value); }
  bool read_nb(T& value) {
    T next;
    const bool got = __hls_read_nb(this, &next);
    if (got) value = next;
    return got;
  }
  void write(const T& value) { __hls_write(this, &value); }
  bool write_nb(const T& value) { return __hls_write_nb(this, &value); }
  stream& operator<<(const T& value) {
    write(value);
    return *this;
  }
  stream& operator>>(T& value) {
    read(value);
    return *this;
  }
  bool empty() { return __hls_empty(this); }
  bool full() { return __hls_full(this); }
};

template <class T, int DEPTH>
class stream : public stream<T, 0> {
  static_assert(DEPTH > 0, "a stream holds at least one element");

 public:
  explicit stream(const char* name = "unnamed") : stream<T, 0>(name) {}
};

}  // namespace hls
