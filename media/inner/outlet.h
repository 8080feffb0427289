// The child's end: pictures laid out in the shared memory, and messages about them. What the parent says back
// is taken in here too. The child's main thread, except Slots (any).
#pragma once

#include "base/time.h"
#include "media/inner/packets.h"
#include "media/inner/region.h"

#include <array>
#include <functional>
#include <mutex>
#include <optional>

namespace sheaf::media {

/// Places for pictures, all of one size, which is settled by the first that is taken. Any thread: decoders
/// take from theirs.
class Slots {
public:
  explicit Slots(std::span<std::uint8_t> memory) : memory_(memory) {}
  /// A free place of `bytes`; nothing where all are taken, or the size is larger than that of the first, or
  /// the memory would not hold two of them: one is on the glass while the next is laid out.
  std::optional<std::uint32_t> take(std::size_t bytes);
  /// The same for a decoder, which may keep it for long: enough stay free for pictures that are copied.
  std::optional<std::uint32_t> lend(std::size_t bytes);
  /// take() of the usual size would find a place.
  [[nodiscard]] bool has_room();
  void give(std::uint32_t slot);
  [[nodiscard]] std::uint8_t *at(std::uint32_t slot) const { return memory_.data() + slot * each_; }
  [[nodiscard]] std::size_t each() const { return each_; }
  /// Which slot a pixel lies in; nothing for memory of somebody else.
  [[nodiscard]] std::optional<std::uint32_t> holding(const std::uint8_t *pixel) const;

private:
  std::optional<std::uint32_t> take_leaving(std::size_t bytes, std::size_t left);
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] std::size_t free_places() const;
  std::span<std::uint8_t> memory_; // after frames_at
  std::mutex mutex_;
  std::size_t each_ = 0;
  std::uint64_t taken_ = 0; // a bit each
};

class Outlet {
public:
  Outlet(int socket, Region &region)
      : socket_(socket), region_(region), slots_(region.bytes().subspan(frames_at)) {}

  [[nodiscard]] Slots &slots() { return slots_; }
  [[nodiscard]] Sound &sound() { return region_.sound(); }
  [[nodiscard]] std::uint64_t offset(const std::uint8_t *pixel) const {
    return static_cast<std::uint64_t>(pixel - region_.bytes().data());
  }

  /// Fewer than waiting_frames are with the parent, and there is a place for one more.
  [[nodiscard]] bool has_credit() { return with_parent_ < waiting_frames && slots_.has_room(); }
  /// Hands a picture over; `back` is called when the parent has given its slot back.
  void publish(const FrameMessage &m, std::function<void()> back);
  template<class Message> void say(const Message &m) { send(socket_, m); }

  /// Takes in what the parent has said; waits up to `wait` for the first word. False: the parent has gone.
  bool hear(Duration wait);
  /// Item time zero on the steady clock, while it runs.
  [[nodiscard]] std::optional<Steady> origin() const { return origin_; }

private:
  void take(const Packet &packet);
  int socket_;
  Region &region_;
  Slots slots_;
  std::array<std::function<void()>, most_slots> back_;
  std::uint32_t with_parent_ = 0;
  std::optional<Steady> origin_;
};

}
