#include "fetcher/inner/piece.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace sheaf::fetcher {
namespace {

constexpr std::uint64_t step = 1 << 20; // bytes a turn

class Reading : public Request {
public:
  Reading(Hours &hours, Piece piece, Wish wish, std::string name)
      : hours_(hours), piece_(std::move(piece)), wish_(std::move(wish)), name_(std::move(name)),
        at_(wish_.from), until_(wish_.until ? wish_.until : piece_.size) {}
  ~Reading() override { hours_.timers.cancel(timer_); }
  Reading(const Reading &) = delete;
  Reading &operator=(const Reading &) = delete;

  void begin() {
    if (auto begun = wish_.begin(at_, piece_.validator); !begun) return end(fail(begun.error()));
    if (until_ - at_ <= step)
      go_on();
    else
      later();
  }

private:
  void later() {
    timer_ = hours_.timers.at(hours_.now.steady, [this] { go_on(); });
  }

  void go_on() {
    std::string bytes(static_cast<std::size_t>(std::min(step, until_ - at_)), '\0');
    auto n = ::pread(piece_.file->get(), bytes.data(), bytes.size(), static_cast<off_t>(piece_.at + at_));
    if (n < 0)
      return end(fail(ErrorKind::transient, name_ + ": " + wish_.path + ": " + std::strerror(errno)));
    if (n == 0 && at_ < until_)
      return end(fail(ErrorKind::transient, name_ + ": " + wish_.path + ": it ends too early"));
    bytes.resize(static_cast<std::size_t>(n));
    if (auto took = wish_.take(bytes); !took) return end(fail(took.error()));
    at_ += bytes.size();
    if (at_ < until_) return later();
    end(Answer{false, piece_.validator});
  }

  void end(Result<Answer> with) {
    auto done = std::move(wish_.done);
    done(std::move(with)); // may destroy this
  }

  Hours &hours_;
  Piece piece_;
  Wish wish_;
  std::string name_;
  std::uint64_t at_, until_;
  Timers::Id timer_{};
};

Result<void> judge(const Piece &piece, const Wish &wish) {
  if (wish.exactly ? piece.size != wish.most : piece.size > wish.most)
    return fail(wish.exactly ? ErrorKind::corrupt : ErrorKind::refused,
                "it has " + std::to_string(piece.size) + " bytes, and " + (wish.exactly ? "" : "at most ") +
                    std::to_string(wish.most) + " are right");
  return {};
}

}

std::unique_ptr<Request> answer(Hours &hours, Result<Piece> piece, Wish wish, const std::string &name) {
  auto right = piece ? judge(*piece, wish) : Result<void>(fail(piece.error()));
  if (!right) {
    wish.done(fail(right.error().in(name + ": " + wish.path)));
    return nullptr;
  }
  if (!wish.validator.empty() && wish.validator == piece->validator && wish.from == 0 && !wish.until) {
    wish.done(Answer{true, piece->validator});
    return nullptr;
  }
  auto reading = std::make_unique<Reading>(hours, std::move(*piece), std::move(wish), name);
  reading->begin();
  return reading;
}

std::string stamp(int fd) {
  struct stat s {};
  if (::fstat(fd, &s) != 0) return "";
  return std::to_string(s.st_ino) + "-" + std::to_string(s.st_size) + "-" + std::to_string(s.st_mtim.tv_sec) +
         "." + std::to_string(s.st_mtim.tv_nsec);
}

}
