// Expectations written by hand, and how what a replay shows differs from them.
#pragma once

#include <boost/json.hpp>
#include <ostream>
#include <string>
#include <vector>

namespace espial::test {

/// A text as the name of a test: letters, digits and underscores.
std::string test_name(const std::string& text);

/// A capture under a port mapping, and what a replay must show. tests/captures/README.md describes
/// the members.
struct ExpectedRun {
  std::string capture;
  std::string port_mapping;
  boost::json::array sessions;
  boost::json::object statistics;

  [[nodiscard]] std::string name() const { return test_name(capture + " " + port_mapping); }
  friend std::ostream& operator<<(std::ostream& out, const ExpectedRun& run);
};

/// \param path relative to the source tree \throws std::exception that names the file
boost::json::value read_json(const std::string& path);
std::vector<ExpectedRun> expected_runs(const boost::json::array& runs);

/// Members that are not as expected, one a line; empty if all are. `actual` may have more members
/// than `expected`, but no more elements.
std::string differences(const boost::json::value& expected, const boost::json::value& actual);
/// The same of counters, where what `expected` leaves out must be 0.
std::string differences_of_statistics(const boost::json::object& expected,
                                      const boost::json::object& actual);

}  // namespace espial::test
