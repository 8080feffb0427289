#include "media/inner/packets.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>

namespace sheaf::media {
namespace {
constexpr std::size_t most_fds = 4;
union Control {
  cmsghdr header;
  std::array<char, CMSG_SPACE(most_fds * sizeof(int))> bytes;
};

std::vector<Fd> take_fds(msghdr &m) {
  std::vector<Fd> fds;
  for (cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    for (std::size_t i = 0; i < (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
      fds.emplace_back(fd);
    }
  }
  return fds;
}
}

Result<std::pair<Fd, Fd>> packet_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return fail(ErrorKind::full, std::string("cannot make a socket: ") + std::strerror(errno));
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return std::pair{Fd(ends[0]), Fd(ends[1])};
}

bool send_packet(int socket, std::span<const std::byte> bytes, std::span<const int> fds) {
  iovec part{const_cast<std::byte *>(bytes.data()), bytes.size()}; // sendmsg(2) does not write to it
  msghdr m{};
  m.msg_iov = &part;
  m.msg_iovlen = 1;
  Control control{};
  if (!fds.empty() && fds.size() <= most_fds) {
    m.msg_control = &control;
    m.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(c), fds.data(), fds.size_bytes());
  }
  ssize_t n = 0;
  do n = ::sendmsg(socket, &m, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == static_cast<ssize_t>(bytes.size());
}

std::uint32_t Packet::say() const {
  std::uint32_t word = 0;
  if (bytes.size() >= sizeof word) std::memcpy(&word, bytes.data(), sizeof word);
  return word;
}

std::optional<Packet> receive_packet(int socket, std::size_t largest, bool wait) {
  Packet packet;
  packet.bytes.resize(largest);
  iovec part{packet.bytes.data(), largest};
  Control control{};
  msghdr m{};
  m.msg_iov = &part;
  m.msg_iovlen = 1;
  m.msg_control = &control;
  m.msg_controllen = sizeof control;
  ssize_t n = 0;
  // ECONNRESET: the other end has gone and left words of ours unread. It is said once; what the other has
  // said still waits behind it.
  do n = ::recvmsg(socket, &m, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
  while (n < 0 && (errno == EINTR || errno == ECONNRESET));
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
  packet.bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  if (n > 0 && (m.msg_flags & MSG_TRUNC)) packet.bytes.resize(1); // what was cut is no message of any kind
  if (n > 0) packet.fds = take_fds(m);
  return packet;
}

}
