/// \file
/// Faults. Expected outcomes (a full table, an absent entry) are values, never exceptions.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace espial {

/// Base of everything the library throws. `what()` reads "WHAT: WHY".
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An argument that makes no sense: a malformed address, an unknown name, a number out of range.
class InvalidArgument : public Error {
 public:
  using Error::Error;
};

/// A file that cannot be read or written, or whose content is not what it should be.
class FileError : public Error {
 public:
  /// \param file the path as the user gave it \param why what is wrong, and where in the file
  FileError(std::string file, const std::string& why)
      : Error(file + ": " + why), file_(std::move(file)) {}
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::string file_;
};

/// A device that cannot be opened, or whose answers do not fit this library.
class DeviceError : public Error {
 public:
  DeviceError(std::string device, const std::string& why)
      : Error("device " + device + ": " + why), device_(std::move(device)) {}
  [[nodiscard]] const std::string& device() const { return device_; }

 private:
  std::string device_;
};

/// A device that did not answer within its budget, or that can never answer (a deadlock).
class DeviceTimeout : public DeviceError {
 public:
  using DeviceError::DeviceError;
};

}  // namespace espial
