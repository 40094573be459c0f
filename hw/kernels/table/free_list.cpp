#include "processes.hpp"

using espial::hw::records;

// The numbers of all records that no slot of the index names stand in one ring, in this order: free
// ones from `take` to `ended`, then ended ones, oldest first, to `put`. So the host's release of
// the oldest ended ones only moves `ended`. A number enters the ring as ended when its slot is
// exchanged, when no packet on the way can name it any more.
//
// Both streams are asked without waiting, but each answer depends on what was asked alone.
void process::free_list(hls::stream<FreeListRequest>& requests,
                        hls::stream<record_number_t>& ended_reads,
                        hls::stream<FreeListResponse>& responses,
                        hls::stream<record_number_t>& ended_numbers) {
#pragma HLS PIPELINE II = 1 style = flp
  static record_number_t ring[records];
#pragma HLS BIND_STORAGE variable = ring type = ram_2p impl = uram
  // A number that an exchange puts last may be asked for by the requests behind it: `recent`
  // forwards it.
  constexpr int kept = 4;
#pragma HLS DEPENDENCE variable = ring inter RAW true distance = 5
  struct Recent {
    bool valid;
    record_number_t place;
    record_number_t record;
  };
  static Recent recent[kept];
#pragma HLS ARRAY_PARTITION variable = recent complete dim = 0
  // Positions count on beyond the ring, so that differences tell full from empty.
  typedef ap_uint<espial::hw::record_bits + 1> count_t;
  static count_t take = 0;
  static count_t ended = records;
  static count_t put = records;
  static bool sweeping = true;
  static record_number_t swept = 0;

  if (sweeping) {
    ring[swept] = swept;
    for (int i = 0; i < kept; ++i) {
#pragma HLS UNROLL
      recent[i].valid = false;
    }
    sweeping = swept != records - 1;
    swept = swept + 1;
    take = 0;
    ended = records;
    put = records;
    return;
  }

  FreeListRequest request;
  const bool asked = requests.read_nb(request);
  record_number_t read_place = 0;
  const bool read = ended_reads.read_nb(read_place);

  const bool exchange = asked && request.action == code(FreeListAction::exchange);
  const bool read_ended = asked && request.action == code(FreeListAction::read_ended);
  const bool clear = asked && request.action == code(FreeListAction::clear);
  const record_number_t take_place = take;

  record_number_t free = ring[take_place];
  record_number_t listed = ring[read_place];
  for (int i = kept - 1; i >= 0; --i) {
#pragma HLS UNROLL
    if (recent[i].valid && recent[i].place == take_place) free = recent[i].record;
    if (recent[i].valid && recent[i].place == read_place) listed = recent[i].record;
  }
  if (read) ended_numbers.write(listed);

  if (asked) {
    const record_number_t put_place = put;
    if (exchange) {
      ring[put_place] = request.ended;
      put = put + 1;
    }
    for (int i = kept - 1; i > 0; --i) {
#pragma HLS UNROLL
      recent[i] = recent[i - 1];
    }
    recent[0].valid = exchange;
    recent[0].place = put_place;
    recent[0].record = request.ended;

    FreeListResponse response;
    response.taken = (exchange || request.action == code(FreeListAction::take)) && take != ended;
    response.record = free;
    if (response.taken) take = take + 1;
    if (read_ended) {
      const count_t waiting = put - ended;
      ended = request.release < waiting ? count_t(ended + count_t(request.release)) : put;
    }
    const count_t waiting = put - ended;
    response.ended_wait = waiting != 0;
    response.ended_first = ended;
    response.ended_count = waiting < request.count ? waiting : count_t(request.count);
    response.ended_left = waiting - response.ended_count;
    responses.write(response);
  }
  if (clear) {
    sweeping = true;
    swept = 0;
  }
}
