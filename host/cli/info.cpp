#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "command.hpp"
#include "espial/device.hpp"
#include "options.hpp"

namespace espial::cli {

int info(const Arguments& arguments) {
  po::options_description options("Options");
  options.add_options()                          //
      ("device,d", device_value(), device_help)  //
      ("format", po::value<std::string>()->value_name("FORMAT")->default_value("text"),
       "text, json")  //
      ("help,h", "this text");
  const po::variables_map values = parse(arguments, options, "");
  if (values.count("help") != 0) {
    std::cout
        << "usage: espial info [OPTION]...\n\nSays what a device is: its geometry and versions.\n\n"
        << options;
    finish_output();
    return 0;
  }
  const auto format = values["format"].as<std::string>();
  if (format != "text" && format != "json") {
    throw UsageError(fmt::format("--format '{}': there are text and json", format));
  }

  const Device device = Device::open(values["device"].as<std::string>());
  const Identity& identity = device.identity();
  if (format == "json") {
    std::cout << boost::json::object{{"device", device.name()},
                                     {"version", version()},
                                     {"interface_version", identity.interface_version},
                                     {"capacity_sessions", identity.capacity_sessions},
                                     {"index_slots", identity.index_slots},
                                     {"capacity_sas", identity.capacity_sas},
                                     {"tag_bits", identity.tag_bits}}
              << '\n';
  } else {
    std::cout << fmt::format("device              {}\n", device.name())
              << fmt::format("version             {}\n", version())
              << fmt::format("interface version   {}\n", identity.interface_version)
              << fmt::format("capacity            {} sessions, {} SAs\n",
                             identity.capacity_sessions, identity.capacity_sas)
              << fmt::format("index               {} slots, {} bits of tag\n", identity.index_slots,
                             identity.tag_bits);
  }
  finish_output();
  return 0;
}

}  // namespace espial::cli
