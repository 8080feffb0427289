// shelf_loop FOLDER SERIAL: opens the store in FOLDER and syncs one edition after another, from SERIAL on,
// until it is killed. The root lies in FOLDER/root. What is promised goes to standard output, a line each, in
// one write: "accepted SERIAL", "blob HEX", "complete SERIAL". Every edition shares blobs with the one
// before.
#include "board/files.h"
#include "tests/support/shelf_fixture.h"

#include <cstdio>

using namespace sheaf;
using namespace sheaf::testing::shelf;

namespace {

void say(const std::string &line) {
  auto whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::exit(3);
}

// The key is in the folder as well: the signatures are those of the same office after every kill.
ShelfOffice office_in(const std::string &folder) {
  return ShelfOffice(must(board::read_whole(folder + "/key", 64_KiB)));
}

void sync_telling(assets::Shelf &shelf, const Publication &p) {
  must(accept(shelf, p));
  say("accepted " + std::to_string(p.head.serial));
  for (auto &needed : must(shelf.plan(p.head.channel))) {
    must(receive(shelf, needed, p.blobs.at(needed.blob), 50'000));
    say("blob " + needed.blob.hex());
  }
  if (must(shelf.complete(p.head.channel))) say("complete " + std::to_string(p.head.serial));
}

void loop(const std::string &folder, std::uint64_t serial) {
  auto office = office_in(folder);
  auto shelf = must(assets::Shelf::open({folder + "/store"}, office.root(), {64ull << 20, 0}));
  say("open");
  for (int i = 0; i < 10'000; ++i, ++serial) sync_telling(*shelf, office.publish(serial, items_of(serial)));
}

}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  try {
    loop(argv[1], std::strtoull(argv[2], nullptr, 10));
  } catch (const std::exception &e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
