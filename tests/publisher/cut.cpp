// Loaded before the C library (LD_PRELOAD) into the programs of a test:
//   CUT_LOG=FILE     every fsync and rename below CUT_UNDER is written there, a line each
//   CUT_UNDER=DIR
//   CUT_AT=N         the program is killed in place of the Nth of them
//   CUT_STICK=DIR    looks as if a stick formatted as FAT were mounted there
//   CUT_CLOCK=good   or bad: what adjtimex says of the clock
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/timex.h>
#include <unistd.h>

namespace {

std::string variable(const char *name) {
  const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): read only
  return value ? value : "";
}

template<class F> F real(const char *name) {
  F found{};
  void *symbol = ::dlsym(RTLD_NEXT, name);
  std::memcpy(&found, &symbol, sizeof found);
  return found;
}

void step(const char *what, const std::string &path) {
  static int count = 0;
  auto under = variable("CUT_UNDER"), log = variable("CUT_LOG");
  if (under.empty() || path.compare(0, under.size(), under) != 0) return;
  auto cut_at = variable("CUT_AT");
  if (!cut_at.empty() && ++count == std::atoi(cut_at.c_str())) ::raise(SIGKILL);
  if (log.empty()) return;
  auto line = what + (" " + path) + "\n";
  int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0 || ::write(file, line.data(), line.size()) < 0) ::abort();
  ::close(file);
}

}

extern "C" {

int fsync(int file) {
  char path[4096];
  auto n = ::readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), path, sizeof path);
  step("fsync", std::string(path, n > 0 ? static_cast<std::size_t>(n) : 0));
  return real<int (*)(int)>("fsync")(file);
}

int syncfs(int file) noexcept {
  char path[4096];
  auto n = ::readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), path, sizeof path);
  step("syncfs", std::string(path, n > 0 ? static_cast<std::size_t>(n) : 0));
  return real<int (*)(int)>("syncfs")(file);
}

int statfs(const char *path, struct statfs *s) noexcept {
  int code = real<int (*)(const char *, struct statfs *)>("statfs")(path, s);
  if (code == 0 && path == variable("CUT_STICK")) s->f_type = MSDOS_SUPER_MAGIC;
  return code;
}

int stat(const char *path, struct stat *s) noexcept {
  int code = real<int (*)(const char *, struct stat *)>("stat")(path, s);
  if (code == 0 && path == variable("CUT_STICK") + "/..") ++s->st_dev;
  return code;
}

int rename(const char *from, const char *to) noexcept {
  step("rename", to);
  return real<int (*)(const char *, const char *)>("rename")(from, to);
}

int adjtimex(timex *t) noexcept {
  auto clock = variable("CUT_CLOCK");
  if (clock.empty()) return real<int (*)(timex *)>("adjtimex")(t);
  *t = {};
  t->status = clock == "good" ? 0 : STA_UNSYNC;
  return clock == "good" ? TIME_OK : TIME_ERROR;
}
}
