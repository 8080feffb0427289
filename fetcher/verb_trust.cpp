// sheaf trust init: whose signatures hold on this screen. There is no trust on first use: a person compares.
#include "fetcher/inner/verbs.h"

#include "board/files.h"
#include "board/help.h"
#include "playlist/head.h"

#include <cstdio>
#include <filesystem>
#include <iostream>

namespace sheaf::fetcher {
namespace {

void introduce(const assets::TrustedRoot &root) {
  std::printf("Văn bản gốc số %llu / Root document number %llu\n",
              static_cast<unsigned long long>(root.root.version),
              static_cast<unsigned long long>(root.root.version));
  for (const auto &id : root.root.root_keys) {
    auto key = root.root.keys.find(id);
    if (key == root.root.keys.end()) continue;
    auto name = key->second.name;
    for (auto &c : name)
      if (static_cast<unsigned char>(c) < 32 || c == 127)
        c = ' '; // a name must not draw a fingerprint of its own
    std::printf("  %s  %s\n", id.c_str(), name.c_str());
  }
  std::printf("Dấu vân tay / Fingerprint\n  %s\n", assets::fingerprint(root.digest).c_str());
}

Result<void> ask() {
  if (!::isatty(STDIN_FILENO))
    return fail(
        ErrorKind::unsupported,
        "nobody can be asked here: give the fingerprint that the office has told, with --fingerprint");
  std::printf(
      "Có khớp với dấu vân tay của văn phòng không? / Is it the one that the office has told you? [c/y/N] ");
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "c" || answer == "C" || answer == "y" || answer == "Y") return {};
  return fail(ErrorKind::refused, "nothing was changed");
}

Result<void> compare(const assets::TrustedRoot &root, const std::string &told) {
  if (told.empty()) return ask();
  auto digest = assets::parse_fingerprint(told);
  if (!digest) return fail(digest.error());
  if (*digest == root.digest) return {};
  return fail(ErrorKind::refused,
              "the fingerprint is another: this root is not the office's, and nothing was changed");
}

Result<std::string> place(const std::string &config_file) {
  auto config = board::read_screen_config(config_file);
  if (!config && config.error().kind != ErrorKind::absent) return fail(config.error());
  return config ? config->root : board::default_screen_config(config_file).root;
}

Result<void> install(const std::string &path, const assets::TrustedRoot &root) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  return board::write_whole(path, root.document, board::Durable::yes);
}

}

int trust(std::span<const char *const> arguments) {
  auto words = parse_words(arguments, {"--fingerprint", "--config"}, {});
  if (!words) return complain("trust", words.error(), 2);
  if (words->has("--help")) return board::tell_help("trust");
  if (words->names.size() != 2 || words->names[0] != "init")
    return complain(
        "trust", {ErrorKind::unsupported, "say 'sheaf trust init ROOT', with the file of the root document"},
        2);
  auto document = board::read_whole(words->names[1], Bytes{playlist::most_root});
  if (!document) return complain("trust", document.error(), 2);
  auto root = assets::first_root(*document);
  if (!root)
    return complain("trust", root.error().in("'" + words->names[1] + "' is not the office's root document"),
                    1);
  introduce(*root);
  if (auto same = compare(*root, words->value("--fingerprint")); !same)
    return complain("trust", same.error(), same.error().kind == ErrorKind::unsupported ? 2 : 1);
  auto path = place(config_path(*words));
  auto done = path ? install(*path, *root) : Result<void>(fail(path.error()));
  if (!done) return complain("trust", done.error(), 1);
  std::printf("Đã lưu / Kept in %s\n", path->c_str());
  return 0;
}

}
