#include "assets/plays.h"

#include "assets/inner/put_aside.h"
#include "assets/inner/sqlite.h"
#include "board/files.h"
#include "board/log.h"

#include <algorithm>
#include <filesystem>

namespace sheaf::assets {
namespace {

namespace fs = std::filesystem;

// `taken`: how far a segment was taken in, and the first bytes of it, so that another one under the same name
// is not taken for it. `seen` keeps no record twice, wherever it comes from.
constexpr auto plays_schema = R"(
CREATE TABLE IF NOT EXISTS plays (boot TEXT, sequence INTEGER, start_ms INTEGER, channel TEXT, item TEXT,
  theme TEXT, presented_ms INTEGER, record TEXT, PRIMARY KEY (boot, sequence)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_start ON plays (start_ms);
CREATE TABLE IF NOT EXISTS taken (segment TEXT PRIMARY KEY, bytes INTEGER, beginning TEXT) WITHOUT ROWID;
)";
constexpr Bytes most_segment{64ull << 20}; // one that is larger was not written by a player
constexpr std::size_t beginning_bytes = 256;

std::int64_t milliseconds_of(Wall wall) { return wall.time_since_epoch() / 1ms; }

std::vector<fs::path> segments_in(const std::string &folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error))
    if (i->path().extension() == ".jsonl" && i->is_regular_file(error)) found.push_back(i->path());
  std::sort(found.begin(), found.end());
  return found;
}

class PlaysStore final : public Plays {
public:
  PlaysStore(Database db, std::string path, std::uint64_t most)
      : db_(std::move(db)), path_(std::move(path)), most_(static_cast<std::int64_t>(most)) {}

  Result<std::size_t> drain(const std::string &folder) override {
    auto drained = drain_once(folder);
    if (drained || drained.error().kind != ErrorKind::corrupt) return drained;
    auto anew = begin_anew();
    if (!anew) return fail(anew.error());
    return drain_once(folder);
  }
  Result<std::vector<PlayCount>> count(By by, Duration utc_offset) override;
  Result<std::vector<PlayRecord>> latest(std::size_t most) override;

private:
  Result<std::size_t> drain_once(const std::string &folder);
  Result<std::size_t> take_segment(const fs::path &path);
  Result<std::size_t> take_lines(std::string_view lines);
  Result<bool> insert(const PlayRecord &record, std::string_view line);
  Result<void> replace_what_was_on(const PlayRecord &record, std::string_view line);
  Result<std::uint64_t> taken_of(const std::string &segment, std::string_view bytes);
  Result<void> note(const std::string &segment, std::string_view bytes, std::uint64_t taken);
  Result<void> forget_segments(const std::vector<fs::path> &there);
  Result<std::int64_t> count_rows();
  Result<void> trim(std::size_t fresh);
  Result<void> begin_anew();
  Database db_;
  std::string path_;
  std::int64_t most_;
  std::optional<std::int64_t> rows_; // counted once, because that reads a whole index
};

Result<void> PlaysStore::begin_anew() {
  board::log(board::Level::warning, "'" + path_ + "' is damaged; it is put aside and begun anew");
  auto aside = put_aside(path_);
  if (!aside) return aside;
  auto fresh = Database::open(path_, plays_schema);
  if (!fresh) return fail(fresh.error());
  db_ = std::move(*fresh);
  return {};
}

Result<std::size_t> PlaysStore::drain_once(const std::string &folder) {
  std::size_t sum = 0;
  auto segments = segments_in(folder);
  auto drained = db_.transact([&]() -> Result<void> {
    for (auto &path : segments) {
      auto taken = take_segment(path);
      if (!taken) return fail(taken.error());
      sum += *taken;
    }
    auto forgotten = forget_segments(segments);
    return forgotten && sum > 0 ? trim(sum) : forgotten;
  });
  if (!drained) {
    rows_.reset();
    return fail(drained.error());
  }
  return sum;
}

