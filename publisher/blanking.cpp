// Containers that exiftool cannot write: their tags become padding of the same length, so that nothing else
// moves (RFC 8794 and RFC 9559; Microsoft's AVI RIFF File Reference).
#include "publisher/cleaning.h"
#include "publisher/streams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace sheaf::publisher {
namespace {

constexpr int most_elements = 5'000'000; // of one file

Result<std::string> read_at(int file, std::uint64_t at, std::size_t most) {
  std::string out(most, '\0');
  auto n = ::pread(file, out.data(), out.size(), static_cast<off_t>(at));
  if (n < 0) return failed("read", "the copy");
  out.resize(static_cast<std::size_t>(n));
  return out;
}

Result<void> write_at(int file, std::uint64_t at, std::string_view bytes) {
  while (!bytes.empty()) {
    auto n = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (n < 0) return failed("write", "the copy");
    bytes.remove_prefix(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
  return {};
}

Result<void> zero(int file, std::uint64_t at, std::uint64_t size) {
  const std::string zeros(65536, '\0');
  for (std::uint64_t done = 0; done < size; done += zeros.size()) {
    auto part = std::string_view(zeros).substr(0, std::min<std::uint64_t>(zeros.size(), size - done));
    if (auto written = write_at(file, at + done, part); !written) return written;
  }
  return {};
}

// --- Matroska

struct Element {
  std::uint32_t id = 0;
  std::uint64_t at = 0, header = 0, size = 0; // size: of its content
  bool unknown = false;                       // its size is not said
  [[nodiscard]] std::uint64_t content() const { return at + header; }
  [[nodiscard]] std::uint64_t end() const { return content() + size; }
};

constexpr std::uint32_t segment = 0x18538067, cluster = 0x1F43B675, tags = 0x1254C367,
                        attachments = 0x1941A469, info = 0x1549A966, title = 0x7BA9, date = 0x4461,
                        file_name = 0x7384;

// Nothing where there is no element.
std::optional<Element> element_at(int file, std::uint64_t at, std::uint64_t end) {
  auto read = read_at(file, at, 12);
  if (!read || read->empty() || at >= end) return std::nullopt;
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>((*read)[i]); };
  auto length_of = [](unsigned char first) {
    return static_cast<std::size_t>(__builtin_clz(first) - 24 + 1);
  };
  if (byte(0) < 0x10) return std::nullopt;
  auto id_length = length_of(byte(0));
  if (read->size() <= id_length || byte(id_length) == 0) return std::nullopt;
  auto size_length = length_of(byte(id_length));
  if (read->size() < id_length + size_length) return std::nullopt;
  Element e{0, at, id_length + size_length, 0, false};
  for (std::size_t i = 0; i < id_length; ++i) e.id = e.id << 8 | byte(i);
  e.size = byte(id_length) & (0xFFu >> size_length);
  for (std::size_t i = 1; i < size_length; ++i) e.size = e.size << 8 | byte(id_length + i);
  e.unknown = e.size == (1ull << 7 * size_length) - 1;
  if (e.content() > end || (!e.unknown && e.size > end - e.content())) return std::nullopt;
  return e;
}

// An element of the same length that means nothing: a Void.
Result<void> make_void(int file, const Element &e) {
  auto total = e.header + e.size;
  if (total < 2) return {};
  std::string header(1, '\xEC');
  std::size_t length = total - 2 < 127 ? 1 : 8;
  if (length == 8 && total < 9) return {};
  std::uint64_t size = total - 1 - length;
  std::uint64_t coded = size | 1ull << 7 * length;
  for (std::size_t i = length; i-- > 0;) header += static_cast<char>(coded >> 8 * i & 0xFF);
  if (auto written = write_at(file, e.at, header); !written) return written;
  return zero(file, e.at + header.size(), size);
}

bool is_private(std::uint32_t id) {
  return id == tags || id == attachments || id == title || id == date || id == file_name;
}

Result<bool> blank_between(int file, std::uint64_t at, std::uint64_t end, int depth, int &budget) {
  bool found = false;
  while (at < end && --budget > 0) {
    auto e = element_at(file, at, end);
    if (!e) break;
    if (is_private(e->id) && !e->unknown) {
      if (auto made = make_void(file, *e); !made) return fail(made.error());
      found = true;
    }
    bool enter = e->id == segment || e->id == info || (e->id == cluster && e->unknown);
    if (enter && depth < 3) {
      auto inside = blank_between(file, e->content(), e->unknown ? end : e->end(), depth + 1, budget);
      if (!inside) return inside;
      found |= *inside;
      if (e->unknown) return found; // what is in it was walked through to the end
    }
    if (e->unknown) break;
    at = e->end();
  }
  return found;
}

// --- AVI

std::uint32_t little(const std::string &bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

bool is_private_chunk(const std::string &h) {
  auto list = h.substr(0, 4) == "LIST" ? h.substr(8, 4) : "";
  for (const char *name : {"INFO", "exif", "ncdt", "adtl"})
    if (list == name) return true;
  for (const char *name : {"IDIT", "_PMX", "strd", "ISFT", "GPS ", "IARL", "strn"})
    if (h.substr(0, 4) == name) return true;
  return false;
}

Result<bool> blank_chunks(int file, std::uint64_t at, std::uint64_t end, int depth, int &budget) {
  bool found = false;
  while (at + 8 <= end && --budget > 0) {
    auto h = read_at(file, at, 12);
    if (!h) return fail(h.error());
    if (h->size() < 8) break;
    h->resize(12);
    auto size = std::min<std::uint64_t>(little(*h, 4), end - at - 8);
    if (is_private_chunk(*h)) {
      if (auto junk = write_at(file, at, "JUNK"); !junk) return fail(junk.error());
      if (auto zeroed = zero(file, at + 8, size); !zeroed) return fail(zeroed.error());
      found = true;
    } else if (depth < 3 &&
               (h->substr(0, 4) == "RIFF" || (h->substr(0, 4) == "LIST" && h->substr(8, 4) != "movi"))) {
      auto inside = blank_chunks(file, at + 12, at + 8 + size, depth + 1, budget);
      if (!inside) return inside;
      found |= *inside;
    }
    at += 8 + size + (size & 1);
  }
  return found;
}

}

Result<bool> blank_matroska(int file, std::uint64_t size) {
  int budget = most_elements;
  return blank_between(file, 0, size, 0, budget);
}

Result<bool> blank_avi(int file, std::uint64_t size) {
  int budget = most_elements;
  return blank_chunks(file, 0, size, 0, budget);
}

}
