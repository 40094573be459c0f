#include "conformance.hpp"

#include <algorithm>
#include <stdexcept>

namespace espial::test {

Session OpenDevice::session(const PacketResult& result) {
  const std::vector<Session> sessions = device_.read_sessions();
  const auto found = std::ranges::find_if(
      sessions, [&](const Session& session) { return session.creation == result.session; });
  if (found == sessions.end()) throw std::runtime_error("the packet's session is not in the table");
  return *found;
}

Session OpenDevice::only_session() {
  const std::vector<Session> sessions = device_.read_sessions();
  if (sessions.size() != 1) {
    throw std::runtime_error("there are " + std::to_string(sessions.size()) +
                             " sessions where one is due");
  }
  return sessions.front();
}

bool has(const Session& session, hw::SessionFlag flag) {
  return (session.flags & static_cast<std::uint16_t>(flag)) != 0;
}

}  // namespace espial::test
