#include <llvm/ADT/MapVector.h>
#include <llvm/Analysis/ConstantFolding.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

#include <array>
#include <functional>
#include <map>
#include <optional>

#include "lower/memory.hpp"
#include "lower/types.hpp"
#include "support/error.hpp"

namespace hlsc {
namespace {

using namespace llvm;

// An index into one dimension of an array.
struct Index {
  Value* variable = nullptr;  // none: constant
  std::int64_t scale = 1;
  std::int64_t constant = 0;
  std::uint64_t count = 0;  // of elements
  std::uint64_t step = 0;   // octets from one element to the next
  bool row = false;         // of a RAM
};

// Where a pointer points.
struct Place {
  Value* base = nullptr;       // a variable, or none if that is not known
  SmallVector<Index> indices;  // outermost first
  std::uint64_t offset = 0;    // octets, what the constant indices make included

  [[nodiscard]] bool varies() const {
    return any_of(indices, [](const Index& index) { return index.variable != nullptr; });
  }
};

class Lowering {
 public:
  Lowering(Function& firing, const Directives& directives, Memory& memory)
      : firing_(firing),
        module_(*firing.getParent()),
        layout_(module_.getDataLayout()),
        directives_(directives),
        memory_(memory) {}

  void run() {
    choose_values();
    // Copies of whole elements first: they become loads and stores.
    for (Instruction& instruction : make_early_inc_range(instructions(firing_)))
      if (auto* const copy = dyn_cast<MemIntrinsic>(&instruction)) lower_copy(*copy);
    for (Instruction& instruction : make_early_inc_range(instructions(firing_))) {
      if (auto* const load = dyn_cast<LoadInst>(&instruction)) {
        lower_load(*load);
      } else if (auto* const store = dyn_cast<StoreInst>(&instruction)) {
        lower_store(*store);
      }
    }
    // Pointers that nobody uses any more would keep their variables in memory.
    bool changed = true;
    while (changed) {
      changed = false;
      for (Instruction& instruction : make_early_inc_range(instructions(firing_))) {
        if (!isa<GetElementPtrInst>(instruction) || !instruction.use_empty()) continue;
        instruction.eraseFromParent();
        changed = true;
      }
    }
  }

 private:
  // --- choices between pointers become choices between values ---

  void choose_values() {
    while (choose_next()) {
    }
  }

  // Ways first: they may bring what was chosen before.
  bool choose_next() {
    for (Instruction& instruction : instructions(firing_)) {
      auto* const ways = dyn_cast<PHINode>(&instruction);
      if (ways == nullptr || !ways->getType()->isPointerTy()) continue;
      choose_by_number(*ways);
      return true;
    }
    for (Instruction& instruction : instructions(firing_)) {
      auto* const choice = dyn_cast<SelectInst>(&instruction);
      if (choice == nullptr || !choice->getType()->isPointerTy()) continue;
      if (choice->use_empty()) {
        choice->eraseFromParent();
        return true;
      }
      // A choice among choices gets its turn when it is used itself.
      const auto user =
          find_if(choice->users(), [](const User* use) { return !isa<SelectInst>(use); });
      if (user == choice->user_end()) continue;
      split_use(*choice, *cast<Instruction>(*user));
      return true;
    }
    return false;
  }

  // A pointer that is made on one of the ways is made where they meet, if its index can be.
  static Value* made_again(Value* way, const PHINode& ways, const DominatorTree& dominators,
                           IRBuilder<>& builder) {
    auto* const origin = dyn_cast<Instruction>(way);
    if (origin == nullptr || dominators.dominates(origin, ways.getParent())) return way;
    if (isa<PHINode>(origin) || origin->mayReadFromMemory() ||
        !isSafeToSpeculativelyExecute(origin))
      unfollowed(ways);
    Instruction* const again = origin->clone();
    for (Use& operand : again->operands())
      operand.set(made_again(operand, ways, dominators, builder));
    return builder.Insert(again);
  }

