#include "player/inner/soft_presenter.h"

#include "player/inner/damage.h"

#include <SDL.h>
#include <cstring>

namespace sheaf::player {
namespace {

class SoftPresenter final : public Presenter {
public:
  SoftPresenter(SDL_Window *window, QuarterTurns turns) : window_(window), turns_(turns) {}
  [[nodiscard]] const char *name() const override { return "soft"; }
  [[nodiscard]] Size screen() const override { return sideways(turns_) ? glass_.turned() : glass_; }
  void turn(QuarterTurns turns) override {
    turns_ = turns;
    drawn_ = false;
    unseen_ = {};
  }
  void upload(Surface surface, media::Frame frame) override;
  void drop(Surface surface) override { frames_.erase(surface); }
  void prepare(const Scene &scene) override;
  void present() override;
  [[nodiscard]] media::OwnedPicture snapshot() override;
  void redraw() override;
  bool take_memory();

private:
  [[nodiscard]] bool drawable() const { return memory_ && memory_->format->BytesPerPixel == 4; }
  [[nodiscard]] media::Canvas canvas() const;
  void draw(Rect damage);

  SDL_Window *window_;
  QuarterTurns turns_;
  SDL_Surface *memory_ = nullptr; // SDL's; another one after each change of size
  Size glass_;
  Composer composer_;
  std::map<Surface, media::Frame> frames_;
  std::vector<Surface> fresh_; // uploaded since the last prepare()
  Scene scene_;
  bool drawn_ = false; // scene_ has been drawn in memory_
  Rect unseen_;        // drawn, not yet presented; logical
};

bool SoftPresenter::take_memory() {
  memory_ = SDL_GetWindowSurface(window_);
  if (!drawable()) return false;
  glass_ = {memory_->w, memory_->h};
  drawn_ = false;
  return true;
}

media::Canvas SoftPresenter::canvas() const {
  return {static_cast<std::uint8_t *>(memory_->pixels), memory_->pitch, glass_};
}

void SoftPresenter::upload(Surface surface, media::Frame frame) {
  frames_.insert_or_assign(surface, std::move(frame));
  fresh_.push_back(surface);
}

void SoftPresenter::draw(Rect area) {
  if (area.empty() || !drawable()) return;
  auto picture = [this](Surface s) -> const media::PictureView * {
    auto found = frames_.find(s);
    return found == frames_.end() ? nullptr : &found->second.picture;
  };
  composer_.compose(scene_, turns_, area, picture, canvas());
  unseen_ = unite(unseen_, area);
}

void SoftPresenter::prepare(const Scene &scene) {
  Rect whole{0, 0, screen().width, screen().height};
  auto area = drawn_ ? damage(scene_, scene, fresh_, screen()) : whole;
  scene_ = scene;
  fresh_.clear();
  drawn_ = true;
  draw(area);
}

void SoftPresenter::present() {
  auto area = turned(intersect(unseen_, {0, 0, screen().width, screen().height}), screen(), turns_);
  unseen_ = {};
  SDL_Rect r{area.x, area.y, area.width, area.height};
  if (!area.empty() && memory_ && SDL_UpdateWindowSurfaceRects(window_, &r, 1) != 0) redraw();
}

void SoftPresenter::redraw() {
  if (!take_memory()) return;
  Rect whole{0, 0, screen().width, screen().height};
  draw(whole);
  drawn_ = true;
  unseen_ = {};
  SDL_UpdateWindowSurface(window_);
}

media::OwnedPicture SoftPresenter::snapshot() {
  media::OwnedPicture p;
  if (!drawable()) return p;
  p.size = glass_;
  auto row = static_cast<std::size_t>(glass_.width) * 4;
  p.pixels.resize(row * static_cast<std::size_t>(glass_.height));
  for (int y = 0; y < glass_.height; ++y)
    std::memcpy(p.pixels.data() + row * static_cast<std::size_t>(y),
                static_cast<const std::uint8_t *>(memory_->pixels) +
                    static_cast<std::ptrdiff_t>(y) * memory_->pitch,
                row);
  return p;
}

}

Result<std::unique_ptr<Presenter>> make_soft_presenter(SDL_Window *window, QuarterTurns turns) {
  auto presenter = std::make_unique<SoftPresenter>(window, turns);
  if (!presenter->take_memory())
    return fail(ErrorKind::refused,
                std::string("the window has no memory that can be drawn in: ") + SDL_GetError());
  return std::unique_ptr<Presenter>(std::move(presenter));
}

}
