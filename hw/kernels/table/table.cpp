#include "table.hpp"

#include "hls_task.h"
#include "processes.hpp"
#include "types.hpp"

// Wires the processes, nothing else. What feeds back is bounded by the process that reads it, and a
// CREDIT says by how much: hlsc wants one in every cycle, and simulation looks whether it holds.
void session_table(hls::stream<host_beat_t>& host_in, hls::stream<host_beat_t>& host_out,
                   hls::stream<wire_beat_t>& wire_in, hls::stream<wire_beat_t>& wire_out) {
#pragma HLS INTERFACE axis port = host_in
#pragma HLS INTERFACE axis port = host_out
#pragma HLS INTERFACE axis port = wire_in
#pragma HLS INTERFACE axis port = wire_out
#pragma HLS INTERFACE ap_ctrl_none port = return
  using espial::hw::answer_places;

  // From the ports to the table.
  // Short: where host and wire bring all they can, both are full, and a packet waits for all in
  // front of it. No shorter, or `host_in` and `wire_in` could not issue a packet whenever they have
  // one.
  hls_thread_local hls::stream<Request, 2> host_requests("host_requests");
  hls_thread_local hls::stream<Request, 6> wire_requests("wire_requests");
  hls_thread_local hls::stream<FrameBeat, 512> frames("frames");
  hls_thread_local hls::stream<Request, 16> arrivals("arrivals");
  hls_thread_local hls::stream<Parsed, 16> parsed("parsed");
  hls_thread_local hls::stream<Mapped, 16> mapped("mapped");
  hls_thread_local hls::stream<Operation, 16> hashed("hashed");

  // The loop of index and record.
  hls_thread_local hls::stream<Operation, loop_places> admitted("admitted");
  hls_thread_local hls::stream<FreeListRequest, 16> free_list_requests("free_list_requests");
  hls_thread_local hls::stream<FreeRecord, 16> free_records("free_records");
  hls_thread_local hls::stream<Located, 16> located("located");
  hls_thread_local hls::stream<RecordAccess, 16> accesses("accesses");
  // `admit` has a credit for each operation in the loop.
  hls_thread_local hls::stream<Operation, loop_places> bounced("bounced");
#pragma HLSC CREDIT variable = bounced places = loop_places
  hls_thread_local hls::stream<bool, loop_places> completed("completed");
#pragma HLSC CREDIT variable = completed places = loop_places

  // Background reads: `ingest` lets no more requests in than there are places, and `readback` has
  // no more reads on the way than these hold.
  hls_thread_local hls::stream<BulkRequest, answer_places> bulk_requests("bulk_requests");
#pragma HLSC CREDIT variable = bulk_requests places = answer_places
  hls_thread_local hls::stream<record_number_t, read_places> ended_reads("ended_reads");
  hls_thread_local hls::stream<record_number_t, read_places> ended_numbers("ended_numbers");
#pragma HLSC CREDIT variable = ended_numbers places = read_places
  hls_thread_local hls::stream<record_number_t, read_places> reads("reads");
  hls_thread_local hls::stream<record_beats_t, read_places> read_records("read_records");
#pragma HLSC CREDIT variable = read_records places = read_places
  hls_thread_local hls::stream<beat_t, 16> bulk("bulk");

  // From the table to the ports.
  hls_thread_local hls::stream<Result, 16> results("results");
  hls_thread_local hls::stream<AnswerItem, answer_places> answers("answers");
  // `ingest` has a credit for each place in `answers`.
  hls_thread_local hls::stream<bool, answer_places> answered("answered");
#pragma HLSC CREDIT variable = answered places = answer_places

  hls_thread_local hls::task host_in_task(process::host_in, host_in, host_requests);
  hls_thread_local hls::task wire_in_task(process::wire_in, wire_in, frames, wire_requests);
  hls_thread_local hls::task ingest_task(process::ingest, host_requests, wire_requests, answered,
                                         arrivals);
  hls_thread_local hls::task parse_task(process::parse, arrivals, parsed);
  hls_thread_local hls::task map_ports_task(process::map_ports, parsed, mapped);
  hls_thread_local hls::task hash_task(process::hash, mapped, hashed);
  hls_thread_local hls::task admit_task(process::admit, hashed, bounced, completed, admitted);
  hls_thread_local hls::task index_task(process::index, admitted, free_records, free_list_requests,
                                        located);
  hls_thread_local hls::task free_list_task(process::free_list, free_list_requests, ended_reads,
                                            free_records, ended_numbers);
  hls_thread_local hls::task record_admit_task(process::record_admit, located, reads, accesses);
  hls_thread_local hls::task record_task(process::record, accesses, bounced, completed,
                                         bulk_requests, read_records, results);
  hls_thread_local hls::task readback_task(process::readback, bulk_requests, ended_numbers,
                                           read_records, ended_reads, reads, bulk);
  hls_thread_local hls::task verdict_task(process::verdict, results, frames, wire_out, answers);
  hls_thread_local hls::task answer_task(process::answer, answers, bulk, answered, host_out);
}
