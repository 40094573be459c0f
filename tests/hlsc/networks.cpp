#include "hlsc/networks.hpp"

namespace hlsc::test {

const char* const processes = R"(#include "ap_axi_sdata.h"
#include "ap_int.h"
#include "hls_stream.h"
#include "hls_task.h"
typedef hls::stream<int> ints;
typedef hls::stream<ap_axiu<16, 5, 0, 0> > beats;
extern int count;
ints elsewhere;
void copy(ints& from, ints& to) { to.write(from.read()); }
void sum(ints& from, ints& to) {
  static int total;
  total += from.read();
  to.write(total);
}
template <int N>
void sum_from(ints& from, ints& to) {
  static int total = N;
  total += from.read();
  to.write(total);
}
void declared_only(ints& from, ints& to);
void split(ints& from, ints& left, ints& right) {
  int x = from.read();
  left.write(x);
  right.write(x);
}
void merge(ints& left, ints& right, ints& to) {
  int x = 0;
  if (left.read_nb(x)) to.write(x);
  else if (right.read_nb(x)) to.write(x);
}
void split_if_room(ints& from, ints& left, ints& right) {
  int x = from.read();
  left.write(x);
  right.write_nb(x);
}
void split_unless_full(ints& from, ints& left, ints& right) {
  int x = from.read();
  left.write(x);
  if (!right.full()) right.write(x);
}
void split_in_three(ints& from, ints& left, ints& middle, ints& right) {
  int x = from.read();
  left.write(x);
  middle.write(x);
  right.write(x);
}
void loop(ints& from, ints& back, ints& on, ints& to) {
  int x = 0;
  if (back.read_nb(x)) to.write(x);
  else if (from.read_nb(x)) on.write(x);
}
void product_and_factor(ints& from, ints& to) {
  int x = from.read();
  to.write(x * x + x);
}
void remember(ints& from, ints& to) {
  static int memory[256];
#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=bram
#pragma HLS DEPENDENCE variable=memory inter false
  ap_uint<8> x = from.read();
  to.write(memory[x]);
  memory[x] = x;
}
void look_up(ints& from, ints& to) {
  static const int powers[4] = {1, 3, 9, 27};
  to.write(powers[from.read() & 3]);
}
void data_of(beats& from, hls::stream<ap_uint<40> >& to) { to.write(from.read().data); }
namespace deep {
void copy(ints& from, ints& to) { to.write(from.read() + 1); }
void net(ints& from, ints& to) { to.write(from.read() + 2); }
}
#line 1 "divide.cpp"
void divide(ints& from, ints& to) {
  to.write(10 / from.read());
}
)";

const std::string chain =
    "hls_thread_local hls::stream<int> between;\n"
    "hls_thread_local hls::task first(copy, in, between);\n"
    "hls_thread_local hls::task second(copy, between, out);\n";

const std::string cycle =
    "hls_thread_local hls::stream<int> there;\n"
    "hls_thread_local hls::stream<int> on;\n"
    "hls_thread_local hls::stream<int> back;\n"
    "hls_thread_local hls::task first(merge, in, back, there);\n"
    "hls_thread_local hls::task between(copy, there, on);\n"
    "hls_thread_local hls::task second(split, on, out, back);\n";

Attempt compiled(const std::string& body, const std::string& ports, const std::string& name) {
  return attempt(processes + std::string("void ").append(name).append("(").append(ports) +
                     ") {\n#line 1 \"network.cpp\"\n" + body + "}\n",
                 name);
}

std::string error_in(const std::string& body, const std::string& ports) {
  return compiled(body, ports).error;
}

std::string with(std::string text, const std::string& part, const std::string& by) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part << " is not in\n" << text;
  return at == std::string::npos ? text : text.replace(at, part.size(), by);
}

std::string behind(const std::string& text, const std::string& part, const std::string& line) {
  return with(text, part, part + line);
}

}  // namespace hlsc::test
