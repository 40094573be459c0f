// What becomes of an operation at its record: whether it counts, goes round again, or stands behind
// one that does.
//
// The next operation may be of the same session, and follows in the next cycle: within that cycle
// the decision must be made. So whatever depends on operations alone is computed before, for each
// pair of an operation and one of its predecessors: whether they mean the same record, whether
// their keys are equal, whether the later one comes past each time limit that the earlier may have
// set. What is left are a few bits.
#pragma once

#include "record_timers.hpp"

// What an operation brings to its record.
struct Visit {
  record_number_t number;
  bool learned;
  Key key;
  bool from_upper;
  bool has_spi;
  ap_uint<2> mapping;
  ap_uint<64> time;
  ap_uint<64> streams_before;  // UDP sessions created before have had their 2 s
  Limit limit[limits];
};

// What was decided, as the operations behind it need to know.
struct Decision {
  bool changed;  // the record, in one of the ways that follow
  bool counted;
  bool closed;          // the session has ended
  bool gone;            // taken, but not used yet
  bool fresh;           // counted, and created the session
  bool limit[limits];   // counted: the one that applies
  bool active;          // counted: the session
  bool c2s_from_upper;  // counted
};

// A record as an operation finds it.
struct View {
  bool match;      // it holds a session of this key
  bool live;       // which has not ended before
  bool ok;         // and does not end now
  bool answer;     // this packet goes against the session's first
  bool active;     // the session, once this packet counts
  bool spi_split;  // the session's mapping
  bool none;
  bool lasts;  // an active session has the longer limit
};

inline Visit visit_of(const Located& located, const seconds_t (&timer)[timers]) {
#pragma HLS INLINE
  const Operation& operation = located.operation;
  Visit visit;
  visit.number = located.record;
  visit.learned = located.learned;
  visit.key = operation.key;
  visit.from_upper = operation.from_upper;
  visit.has_spi = operation.has_spi;
  visit.mapping = operation.mapping;
  visit.time = operation.transit.time;
  visit.streams_before = visit.time > udp_active_after_ns
                             ? ap_uint<64>(visit.time - ap_uint<64>(udp_active_after_ns))
                             : ap_uint<64>(0);
  for (int i = 0; i < limits; ++i) {
#pragma HLS UNROLL
    visit.limit[i] =
        limit_from(visit.time, timer[code(timer_of(i, visit.has_spi, visit.key.protocol))]);
  }
  return visit;
}

// What the session's first packet says of it.
inline void see_first(View& view, const Visit& visit, ap_uint<2> mapping, ap_uint<64> created) {
#pragma HLS INLINE
  view.spi_split = visit.has_spi && mapping == code(PortMapping::spi_split);
  view.none = visit.has_spi && mapping == code(PortMapping::none);
  view.lasts =
      visit.has_spi || visit.key.protocol != code(Protocol::udp) || created < visit.streams_before;
}

// What a new session finds: nothing.
inline View view_of_new(const Visit& visit) {
#pragma HLS INLINE
  View view;
  see_first(view, visit, visit.mapping, visit.time);
  view.match = false;
  view.live = false;
  view.ok = false;
  view.answer = false;
  // Under spi-split each direction of an SA pair is a session of its own: nothing else is to come.
  view.active = view.spi_split;
  return view;
}

inline View view_of(const Visit& visit, const Session& session) {
#pragma HLS INLINE
  View view;
  see_first(view, visit, session.mapping, session.created);
  view.match = session.used && same_key(visit.key, key_of(session));
  view.live = view.match && !session.ended;
  view.ok = view.live && !is_over(visit.time, session.deadline, session.endless);
  view.answer = visit.from_upper != session.c2s_from_upper;
  view.active = session.active || view.answer;
  return view;
}

// What a predecessor at the same record has changed of it.
inline void see_change(View& view, const Visit& visit, const Visit& before,
                       const Decision& decision) {
#pragma HLS INLINE
  const bool same = same_key(visit.key, before.key);
  bool in_time = false;
  for (int i = 0; i < limits; ++i) {
#pragma HLS UNROLL
    in_time = in_time || (decision.limit[i] && same &&
                          !is_over(visit.time, before.limit[i].deadline, before.limit[i].endless));
  }
  view.match = same && !decision.gone;
  view.live = same && decision.counted;
  view.ok = in_time;
  view.answer = visit.from_upper != decision.c2s_from_upper;
  view.active = decision.active || view.answer;
  if (decision.fresh) see_first(view, visit, before.mapping, before.time);
}

// \param counts it is a packet with a record
// \param behind one that goes round again
inline Decision decide(const Visit& visit, const View& view, bool counts, bool behind) {
#pragma HLS INLINE
  Decision decision;
  decision.counted = counts && !behind && (visit.learned || view.ok);
  decision.fresh = decision.counted && visit.learned;
  decision.gone = counts && behind && visit.learned;
  decision.closed = counts && !behind && !visit.learned && !view.ok && view.live;
  decision.changed = decision.counted || decision.gone || decision.closed;
  const bool longer = view.active && view.lasts;
  decision.limit[limit_spi_split] = decision.counted && view.spi_split;
  decision.limit[limit_none] = decision.counted && view.none;
  decision.limit[limit_active] = decision.counted && !view.spi_split && !view.none && longer;
  decision.limit[limit_opening] = decision.counted && !view.spi_split && !view.none && !longer;
  decision.active = view.active;
  decision.c2s_from_upper = visit.from_upper != view.answer;
  return decision;
}
