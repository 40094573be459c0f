/// \file
/// AXI4-Lite registers of the kernels `load` and `store`, at the offsets that Vitis HLS gives them
/// (UG1399, "S_AXILITE Control Register Map"). C++14 and `<cstdint>` only.
#pragma once

#include <cstdint>

namespace espial {
namespace hw {

/// The kernels that the host calls.
enum class Kernel : std::uint8_t { load = 0, store = 1 };
constexpr unsigned kernels = 2;

namespace registers {
constexpr std::uint32_t control = 0x00;
constexpr std::uint32_t global_interrupt_enable = 0x04;
constexpr std::uint32_t interrupt_enable = 0x08;
constexpr std::uint32_t interrupt_status = 0x0c;
constexpr std::uint32_t address_low = 0x10;
constexpr std::uint32_t address_high = 0x14;
constexpr std::uint32_t beats = 0x1c;

/// Bits of `control`.
constexpr std::uint32_t ap_start = 1U << 0;
constexpr std::uint32_t ap_done = 1U << 1;  ///< Cleared by reading.
constexpr std::uint32_t ap_idle = 1U << 2;
constexpr std::uint32_t ap_ready = 1U << 3;
}  // namespace registers

}  // namespace hw
}  // namespace espial
