// How long a session may be idle.
#pragma once

#include "record_session.hpp"

using espial::hw::PortMapping;
using espial::hw::Protocol;
using espial::hw::Timer;
using espial::hw::timers;

typedef ap_uint<32> seconds_t;

// nf_conntrack gives UDP the longer timeout once it was answered and 2 s have passed.
constexpr unsigned long long udp_active_after_ns = 2 * second_ns;

// nf_conntrack's defaults where it has one; ESP and AH as the firewalls whose view it is. Seconds.
inline unsigned default_timer(unsigned timer) {
#pragma HLS INLINE
  switch (static_cast<Timer>(timer)) {
    case Timer::esp_spi_split:
      return 3600;
    case Timer::esp_opening:
      return 60;
    case Timer::esp_active:
      return 3600;
    case Timer::esp_none:
      return 600;
    case Timer::tcp_opening:
      return 300;
    case Timer::tcp_active:
      return 432000;
    case Timer::udp_opening:
      return 30;
    case Timer::udp_active:
      return 120;
    case Timer::icmp:
    case Timer::icmpv6:
      return 30;
    case Timer::other:
      return 600;
  }
  return 600;
}

// The limits that may apply to the session of one packet. Which of them does is decided late; when
// each would end the session is known early.
enum LimitName { limit_opening, limit_active, limit_spi_split, limit_none };
constexpr int limits = 4;

struct Limit {
  ap_uint<64> deadline;
  seconds_t seconds;
  bool endless;  // the deadline lies beyond 64 bits
};

inline Limit limit_from(ap_uint<64> now, seconds_t seconds) {
#pragma HLS INLINE
  Limit limit;
  limit.seconds = seconds;
  limit.deadline = now + ap_uint<62>(seconds * ap_uint<30>(second_ns));
  limit.endless = limit.deadline < now;
  return limit;
}

inline bool is_over(ap_uint<64> now, ap_uint<64> deadline, bool endless) {
#pragma HLS INLINE
  return !endless && now >= deadline;
}

// The timer behind a limit. Sessions without SPIs have two limits at most.
inline Timer timer_of(int limit, bool has_spi, ap_uint<8> protocol) {
#pragma HLS INLINE
  if (limit == limit_spi_split) return Timer::esp_spi_split;
  if (limit == limit_none) return Timer::esp_none;
  const bool active = limit == limit_active;
  if (has_spi) return active ? Timer::esp_active : Timer::esp_opening;
  if (protocol == code(Protocol::tcp)) return active ? Timer::tcp_active : Timer::tcp_opening;
  if (protocol == code(Protocol::udp)) return active ? Timer::udp_active : Timer::udp_opening;
  if (protocol == code(Protocol::icmp)) return Timer::icmp;
  if (protocol == code(Protocol::icmpv6)) return Timer::icmpv6;
  return Timer::other;
}
