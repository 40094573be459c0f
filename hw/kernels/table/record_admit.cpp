#include "processes.hpp"

using espial::hw::bank_bits;

// A background read takes a bank that the operation leaves idle. It owns at least one firing in
// 128: where it had to wait that long, the operation waits once.
void process::record_admit(hls::stream<Located>& located, hls::stream<record_number_t>& reads,
                           hls::stream<RecordAccess>& accesses) {
#pragma HLS PIPELINE II = 1 style = flp
  static bool has_operation = false;
  static Located operation;
  static bool has_read = false;
  static record_number_t read = 0;
  static ap_uint<7> waited = 0;

  if (!has_operation) has_operation = located.read_nb(operation);
  if (!has_read) has_read = reads.read_nb(read);
  if (!has_operation && !has_read) return;

  const bool clash = has_operation && has_read && operation.found &&
                     operation.record.range(bank_bits - 1, 0) == read.range(bank_bits - 1, 0);
  const bool read_first = clash && waited == 127;
  RecordAccess access;
  access.has_operation = has_operation && !read_first;
  access.has_read = has_read && (!clash || read_first);
  access.located = operation;
  access.read = read;
  accesses.write(access);
  waited = clash && !read_first ? ap_uint<7>(waited + 1) : ap_uint<7>(0);
  if (access.has_operation) has_operation = false;
  if (access.has_read) has_read = false;
}
