// Checking small sources that stand in the test.
#pragma once

#include <string>
#include <vector>

namespace hlsc::test {

struct Checked {
  bool passes;
  std::vector<std::string> errors;  // "line: text", in the order in which they are printed
  std::string output;
};

// Checks sources as one program; the n-th is called source<n>.cpp, from 0. The headers of
// Vitis that a source needs are included before its first line.
Checked check(const std::vector<std::string>& sources,
              const std::vector<std::string>& defines = {});
// The errors of such a program.
std::vector<std::string> errors(const std::vector<std::string>& sources);

// A network of two processes that nothing is wrong with, for each test to spoil. Each part is a
// source of its own.
extern const std::string network;
extern const std::string source;  // has state
extern const std::string sink;    // has none, and runs free
// The errors of the network with some parts replaced.
std::vector<std::string> errors_of_network(const std::string& network_part,
                                           const std::string& source_part = source,
                                           const std::string& sink_part = sink);

// \pre `text` has `old`
std::string spoiled(const std::string& text, const std::string& old, const std::string& with);

// A folder that lives as long as this.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  // The path of a new file.
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

}  // namespace hlsc::test