  // The number of the way is kept, and chooses between the pointers.
  void choose_by_number(PHINode& ways) {
    const DominatorTree dominators(firing_);
    IRBuilder<> builder(&ways);
    const unsigned count = ways.getNumIncomingValues();
    PHINode* const number = builder.CreatePHI(builder.getInt32Ty(), count);
    builder.SetInsertPoint(ways.getParent(), ways.getParent()->getFirstInsertionPt());
    Value* chosen = nullptr;
    for (unsigned i = 0; i < count; ++i) {
      number->addIncoming(builder.getInt32(i), ways.getIncomingBlock(i));
      Value* const way = made_again(ways.getIncomingValue(i), ways, dominators, builder);
      chosen = chosen == nullptr
                   ? way
                   : builder.CreateSelect(builder.CreateICmpEQ(number, builder.getInt32(i)), way,
                                          chosen);
    }
    ways.replaceAllUsesWith(chosen);
    ways.eraseFromParent();
  }

  [[noreturn]] static void unfollowed(const Instruction& user) {
    throw hlsc::Error(
        user, "a pointer that is chosen at run time is used in a way that hardware cannot follow");
  }

  // The same use on both sides, or under both conditions.
  void split_use(SelectInst& choice, Instruction& user) {
    if (isa<LoadInst>(user) || isa<GetElementPtrInst>(user)) {
      std::array<Instruction*, 2> sides = {user.clone(), user.clone()};
      sides[0]->replaceUsesOfWith(&choice, choice.getTrueValue());
      sides[1]->replaceUsesOfWith(&choice, choice.getFalseValue());
      for (Instruction* const side : sides) side->insertBefore(&user);
      IRBuilder<> builder(&user);
      user.replaceAllUsesWith(builder.CreateSelect(choice.getCondition(), sides[0], sides[1]));
      user.eraseFromParent();
    } else if (isa<StoreInst>(user) || isa<MemIntrinsic>(user)) {
      Instruction* then = nullptr;
      Instruction* otherwise = nullptr;
      SplitBlockAndInsertIfThenElse(choice.getCondition(), &user, &then, &otherwise);
      for (Instruction* const end : {then, otherwise}) {
        Instruction* const side = user.clone();
        side->replaceUsesOfWith(&choice,
                                end == then ? choice.getTrueValue() : choice.getFalseValue());
        side->insertBefore(end);
      }
      user.eraseFromParent();
    } else {
      unfollowed(user);
    }
  }

  // --- places ---

  Place place_of(Value* pointer, const Instruction& access) {
    MapVector<Value*, APInt> variables;
    APInt constant(64, 0);
    Value* base = pointer->stripPointerCasts();
    Type* seen_as = nullptr;
    while (auto* const gep = dyn_cast<GEPOperator>(base)) {
      seen_as = gep->getSourceElementType();
      if (!gep->collectOffset(layout_, 64, variables, constant))
        throw hlsc::Error(access, "the address of this access is not understood");
      base = gep->getPointerOperand()->stripPointerCasts();
    }
    Place place;
    place.base = base;
    Type* type = nullptr;
    if (auto* const local = dyn_cast<AllocaInst>(base)) {
      type = local->getAllocatedType();
    } else if (auto* const global = dyn_cast<GlobalVariable>(base)) {
      type = global->getValueType();
      // A constant's type follows its values, not the array that it is.
      if (global->isConstant() && seen_as != nullptr && seen_as->isArrayTy() &&
          layout_.getTypeAllocSize(seen_as) == layout_.getTypeAllocSize(type))
        type = seen_as;
    } else {
      throw hlsc::Error(access,
                        "this access chooses between variables at run time: choose between "
                        "their values instead");
    }
    decompose(place, type, variables, constant.getSExtValue(), access);
    return place;
  }

