#include "media/inner/row_scaler.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sheaf::media {

namespace {

constexpr std::uint32_t whole = 256; // one source pixel

/// `count` windows side by side over the part of `source` pixels; none is empty or leaves the source.
std::vector<std::uint32_t> edges(double begin, double length, int source, int count) {
  std::vector<std::uint32_t> out(static_cast<std::size_t>(count) + 1);
  double scale = static_cast<double>(source) * whole, end = scale;
  for (int i = 0; i <= count; ++i) {
    double at = std::clamp((begin + length * i / count) * scale, 0.0, end);
    out[i] = static_cast<std::uint32_t>(std::lround(at));
  }
  for (int i = 1; i <= count; ++i) out[i] = std::max(out[i], out[i - 1] + 1);
  for (int i = count; i >= 0; --i)
    out[i] = std::min(out[i], static_cast<std::uint32_t>(end) - static_cast<std::uint32_t>(count - i));
  return out;
}

bool pixel_for_pixel(const std::vector<std::uint32_t> &edges) {
  if (edges.front() % whole != 0) return false;
  for (std::size_t i = 1; i < edges.size(); ++i)
    if (edges[i] - edges[i - 1] != whole) return false;
  return true;
}

/// Four channels of the source from `from` to `to`; 65,000 pixels of 255 in 1/256 just fit.
std::array<std::uint32_t, 4> window_sum(const std::uint8_t *row, std::uint32_t from, std::uint32_t to) {
  std::uint32_t first = from / whole, last = (to - 1) / whole;
  const auto *pixel = row + std::size_t{4} * first;
  std::array<std::uint32_t, 4> edge{}, middle{};
  std::uint32_t weight = std::min(to, (first + 1) * whole) - from;
  for (int c = 0; c < 4; ++c) edge[c] = weight * pixel[c];
  if (last == first) return edge;
  pixel += 4;
  for (const auto *end = row + std::size_t{4} * last; pixel != end; pixel += 4)
    for (int c = 0; c < 4; ++c) middle[c] += pixel[c];
  weight = to - last * whole;
  for (int c = 0; c < 4; ++c) edge[c] += weight * pixel[c] + whole * middle[c];
  return edge;
}

}

RowScaler::RowScaler(Size source, Part part, TurnedCanvas target)
    : source_(source), target_(target),
      columns_(edges(part.x, part.width, source.width, target.size().width)),
      rows_(edges(part.y, part.height, source.height, target.size().height)),
      copies_(pixel_for_pixel(columns_) && pixel_for_pixel(rows_)) {
  auto samples = std::size_t{4} * target.size().width;
  line_.resize(samples);
  sums_.resize(samples);
  finished_.resize(samples);
}

bool RowScaler::wanted() const {
  return !done() && (static_cast<std::uint32_t>(taken_) + 1) * whole > rows_[written_];
}

void RowScaler::row(const std::uint8_t *bgra) {
  bool used = wanted();
  auto top = static_cast<std::uint32_t>(taken_) * whole, bottom = top + whole;
  ++taken_;
  if (!used) return;
  if (copies_) {
    target_.put_row(written_++, bgra + std::size_t{4} * (columns_.front() / whole));
    return;
  }
  sum_across(bgra);
  while (!done() && rows_[written_] < bottom) {
    add(std::min(bottom, rows_[written_ + 1]) - std::max(top, rows_[written_]));
    if (rows_[written_ + 1] > bottom) break;
    write_row();
  }
}

void RowScaler::fill_rest(bool opaque) {
  if (done()) return;
  std::vector<std::uint8_t> missing(std::size_t{4} * source_.width);
  if (opaque)
    for (std::size_t i = 3; i < missing.size(); i += 4) missing[i] = 255;
  while (!done() && taken_ < source_.height) row(missing.data());
}

void RowScaler::sum_across(const std::uint8_t *bgra) {
  auto *out = line_.data();
  for (std::size_t x = 0; x + 1 < columns_.size(); ++x, out += 4) {
    auto sum = window_sum(bgra, columns_[x], columns_[x + 1]);
    std::copy(sum.begin(), sum.end(), out);
  }
}

void RowScaler::add(std::uint32_t weight) {
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += std::uint64_t{line_[i]} * weight;
}

void RowScaler::write_row() {
  std::uint64_t height = rows_[written_ + 1] - rows_[written_];
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    std::uint64_t area = height * (columns_[i / 4 + 1] - columns_[i / 4]);
    finished_[i] = static_cast<std::uint8_t>((sums_[i] + area / 2) / area);
  }
  std::fill(sums_.begin(), sums_.end(), 0);
  target_.put_row(written_++, finished_.data());
}

}
