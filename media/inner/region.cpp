#include "media/inner/region.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace sheaf::media {
namespace {
tl::unexpected<Error> no_memory() {
  return fail(ErrorKind::full, std::string("cannot make memory for frames: ") + std::strerror(errno));
}
}

Result<Region> Region::make(Bytes size) {
  Fd fd(::memfd_create("sheaf-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (!fd || ::ftruncate(fd.get(), static_cast<off_t>(size.count)) != 0 ||
      ::fcntl(fd.get(), F_ADD_SEALS, seals) != 0)
    return no_memory();
  return map(std::move(fd));
}

Result<Region> Region::map(Fd fd) {
  struct stat s {};
  if (::fstat(fd.get(), &s) != 0) return no_memory();
  auto size = static_cast<std::size_t>(s.st_size);
  if (size < frames_at) return fail(ErrorKind::refused, "the memory for frames is too small");
  void *base = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd.get(), 0);
  if (base == MAP_FAILED) return no_memory();
  return Region(std::move(fd), static_cast<std::uint8_t *>(base), size);
}

Region::Region(Region &&o) noexcept
    : fd_(std::move(o.fd_)), base_(std::exchange(o.base_, nullptr)), size_(std::exchange(o.size_, 0)) {}

Region::~Region() {
  if (base_) ::munmap(base_, size_);
}

}
