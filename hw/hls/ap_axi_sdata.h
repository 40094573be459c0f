/// \file
/// What travels on an AXI4-Stream, as AMD documents it (UG1399, "How AXI4-Stream is Implemented").
#pragma once

#include <ap_int.h>  // AMD's, if the build says so

#include <cstddef>

#pragma clang system_header  // [[no_unique_address]] is an extension in C++14

namespace ap_detail {

/// A signal of width 0: takes no place and keeps nothing. Each has a type of its own, so that all
/// of them can share one address.
enum class signal { user, id, dest };
template <signal>
struct no_signal {
  no_signal() = default;
  template <class T>
  constexpr no_signal(const T&) {}
  operator ap_uint<1>() const { return 0; }
};

template <std::size_t W, signal Which>
struct side_channel {
  using type = ap_uint<static_cast<int>(W)>;
};
template <signal Which>
struct side_channel<0, Which> {
  using type = no_signal<Which>;
};

/// Octets of what a beat carries.
template <class T>
struct octets_of {
  static constexpr int count = static_cast<int>(sizeof(T));
};
template <int W>
struct octets_of<ap_uint<W>> {
  static constexpr int count = (W + 7) / 8;
};
template <int W>
struct octets_of<ap_int<W>> {
  static constexpr int count = (W + 7) / 8;
};

}  // namespace ap_detail

namespace hls {

/// One beat: `T` is carried as TDATA; side channels of width 0 are absent.
template <class T, std::size_t WUser = 0, std::size_t WId = 0, std::size_t WDest = 0>
struct axis {
  static constexpr int octets = ap_detail::octets_of<T>::count;
  using user_t = typename ap_detail::side_channel<WUser, ap_detail::signal::user>::type;
  using id_t = typename ap_detail::side_channel<WId, ap_detail::signal::id>::type;
  using dest_t = typename ap_detail::side_channel<WDest, ap_detail::signal::dest>::type;

  T data;
  ap_uint<octets> keep;
  ap_uint<octets> strb;
  [[no_unique_address]] user_t user;
  ap_uint<1> last;
  [[no_unique_address]] id_t id;
  [[no_unique_address]] dest_t dest;

  T get_data() const { return data; }
  ap_uint<octets> get_keep() const { return keep; }
  ap_uint<octets> get_strb() const { return strb; }
  user_t get_user() const { return user; }
  ap_uint<1> get_last() const { return last; }
  id_t get_id() const { return id; }
  dest_t get_dest() const { return dest; }
  void set_data(const T& x) { data = x; }
  void set_keep(const ap_uint<octets>& x) { keep = x; }
  void set_strb(const ap_uint<octets>& x) { strb = x; }
  void set_user(const user_t& x) { user = x; }
  void set_last(const ap_uint<1>& x) { last = x; }
  void set_id(const id_t& x) { id = x; }
  void set_dest(const dest_t& x) { dest = x; }

  /// Every octet of the beat counts.
  void keep_all() {
    keep = -1;
    strb = -1;
  }
};

}  // namespace hls

/// A beat of `D` unsigned bits.
template <int D, std::size_t U, std::size_t TI, std::size_t TD>
using ap_axiu = hls::axis<ap_uint<D>, U, TI, TD>;
/// A beat of `D` bits that are a signed number.
template <int D, std::size_t U, std::size_t TI, std::size_t TD>
using ap_axis = hls::axis<ap_int<D>, U, TI, TD>;
