#include "assets/inner/books.h"

#include "assets/inner/put_aside.h"
#include "assets/sha256.h"
#include "board/log.h"

namespace sheaf::assets {
namespace {

constexpr auto books_schema = "PRAGMA locking_mode=EXCLUSIVE;"
                              "CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT, sum TEXT) "
                              "WITHOUT ROWID;";

std::string sum_of(const std::string &key, const std::string &value) {
  return sha256(key + '\n' + value).hex();
}

Result<void> put(Database &db, const std::string &key, const std::string &value) {
  auto row = db.prepare("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)");
  if (!row) return fail(row.error());
  auto done = row->bind(1, key).bind(2, value).bind(3, sum_of(key, value)).step();
  if (!done) return fail(done.error());
  return {};
}

Result<void> drop(Database &db, const std::string &key) {
  auto row = db.prepare("DELETE FROM facts WHERE key = ?");
  if (!row) return fail(row.error());
  auto done = row->bind(1, key).step();
  if (!done) return fail(done.error());
  return {};
}

}

Result<Books> Books::open(const std::string &path) {
  auto db = Database::open(path, books_schema);
  if (db) {
    Books books(std::move(*db), path);
    auto loaded = books.load();
    books.incomplete_ =
        books.incomplete_ || books.facts_.empty(); // a new one, or one that was cut to nothing
    if (loaded) return books;
    db = fail(loaded.error());
  }
  // A disk that cannot be read where this lies may be so for ever: that is damage too.
  if (db.error().kind == ErrorKind::full || db.error().kind == ErrorKind::refused) return fail(db.error());
  board::log(board::Level::warning, db.error().text + "; it is put aside and made anew from what is signed");
  auto aside = put_aside(path);
  if (!aside) return fail(aside.error());
  auto fresh = Database::open(path, books_schema);
  if (!fresh) return fail(fresh.error());
  Books books(std::move(*fresh), path);
  books.incomplete_ = true;
  return books;
}

// A row that is not what was written is left out, and the others stand.
Result<void> Books::load() {
  auto rows = db_.prepare("SELECT key, value, sum FROM facts");
  if (!rows) return fail(rows.error());
  while (true) {
    auto more = rows->step();
    if (!more) return fail(more.error());
    if (!*more) return {};
    auto key = rows->text(0), value = rows->text(1);
    if (rows->text(2) == sum_of(key, value))
      facts_.emplace(key, value);
    else
      incomplete_ = true;
  }
}

std::optional<std::string> Books::get(const std::string &key) const {
  auto found = facts_.find(key);
  return found == facts_.end() ? std::nullopt : std::optional(found->second);
}

std::map<std::string, std::string> Books::all(const std::string &prefix) const {
  std::map<std::string, std::string> found;
  for (auto i = facts_.lower_bound(prefix); i != facts_.end() && i->first.starts_with(prefix); ++i)
    found.emplace(i->first.substr(prefix.size()), i->second);
  return found;
}

Result<void> Books::write(std::vector<Change> changes) {
  std::erase_if(changes, [this](const Change &c) { return get(c.key) == c.value; });
  if (changes.empty()) return {};
  auto written = store(changes);
  if (!written && written.error().kind == ErrorKind::corrupt) {
    written = begin_anew();
    if (written) written = store(changes);
  }
  if (!written) return written;
  for (auto &c : changes) {
    facts_.erase(c.key);
    if (c.value) facts_.emplace(c.key, *c.value);
  }
  return {};
}

Result<void> Books::store(const std::vector<Change> &changes) {
  return db_.transact([&]() -> Result<void> {
    for (auto &c : changes) {
      auto done = c.value ? put(db_, c.key, *c.value) : drop(db_, c.key);
      if (!done) return done;
    }
    return {};
  });
}

// All that it said is known here still.
Result<void> Books::begin_anew() {
  board::log(board::Level::warning, "'" + path_ + "' is damaged; it is put aside and written anew");
  auto aside = put_aside(path_);
  if (!aside) return aside;
  auto fresh = Database::open(path_, books_schema);
  if (!fresh) return fail(fresh.error());
  db_ = std::move(*fresh);
  std::vector<Change> everything;
  for (auto &[key, value] : facts_) everything.push_back({key, value});
  return store(everything);
}

}
