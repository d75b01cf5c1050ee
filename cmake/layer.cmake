# One CMake function per kind of target. annae_layer() is the architecture's police:
#
#   annae_layer(NAME flow PURE USES base text SOURCES a.c b.c [EXTERNAL PkgConfig::X])
#
# USES names the layers this one may call, EXTERNAL the outside libraries. Three guards:
#   include path   a header of a layer that is not in USES is not found;
#   link check     linkcheck_<name> links the whole layer with only what USES and EXTERNAL name;
#   purity check   pure_<name> (PURE layers) fails if an object file imports anything but memory,
#                  string and assert helpers and the layers it uses.
# No sanitizer runtime, clock, file or socket can slip in by accident: cmake/check_pure.cmake.

set(ANNAE_LIST_DIR "${CMAKE_CURRENT_LIST_DIR}")

add_library(annae_warnings INTERFACE)
target_compile_definitions(annae_warnings INTERFACE _POSIX_C_SOURCE=200809L)
target_compile_options(annae_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
  -Wold-style-definition -Wswitch-enum -Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings -Wvla
  -fno-common -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
option(ANNAE_WERROR "warnings stop the build" ON)
if(ANNAE_WERROR)
  target_compile_options(annae_warnings INTERFACE -Werror)
endif()

function(annae_layer)
  cmake_parse_arguments(L "PURE" "NAME" "SOURCES;USES;EXTERNAL" ${ARGN})
  add_library(${L_NAME} STATIC ${L_SOURCES})
  target_include_directories(${L_NAME} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${L_NAME} PUBLIC ${L_USES} PRIVATE ${L_EXTERNAL} annae_warnings)

  add_executable(linkcheck_${L_NAME} ${ANNAE_LIST_DIR}/empty_main.c)
  target_link_libraries(linkcheck_${L_NAME} PRIVATE
    "$<LINK_LIBRARY:WHOLE_ARCHIVE,${L_NAME}>")

  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set_property(GLOBAL APPEND PROPERTY ANNAE_LAYERS "${folder} ${L_NAME}")

  if(L_PURE)
    set(own "")
    foreach(layer IN LISTS L_USES)
      list(APPEND own "$<TARGET_FILE:${layer}>")
    endforeach()
    add_test(NAME pure_${L_NAME}
      COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} -DLIB=$<TARGET_FILE:${L_NAME}> "-DUSES=${own}"
              -P ${ANNAE_LIST_DIR}/check_pure.cmake)
    set_property(GLOBAL APPEND PROPERTY ANNAE_PURE_LAYERS ${L_NAME})
  endif()
endfunction()

# annae_program(NAME annae-kiosk USES visit ui SOURCES main.c)
function(annae_program)
  cmake_parse_arguments(P "" "NAME" "SOURCES;USES;EXTERNAL" ${ARGN})
  add_executable(${P_NAME} ${P_SOURCES})
  target_link_libraries(${P_NAME} PRIVATE ${P_USES} ${P_EXTERNAL} annae_warnings)
  set_target_properties(${P_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()
