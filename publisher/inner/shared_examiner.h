// An examiner for several threads, one at a time.
#pragma once

#include "publisher/examining.h"

#include <mutex>

namespace sheaf::publisher {

class SharedExaminer final : public Examiner {
public:
  explicit SharedExaminer(std::unique_ptr<Examiner> one) : one_(std::move(one)) {}
  Result<media::Measurement> examine(const std::string &path,
                                     const std::function<void(double)> &progress) override {
    std::lock_guard lock(mutex_);
    return one_->examine(path, progress);
  }
  Result<Digest> digest(const std::string &path) override {
    std::lock_guard lock(mutex_);
    return one_->digest(path);
  }
  Result<void> save() override {
    std::lock_guard lock(mutex_);
    return one_->save();
  }

private:
  std::mutex mutex_;
  std::unique_ptr<Examiner> one_;
};

}
