// What hlsc prints is read without a word by each tool that is to read it.
#include <gmock/gmock.h>
#include <llvm/Support/JSON.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "hlsc/kernel.hpp"
#include "support/run_command.hpp"

namespace hlsc::test {
namespace {

struct Sample {
  const char* name;
  const char* text;

  friend std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    return out << sample.name;
  }
};

const Sample samples[] = {
    {"beats_of_axi_stream", R"(
void kernel(hls::stream<ap_axiu<64, 80, 0, 0> >& in, hls::stream<ap_axiu<32, 0, 2, 3> >& out) {
  static ap_uint<8> beats;
  ap_axiu<64, 80, 0, 0> beat = in.read();
  ap_axiu<32, 0, 2, 3> next;
  next.data = beat.data.range(47, 16);
  next.keep = beat.keep.range(5, 2);
  next.strb = -1;
  next.last = beat.last;
  next.id = beat.user;
  next.dest = beats;
  beats = beat.last ? ap_uint<8>(0) : ap_uint<8>(beats + 1);
  out.write(next);
}
)"},
    {"structs_and_enums", R"(
enum class Kind : unsigned char { none, some, all };
struct Inner { ap_int<12> delta; bool flags[3]; };
struct Outer { Kind kind; Inner inner[2]; ap_uint<200> rest; };
void kernel(hls::stream<Outer>& in, hls::stream<Outer>& out) {
  Outer x = in.read();
  switch (x.kind) {
    case Kind::none: x.inner[0].delta = -x.inner[1].delta; break;
    case Kind::some: x.inner[1] = x.inner[0]; break;
    default: x.rest = x.rest << 3 | 5; break;
  }
  x.kind = x.inner[0].flags[1] ? Kind::all : x.kind;
  out.write(x);
}
)"},
    {"questions_and_choices", R"(
void kernel(hls::stream<int>& first, hls::stream<int>& second, hls::stream<int>& out,
            hls::stream<bool>& spare) {
  int x = 0;
  bool got = false;
  if (!first.empty()) {
    x = first.read();
    got = true;
  } else {
    got = second.read_nb(x);
  }
  if (!spare.full()) spare.write(got);
  if (got) out.write_nb(x);
}
)"},
    {"requests_and_answers", R"(
void kernel(hls::stream<ap_uint<16> >& in, hls::stream<ap_uint<16> >& requests,
            hls::stream<ap_uint<16> >& answers, hls::stream<ap_uint<16> >& out) {
  static ap_uint<16> sum;
  ap_uint<16> x = in.read();
  bool asks = x[0];
  if (asks) requests.write(x * x);
  ap_uint<16> y = 0;
  if (asks) y = answers.read();
  sum = sum + x;
  out.write(y + sum);
}
)"},
    {"memories_of_all_kinds", R"(
struct Word { bool valid; ap_uint<33> count; };
void kernel(hls::stream<ap_uint<10> >& in, hls::stream<ap_uint<33> >& out) {
  static Word ultra[4][256];
#pragma HLS ARRAY_PARTITION variable=ultra complete dim=1
#pragma HLS BIND_STORAGE variable=ultra type=ram_2p impl=uram
#pragma HLS DEPENDENCE variable=ultra inter false
  static ap_uint<9> block[300];
#pragma HLS BIND_STORAGE variable=block type=ram_2p impl=bram latency=4
#pragma HLS DEPENDENCE variable=block inter false
  static ap_uint<3> distributed[16];
#pragma HLS BIND_STORAGE variable=distributed type=ram_2p impl=lutram
#pragma HLS DEPENDENCE variable=distributed inter false
  static const unsigned char table[8] = {3, 1, 4, 1, 5, 9, 2, 6};
  ap_uint<10> x = in.read();
  ap_uint<33> sum = table[x.range(2, 0)];
  for (int bank = 0; bank < 4; ++bank) {
    Word word = ultra[bank][x.range(9, 2)];
    if (word.valid) sum = sum + word.count;
    if (x.range(1, 0) == bank) {
      Word next = {true, word.count + 1};
      ultra[bank][x.range(9, 2)] = next;
    }
  }
  ap_uint<9> old = block[x.range(7, 0)];
  block[x.range(7, 0)] = old + 1;
  ap_uint<3> small = distributed[x.range(3, 0)];
  distributed[x.range(3, 0)] = small ^ 5;
  out.write(sum + old + small);
}
)"},
    {"forwarding", R"(
void kernel(hls::stream<ap_uint<8> >& in, hls::stream<ap_uint<48> >& out) {
  constexpr int kept = 6;
  static ap_uint<48> memory[256];
#pragma HLS BIND_STORAGE variable=memory type=ram_2p impl=bram
#pragma HLS DEPENDENCE variable=memory inter RAW true distance=7
  static ap_uint<8> keys[kept];
  static ap_uint<48> counts[kept];
  ap_uint<8> key = in.read();
  ap_uint<48> count = memory[key];
  for (int i = kept - 1; i >= 0; --i)
    if (keys[i] == key) count = counts[i];
  count = count + 1;
  for (int i = kept - 1; i > 0; --i) {
    keys[i] = keys[i - 1];
    counts[i] = counts[i - 1];
  }
  keys[0] = key;
  counts[0] = count;
  memory[key] = count;
  out.write(count);
}
)"},
    {"wide_arithmetic", R"(
void kernel(hls::stream<ap_uint<1024> >& in, hls::stream<ap_uint<1024> >& out,
            hls::stream<bool>& flags) {
  static ap_uint<1024> last = 1;
  ap_uint<1024> x = in.read();
  ap_uint<1024> sum = last;
  sum += x;
  out.write(x > last ? sum : ap_uint<1024>(x ^ (last >> 7)));
  flags.write(x == last);
  last = x;
}
)"},
    {"signed_arithmetic", R"(
void kernel(hls::stream<ap_int<23> >& in, hls::stream<ap_int<40> >& out) {
  ap_int<23> x = in.read();
  ap_int<5> by = x;
  ap_int<40> y = x * x - (x >> 3);
  if (x < 0) y = -y;
  out.write(by < -2 ? y : ap_int<40>(y << 2));
}
)"},
    {"no_input_at_all", R"(
void kernel(hls::stream<unsigned>& out) {
  static unsigned count = 3;
  out.write(count);
  count = count * 5 + 1;
}
)"},
    {"states_named_like_control", R"(
void kernel(hls::stream<unsigned short>& in, hls::stream<unsigned short>& requests,
            hls::stream<unsigned short>& answers, hls::stream<unsigned short>& out) {
  static unsigned short valid, moves, go, go_s1, up, fire, cross, fork;
  unsigned short x = in.read();
  requests.write(x);
  unsigned short y = answers.read();
  unsigned short square = y * y;
  out.write(square * square + valid + moves + go + go_s1 + up + fire + cross + fork);
  valid += x;
  moves ^= x;
  go -= x;
  go_s1 += 2 * x;
  up += 3 + x;
  fire ^= 5 + x;
  cross -= 2 * x;
  fork += 7 ^ x;
}
)"},
    {"crc", R"(
void kernel(hls::stream<ap_uint<64> >& in, hls::stream<ap_uint<32> >& out) {
  static ap_uint<32> crc = -1;
  ap_uint<64> x = in.read();
  ap_uint<32> next = crc;
  for (int i = 0; i < 64; ++i) {
    bool feedback = next[0] ^ x[i];
    next = next >> 1;
    if (feedback) next = next ^ 0xedb88320U;
  }
  crc = next;
  out.write(~next);
}
)"},
    {"network_of_beats_and_structs", R"(
struct Packet { ap_uint<5> kind; ap_int<12> delta; };
typedef ap_axiu<64, 5, 0, 0> Beat;
void take(hls::stream<Beat>& in, hls::stream<Beat>& out) { out.write(in.read()); }
void parse(hls::stream<Beat>& in, hls::stream<Packet>& out) {
  Beat beat = in.read();
  Packet packet = {beat.user, beat.data};
  out.write(packet);
}
void kernel(hls::stream<Beat>& in, hls::stream<Packet>& out) {
  hls_thread_local hls::stream<Beat, 40> beats;
  hls_thread_local hls::task take_task(take, in, beats);
  hls_thread_local hls::task parse_task(parse, beats, out);
}
)"},
    {"network_of_templates_and_instances", R"(
typedef hls::stream<ap_uint<9> > numbers;
void copy(numbers& in, numbers& out) { out.write(in.read()); }
template <int N>
void sum(numbers& in, numbers& out) {
  static ap_uint<9> total = N;
  total += in.read();
  out.write(total);
}
void kernel(numbers& input, numbers& output) {
  hls_thread_local hls::stream<ap_uint<9> > table, wire, u_copy;
  hls_thread_local hls::task a(copy, input, table);
  hls_thread_local hls::task b(sum<1>, table, wire);
  hls_thread_local hls::task c(sum<2>, wire, u_copy);
  hls_thread_local hls::task d(copy, u_copy, output);
}
)"},
    {"network_with_streams_that_carry_nothing", R"(
typedef hls::stream<ap_uint<9> > numbers;
void enter(numbers& in, numbers& back, numbers& out) {
  ap_uint<9> x = 0;
  if (back.read_nb(x) || in.read_nb(x)) out.write(x);
}
void leave(numbers& in, numbers& back, numbers& out) {
  ap_uint<9> x = in.read();
  // Which LLVM does not see.
  const bool never = x.xor_reduce() != x.xor_reduce();
  if (never) back.write(x);
  if (never) out.write(x);
}
void kernel(numbers& in, numbers& out) {
  hls_thread_local hls::stream<ap_uint<9>, 4> there, back;
#pragma HLSC CREDIT variable = back places = 4
  hls_thread_local hls::task a(enter, in, back, there);
  hls_thread_local hls::task b(leave, there, back, out);
}
)"},
    // A loop with credits, a merge that asks for data, and one that asks for room.
    {"network_with_a_loop", R"(
typedef hls::stream<ap_uint<12> > numbers;
void admit(numbers& in, numbers& back, numbers& out) {
  static ap_uint<3> credits = 4;
  ap_uint<12> x = 0;
  bool got = back.read_nb(x);
  if (got) {
    credits = credits + 1;
  } else if (credits != 0) {
    got = in.read_nb(x);
    if (got) credits = credits - 1;
  }
  out.write(got ? ap_uint<12>(x + 1) : ap_uint<12>(0));
}
void work(numbers& in, numbers& back, numbers& out) {
  ap_uint<12> x = in.read();
  if (x[0]) back.write(x);
  out.write(x * x);
}
void offer(numbers& in, numbers& out, numbers& spare) {
  ap_uint<12> x = in.read();
  if (!spare.full()) spare.write(x);
  out.write(x);
}
void kernel(numbers& in, numbers& out, numbers& spare) {
  hls_thread_local hls::stream<ap_uint<12> > inside, done;
  hls_thread_local hls::stream<ap_uint<12>, 4> back;
#pragma HLSC CREDIT variable = back places = 4
  hls_thread_local hls::task admit_task(admit, in, back, inside);
  hls_thread_local hls::task work_task(work, inside, back, done);
  hls_thread_local hls::task offer_task(offer, done, out, spare);
}
)"},
    {"network_of_one_process_without_input", R"(
void count(hls::stream<unsigned>& out) {
  static unsigned next;
  out.write(next++);
}
void kernel(hls::stream<unsigned>& out) { hls_thread_local hls::task only(count, out); }
)"},
    {"leaf_that_reads", R"(
void kernel(const ap_uint<64>* memory, ap_uint<32> words, hls::stream<ap_uint<64> >& out) {
#pragma HLS INTERFACE m_axi port = memory bundle = gmem
  for (ap_uint<32> i = 0; i < words; ++i) out.write(memory[i.to_uint()]);
}
)"},
    {"leaf_that_writes", R"(
void kernel(ap_uint<512>* memory, unsigned words, hls::stream<ap_uint<512> >& in) {
#pragma HLS INTERFACE m_axi port = memory
  for (unsigned i = 0; i < words; ++i) memory[i] = in.read();
}
)"},
    // `~~` is an operator of its own to Icarus, and none.
    {"inverted_inversion", R"(
void kernel(hls::stream<int>& in, hls::stream<int>& odd, hls::stream<int>& even) {
  int x = in.read();
  if (x & 1) odd.write(x);
  else even.write(x);
}
)"},
    // A port of one bit, of which a bit is selected.
    {"network_in_which_one_process_asks_once", R"(
void forward(hls::stream<int>& in, hls::stream<int>& out) {
  int x = 0;
  in.read_nb(x);
  out.write(x);
}
void kernel(hls::stream<int>& in, hls::stream<int>& out) {
  hls_thread_local hls::task only(forward, in, out);
}
)"},
    // The assertion of the CREDIT means the exit of `back`, and `u_back` is a state.
    {"network_with_a_state_named_like_an_exit", R"(
typedef hls::stream<ap_uint<8> > numbers;
void merge(numbers& in, numbers& back, numbers& out) {
  ap_uint<8> x = 0;
  if (!back.read_nb(x)) in.read_nb(x);
  out.write(x);
}
void work(numbers& in, numbers& back, numbers& out) {
  static ap_uint<8> u_back;
  u_back = u_back + in.read();
  if (u_back[0]) back.write(u_back);
  out.write_nb(u_back);
}
void kernel(numbers& in, numbers& out) {
  hls_thread_local hls::stream<ap_uint<8> > inside, back;
#pragma HLSC CREDIT variable = back places = 2
  hls_thread_local hls::task merge_task(merge, in, back, inside);
  hls_thread_local hls::task work_task(work, inside, back, out);
}
)"},
};

std::string source_of(const Sample& sample) {
  return std::string(
             "#include \"ap_axi_sdata.h\"\n#include \"ap_int.h\"\n#include \"hls_stream.h\"\n"
             "#include \"hls_task.h\"\n") +
         sample.text;
}

// The modules of a sample as files, and the modules of the library that it says it needs.
class Files {
 public:
  explicit Files(const Sample& sample)
      : folder_(std::filesystem::temp_directory_path() /
                ("hlsc_tools_test_" + std::to_string(getpid()))) {
    const Attempt compiled = attempt(source_of(sample), "kernel");
    EXPECT_EQ(compiled.error, "");
    if (compiled.outputs.empty()) return;
    std::filesystem::create_directories(folder_);
    for (const Output& output : compiled.outputs)
      std::ofstream(folder_ / (output.name + ".sv")) << output.verilog;
    const llvm::json::Value description =
        llvm::cantFail(llvm::json::parse(compiled.outputs.back().json));
    for (const llvm::json::Value& file : *description.getAsObject()->getArray("files"))
      paths_.push_back((folder_ / file.getAsString()->str()).string());
    for (const llvm::json::Value& module : *description.getAsObject()->getArray("library"))
      paths_.push_back(ESPIAL_SOURCE_DIR "/hw/rtl/" + module.getAsString()->str());
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  ~Files() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }

