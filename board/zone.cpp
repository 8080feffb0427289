#include "board/zone.h"

#include "board/files.h"

#include <algorithm>
#include <optional>

namespace sheaf::board {
namespace {

constexpr Bytes most_zone = 1_MiB;

// Big-endian, two's complement, and never read past the end.
class Reader {
public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::int64_t number(int size) {
    std::uint64_t value = size > 0 && at(0) & 0x80 ? ~0ull : 0;
    for (int i = 0; i < size; ++i) value = value << 8 | at(static_cast<std::size_t>(i));
    skip(static_cast<std::size_t>(size));
    return static_cast<std::int64_t>(value);
  }
  void skip(std::size_t n) {
    short_ |= n > bytes_.size();
    bytes_.remove_prefix(std::min(n, bytes_.size()));
  }
  [[nodiscard]] bool is_short() const { return short_; }
  [[nodiscard]] std::string_view rest() const { return bytes_; }

private:
  [[nodiscard]] unsigned at(std::size_t i) const {
    return i < bytes_.size() ? static_cast<unsigned char>(bytes_[i]) : 0u;
  }
  std::string_view bytes_;
  bool short_ = false;
};

struct Counts {
  std::size_t utc = 0, standard = 0, leaps = 0, times = 0, types = 0, letters = 0;
  [[nodiscard]] std::size_t size(std::size_t time_size) const {
    return times * (time_size + 1) + types * 6 + letters + leaps * (time_size + 4) + standard + utc;
  }
};

std::optional<Counts> header(Reader &in) {
  if (!in.rest().starts_with("TZif")) return std::nullopt;
  in.skip(20);
  Counts c;
  for (auto *n : {&c.utc, &c.standard, &c.leaps, &c.times, &c.types, &c.letters}) {
    auto value = in.number(4);
    if (value < 0 || value > 100'000) return std::nullopt;
    *n = static_cast<std::size_t>(value);
  }
  return in.is_short() || c.types == 0 ? std::nullopt : std::optional(c);
}

// The last change before `at` names the type; before the first change the first type holds.
std::int64_t offset_at(Reader in, const Counts &c, std::int64_t at) {
  std::size_t passed = 0;
  for (std::size_t i = 0; i < c.times; ++i)
    if (in.number(8) <= at) passed = i + 1;
  Reader types = in;
  std::size_t type = 0;
  for (std::size_t i = 0; i < c.times; ++i) {
    auto t = static_cast<std::size_t>(types.number(1) & 0xff);
    if (i + 1 == passed) type = std::min(t, c.types - 1);
  }
  types.skip(type * 6);
  return types.number(4);
}

}

Result<Duration> utc_offset(const std::string &zone, Wall at, const std::string &folder) {
  if (zone.empty() || zone.front() == '/' || zone.find("..") != std::string::npos)
    return fail(ErrorKind::absent,
                "'" + zone + "' is not the name of a time zone, such as \"Asia/Ho_Chi_Minh\"");
  auto file = read_whole(folder + "/" + zone, most_zone);
  if (!file) return fail(file.error());
  auto bad = [&] { return fail(ErrorKind::corrupt, "the rules of time zone '" + zone + "' are damaged"); };
  Reader in(*file);
  auto old = header(in);
  if (!old) return bad();
  in.skip(old->size(4)); // the first version's block, for readers of the last century
  auto counts = header(in);
  if (!counts || in.rest().size() < counts->size(8)) return bad();
  auto t = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  return Duration(std::chrono::seconds(offset_at(in, *counts, t)));
}

}
