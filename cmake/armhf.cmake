# Boards of 32 bit with a floating point unit, from ARMv7 on. CONTRIBUTING.md says what it needs.
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_LIBRARY_ARCHITECTURE arm-linux-gnueabihf)
include(${CMAKE_CURRENT_LIST_DIR}/debian_cross.cmake)
