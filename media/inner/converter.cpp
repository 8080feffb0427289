#include "media/inner/converter.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <libyuv.h>

namespace sheaf::media {
namespace {

Matrix matrix_of(const AVFrame &f) {
  switch (f.colorspace) {
  case AVCOL_SPC_BT709:
    return Matrix::bt709;
  case AVCOL_SPC_BT470BG:
  case AVCOL_SPC_SMPTE170M:
  case AVCOL_SPC_FCC:
    return Matrix::bt601;
  case AVCOL_SPC_BT2020_NCL:
  case AVCOL_SPC_BT2020_CL:
    return Matrix::bt2020;
  default:
    return f.width >= 1280 || f.height > 576 ? Matrix::bt709
                                             : Matrix::bt601; // what players agree on where nothing is said
  }
}

bool full_range(const AVFrame &f) {
  return f.color_range == AVCOL_RANGE_JPEG || f.format == AV_PIX_FMT_YUVJ420P ||
         f.format == AV_PIX_FMT_YUVJ422P || f.format == AV_PIX_FMT_YUVJ444P;
}

// RGB stays RGB, and what can be seen through keeps its alpha; all else becomes 4:2:0.
PixelFormat handed_format(AVPixelFormat format) {
  auto *d = av_pix_fmt_desc_get(format);
  return d && (d->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL))
             ? PixelFormat::bgra
             : PixelFormat::i420;
}
bool has_alpha(AVPixelFormat format) {
  auto *d = av_pix_fmt_desc_get(format);
  return format == AV_PIX_FMT_PAL8 || (d && (d->flags & AV_PIX_FMT_FLAG_ALPHA));
}

int rounded(int bytes) { return (bytes + 63) / 64 * 64; }

// Planes one after another, each row a multiple of 64 bytes.
std::size_t lay_out(FrameMessage &m) {
  std::size_t at = 0;
  auto format = static_cast<PixelFormat>(m.format);
  for (int i = 0; i < 3; ++i) {
    auto size = plane_size(format, {m.width, m.height}, i);
    if (size.empty()) continue;
    auto p = static_cast<std::size_t>(i);
    m.stride[p] = rounded(size.width * (format == PixelFormat::bgra ? 4 : 1));
    m.offset[p] = at;
    at += static_cast<std::size_t>(m.stride[p]) * static_cast<std::size_t>(size.height);
  }
  return at;
}

bool is_420(const AVFrame &f) { return f.format == AV_PIX_FMT_YUV420P || f.format == AV_PIX_FMT_YUVJ420P; }

const std::uint16_t *deep_plane(const AVFrame &f, int i) {
  return static_cast<const std::uint16_t *>(static_cast<const void *>(f.data[i])); // FFmpeg aligns rows
}

}

Result<void> Converter::publish(av::Frame frame, const As &as) {
  FrameMessage m;
  m.matrix = static_cast<std::uint32_t>(matrix_of(*frame));
  m.full_range = full_range(*frame);
  m.turns = static_cast<std::uint32_t>(turns_);
  m.shape_width = as.shape.width;
  m.shape_height = as.shape.height;
  m.pts = as.pts;
  m.duration = as.duration;
  if (as.target == Size{frame->width, frame->height} && publish_as_is(frame, m)) return {};
  return publish_copy(*frame, as.target, m);
}

bool Converter::publish_as_is(av::Frame &frame, FrameMessage &m) {
  auto slot = outlet_.slots().holding(frame->data[0]);
  if (!slot || !is_420(*frame) || frame->linesize[0] <= 0) return false; // some decoders draw upside down
  m.slot = *slot;
  m.format = static_cast<std::uint32_t>(PixelFormat::i420);
  m.width = frame->width;
  m.height = frame->height;
  for (std::size_t i = 0; i < 3; ++i) {
    m.offset[i] = outlet_.offset(frame->data[i]);
    m.stride[i] = frame->linesize[i];
  }
  // The decoder's reference keeps the slot from being written again until the parent is done with it.
  outlet_.publish(m, [kept = std::shared_ptr<AVFrame>(frame.release(), av::Free<av_frame_free>())] {});
  return true;
}

Result<void> Converter::publish_copy(const AVFrame &frame, Size target, FrameMessage &m) {
  auto format = static_cast<AVPixelFormat>(frame.format);
  m.format = static_cast<std::uint32_t>(handed_format(format));
  m.opaque = !has_alpha(format);
  m.width = target.width;
  m.height = target.height;
  auto bytes = lay_out(m);
  auto slot = outlet_.slots().take(bytes);
  if (!slot) return fail(ErrorKind::full, "its pictures do not fit into the memory for frames");
  m.slot = *slot;
  auto *into = outlet_.slots().at(*slot);
  if (auto r = convert(frame, m, into); !r) {
    outlet_.slots().give(*slot);
    return r;
  }
  for (auto &offset : m.offset) offset += outlet_.offset(into);
  outlet_.publish(m, [slots = &outlet_.slots(), slot = *slot] { slots->give(slot); });
  return {};
}