  // Goes down through the type of a variable, and gives each dimension its index.
  void decompose(Place& place, Type* type, MapVector<Value*, APInt>& variables, std::int64_t rest,
                 const Instruction& access) {
    const auto* const directives = ram(place.base);
    unsigned dimension = 0;
    bool outer = true;  // no struct yet: a dimension of the array itself
    while (!type->isIntegerTy()) {
      if (auto* const array = dyn_cast<ArrayType>(type)) {
        type = array->getElementType();
        Index index;
        index.count = array->getNumElements();
        index.step = layout_.getTypeAllocSize(type);
        if (index.step == 0) break;
        const auto step = static_cast<std::int64_t>(index.step);
        for (auto& [variable, stride] : variables) {
          const std::int64_t octets = stride.getSExtValue();
          if (octets == 0 || octets % step != 0) continue;
          // Steps over the whole of this dimension are those of another one.
          if (std::abs(octets) >= step * static_cast<std::int64_t>(index.count) && index.count > 1)
            continue;
          if (index.variable != nullptr)
            throw hlsc::Error(
                access, "an index is the sum of two variables: add them up in a variable first");
          index.variable = variable;
          index.scale = octets / step;
          stride = 0;
        }
        index.constant = rest >= 0 ? rest / step : -((-rest + step - 1) / step);
        rest -= index.constant * step;
        index.row = directives != nullptr && outer && !directives->partitioned(++dimension);
        if (index.variable == nullptr &&
            (index.constant < 0 || static_cast<std::uint64_t>(index.constant) >= index.count))
          throw hlsc::Error(access, "index " + Twine(index.constant) + " is outside the array");
        if (index.variable == nullptr && !index.row)
          place.offset += static_cast<std::uint64_t>(index.constant) * index.step;
        place.indices.push_back(index);
      } else if (auto* const record = dyn_cast<StructType>(type)) {
        outer = false;
        const StructLayout* const fields = layout_.getStructLayout(record);
        if (rest < 0 || static_cast<std::uint64_t>(rest) >= fields->getSizeInBytes()) break;
        const unsigned field = fields->getElementContainingOffset(static_cast<std::uint64_t>(rest));
        const std::uint64_t at = fields->getElementOffset(field);
        place.offset += at;
        rest -= static_cast<std::int64_t>(at);
        type = record->getElementType(field);
      } else {
        break;
      }
    }
    place.offset += static_cast<std::uint64_t>(rest);
    for (const auto& [variable, stride] : variables)
      if (!stride.isZero())
        throw hlsc::Error(access, "an index of this access fits no dimension of its array");
  }

  const ArrayDirectives* ram(const Value* base) const {
    const auto* const global = dyn_cast_or_null<GlobalVariable>(base);
    // Constants are looked up.
    if (global == nullptr || global->isConstant()) return nullptr;
    const auto found = directives_.find(global);
    if (found == directives_.end() || found->second.storage == Storage::registers) return nullptr;
    return &found->second;
  }

  // --- choosing ---

  Value* number(IRBuilder<>& builder, const Index& index, unsigned bits) {
    Value* value = builder.CreateZExtOrTrunc(index.variable, builder.getIntNTy(bits));
    if (index.scale != 1)
      value = builder.CreateMul(value, ConstantInt::getSigned(value->getType(), index.scale));
    if (index.constant != 0)
      value = builder.CreateAdd(value, ConstantInt::getSigned(value->getType(), index.constant));
    return value;
  }

  static unsigned index_bits(const Index& index) { return std::max(1U, Log2_64_Ceil(index.count)); }

  // The element that an index picks: a tree over the index' bits.
  Value* choose(IRBuilder<>& builder, Value* index, unsigned bits, std::uint64_t first,
                std::uint64_t count, const std::function<Value*(std::uint64_t)>& element) {
    if (bits == 0) return element(first);
    const std::uint64_t half = 1ULL << (bits - 1);
    Value* const lower = choose(builder, index, bits - 1, first, count, element);
    if (first + half >= count) return lower;
    Value* const upper = choose(builder, index, bits - 1, first + half, count, element);
    Value* const bit =
        builder.CreateTrunc(builder.CreateLShr(index, bits - 1), builder.getInt1Ty());
    return builder.CreateSelect(bit, upper, lower);
  }

