#include "media/inner/seal_memory.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <span>
#include <sys/mman.h>
#include <unistd.h>

namespace sheaf::media {
namespace {

static_assert(sizeof(Digest) == 32);

constexpr std::uint64_t chunks_of(std::uint64_t size) {
  return size / sealed_chunk + (size % sealed_chunk != 0);
}

bool write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

bool read_all(int fd, std::span<std::byte> into, std::uint64_t offset) {
  while (!into.empty()) {
    auto n = ::pread(fd, into.data(), into.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    offset += static_cast<std::uint64_t>(n);
    into = into.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

Result<void> expect_right_number(std::uint64_t digests, std::uint64_t size, ErrorKind kind) {
  if (digests == chunks_of(size) && digests <= most_sealed_chunks) return {};
  return fail(kind,
              fmt::format("its list has {} digests, and {} bytes need {}", digests, size, chunks_of(size)));
}

}

Result<Fd> write_seal(const Seal &seal) {
  if (auto r = expect_right_number(seal.chunks.size(), seal.size, ErrorKind::refused); !r)
    return fail(r.error());
  Fd fd(::memfd_create("sheaf-seal", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  constexpr int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (!fd || !write_all(fd.get(), std::as_bytes(std::span(&seal.size, 1))) ||
      !write_all(fd.get(), std::as_bytes(std::span(seal.chunks))) ||
      ::fcntl(fd.get(), F_ADD_SEALS, seals) != 0)
    return fail(ErrorKind::full,
                std::string("cannot make memory for a list of digests: ") + std::strerror(errno));
  return fd;
}

Result<Seal> read_seal(int fd) {
  auto end = ::lseek(fd, 0, SEEK_END);
  Seal seal;
  if (end < 0 || !read_all(fd, std::as_writable_bytes(std::span(&seal.size, 1)), 0))
    return fail(ErrorKind::transient, "the list of its digests cannot be read");
  auto rest = static_cast<std::uint64_t>(end) - sizeof seal.size;
  if (rest % sizeof(Digest) != 0) return fail(ErrorKind::corrupt, "the list of its digests is no list");
  if (auto r = expect_right_number(rest / sizeof(Digest), seal.size, ErrorKind::corrupt); !r)
    return fail(r.error());
  seal.chunks.resize(static_cast<std::size_t>(rest / sizeof(Digest)));
  if (!read_all(fd, std::as_writable_bytes(std::span(seal.chunks)), sizeof seal.size))
    return fail(ErrorKind::transient, "the list of its digests cannot be read");
  return seal;
}

}
