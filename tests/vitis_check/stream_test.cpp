#include <gmock/gmock.h>

#include "vitis_check/checking.hpp"

namespace hlsc::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(VitisStreams, a_sound_network_passes) { EXPECT_THAT(errors_of_network(network), IsEmpty()); }

TEST(VitisStreams, a_stream_of_three_tasks_is_refused) {
  std::string text = spoiled(network, "  hls_thread_local hls::task sink_task",
                             "  hls_thread_local hls::task third(sink, between, more);\n"
                             "  hls_thread_local hls::task sink_task");
  text = spoiled(text, "out) {", "out, hls::stream<beat_t>& more) {");
  EXPECT_THAT(errors_of_network(text),
              ElementsAre("8: stream 'between' is used by 3 tasks ('source_task', 'third', "
                          "'sink_task'); give it one producer and one consumer"));
}

TEST(VitisStreams, a_stream_of_one_task_is_refused) {
  std::string text = spoiled(network, "sink_task(sink, between,", "sink_task(sink, other,");
  text = spoiled(text, "out) {", "out, hls::stream<beat_t>& other) {");
  EXPECT_THAT(errors_of_network(text),
              ElementsAre("8: stream 'between' is used by 1 task ('source_task'); give it one "
                          "producer and one consumer"));
}

TEST(VitisStreams, a_stream_of_no_task_is_refused) {
  const std::string text = spoiled(network, "  hls_thread_local hls::task source",
                                   "  hls_thread_local hls::stream<beat_t> idle;\n"
                                   "  hls_thread_local hls::task source");
  EXPECT_THAT(errors_of_network(text), ElementsAre("9: stream 'idle' is used by no task; give it "
                                                   "one producer and one consumer"));
}

TEST(VitisStreams, two_producers_are_refused) {
  EXPECT_THAT(
      errors_of_network(network, source, spoiled(sink, "out.write(in.read())", "in << out.read()")),
      ElementsAre("8: stream 'between' has two producers ('source_task', 'sink_task'); give it one "
                  "producer and one consumer"));
}

TEST(VitisStreams, two_consumers_are_refused) {
  EXPECT_THAT(errors_of_network(
                  network, spoiled(source, "out.write(in.read())", "in.write(0); out.empty()")),
              ElementsAre("8: stream 'between' has two consumers ('source_task', 'sink_task'); "
                          "give it one producer and one consumer"));
}

TEST(VitisStreams, ends_are_found_behind_helpers_of_other_sources) {
  const std::string calling =
      spoiled(spoiled(sink, "void sink",
                      "void send(hls::stream<beat_t>& a, hls::stream<beat_t>& b);\nvoid sink"),
              "out.write(in.read())", "send(out, in)");
  const std::string helper =
      "void send(hls::stream<ap_uint<512>>& a, hls::stream<ap_uint<512>>& b) {\n"
      "  hls::stream<ap_uint<512>>& to = b;\n  to.write(a.read());\n}\n";
  EXPECT_THAT(errors({network, source, calling, helper}),
              ElementsAre("8: stream 'between' has two producers ('source_task', 'sink_task'); "
                          "give it one producer and one consumer"));
  EXPECT_THAT(errors({network, source, spoiled(calling, "send(out, in)", "send(in, out)"), helper}),
              IsEmpty());
}

TEST(VitisStreams, a_process_that_reads_and_writes_a_stream_is_refused) {
  EXPECT_THAT(
      errors_of_network(network, spoiled(source, "out.write(in.read())", "in.write(in.read())")),
      ElementsAre("2: process 'source' reads and writes stream 'in'; give each direction a "
                  "stream of its own"));
}

TEST(VitisStreams, a_stream_back_into_its_own_task_is_refused) {
  EXPECT_THAT(
      errors({R"(void turn(hls::stream<int>& from, hls::stream<int>& to) {
#pragma HLS PIPELINE II=1 style=flp
  to.write(from.read());
}
void table() {
  hls_thread_local hls::stream<int> loop;
  hls_thread_local hls::task only(turn, loop, loop);
})"}),
      ElementsAre("6: stream 'loop' leaves and enters the same task ('only'); keep the value as "
                  "state instead"));
}

TEST(VitisStreams, feedback_over_two_tasks_passes) {
  EXPECT_THAT(errors({R"(typedef ap_uint<8> beat_t;
void forth(hls::stream<beat_t>& in, hls::stream<beat_t>& back, hls::stream<beat_t>& there) {
#pragma HLS PIPELINE II=1 style=flp
  beat_t beat;
  if (back.read_nb(beat)) there.write(beat);
  else there.write(in.read());
}
void turn(hls::stream<beat_t>& there, hls::stream<beat_t>& back, hls::stream<beat_t>& out) {
#pragma HLS PIPELINE II=1 style=flp
  const beat_t beat = there.read();
  if (beat == 0) out.write(beat);
  else back.write(beat);
}
void table(hls::stream<beat_t>& in, hls::stream<beat_t>& out) {
  hls_thread_local hls::stream<beat_t> there, back;
  hls_thread_local hls::task one(forth, in, back, there);
  hls_thread_local hls::task two(turn, there, back, out);
})"}),
              IsEmpty());
}

TEST(VitisStreams, each_element_of_an_array_is_a_stream) {
  std::string text = spoiled(network, "2> between(\"between\")", "2> between[2]");
  text = spoiled(text, "in, between)", "in, between[0])");
  const std::string sound = spoiled(text, "<beat_t, 2> between[2]", "<beat_t, 2> between[1]");
  EXPECT_THAT(errors_of_network(spoiled(sound, "sink, between", "sink, between[0]")), IsEmpty());
  EXPECT_THAT(errors_of_network(spoiled(text, "sink, between", "sink, between[1]")),
              ElementsAre("8: stream 'between[0]' is used by 1 task ('source_task'); give it one "
                          "producer and one consumer",
                          "8: stream 'between[1]' is used by 1 task ('sink_task'); give it one "
                          "producer and one consumer"));
}

TEST(VitisStreams, a_port_has_one_task) {
  EXPECT_THAT(errors_of_network(spoiled(network, "between, out)", "between, in)")),
              ElementsAre("4: port 'in' is used by 2 tasks ('source_task', 'sink_task'); give it "
                          "one task",
                          "4: port 'out' is used by no task; give it one task"));
}

TEST(VitisStreams, a_task_takes_streams_only) {
  EXPECT_THAT(errors({R"(void one(hls::stream<ap_uint<8>>& in, int& number) {
#pragma HLS PIPELINE II=1 style=flp
  number = in.read().to_int();
}
void table(hls::stream<ap_uint<8>>& in) {
  static int number;
  hls_thread_local hls::task only(one, in, number);
}
)"}),
              ElementsAre("7: task 'only' takes what is no stream of the network or its ports; "
                          "give tasks streams only"));
}

TEST(VitisStreams, tasks_and_streams_are_hls_thread_local) {
  EXPECT_THAT(
      errors_of_network(spoiled(network, "hls_thread_local hls::task sink", "hls::task sink")),
      ElementsAre("10: 'sink_task' in a network is not hls_thread_local; declare it so"));
  EXPECT_THAT(
      errors_of_network(spoiled(network, "hls_thread_local hls::stream", "static hls::stream")),
      ElementsAre("8: 'between' in a network is not hls_thread_local; declare it so"));
}

}  // namespace
}  // namespace hlsc::test
