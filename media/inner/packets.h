// Whole packets over a SOCK_SEQPACKET socket, with descriptors beside them. One thread per direction.
#pragma once

#include "base/fd.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace sheaf::media {

/// A connected pair, close-on-exec; the first end does not block. Errors: full.
Result<std::pair<Fd, Fd>> packet_pair();

/// Sends one packet. False where it could not be sent: the other end has gone, or its queue is full.
bool send_packet(int socket, std::span<const std::byte> bytes, std::span<const int> fds = {});

template<class Message> bool send(int socket, const Message &message, std::span<const int> fds = {}) {
  return send_packet(socket, std::as_bytes(std::span(&message, 1)), fds);
}

struct Packet {
  std::vector<std::byte> bytes; // empty: the other end has gone
  std::vector<Fd> fds;

  /// The packet as a message where it is exactly as large as one.
  template<class Message> [[nodiscard]] std::optional<Message> as() const {
    Message m{};
    if (bytes.size() != sizeof m) return std::nullopt;
    std::memcpy(&m, bytes.data(), sizeof m);
    return m;
  }
  /// The first word; 0 where there is none.
  [[nodiscard]] std::uint32_t say() const;
};

/// The next packet, at most `largest` bytes (a longer one is cut, and so is no message). Nothing where none
/// waits and `wait` is false.
std::optional<Packet> receive_packet(int socket, std::size_t largest, bool wait);

}
