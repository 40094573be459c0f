// Streams in LLVM IR. The calls of hw/hls/detail/open_stream.h move payloads through memory; here
// they become calls over the payload's fields, each of its exact width:
//
//   {i64, i17} hls.read.0()            of stream parameter 0
//   {i1, i64, i17} hls.read_nb.0()     the first tells whether there was an element
//   void hls.write.1(i64, i17)
//   i1 hls.write_nb.1(i64, i17)
//   i1 hls.data.0()   whether there is an element    i1 hls.room.1()   whether there is room
#pragma once

#include <llvm/ADT/ArrayRef.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/Module.h>

#include <string>

#include "frontend/declarations.hpp"

namespace hlsc {

// Declares one of these.
llvm::Function* channel_function(llvm::Module& module, const std::string& name, llvm::Type* result,
                                 llvm::ArrayRef<llvm::Type*> types);

// \param firing everything inlined; its arguments are the process' streams
void lower_channels(llvm::Function& firing, const Process& process);

}  // namespace hlsc
