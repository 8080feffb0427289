#include "media/inner/outlet.h"

#include <algorithm>
#include <bit>
#include <poll.h>

namespace sheaf::media {

std::size_t Slots::count() const {
  auto count = std::min<std::size_t>(most_slots, memory_.size() / std::max<std::size_t>(each_, 1));
  return count < 2 ? 0 : count;
}

std::size_t Slots::free_places() const { return count() - static_cast<std::size_t>(std::popcount(taken_)); }

std::optional<std::uint32_t> Slots::take_leaving(std::size_t bytes, std::size_t left) {
  std::lock_guard lock(mutex_);
  constexpr std::size_t page = 4096;
  if (each_ == 0) each_ = (std::max<std::size_t>(bytes, 1) + page - 1) / page * page;
  if (bytes > each_ || free_places() <= left) return std::nullopt;
  auto slot = static_cast<std::uint32_t>(std::countr_one(taken_)); // the lowest: fewer pages are ever touched
  taken_ |= std::uint64_t{1} << slot;
  return slot;
}

std::optional<std::uint32_t> Slots::take(std::size_t bytes) { return take_leaving(bytes, 0); }
std::optional<std::uint32_t> Slots::lend(std::size_t bytes) { return take_leaving(bytes, waiting_frames); }

bool Slots::has_room() {
  std::lock_guard lock(mutex_);
  return each_ == 0 || count() == 0 || free_places() > 0; // where none will ever fit, take() says so
}

void Slots::give(std::uint32_t slot) {
  std::lock_guard lock(mutex_);
  taken_ &= ~(std::uint64_t{1} << slot);
}

std::optional<std::uint32_t> Slots::holding(const std::uint8_t *pixel) const {
  if (each_ == 0 || pixel < memory_.data() || pixel >= memory_.data() + memory_.size()) return std::nullopt;
  return static_cast<std::uint32_t>(static_cast<std::size_t>(pixel - memory_.data()) / each_);
}

void Outlet::publish(const FrameMessage &m, std::function<void()> back) {
  back_[m.slot] = std::move(back);
  ++with_parent_;
  say(m);
}

void Outlet::take(const Packet &packet) {
  if (auto m = packet.as<GiveBackMessage>(); m && m->say == Say::give_back && m->slot < most_slots) {
    if (auto back = std::exchange(back_[m->slot], nullptr)) {
      --with_parent_;
      back();
    }
  } else if (auto b = packet.as<BeginMessage>(); b && b->say == Say::begin) {
    origin_ = b->paused ? std::nullopt : std::optional(Steady(Duration(b->origin)));
  }
}

bool Outlet::hear(Duration wait) {
  pollfd p{socket_, POLLIN, 0};
  auto ms = wait == Duration::max() ? -1 : static_cast<int>(wait / 1ms);
  if (ms != 0) ::poll(&p, 1, ms);
  while (auto packet = receive_packet(socket_, 64, false)) {
    if (packet->bytes.empty()) return false;
    take(*packet);
  }
  return true;
}

}
