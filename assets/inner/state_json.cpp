#include "assets/inner/state_json.h"

#include "base/rfc3339.h"

namespace sheaf::assets {

StateReader::StateReader(std::string_view json, std::string what, std::size_t most_bytes)
    : whole_(json.size() <= most_bytes ? Json::parse(json, nullptr, false) : Json(Json::value_t::discarded)),
      object_(&whole_), what_(std::move(what)), sound_(whole_.is_object()) {}

StateReader::StateReader(const Json &object) : object_(&object), sound_(object.is_object()) {}

const Json *StateReader::find(const char *name) const {
  if (!sound_) return nullptr;
  auto found = object_->find(name);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

void StateReader::read(const char *name, std::string &into) {
  const auto *value = find(name);
  if (value == nullptr) return;
  sound_ = value->is_string();
  if (sound_) into = value->get<std::string>();
}

void StateReader::read(const char *name, std::uint64_t &into) {
  const auto *value = find(name);
  if (value == nullptr) return;
  sound_ = value->is_number_unsigned();
  if (sound_) into = value->get<std::uint64_t>();
}

void StateReader::read(const char *name, std::int64_t &into) {
  const auto *value = find(name);
  if (value == nullptr) return;
  sound_ = value->is_number_integer() &&
           (!value->is_number_unsigned() || value->get<std::uint64_t>() <= INT64_MAX);
  if (sound_) into = value->get<std::int64_t>();
}

void StateReader::read(const char *name, bool &into) {
  const auto *value = find(name);
  if (value == nullptr) return;
  sound_ = value->is_boolean();
  if (sound_) into = value->get<bool>();
}

void StateReader::read(const char *name, Wall &into) {
  std::string text;
  read(name, text);
  if (find(name) == nullptr) return;
  auto time = parse_rfc3339(text);
  sound_ = time.has_value();
  into = time.value_or(Wall{});
}

void StateReader::read(const char *name, ClockQuality &into) {
  std::string text = "none";
  read(name, text);
  sound_ = sound_ && (text == "none" || text == "synchronised");
  into = text == "synchronised" ? ClockQuality::synchronised : ClockQuality::none;
}

void StateReader::read(const char *name, Digest &into) {
  std::string text;
  read(name, text);
  if (find(name) == nullptr) return;
  auto digest = Digest::parse(text);
  sound_ = digest.has_value();
  into = digest.value_or(Digest{});
}

void StateReader::read_list(const char *name, std::vector<std::string> &into, std::size_t most) {
  const auto *list = find(name);
  if (list == nullptr) return;
  sound_ = list->is_array() && list->size() <= most;
  for (std::size_t i = 0; sound_ && i < list->size(); ++i) {
    sound_ = (*list)[i].is_string();
    if (sound_) into.push_back((*list)[i].get<std::string>());
  }
}

Result<void> StateReader::finish() const {
  if (sound_) return {};
  return fail(ErrorKind::corrupt, what_ + " is damaged");
}

std::string dump(const Json &json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json to_json(Wall time) { return rfc3339(time); }
Json to_json(ClockQuality quality) { return quality == ClockQuality::synchronised ? "synchronised" : "none"; }
Json to_json(const Digest &digest) { return digest.hex(); }

}
