#include "player/cards.h"

#include "assets/idle_card.h"
#include "board/log.h"
#include "media/png.h"
#include "player/inner/waiting_card.h"

#include <sys/mman.h>

namespace sheaf::player {
namespace {

std::span<const std::uint8_t> built_in(CardKind kind, Size screen) {
  if (kind == CardKind::bare) return assets::idle_card();
  return screen.height > screen.width ? assets::calm_card_portrait() : assets::calm_card();
}

/// A file that has no name.
Fd in_memory(std::string_view bytes) {
  Fd file(::memfd_create("sheaf-card", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  bool whole =
      file && ::pwrite(file.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size());
  return whole ? std::move(file) : Fd();
}

}

void Cards::want(const Wish &wish, Steady now) {
  if (wish_ == wish) return;
  wish_ = wish;
  ++turn_;
  ready_.reset();
  rendering_.reset();
  if (wish.kind == CardKind::waiting)
    draw(now);
  else
    read_built_in();
}

void Cards::draw(Steady now) {
  asked_ = now;
  auto file = in_memory(waiting_card(wish_->facts, wish_->screen));
  if (!file) return read_built_in();
  media::RenderWish how;
  how.box = wish_->screen;
  rendering_ = decoders_.open(std::move(file), how);
}

void Cards::read_built_in() {
  auto card = std::make_shared<media::OwnedPicture>();
  auto decode = [card, png = built_in(wish_->kind, wish_->screen)] {
    if (auto picture = media::decode_trusted_png(png)) *card = std::move(*picture);
  };
  worker_.post(decode, [this, alive = std::weak_ptr(alive_), card, turn = turn_] {
    if (alive.expired() || turn != turn_) return;
    media::Frame frame;
    frame.picture = card->view();
    frame.shape = card->size;
    frame.keep = card;
    ready_ = std::move(frame);
  });
}

std::optional<media::Frame> Cards::take(Steady now) {
  if (rendering_) {
    rendering_->receive(now);
    if (!rendering_->frames.empty()) {
      ready_ = std::move(rendering_->frames.front());
      rendering_.reset();
    } else if (rendering_->failure || now - asked_ > patience) {
      auto why = rendering_->failure ? rendering_->failure->text : "it took too long";
      board::log(board::Level::warning, "the card cannot be drawn: " + why);
      rendering_.reset();
      read_built_in();
    }
  }
  return std::exchange(ready_, std::nullopt);
}

}