Result<void> Converter::convert(const AVFrame &frame, FrameMessage &m, std::uint8_t *into) {
  Size target{m.width, m.height};
  if (is_420(frame) && scale_420(frame, target, into, m)) return {};
  if (frame.format == AV_PIX_FMT_YUV420P10LE && scale_420_10(frame, target, into, m)) return {};
  if (!m.opaque) return scale_seen_through(frame, target, m, into);
  return scale_other(frame, target, m, into, m.stride.data());
}

bool Converter::scale_420(const AVFrame &f, Size target, std::uint8_t *into, const FrameMessage &m) {
  return libyuv::I420Scale(f.data[0], f.linesize[0], f.data[1], f.linesize[1], f.data[2], f.linesize[2],
                           f.width, f.height, into, m.stride[0], into + m.offset[1], m.stride[1],
                           into + m.offset[2], m.stride[2], target.width, target.height,
                           libyuv::kFilterBox) == 0;
}

bool Converter::scale_420_10(const AVFrame &f, Size target, std::uint8_t *into, const FrameMessage &m) {
  Size chroma = plane_size(PixelFormat::i420, target, 1);
  auto luma_count = static_cast<std::size_t>(target.width) * static_cast<std::size_t>(target.height);
  auto chroma_count = static_cast<std::size_t>(chroma.width) * static_cast<std::size_t>(chroma.height);
  const std::uint16_t *y = deep_plane(f, 0), *u = deep_plane(f, 1), *v = deep_plane(f, 2);
  int ys = f.linesize[0] / 2, us = f.linesize[1] / 2, vs = f.linesize[2] / 2;
  if (target != Size{f.width, f.height}) {
    deep_.resize(luma_count + 2 * chroma_count);
    auto *dy = deep_.data(), *du = dy + luma_count, *dv = du + chroma_count;
    if (libyuv::I420Scale_16(y, ys, u, us, v, vs, f.width, f.height, dy, target.width, du, chroma.width, dv,
                             chroma.width, target.width, target.height, libyuv::kFilterBox) != 0)
      return false;
    y = dy, u = du, v = dv, ys = target.width, us = vs = chroma.width;
  }
  return libyuv::I010ToI420(y, ys, u, us, v, vs, into, m.stride[0], into + m.offset[1], m.stride[1],
                            into + m.offset[2], m.stride[2], target.width, target.height) == 0;
}

// Colours are weighed by their alpha before they are mixed with those beside them: the colour of what cannot
// be seen does not count.
Result<void> Converter::scale_seen_through(const AVFrame &f, Size target, const FrameMessage &m,
                                           std::uint8_t *into) {
  const std::array strides{f.width * 4, 0, 0};
  veiled_.resize(static_cast<std::size_t>(strides[0]) * static_cast<std::size_t>(f.height));
  auto *veiled = veiled_.data();
  if (auto r = scale_other(f, {f.width, f.height}, m, veiled, strides.data()); !r) return r;
  libyuv::ARGBAttenuate(veiled, strides[0], veiled, strides[0], f.width, f.height);
  libyuv::ARGBScale(veiled, strides[0], f.width, f.height, into, m.stride[0], target.width, target.height,
                    libyuv::kFilterBox);
  return {};
}

Result<void> Converter::scale_other(const AVFrame &f, Size target, const FrameMessage &m, std::uint8_t *into,
                                    const int *strides) {
  bool bgra = m.format == static_cast<std::uint32_t>(PixelFormat::bgra);
  auto out = bgra ? AV_PIX_FMT_BGRA : AV_PIX_FMT_YUV420P;
  auto *context = sws_getCachedContext(scaler_.release(), f.width, f.height,
                                       static_cast<AVPixelFormat>(f.format), target.width, target.height, out,
                                       SWS_AREA | SWS_ACCURATE_RND, nullptr, nullptr, nullptr);
  scaler_.reset(context);
  if (!context) return fail(ErrorKind::unsupported, "its pixel format is not known");
  const int *equations = sws_getCoefficients(m.matrix == 0   ? SWS_CS_ITU601
                                             : m.matrix == 1 ? SWS_CS_ITU709
                                                             : SWS_CS_BT2020);
  int range = m.full_range ? 1 : 0;
  sws_setColorspaceDetails(context, equations, range, equations, bgra ? 1 : range, 0, 1 << 16, 1 << 16);
  const std::array planes{into, bgra ? nullptr : into + m.offset[1], bgra ? nullptr : into + m.offset[2],
                          static_cast<std::uint8_t *>(nullptr)};
  const std::array lines{strides[0], strides[1], strides[2], 0};
  if (sws_scale(context, f.data, f.linesize, 0, f.height, planes.data(), lines.data()) < 0)
    return fail(ErrorKind::unsupported, "its pictures cannot be converted");
  return {};
}

}
