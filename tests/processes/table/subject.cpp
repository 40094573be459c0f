#include "processes/table/subject.hpp"

#include <algorithm>

#include "processes/table/stimuli.hpp"
#include "table/processes.hpp"

namespace espial::test {

using bench::native;

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all = {
      {"host_in", native(process::host_in), {{"host", "host_in"}}, "host", random_host_in},
      {"wire_in", native(process::wire_in), {{"wire", "wire_in"}}, "wire", random_wire_in},
      {"ingest",
       native(process::ingest),
       {{"from_host", "host_requests"}, {"from_wire", "wire_requests"}, {"answered", "answered"}},
       "from_host",
       random_ingest,
       answer_requests,
       {"answered"}},
      {"parse", native(process::parse), {{"arrivals", "arrivals"}}, "arrivals", random_parse},
      {"map_ports", native(process::map_ports), {{"parsed", "parsed"}}, "parsed", random_map_ports},
      {"hash", native(process::hash), {{"mapped", "mapped"}}, "mapped", random_hash},
      {"admit",
       native(process::admit),
       {{"hashed", "hashed"}, {"bounced", "bounced"}, {"completed", "completed"}},
       "hashed",
       random_admit,
       carry_out_operations,
       {"bounced", "completed"}},
      {"index",
       native(process::index),
       {{"admitted", "admitted"}, {"free_records", "free_records"}},
       "admitted",
       random_index},
      {"free_list",
       native(process::free_list),
       {{"requests", "free_list_requests"}, {"ended_reads", "ended_reads"}},
       "requests",
       random_free_list},
      {"record_admit",
       native(process::record_admit),
       {{"located", "located"}, {"reads", "reads"}},
       "located",
       random_record_admit},
      {"record", native(process::record), {{"accesses", "accesses"}}, "accesses", random_record},
      {"readback",
       native(process::readback),
       {{"bulk_requests", "bulk_requests"},
        {"ended_numbers", "ended_numbers"},
        {"read_records", "read_records"}},
       "bulk_requests",
       random_readback},
      {"verdict",
       native(process::verdict),
       {{"results", "results"}, {"frames", "frames"}},
       "results",
       random_verdict},
      {"answer",
       native(process::answer),
       {{"answers", "answers"}, {"bulk", "bulk"}},
       "answers",
       random_answer},
  };
  return all;
}

bench::Stimulus recorded_for(const Subject& subject, const Recorded& recorded) {
  bench::Stimulus stimulus;
  for (const auto& [input, stream] : subject.inputs) {
    if (std::ranges::find(subject.responses, input) != subject.responses.end()) continue;
    stimulus[input] = recorded.at(stream);
  }
  return stimulus;
}

}  // namespace espial::test
