#include "publisher/office_files.h"

#include "publisher/refusal.h"

#include <cerrno>
#include <cstring>

namespace sheaf::publisher {
namespace {

ErrorKind kind_of(int number) {
  switch (number) {
  case ENOENT:
  case ENOTDIR:
    return ErrorKind::absent;
  case EACCES:
  case EPERM:
  case EROFS:
  case ELOOP:
  case ENAMETOOLONG:
    return ErrorKind::refused;
  case ENOSPC:
  case EDQUOT:
  case EMFILE:
  case EFBIG:
    return ErrorKind::full;
  default:
    return ErrorKind::transient;
  }
}

// The commonest; of others the Vietnamese line says no reason.
std::string reason_in_vietnamese(int number) {
  switch (number) {
  case ENOENT:
  case ENOTDIR:
    return saying("reason_absent").vi;
  case EACCES:
  case EPERM:
    return saying("reason_not_allowed").vi;
  case EROFS:
    return saying("reason_read_only").vi;
  case ENOSPC:
  case EDQUOT:
    return saying("reason_full").vi;
  case ENAMETOOLONG:
    return saying("reason_name_too_long").vi;
  case EIO:
    return saying("reason_device").vi;
  default:
    return {};
  }
}

// Of board/files.h, which tells the system's reason in English at its end.
std::string reason_in_vietnamese(const Error &error) {
  for (int number : {EACCES, EPERM, EROFS, ENAMETOOLONG})
    if (error.text.ends_with(std::strerror(number))) return reason_in_vietnamese(number);
  switch (error.kind) {
  case ErrorKind::absent:
    return saying("reason_absent").vi;
  case ErrorKind::full:
    return saying("reason_full").vi;
  case ErrorKind::refused:
    return saying("reason_refused").vi;
  default:
    return {};
  }
}

// Its English names the file and all the rest.
Error told_of(const Error &error, std::string_view name, const std::string &path) {
  auto why = reason_in_vietnamese(error);
  auto both = refusal(error.kind, name, {{"file", path}, {"why", why.empty() ? "" : " (" + why + ")"}});
  return {error.kind, told(both).vi + "\n  " + error.text};
}

template<class T> Result<T> with_words(Result<T> result, std::string_view name, const std::string &path) {
  return result ? std::move(result) : Result<T>(fail(told_of(result.error(), name, path)));
}

}

tl::unexpected<Error> failed(const std::string &what, const std::string &path) {
  auto number = errno;
  auto vietnamese = reason_in_vietnamese(number);
  Value why{vietnamese.empty() ? "" : " (" + vietnamese + ")", std::string(": ") + std::strerror(number)};
  return refuse(kind_of(number), "cannot_" + what, {{"file", path}, {"why", why}});
}

Result<Fd> open_file(const std::string &path) {
  return with_words(board::open_to_read(path), "cannot_open", path);
}

Result<std::string> read_file(const std::string &path, Bytes most) {
  return with_words(board::read_whole(path, most), "cannot_read", path);
}

Result<void> write_file(const std::string &path, std::string_view bytes, board::Durable durable) {
  return with_words(board::write_whole(path, bytes, durable), "cannot_write", path);
}

}