  // \param element gives the value at a constant offset
  Value* read(IRBuilder<>& builder, ArrayRef<Index> indices, std::uint64_t offset,
              const std::string& bank,
              const std::function<Value*(std::uint64_t, const std::string&)>& element) {
    if (indices.empty()) return element(offset, bank);
    const Index& index = indices.front();
    const auto rest = indices.drop_front();
    if (index.row) return read(builder, rest, offset, bank, element);
    if (index.variable == nullptr)
      return read(builder, rest, offset, bank + "[" + std::to_string(index.constant) + "]",
                  element);
    const unsigned bits = index_bits(index);
    return choose(builder, number(builder, index, bits), bits, 0, index.count,
                  [&](std::uint64_t i) {
                    return read(builder, rest, offset + i * index.step,
                                bank + "[" + std::to_string(i) + "]", element);
                  });
  }

  // \param element writes at a constant offset if the condition holds
  void write(IRBuilder<>& builder, ArrayRef<Index> indices, std::uint64_t offset,
             const std::string& bank, Value* condition,
             const std::function<void(std::uint64_t, const std::string&, Value*)>& element) {
    if (indices.empty()) return element(offset, bank, condition);
    const Index& index = indices.front();
    const auto rest = indices.drop_front();
    if (index.row) return write(builder, rest, offset, bank, condition, element);
    if (index.variable == nullptr)
      return write(builder, rest, offset, bank + "[" + std::to_string(index.constant) + "]",
                   condition, element);
    const unsigned bits = index_bits(index);
    Value* const at = number(builder, index, bits);
    for (std::uint64_t i = 0; i < index.count; ++i) {
      Value* const here = builder.CreateICmpEQ(at, ConstantInt::get(at->getType(), i));
      write(builder, rest, offset + i * index.step, bank + "[" + std::to_string(i) + "]",
            builder.CreateAnd(condition, here), element);
    }
  }

  // --- RAM ---

  Value* row_of(IRBuilder<>& builder, const Place& place) {
    Value* row = builder.getInt64(0);
    for (const Index& index : place.indices) {
      if (!index.row) continue;
      row = builder.CreateMul(row, builder.getInt64(index.count));
      row =
          builder.CreateAdd(row, index.variable == nullptr
                                     ? builder.getInt64(static_cast<std::uint64_t>(index.constant))
                                     : number(builder, index, 64));
    }
    return row;
  }

  std::uint32_t field_of(const Place& place, std::uint64_t offset, const std::string& bank,
                         unsigned bits, const Instruction& access) {
    const auto* const array = cast<GlobalVariable>(place.base);
    unsigned rows = 1;
    for (const Index& index : place.indices)
      if (index.row) rows *= static_cast<unsigned>(index.count);
    const auto key = std::make_tuple(array, bank, static_cast<unsigned>(offset));
    const auto [found, added] =
        fields_.try_emplace(key, static_cast<std::uint32_t>(memory_.fields.size()));
    if (added) {
      memory_.fields.push_back(
          {source_name(*array), bank, ram(array), static_cast<unsigned>(offset), bits, rows});
    } else if (memory_.fields[found->second].bits != bits) {
      throw hlsc::Error(access, "array '" + source_name(*array) +
                                    "' in RAM is accessed by parts of different widths");
    }
    return found->second;
  }

  FunctionCallee ram_read(Type* type) {
    LLVMContext& context = type->getContext();
    auto* const function = cast<Function>(
        module_
            .getOrInsertFunction(
                "hls.ram.read." + std::to_string(type->getIntegerBitWidth()),
                FunctionType::get(type, {Type::getInt32Ty(context), Type::getInt64Ty(context)},
                                  false))
            .getCallee());
    function->setMemoryEffects(MemoryEffects::inaccessibleMemOnly(ModRefInfo::Ref));
    function->setDoesNotThrow();
    function->setWillReturn();
    return function;
  }
  FunctionCallee ram_write(Type* type) {
    LLVMContext& context = type->getContext();
    auto* const function = cast<Function>(
        module_
            .getOrInsertFunction(
                "hls.ram.write." + std::to_string(type->getIntegerBitWidth()),
                FunctionType::get(Type::getVoidTy(context),
                                  {Type::getInt32Ty(context), Type::getInt64Ty(context), type,
                                   Type::getInt1Ty(context)},
                                  false))
            .getCallee());
    function->setMemoryEffects(MemoryEffects::inaccessibleMemOnly());
    function->setDoesNotThrow();
    function->setWillReturn();
    return function;
  }

