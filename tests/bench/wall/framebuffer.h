// The framebuffer that Xvfb -fbdir keeps in a file, and the code that every picture carries (see clips).
#pragma once

#include <X11/XWDFile.h>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <thread>

[[noreturn]] inline void give_up(const std::string &why) {
  std::perror(("watch: " + why).c_str());
  std::_Exit(2);
}

/// 8 x 6 cells in the middle of the picture: a row of the clip's number, two of the frame's, then their
/// inverses.
struct Seen {
  enum What { nothing, black, other, code } what = nothing;
  unsigned clip = 0, frame = 0;
  bool operator==(const Seen &) const = default;
};

class Framebuffer {
public:
  explicit Framebuffer(const std::string &file) {
    int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (fd < 0 || ::fstat(fd, &info) != 0) give_up(file);
    void *all = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_SHARED, fd, 0);
    if (all == MAP_FAILED) give_up(file);
    auto *header = static_cast<const XWDFileHeader *>(all);
    if (ntohl(header->bits_per_pixel) != 32) give_up("the screen must have 24 bits");
    width_ = ntohl(header->pixmap_width);
    height_ = ntohl(header->pixmap_height);
    stride_ = ntohl(header->bytes_per_line);
    pixels_ = static_cast<const unsigned char *>(all) + ntohl(header->header_size) +
              ntohl(header->ncolors) * SIZEOF(XWDColor);
  }

  /// The server may be half way through a picture: what makes no sense is looked at again.
  Seen look() const {
    Seen seen = once();
    for (int again = 0; seen.what == Seen::other && again < 3; ++again) {
      std::this_thread::sleep_for(std::chrono::microseconds(100));
      seen = once();
    }
    return seen;
  }

private:
  int cell(unsigned x, unsigned y) const { // its green, which is nearest to how bright it is
    std::size_t column = width_ * (65 + 10 * x) / 200, row = height_ * (75 + 10 * y) / 200;
    return pixels_[row * stride_ + column * 4 + 1];
  }
  Seen once() const {
    unsigned value = 0;
    bool black = true, valid = true;
    for (unsigned i = 0; i < 24; ++i) {
      int bit = cell(i % 8, i / 8), inverse = cell(i % 8, i / 8 + 3);
      black &= bit < 40 && inverse < 40;
      valid &= std::abs(bit - inverse) > 100;
      value = value << 1 | (bit > inverse);
    }
    if (valid) return {Seen::code, value >> 16, value & 0xffff};
    return {black ? Seen::black : Seen::other};
  }

  const volatile unsigned char *pixels_ = nullptr; // another process writes them
  std::size_t width_ = 0, height_ = 0, stride_ = 0;
};
