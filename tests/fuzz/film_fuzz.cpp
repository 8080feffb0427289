// Any bytes as a film: demuxer, decoders of picture and sound, in this process. FFmpeg's own defects are
// FFmpeg's; ours are what this is for.
#include "media/inner/audio.h"
#include "media/inner/converter.h"
#include "media/inner/video.h"

#include <algorithm>
#include <span>
#include <vector>

extern "C" {
#include <libavutil/log.h>
}

using namespace sheaf;
using namespace sheaf::media;

namespace {

class Input final : public Source {
public:
  explicit Input(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    auto part = bytes_.subspan(offset, std::min<std::uint64_t>(into.size(), bytes_.size() - offset));
    std::copy(part.begin(), part.end(), into.begin());
    return part.size();
  }

private:
  std::span<const std::uint8_t> bytes_;
};

void decode(Source &source, Region &region, const std::pair<Fd, Fd> &sockets) {
  constexpr int most_pictures = 30;
  Outlet outlet(sockets.second.get(), region);
  auto demuxer = Demuxer::open(source, true);
  if (!demuxer) return;
  auto video = Video::open(**demuxer, outlet.slots(), {{64, 64}, Fit::contain, 1});
  if (!video) return;
  auto audio =
      (*demuxer)->audio() ? Audio::open(**demuxer, outlet.sound(), 0) : Result<std::unique_ptr<Audio>>();
  Converter converter(outlet, (*demuxer)->turns());
  std::int64_t last = -1;
  for (int i = 0; i < most_pictures; ++i) {
    auto frame = (*video)->next();
    if (!frame || !*frame) break;
    if (i > 0 && (*frame)->pts <= last) __builtin_trap(); // times grow
    last = (*frame)->pts;
    auto shape = (*video)->shape(**frame);
    static_cast<void>(converter.publish(std::move(*frame), {(*video)->target(), shape, 0, 0}));
    auto said = receive_packet(sockets.first.get(), largest_message, false);
    if (auto m = said ? said->as<FrameMessage>() : std::nullopt)
      send(sockets.first.get(), GiveBackMessage{.slot = m->slot});
    static_cast<void>(outlet.hear(Duration::zero()));
    if (audio && *audio) (*audio)->step();
  }
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  av_log_set_level(AV_LOG_QUIET);
  auto region = Region::make(Bytes{frames_at + (8u << 20)});
  auto sockets = packet_pair();
  if (!region || !sockets) return 0;
  Input source({data, size});
  decode(source, *region, *sockets);
  return 0;
}
