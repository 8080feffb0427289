#include "media/inner/source.h"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace sheaf::media {

PlainFile::PlainFile(Fd file) : file_(std::move(file)) {
  struct stat s {};
  if (::fstat(file_.get(), &s) == 0 && s.st_size > 0) size_ = static_cast<std::uint64_t>(s.st_size);
}

Result<std::size_t> PlainFile::read(std::uint64_t offset, std::span<std::uint8_t> into) {
  std::size_t done = 0;
  while (done < into.size()) {
    auto n = ::pread(file_.get(), into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return fail(ErrorKind::transient, std::string("cannot read the file: ") + std::strerror(errno));
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

}
