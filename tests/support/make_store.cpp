// make_store PLACE COMMAND...: an office, a screen and its store in a folder, for scenes. The office's keys
// are kept in PLACE/office between two calls. Commands, each a word:
//
//   item:ID:LANGUAGE=FILE[,LANGUAGE=FILE...][:KEY=VALUE...]   an item; keys: still (s), fade (ms), fit,
//   volume,
//                                                             evergreen, theme, film
//   withdraw:FILE       the blob that FILE is
//   stop                until far away
//   screen:ID:KEY=VALUE...   this screen's row; keys: name, contact, help, orientation, languages (a+b)
//   channel:NAME serial:N expires:SECONDS activate:SECONDS (from 2026-01-01) incomplete many:N:FILE
//
// A call publishes one whole edition into PLACE/store, as sheaf-fetch would have left it.
#include "assets/sha256.h"
#include "assets/store_files.h"
#include "tests/support/office.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace sheaf;
using namespace sheaf::testing;

namespace {

std::vector<std::string> split(const std::string &text, char at) {
  std::vector<std::string> parts(1);
  for (char c : text)
    if (c == at)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

std::pair<std::string, std::string> pair_of(const std::string &text) {
  auto at = text.find('=');
  return {text.substr(0, at), at == std::string::npos ? "" : text.substr(at + 1)};
}

class Maker {
public:
  explicit Maker(std::string place) : place_(std::move(place)) { remember(); }

  void command(const std::string &word) {
    auto parts = split(word, ':');
    const auto &what = parts[0];
    if (what == "item") return item(parts);
    if (what == "screen") return screen(parts);
    if (what == "many") return many(std::stoul(parts.at(1)), read_file(parts.at(2)));
    if (what == "withdraw")
      office_.manifest.withdrawn.push_back({assets::sha256(read_file(parts.at(1))), "a test", instant()});
    if (what == "stop") office_.head.stop = playlist::Stop{instant(200'000'000), "a test"};
    if (what == "channel") office_.head.channel = parts.at(1);
    if (what == "expires") office_.head.expires = instant(std::stol(parts.at(1)));
    if (what == "activate") office_.head.activate_at = instant(std::stol(parts.at(1)));
    if (what == "serial") office_.head.serial = std::stoul(parts.at(1));
    if (what == "incomplete") complete_ = false;
  }

  void publish() {
    auto p = office_.fill_store(place_ + "/store", complete_);
    write_file(place_ + "/office/serial", std::to_string(office_.head.serial));
    std::printf("%s %s\n", p.digest.hex().c_str(), p.head.manifest.hex().c_str());
  }

private:
  /// The same keys at each call, and the next serial.
  void remember() {
    auto file = [&](const char *name) { return place_ + "/office/" + name; };
    if (std::filesystem::exists(file("publisher"))) {
      auto key = assets::SecretKey::read(read_file(file("publisher")), std::nullopt);
      auto root_key = assets::SecretKey::read(read_file(file("root_key")), std::nullopt);
      if (!key || !root_key) throw std::runtime_error("the office's keys cannot be read");
      office_.publisher = std::make_shared<const assets::SecretKey>(std::move(*key));
      office_.root_key = std::make_shared<const assets::SecretKey>(std::move(*root_key));
      office_.signers = {office_.publisher};
      office_.root_documents = {read_file(place_ + "/root")};
      office_.head.serial = std::stoul(read_file(file("serial")));
      return;
    }
    write_file(file("publisher"), *office_.publisher->write(std::nullopt));
    write_file(file("root_key"), *office_.root_key->write(std::nullopt));
    write_file(place_ + "/root", office_.root_documents.front());
  }

  void item(const std::vector<std::string> &parts) {
    playlist::Item item;
    item.id = item.source = parts.at(1);
    for (auto &blob : split(parts.at(2), ',')) {
      auto [language, file] = pair_of(blob);
      item.blobs[language] = office_.add_blob(read_file(file));
    }
    for (std::size_t i = 3; i < parts.size(); ++i) wish(item, pair_of(parts[i]));
    office_.manifest.items.push_back(std::move(item));
  }

  static void wish(playlist::Item &item, const std::pair<std::string, std::string> &said) {
    auto &[key, value] = said;
    if (key == "still") item.duration = from_seconds(std::stod(value));
    if (key == "fade") item.fade = std::chrono::milliseconds(std::stol(value));
    if (key == "fit")
      item.fit = value == "cover" ? Fit::cover : value == "stretch" ? Fit::stretch : Fit::contain;
    if (key == "volume") item.volume = std::stoi(value);
    if (key == "evergreen") item.evergreen = true;
    if (key == "theme") item.theme = value;
    if (key == "film") item.kind = playlist::ItemKind::film;
  }

  void screen(const std::vector<std::string> &parts) {
    playlist::Screen s;
    s.id = parts.at(1);
    for (std::size_t i = 2; i < parts.size(); ++i) {
      auto [key, value] = pair_of(parts[i]);
      if (key == "name") s.name = value;
      if (key == "contact") s.contact = value;
      if (key == "help") s.help_url = value;
      if (key == "orientation") s.orientation = std::stoi(value);
      if (key == "languages") s.languages = split(value, '+');
    }
    office_.manifest.screens.push_back(s);
  }

  /// Items of one and the same picture each: all blobs differ by what follows the picture.
  void many(std::size_t count, const std::string &picture) {
    for (std::size_t i = 0; i < count; ++i) {
      playlist::Item item;
      item.id = item.source = "many-" + std::to_string(i);
      item.title["vi"] = "Hình số " + std::to_string(i) + " của một bộ rất lớn";
      item.title["en"] = "Picture " + std::to_string(i) + " of a very large set";
      item.tags = {"hall", "school"};
      item.blobs["und"] = office_.add_blob(picture + std::to_string(i));
      office_.manifest.items.push_back(std::move(item));
    }
  }

  std::string place_;
  Office office_;
  bool complete_ = true;
};

}

int main(int argc, char **argv) try {
  if (argc < 2) return std::fputs("usage: make_store PLACE COMMAND...\n", stderr), 2;
  Maker maker(argv[1]);
  for (int i = 2; i < argc; ++i) maker.command(argv[i]);
  maker.publish();
  return 0;
} catch (const std::exception &e) {
  std::fprintf(stderr, "make_store: %s\n", e.what());
  return 1;
}
