#include "frontend/layout.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/RecordLayout.h>

#include "frontend/types.hpp"

namespace hlsc {
namespace {

// Takes a type apart into its numbers.
class Flattening {
 public:
  Flattening(const clang::ASTContext& context, Payload& payload)
      : context_(context), payload_(payload) {}

  void add(clang::QualType type, unsigned offset, const std::string& name,
           const std::string& signal) {
    type = type.getCanonicalType();
    const auto octets = static_cast<unsigned>(context_.getTypeSizeInChars(type).getQuantity());
    if (const auto* const number = specialization(type, "ap_detail::ap_int_base")) {
      const auto& arguments = number->getTemplateArgs();
      const auto width = static_cast<unsigned>(arguments[0].getAsIntegral().getZExtValue());
      const bool is_signed = arguments[1].getAsIntegral().getBoolValue();
      payload_.fields.push_back({name, offset, octets, width, is_signed, signal});
    } else if (type->isIntegralOrEnumerationType()) {
      const unsigned width = type->isBooleanType() ? 1 : context_.getIntWidth(type);
      payload_.fields.push_back(
          {name, offset, octets, width, type->isSignedIntegerOrEnumerationType(), signal});
    } else if (const auto* const array = context_.getAsConstantArrayType(type)) {
      const clang::QualType element = array->getElementType();
      const auto step = static_cast<unsigned>(context_.getTypeSizeInChars(element).getQuantity());
      for (unsigned i = 0; i < array->getZExtSize(); ++i)
        add(element, offset + i * step, name + "[" + std::to_string(i) + "]", signal);
    } else if (const auto* const record = type->getAsCXXRecordDecl()) {
      add_record(*record, type, offset, name, signal);
    } else {
      payload_.unsupported = "'" + name + "' of type '" + type.getAsString() + "'";
    }
  }

 private:
  void add_record(const clang::CXXRecordDecl& record, clang::QualType type, unsigned offset,
                  const std::string& name, const std::string& signal) {
    if (record.isUnion() || record.isPolymorphic() || record.getNumVBases() != 0) {
      payload_.unsupported = "'" + name + "' of type '" + type.getAsString() + "'";
      return;
    }
    const clang::ASTRecordLayout& layout = context_.getASTRecordLayout(&record);
    for (const clang::CXXBaseSpecifier& base : record.bases()) {
      const clang::CharUnits at = layout.getBaseClassOffset(base.getType()->getAsCXXRecordDecl());
      if (!base.getType()->getAsCXXRecordDecl()->isEmpty())
        add(base.getType(), offset + static_cast<unsigned>(at.getQuantity()), name, signal);
    }
    const bool beat = specialization(type, "hls::axis") != nullptr;
    if (beat && !name.empty())
      payload_.unsupported = "'" + name + "' of type '" + type.getAsString() + "' within a struct";
    for (const clang::FieldDecl* const field : record.fields()) {
      const auto* const inner = field->getType()->getAsCXXRecordDecl();
      if (inner != nullptr && inner->isEmpty()) continue;
      const std::string field_name = field->getNameAsString();
      std::string inner_name = name;
      if (!name.empty()) inner_name += '.';
      inner_name += field_name;
      if (field->isBitField()) payload_.unsupported = "bit-field '" + field_name + "'";
      add(field->getType(),
          offset + static_cast<unsigned>(layout.getFieldOffset(field->getFieldIndex()) / 8),
          inner_name, beat ? "T" + llvm::StringRef(field_name).upper() : signal);
    }
  }

  const clang::ASTContext& context_;
  Payload& payload_;
};

}  // namespace

unsigned Payload::width() const {
  unsigned width = 0;
  for (const Field& field : fields) width += field.width;
  return width;
}

Payload payload_of(const clang::ASTContext& context, clang::QualType type) {
  Payload payload;
  payload.octets = static_cast<unsigned>(context.getTypeSizeInChars(type).getQuantity());
  Flattening(context, payload).add(type, 0, "", "TDATA");
  if (payload.fields.empty() && payload.unsupported.empty())
    payload.unsupported = "'" + type.getAsString() + "', no bits at all";
  return payload;
}

}  // namespace hlsc
