// make_tree PLACE TREE COMMAND...: an office that publishes whatever it is told, without looking into it:
// quick, and as much as is wanted. The office's keys are kept in PLACE/office between two calls, its root is
// PLACE/root.
//
//   noise:ID:BYTES:SEED   an item of bytes that look random, the same for the same seed
//   many:N:FILE[:MS]      N items, each a blob of its own: FILE, and a number after it; each stays MS (1000)
//   channel:NAME poll:SECONDS
//
// A call publishes one edition into TREE (a folder); its serial goes to standard output.
#include "tests/support/office.h"

#include <cstdio>
#include <filesystem>
#include <stdexcept>

using namespace sheaf;
using namespace sheaf::testing;

namespace {

std::vector<std::string> split(const std::string &text) {
  std::vector<std::string> parts(1);
  for (char c : text)
    if (c == ':')
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

void many(Office &office, std::size_t count, const std::string &picture, std::chrono::milliseconds each) {
  for (std::size_t i = 0; i < count; ++i) {
    auto number = std::to_string(i);
    auto &item = office.add_item("many-" + number, picture + number);
    item.title = {{"vi", "Hình số " + number + " của một bộ rất lớn"}, {"en", "Picture " + number}};
    item.duration = each;
  }
}

void obey(Office &office, const std::string &word) {
  auto parts = split(word);
  const auto &what = parts[0];
  if (what == "noise")
    office.add_item(parts.at(1),
                    noise(std::stoul(parts.at(2)), static_cast<unsigned>(std::stoul(parts.at(3)))));
  else if (what == "many")
    many(office, std::stoul(parts.at(1)), read_file(parts.at(2)),
         std::chrono::milliseconds(parts.size() > 3 ? std::stol(parts[3]) : 1000));
  else if (what == "channel")
    office.head.channel = parts.at(1);
  else if (what == "poll")
    office.head.poll_s = static_cast<std::uint32_t>(std::stoul(parts.at(1)));
  else
    throw std::runtime_error("what is '" + word + "'?");
}

/// The same key at each call, and the next serial.
void remember(Office &office, const std::string &place) {
  auto file = [&](const char *name) { return place + "/office/" + name; };
  if (!std::filesystem::exists(file("publisher"))) {
    write_file(file("publisher"), *office.publisher->write(std::nullopt));
    write_file(place + "/root", office.root_documents.front());
    return;
  }
  auto key = assets::SecretKey::read(read_file(file("publisher")), std::nullopt);
  if (!key) throw std::runtime_error(key.error().text);
  office.publisher = std::make_shared<const assets::SecretKey>(std::move(*key));
  office.signers = {office.publisher};
  office.root_documents = {read_file(place + "/root")};
  office.head.serial = std::stoul(read_file(file("serial")));
}

}

int main(int argc, char **argv) try {
  if (argc < 3) return std::fputs("usage: make_tree PLACE TREE COMMAND...\n", stderr), 2;
  Office office;
  std::string place = argv[1];
  remember(office, place);
  for (int i = 3; i < argc; ++i) obey(office, argv[i]);
  auto published = office.publish(argv[2]);
  write_file(place + "/office/serial", std::to_string(office.head.serial));
  std::printf("%llu\n", static_cast<unsigned long long>(published.head.serial));
  return 0;
} catch (const std::exception &e) {
  std::fprintf(stderr, "make_tree: %s\n", e.what());
  return 1;
}
