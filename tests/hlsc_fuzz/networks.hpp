/// \file
/// Generated networks beside their modules: what a program of several of them does.
#pragma once

#include "hlsc_fuzz/batch.hpp"

namespace espial::fuzz {

/// `PROGRAM ITEMS DIR`, like compare_batch(): each network runs natively as a whole, and as a
/// module under all kinds of stalls; all streams, also those inside, must carry the same. Where
/// the order depends on timing, about_SEED.json names the field of which equal values keep theirs.
/// \returns 0 if all was compared, however it went
int compare_networks(int argc, char** argv, const MakeModel& make_model,
                     const std::vector<Subject>& subjects);

}  // namespace espial::fuzz
