# Writes OUT: for each of FILES in FOLDER a function by its name that gives its bytes.
set(code "#include \"assets/idle_card.h\"\n\n#include <array>\n\nnamespace sheaf::assets {\n")
foreach(file IN LISTS FILES)
  file(READ ${FOLDER}/${file} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  get_filename_component(name ${file} NAME_WE)
  string(APPEND code "namespace {\nconstexpr std::uint8_t ${name}_bytes[]{${bytes}};\n}\n"
         "std::span<const std::uint8_t> ${name}() { return ${name}_bytes; }\n")
endforeach()
file(WRITE ${OUT} "${code}}\n")
