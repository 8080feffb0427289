#include "media/inner/child.h"

#include "media/inner/checked_file.h"
#include "media/inner/measure.h"
#include "media/inner/sandbox.h"
#include "media/inner/seal_memory.h"
#include "media/inner/sniff.h"
#include "media/inner/still.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

namespace sheaf::media {
namespace {

constexpr Duration first_cpu = 30s; // the parent gives more while an item is on

std::optional<StillType> still_type(MediaType type) {
  switch (type) {
  case MediaType::jpeg:
    return StillType::jpeg;
  case MediaType::png:
    return StillType::png;
  case MediaType::webp:
    return StillType::webp;
  case MediaType::avif:
    return StillType::avif;
  case MediaType::tiff:
    return StillType::tiff;
  case MediaType::svg:
    return StillType::svg;
  default:
    return std::nullopt;
  }
}

// Lays the picture out in the one slot that a still needs, and says it is there.
class StillOutlet final : public StillSink {
public:
  explicit StillOutlet(Outlet &outlet) : outlet_(outlet) {}

  Result<Canvas> begin(const StillShape &shape) override {
    int stride = (shape.size.width * 4 + 63) / 64 * 64;
    auto slot =
        outlet_.slots().take(static_cast<std::size_t>(stride) * static_cast<std::size_t>(shape.size.height));
    if (!slot) return fail(ErrorKind::full, "the picture does not fit into the memory for frames");
    auto *pixels = outlet_.slots().at(*slot);
    std::strncpy(opened_.codec.data(), shape.codec, opened_.codec.size() - 1);
    opened_.kind = Kind::still;
    frame_.slot = *slot;
    frame_.format = static_cast<std::uint32_t>(PixelFormat::bgra);
    frame_.opaque = shape.opaque;
    frame_.width = shape.size.width;
    frame_.height = shape.size.height;
    frame_.shape_width = shape.shape.width;
    frame_.shape_height = shape.shape.height;
    frame_.offset[0] = outlet_.offset(pixels);
    frame_.stride[0] = stride;
    return Canvas{pixels, stride, shape.size};
  }

  void tell() {
    outlet_.say(opened_);
    outlet_.publish(frame_, [] {});
    outlet_.say(EndedMessage{.duration = 0, .frames = 1});
  }

private:
  Outlet &outlet_;
  OpenedMessage opened_;
  FrameMessage frame_;
};

Result<void> show_still(StillType type, Source &source, const OpenMessage &wish, Outlet &outlet) {
  StillOutlet sink(outlet);
  StillWish still{{wish.width, wish.height}, static_cast<Fit>(wish.fit), Bytes{wish.still_memory}};
  if (auto r = decode_still(type, source, still, sink); !r) return r;
  if (const auto *damage = source.damage()) return fail(damage->error); // whatever a decoder made of it
  sink.tell();
  return {};
}

Result<MediaType> look(Source &source) {
  std::vector<std::uint8_t> head(sniffed);
  auto n = source.read(0, head);
  if (!n) return fail(n.error());
  auto type = sniff(std::span(head).first(*n));
  if (type == MediaType::nothing) return fail(ErrorKind::corrupt, "the file is empty");
  if (type == MediaType::text) return fail(ErrorKind::refused, "it is a text, not a film or a picture");
  return type;
}

Result<Outcome> work(Source &source, const OpenMessage &wish, Outlet &outlet, MakeDeinterlacer deinterlacer) {
  auto type = look(source);
  if (!type) return fail(type.error());
  auto box = *type == MediaType::svg ? Sandbox::fonts : Sandbox::pixels;
  Bytes left{wish.memory - std::min(wish.memory, source.memory().count)};
  if (auto r = enter_sandbox(box, {left, first_cpu}); !r) return fail(r.error());
  auto still = still_type(*type);
  if (wish.measure) {
    auto measured = still ? measure_still(*still, source, Bytes{wish.still_memory})
                          : measure_film(source, static_cast<int>(wish.threads), outlet);
    if (!measured) return fail(measured.error());
    outlet.say(*measured);
    return Outcome::parent_gone;
  }
  if (!still) return play_film(source, wish, outlet, deinterlacer);
  if (auto r = show_still(*still, source, wish, outlet); !r) return fail(r.error());
  return Outcome::parent_gone; // pixels stay with the parent: the child is not needed any more
}

void tell_failure(Outlet &outlet, const Error &error, std::optional<std::uint64_t> damaged = {}) {
  FailedMessage m;
  if (damaged) m.damaged = static_cast<std::int64_t>(*damaged);
  m.kind = static_cast<std::uint32_t>(error.kind);
  std::strncpy(m.text.data(), error.text.c_str(), m.text.size() - 1);
  outlet.say(m);
}

std::optional<OpenMessage> hear_wish(int socket) {
  auto packet = receive_packet(socket, sizeof(OpenMessage), true);
  return packet ? packet->as<OpenMessage>() : std::nullopt;
}

// The one place where it is decided whether bytes are checked.
Result<std::unique_ptr<Source>> open_medium(Fd medium, Fd list) {
  if (!list) return std::make_unique<PlainFile>(std::move(medium));
  auto seal = read_seal(list.get());
  if (!seal) return fail(seal.error());
  return std::make_unique<CheckedFile>(std::move(medium), std::move(*seal));
}

}

void run_child(Handed handed, MakeDeinterlacer deinterlacer) {
  auto wish = hear_wish(handed.socket.get());
  auto region = Region::map(std::move(handed.memory));
  auto source = open_medium(std::move(handed.medium), std::move(handed.seal));
  if (!wish || !region || !source) ::_exit(1);
  Outlet outlet(handed.socket.get(), *region);
  auto outcome = work(**source, *wish, outlet, deinterlacer);
  if (const auto *damage = (*source)->damage())
    tell_failure(outlet, damage->error, damage->chunk); // what else went wrong comes of that
  else if (!outcome)
    tell_failure(outlet, outcome.error());
  else if (*outcome == Outcome::needs_deinterlacer)
    outlet.say(FailedMessage{.deinterlace = 1});
  ::_exit(0); // nothing of ours outlives the process, and the sandbox forbids what exit handlers do
}

}