Result<std::size_t> PlaysStore::take_segment(const fs::path &path) {
  auto bytes = board::read_whole(path.string(), most_segment);
  if (!bytes) return 0; // it has gone meanwhile, or is no segment
  auto segment = path.filename().string();
  auto from = taken_of(segment, *bytes);
  if (!from) return fail(from.error());
  auto end = bytes->rfind('\n'); // what comes after the last one is being written
  if (end == std::string::npos || end + 1 <= *from) return 0;
  auto begin = static_cast<std::size_t>(*from);
  auto count = take_lines(std::string_view(*bytes).substr(begin, end + 1 - begin));
  if (!count) return count;
  auto noted = note(segment, *bytes, end + 1);
  if (!noted) return fail(noted.error());
  return count;
}

Result<std::size_t> PlaysStore::take_lines(std::string_view lines) {
  std::size_t count = 0;
  while (!lines.empty()) {
    auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() + 1);
    auto record = parse_play_record(line);
    if (!record) continue; // half of a line that a power cut left, then the next start's
    auto fresh = insert(*record, line);
    if (!fresh) return fail(fresh.error());
    count += *fresh ? 1 : 0;
  }
  return count;
}

Result<bool> PlaysStore::insert(const PlayRecord &r, std::string_view line) {
  auto row = db_.prepare("INSERT OR IGNORE INTO plays VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  if (!row) return fail(row.error());
  row->bind(1, r.boot).bind(2, static_cast<std::int64_t>(r.sequence)).bind(3, milliseconds_of(r.start));
  row->bind(4, r.channel).bind(5, r.item).bind(6, r.theme).bind(7, r.presented_ms).bind(8, line);
  auto done = row->step();
  if (!done) return done;
  if (db_.changes() > 0) return true;
  auto replaced = replace_what_was_on(r, line);
  return replaced ? Result<bool>(false) : fail(replaced.error());
}

// The same showing, later on or over.
Result<void> PlaysStore::replace_what_was_on(const PlayRecord &r, std::string_view line) {
  auto row = db_.prepare("UPDATE plays SET start_ms = ?3, presented_ms = ?4, record = ?5 WHERE boot = ?1 AND "
                         "sequence = ?2 AND json_extract(record, '$.ended') = 'on'");
  if (!row) return fail(row.error());
  row->bind(1, r.boot).bind(2, static_cast<std::int64_t>(r.sequence)).bind(3, milliseconds_of(r.start));
  row->bind(4, r.presented_ms).bind(5, line);
  if (auto done = row->step(); !done) return fail(done.error());
  return {};
}

// From the beginning where the segment is another one than it was.
Result<std::uint64_t> PlaysStore::taken_of(const std::string &segment, std::string_view bytes) {
  auto row = db_.prepare("SELECT bytes, beginning FROM taken WHERE segment = ?");
  if (!row) return fail(row.error());
  auto there = row->bind(1, segment).step();
  if (!there) return fail(there.error());
  if (!*there) return 0;
  auto taken = static_cast<std::uint64_t>(row->number(0));
  return taken <= bytes.size() && bytes.starts_with(row->text(1)) ? taken : 0;
}

Result<void> PlaysStore::note(const std::string &segment, std::string_view bytes, std::uint64_t taken) {
  auto row = db_.prepare("INSERT OR REPLACE INTO taken VALUES (?, ?, ?)");
  if (!row) return fail(row.error());
  auto beginning = bytes.substr(0, std::min(static_cast<std::size_t>(taken), std::size_t{beginning_bytes}));
  auto noted = row->bind(1, segment).bind(2, static_cast<std::int64_t>(taken)).bind(3, beginning).step();
  if (!noted) return fail(noted.error());
  return {};
}

// Those that are gone do not come again.
Result<void> PlaysStore::forget_segments(const std::vector<fs::path> &there) {
  std::vector<std::string> gone;
  auto rows = db_.prepare("SELECT segment FROM taken");
  if (!rows) return fail(rows.error());
  while (true) {
    auto more = rows->step();
    if (!more) return fail(more.error());
    if (!*more) break;
    auto name = rows->text(0);
    if (std::none_of(there.begin(), there.end(), [&](auto &path) { return path.filename() == name; }))
      gone.push_back(name);
  }
  auto row = db_.prepare("DELETE FROM taken WHERE segment = ?");
  if (!row) return fail(row.error());
  for (auto &name : gone)
    if (auto deleted = row->bind(1, name).step(); !deleted) return fail(deleted.error());
  return {};
}

Result<std::int64_t> PlaysStore::count_rows() {
  auto row = db_.prepare("SELECT count(*) FROM plays");
  if (!row) return fail(row.error());
  auto there = row->step();
  if (!there) return fail(there.error());
  return row->number(0);
}

Result<void> PlaysStore::trim(std::size_t fresh) {
  auto have = rows_ ? Result<std::int64_t>(*rows_ + static_cast<std::int64_t>(fresh)) : count_rows();
  if (!have) return fail(have.error());
  rows_ = *have;
  auto over = *have - most_;
  if (over <= 0) return {};
  auto oldest = db_.prepare("DELETE FROM plays WHERE (boot, sequence) IN "
                            "(SELECT boot, sequence FROM plays ORDER BY start_ms LIMIT ?)");
  if (!oldest) return fail(oldest.error());
  auto deleted = oldest->bind(1, over).step();
  if (!deleted) return fail(deleted.error());
  rows_ = most_;
  return {};
}

Result<std::vector<PlayCount>> PlaysStore::count(By by, Duration utc_offset) {
  // A column that was not asked for is the same for all.
  auto rows =
      db_.prepare("SELECT CASE WHEN ?1 THEN item ELSE '' END AS i, CASE WHEN ?2 THEN theme ELSE '' END AS t,"
                  " CASE WHEN ?3 THEN date((start_ms + ?4) / 1000, 'unixepoch') ELSE '' END AS d,"
                  " count(*), sum(presented_ms) FROM plays GROUP BY i, t, d ORDER BY d, t, i");
  if (!rows) return fail(rows.error());
  rows->bind(1, std::int64_t{by.item}).bind(2, std::int64_t{by.theme}).bind(3, std::int64_t{by.day});
  rows->bind(4, static_cast<std::int64_t>(utc_offset / 1ms));
  std::vector<PlayCount> counts;
  while (true) {
    auto more = rows->step();
    if (!more) return fail(more.error());
    if (!*more) return counts;
    counts.push_back({rows->text(0), rows->text(1), rows->text(2),
                      static_cast<std::uint64_t>(rows->number(3)), rows->number(4)});
  }
}

Result<std::vector<PlayRecord>> PlaysStore::latest(std::size_t most) {
  auto rows = db_.prepare("SELECT record FROM plays ORDER BY start_ms DESC, sequence DESC LIMIT ?");
  if (!rows) return fail(rows.error());
  rows->bind(1, static_cast<std::int64_t>(most));
  std::vector<PlayRecord> records;
  while (true) {
    auto more = rows->step();
    if (!more) return fail(more.error());
    if (!*more) return records;
    if (auto record = parse_play_record(rows->text(0))) records.push_back(std::move(*record));
  }
}

}

Result<std::unique_ptr<Plays>> Plays::open(const std::string &path, std::uint64_t most_rows) {
  auto db = Database::open(path, plays_schema);
  if (!db && db.error().kind != ErrorKind::full && db.error().kind != ErrorKind::refused) {
    board::log(board::Level::warning, db.error().text + "; it is put aside and begun anew");
    auto aside = put_aside(path);
    if (!aside) return fail(aside.error());
    db = Database::open(path, plays_schema);
  }
  if (!db) return fail(db.error());
  return std::make_unique<PlaysStore>(std::move(*db), path, most_rows);
}

Result<std::unique_ptr<Plays>> Plays::open_to_read(const std::string &path) {
  auto db = Database::open_to_read(path);
  if (!db) return fail(db.error());
  return std::make_unique<PlaysStore>(std::move(*db), path, most_plays);
}

}
