// SQLite in a few lines: a database and a statement that are closed once, and errors as values. Used by
// sheaf_shelf alone. One thread.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace sheaf::assets {

/// SQLite's answers as ours: full (disk or memory), refused (another program has it open), transient (the
/// disk failed); everything else is corrupt: our own SQL is fixed, so what SQLite does not like lies in the
/// file.
inline tl::unexpected<Error> sql_error(int code, const std::string &what) {
  auto kind = ErrorKind::corrupt;
  auto family = code & 0xff;
  if (family == SQLITE_FULL || family == SQLITE_NOMEM) kind = ErrorKind::full;
  if (family == SQLITE_BUSY || family == SQLITE_LOCKED) kind = ErrorKind::refused;
  if (family == SQLITE_IOERR) kind = ErrorKind::transient;
  return fail(kind, what + ": " + ::sqlite3_errstr(code));
}

class Database {
public:
  /// Durable when a transaction returns; checked for damage. With FULL, a journal that was removed may be
  /// there again after a power cut, and would take the transaction back; EXTRA syncs its folder
  /// (sqlite.org/pragma.html#pragma_synchronous).
  static Result<Database> open(const std::string &path, const char *schema) {
    auto db = connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!db) return db;
    auto ready = db->run("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;");
    if (ready) ready = db->quick_check();
    if (ready) ready = db->run(schema);
    if (!ready) return fail(ready.error());
    return db;
  }
  /// One that another program writes; nothing is made or changed.
  static Result<Database> open_to_read(const std::string &path) {
    auto db = connect(path, SQLITE_OPEN_READONLY);
    if (!db) return db;
    if (auto ready = db->quick_check(); !ready) return fail(ready.error());
    return db;
  }

  Result<void> run(const char *sql) {
    auto code = ::sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return sql_error(code, "'" + path_ + "'");
    return {};
  }

  class Statement {
  public:
    Statement &bind(int at, std::string_view text) {
      ::sqlite3_bind_text(raw_.get(), at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
      return *this;
    }
    Statement &bind(int at, std::int64_t number) {
      ::sqlite3_bind_int64(raw_.get(), at, number);
      return *this;
    }
    /// True where there is a row; after the last one it can be bound and stepped again.
    Result<bool> step() {
      auto code = ::sqlite3_step(raw_.get());
      if (code == SQLITE_ROW) return true;
      ::sqlite3_reset(raw_.get());
      if (code != SQLITE_DONE) return sql_error(code, "'" + path_ + "'");
      return false;
    }
    [[nodiscard]] std::string text(int column) const {
      auto *bytes = static_cast<const char *>(::sqlite3_column_blob(raw_.get(), column));
      auto size = static_cast<std::size_t>(::sqlite3_column_bytes(raw_.get(), column));
      return bytes == nullptr ? std::string() : std::string(bytes, size);
    }
    [[nodiscard]] std::int64_t number(int column) const { return ::sqlite3_column_int64(raw_.get(), column); }

  private:
    friend class Database;
    Statement(sqlite3_stmt *raw, std::string path) : raw_(raw, ::sqlite3_finalize), path_(std::move(path)) {}
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt *)> raw_;
    std::string path_;
  };

  Result<Statement> prepare(const char *sql) {
    sqlite3_stmt *raw = nullptr;
    auto code = ::sqlite3_prepare_v2(db_.get(), sql, -1, &raw, nullptr);
    if (code != SQLITE_OK) return sql_error(code, "'" + path_ + "'");
    return Statement(raw, path_);
  }

  /// Runs `work` in one transaction: all of it or nothing.
  template<class Work> Result<void> transact(Work &&work) {
    auto done = run("BEGIN IMMEDIATE");
    if (!done) return done;
    done = work();
    if (done) done = run("COMMIT");
    if (!done) (void)run("ROLLBACK"); // where SQLite has not done so by itself
    return done;
  }

  [[nodiscard]] int changes() const { return ::sqlite3_changes(db_.get()); }

private:
  Database(sqlite3 *raw, std::string path) : db_(raw, ::sqlite3_close), path_(std::move(path)) {}

  static Result<Database> connect(const std::string &path, int flags) {
    sqlite3 *raw = nullptr;
    auto code = ::sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    Database db(raw, path);
    if (code != SQLITE_OK) return sql_error(code, "'" + path + "'");
    ::sqlite3_busy_timeout(raw, 5000);
    auto ready = db.run("PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF;");
    if (!ready) return fail(ready.error());
    return db;
  }

  Result<void> quick_check() {
    auto check = prepare("PRAGMA quick_check(1)");
    if (!check) return fail(check.error());
    auto row = check->step();
    if (!row) return fail(row.error());
    if (!*row || check->text(0) != "ok") return fail(ErrorKind::corrupt, "'" + path_ + "' is damaged");
    return {};
  }

  std::unique_ptr<sqlite3, int (*)(sqlite3 *)> db_;
  std::string path_;
};

}