  // --- accesses ---

  static Value* at(IRBuilder<>& builder, Value* base, std::uint64_t offset) {
    return builder.CreateConstGEP1_64(builder.getInt8Ty(), base, offset);
  }

  // What a table of constants has at an offset: LLVM itself looks up no more than 32 octets. None
  // if it cannot say.
  Constant* constant_at(const Value* base, std::uint64_t offset, Type* type) const {
    const auto* const table = dyn_cast<GlobalVariable>(base);
    if (table == nullptr || !table->isConstant() || !table->hasDefinitiveInitializer())
      return nullptr;
    APInt value(type->getIntegerBitWidth(), 0);
    for (unsigned low = 0; low < value.getBitWidth(); low += 64) {
      const unsigned bits = std::min(64U, value.getBitWidth() - low);
      auto* const piece = dyn_cast_or_null<ConstantInt>(ConstantFoldLoadFromConst(
          const_cast<Constant*>(table->getInitializer()),
          IntegerType::get(type->getContext(), bits), APInt(64, offset + low / 8), layout_));
      if (piece == nullptr) return nullptr;
      value.insertBits(piece->getValue(), low);
    }
    return ConstantInt::get(type->getContext(), value);
  }

  void lower_load(LoadInst& load) {
    const Place place = place_of(load.getPointerOperand(), load);
    const bool in_ram = ram(place.base) != nullptr;
    if (!in_ram && !place.varies()) return;
    if (!load.getType()->isIntegerTy()) throw hlsc::Error(load, "only integers can be read");
    IRBuilder<> builder(&load);
    Value* const row = in_ram ? row_of(builder, place) : nullptr;
    Value* const value =
        read(builder, place.indices, place.offset, "",
             [&](std::uint64_t offset, const std::string& bank) -> Value* {
               Constant* const known = constant_at(place.base, offset, load.getType());
               if (known != nullptr) return known;
               if (!in_ram)
                 return builder.CreateLoad(load.getType(), at(builder, place.base, offset));
               const std::uint32_t field =
                   field_of(place, offset, bank, load.getType()->getIntegerBitWidth(), load);
               return builder.CreateCall(ram_read(load.getType()), {builder.getInt32(field), row});
             });
    load.replaceAllUsesWith(value);
    load.eraseFromParent();
  }

  void lower_store(StoreInst& store) {
    const Place place = place_of(store.getPointerOperand(), store);
    const bool in_ram = ram(place.base) != nullptr;
    if (!in_ram && !place.varies()) return;
    Type* const type = store.getValueOperand()->getType();
    if (!type->isIntegerTy()) throw hlsc::Error(store, "only integers can be written");
    IRBuilder<> builder(&store);
    Value* const row = in_ram ? row_of(builder, place) : nullptr;
    write(builder, place.indices, place.offset, "", builder.getTrue(),
          [&](std::uint64_t offset, const std::string& bank, Value* condition) {
            if (in_ram) {
              const std::uint32_t field =
                  field_of(place, offset, bank, type->getIntegerBitWidth(), store);
              builder.CreateCall(ram_write(type), {builder.getInt32(field), row,
                                                   store.getValueOperand(), condition});
            } else {
              Value* const target = at(builder, place.base, offset);
              Value* const old = builder.CreateLoad(type, target);
              builder.CreateStore(builder.CreateSelect(condition, store.getValueOperand(), old),
                                  target);
            }
          });
    store.eraseFromParent();
  }

  // Whether an access to it cannot stay as it is.
  bool touches(Value* pointer, const Instruction& access) {
    const Place place = place_of(pointer, access);
    return ram(place.base) != nullptr || place.varies();
  }

