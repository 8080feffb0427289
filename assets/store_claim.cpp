#include "assets/store_claim.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::assets {
namespace {

namespace fs = std::filesystem;

template<typename Test> bool any_in(const fs::path &folder, Test test) {
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (test(i->path())) return true;
  return false;
}

bool has_digest(const fs::path &file) { return Digest::parse(file.stem().string()).has_value(); }

// One is enough: a store whose books are lost is made anew from what is signed. The player, too, may have
// been first.
bool is_marked(const StoreFiles &files) {
  const RunFiles run{files.folder + "/run"};
  std::error_code error;
  for (auto &file : {files.lock(), files.state_db(), files.serials(), files.current(), files.plays_db(),
                     files.cursor(0), files.cursor(1), run.play(), run.fetch()})
    if (fs::is_regular_file(file, error)) return true;
  return any_in(files.editions(), has_digest) ||
         any_in(files.blobs(), [](auto &folder) { return any_in(folder, has_digest); });
}

bool is_nobodys(const StoreFiles &files, const fs::path &entry) {
  std::error_code error;
  if (entry.filename() == "lost+found") return true; // of a file system of its own
  // A player that was first; nothing in it is deleted but play records.
  if (entry.filename() == "run") return fs::is_directory(entry, error);
  auto own = {files.blobs(), files.incoming(), files.editions(), files.roots()};
  return std::find(own.begin(), own.end(), entry) != own.end() && fs::is_directory(entry, error) &&
         fs::is_empty(entry, error);
}

}

Result<void> may_be_store(const StoreFiles &files) {
  if (is_marked(files)) return {};
  std::error_code error;
  for (fs::directory_iterator i(files.folder, error), end; !error && i != end; i.increment(error))
    if (!is_nobodys(files, i->path()))
      return fail(ErrorKind::refused,
                  "the folder '" + files.folder + "' is in use for something else (there is '" +
                      i->path().filename().string() +
                      "'), and a store deletes what is not its own: name an empty folder as the store, or "
                      "one that is not there yet");
  if (error) return fail(ErrorKind::transient, "cannot list '" + files.folder + "': " + error.message());
  return {};
}

}
