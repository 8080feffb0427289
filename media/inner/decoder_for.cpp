#include "media/inner/decoder_for.h"

#include "media/inner/allowed.h"

#include <string_view>

namespace sheaf::media {
namespace {

bool allowed(std::string_view name) {
  std::string_view rest = allowed_codecs;
  while (!rest.empty()) {
    auto comma = std::min(rest.find(','), rest.size());
    if (rest.substr(0, comma) == name) return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

}

const AVCodec *decoder_for(AVCodecID id) {
  void *state = nullptr;
  while (const AVCodec *codec = av_codec_iterate(&state))
    if (codec->id == id && av_codec_is_decoder(codec) && allowed(codec->name)) return codec;
  return nullptr;
}

}
