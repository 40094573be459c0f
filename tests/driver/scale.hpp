// How much random tests do: sanitizers cost a multiple of the time.
#pragma once

#include <cstddef>

namespace espial::test {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ESPIAL_TEST_SANITIZED 1
#endif
#endif

#ifdef ESPIAL_TEST_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

constexpr std::size_t scaled(std::size_t count) { return sanitized ? count / 4 : count; }

}  // namespace espial::test
