# Writes the bytes of IN as an array into OUT.
file(READ ${IN} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${OUT} "#include \"assets/idle_card.h\"\n\n#include <array>\n\nnamespace sheaf::assets {\nnamespace {\n"
  "constexpr std::uint8_t bytes[]{${bytes}};\n}\nstd::span<const std::uint8_t> idle_card() { return bytes; }\n}\n")