  // The integers in the `size` octets from where a pointer points, if they begin and end with whole
  // ones: neighbouring fields are copied together. None where only padding stands.
  std::optional<std::vector<Leaf>> leaves_at(Value* pointer, std::uint64_t size,
                                             const Instruction& access) {
    const Place place = place_of(pointer, access);
    Type* type = nullptr;
    if (auto* const local = dyn_cast<AllocaInst>(place.base)) type = local->getAllocatedType();
    if (auto* const global = dyn_cast<GlobalVariable>(place.base)) type = global->getValueType();
    std::uint64_t rest = place.offset;
    for (const Index& index : place.indices)
      if (index.variable == nullptr && !index.row)
        rest -= static_cast<std::uint64_t>(index.constant) * index.step;
    // Down to the smallest type that holds them all.
    while (layout_.getTypeAllocSize(type) != size || rest != 0) {
      if (auto* const array = dyn_cast<ArrayType>(type)) {
        if (rest + size > layout_.getTypeAllocSize(array->getElementType())) return std::nullopt;
        type = array->getElementType();
      } else if (auto* const record = dyn_cast<StructType>(type)) {
        const StructLayout* const fields = layout_.getStructLayout(record);
        if (rest >= fields->getSizeInBytes()) return std::nullopt;
        const unsigned field = fields->getElementContainingOffset(rest);
        Type* const inner = record->getElementType(field);
        const std::uint64_t at = fields->getElementOffset(field);
        if (rest + size > at + layout_.getTypeAllocSize(inner)) break;
        rest -= at;
        type = inner;
      } else {
        return std::nullopt;
      }
    }
    std::vector<Leaf> leaves;
    for (Leaf leaf : leaves_of(type, layout_)) {
      const std::uint64_t end = leaf.offset + layout_.getTypeStoreSize(leaf.type);
      if (end <= rest || leaf.offset >= rest + size) continue;
      if (leaf.offset < rest || end > rest + size) return std::nullopt;
      leaf.offset -= static_cast<unsigned>(rest);
      leaves.push_back(leaf);
    }
    return leaves;
  }

  void lower_copy(MemIntrinsic& copy) {
    auto* const transfer = dyn_cast<MemTransferInst>(&copy);
    const bool concerns = touches(copy.getRawDest(), copy) ||
                          (transfer != nullptr && touches(transfer->getRawSource(), copy));
    if (!concerns) return;
    const auto* const length = dyn_cast<ConstantInt>(copy.getLength());
    if (length == nullptr) throw hlsc::Error(copy, "a copy of a length that is not constant");
    const std::uint64_t size = length->getZExtValue();
    // Those of a RAM, since it cannot be taken apart otherwise.
    const bool to_ram = ram(place_of(copy.getRawDest(), copy).base) != nullptr;
    std::optional<std::vector<Leaf>> leaves;
    if (transfer != nullptr && !to_ram) leaves = leaves_at(transfer->getRawSource(), size, copy);
    if (!leaves) leaves = leaves_at(copy.getRawDest(), size, copy);
    if (!leaves) throw hlsc::Error(copy, "this copy is not of whole elements");
    IRBuilder<> builder(&copy);
    SmallVector<std::pair<Value*, Leaf>> values;
    for (const Leaf& leaf : *leaves) {
      Value* value = nullptr;
      if (transfer != nullptr) {
        value = builder.CreateLoad(leaf.type, at(builder, transfer->getRawSource(), leaf.offset));
      } else {
        const auto* const octet = dyn_cast<ConstantInt>(cast<MemSetInst>(copy).getValue());
        if (octet == nullptr)
          throw hlsc::Error(copy, "memory is set to a value that is not constant");
        value = builder.getInt(APInt::getSplat(leaf.type->getIntegerBitWidth(), octet->getValue()));
      }
      values.emplace_back(value, leaf);
    }
    for (const auto& [value, leaf] : values)
      builder.CreateStore(value, at(builder, copy.getRawDest(), leaf.offset));
    copy.eraseFromParent();
  }

  Function& firing_;
  Module& module_;
  const DataLayout& layout_;
  const Directives& directives_;
  Memory& memory_;
  std::map<std::tuple<const GlobalVariable*, std::string, unsigned>, std::uint32_t> fields_;
};

}  // namespace

void lower_arrays(Function& firing, const Directives& directives, Memory& memory) {
  Lowering(firing, directives, memory).run();
}

}  // namespace hlsc