 private:
  std::filesystem::path folder_;
  std::vector<std::string> paths_;
};

class Tools : public testing::TestWithParam<Sample> {
 protected:
  // Runs a tool on the files of the sample.
  static void expect_silence(std::vector<std::string> command, const Files& files) {
    if (!espial::test::is_installed(command.front())) GTEST_SKIP() << "no " << command.front();
    command.insert(command.end(), files.paths().begin(), files.paths().end());
    const espial::test::Finished finished = espial::test::run({.arguments = command});
    EXPECT_EQ(finished.status, 0) << finished;
    EXPECT_EQ(finished.out + finished.err, "");
  }
};

TEST_P(Tools, verilator_reads_it_with_all_warnings) {
  expect_silence({"verilator", "--lint-only", "-Wall", "--top-module", "kernel"},
                 Files(GetParam()));
}

TEST_P(Tools, icarus_reads_it) {
  expect_silence({"iverilog", "-g2012", "-s", "kernel", "-o", "/dev/null"}, Files(GetParam()));
}

TEST_P(Tools, yosys_elaborates_it) {
  const Files files(GetParam());
  std::string script = "read_verilog -sv -D SYNTHESIS";
  for (const std::string& path : files.paths()) script += " " + path;
  if (!espial::test::is_installed("yosys")) GTEST_SKIP() << "no yosys";
  const espial::test::Finished finished = espial::test::run(
      {.arguments = {"yosys", "-q", "-p",
                     script + "; hierarchy -check -top kernel; proc; flatten; check -assert"}});
  EXPECT_EQ(finished.status, 0) << finished;
  EXPECT_EQ(finished.out + finished.err, "");
}

INSTANTIATE_TEST_SUITE_P(Samples, Tools, testing::ValuesIn(samples),
                         [](const auto& of) { return std::string(of.param.name); });

}  // namespace
}  // namespace hlsc::test
