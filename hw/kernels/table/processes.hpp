// The processes of `session_table`, in the order in which a packet meets them. One call is one
// firing; each stands in the file of its name.
#pragma once

#include "hls_stream.h"
#include "types.hpp"

namespace process {

// Two beats from the host make one request.
void host_in(hls::stream<host_beat_t>& host, hls::stream<Request>& requests);

// The beats of a frame go to the frame FIFO; its first octets and its length make one request.
void wire_in(hls::stream<wire_beat_t>& wire, hls::stream<FrameBeat>& frames,
             hls::stream<Request>& requests);

// Merges host and wire; keeps clock and arrival number; gives each ingress its zone.
void ingest(hls::stream<Request>& from_host, hls::stream<Request>& from_wire,
            hls::stream<bool>& answered, hls::stream<Request>& arrivals);

// Reads the headers.
void parse(hls::stream<Request>& arrivals, hls::stream<Parsed>& parsed);

// Gives packets without ports their ports; owns the policies and the SA table.
void map_ports(hls::stream<Parsed>& parsed, hls::stream<Mapped>& mapped);

// Makes the session key and hashes it.
void hash(hls::stream<Mapped>& mapped, hls::stream<Operation>& hashed);

// Lets operations into the loop of `index` and `record`: those that bounced, else new ones.
void admit(hls::stream<Operation>& hashed, hls::stream<Operation>& bounced,
           hls::stream<bool>& completed, hls::stream<Operation>& admitted);

// Finds the record of a key, or takes a free one; owns the index.
void index(hls::stream<Operation>& admitted, hls::stream<FreeRecord>& free_records,
           hls::stream<FreeListRequest>& free_list_requests, hls::stream<Located>& located);

// Owns the numbers of the records that hold no live session: free, or ended and waiting for the
// host.
void free_list(hls::stream<FreeListRequest>& requests, hls::stream<record_number_t>& ended_reads,
               hls::stream<FreeRecord>& free_records, hls::stream<record_number_t>& ended_numbers);

// Pairs an operation with a background read of another bank.
void record_admit(hls::stream<Located>& located, hls::stream<record_number_t>& reads,
                  hls::stream<RecordAccess>& accesses);

// Compares the full key and counts; owns the records.
void record(hls::stream<RecordAccess>& accesses, hls::stream<Operation>& bounced,
            hls::stream<bool>& completed, hls::stream<BulkRequest>& bulk_requests,
            hls::stream<record_beats_t>& read_records, hls::stream<Result>& results);

// Reads records in the background, for bulk answers.
void readback(hls::stream<BulkRequest>& bulk_requests, hls::stream<record_number_t>& ended_numbers,
              hls::stream<record_beats_t>& read_records, hls::stream<record_number_t>& ended_reads,
              hls::stream<record_number_t>& reads, hls::stream<beat_t>& bulk);

// Counts every outcome; sends frames on or drops them; answers requests.
void verdict(hls::stream<Result>& results, hls::stream<FrameBeat>& frames,
             hls::stream<wire_beat_t>& wire, hls::stream<AnswerItem>& answers);

// Sends the answers to the host.
void answer(hls::stream<AnswerItem>& answers, hls::stream<beat_t>& bulk,
            hls::stream<bool>& answered, hls::stream<host_beat_t>& host);

}  // namespace process
