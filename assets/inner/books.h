// What a shelf has to remember and cannot derive from its files, in state.db: accepted serials, which
// editions are kept and complete, roots, the floor, validators, months. Each fact carries a digest of its
// own, because a flipped bit within a row is nothing that SQLite would see. All of them are in memory too, so
// that a database that turns out damaged is put aside and written anew. One thread.
#pragma once

#include "assets/inner/sqlite.h"

#include <map>
#include <optional>
#include <vector>

namespace sheaf::assets {

class Books {
public:
  /// Makes it where there is none; a damaged one is put aside as state.db.damaged. Errors: full, transient,
  /// refused.
  static Result<Books> open(const std::string &path);

  /// Facts may be missing: there was no database, or it was damaged.
  [[nodiscard]] bool incomplete() const { return incomplete_; }
  [[nodiscard]] std::optional<std::string> get(const std::string &key) const;
  /// Those whose key begins with `prefix`: the rest of the key, and the value.
  [[nodiscard]] std::map<std::string, std::string> all(const std::string &prefix) const;

  struct Change {
    std::string key;
    std::optional<std::string> value; // nothing: the fact goes
  };
  /// All or nothing, durable when it returns. What is so already is not written.
  Result<void> write(std::vector<Change> changes);

private:
  Books(Database db, std::string path) : db_(std::move(db)), path_(std::move(path)) {}
  Result<void> load();
  Result<void> store(const std::vector<Change> &changes);
  Result<void> begin_anew();
  Database db_;
  std::string path_;
  std::map<std::string, std::string> facts_;
  bool incomplete_ = false;
};

}
