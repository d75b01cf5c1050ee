cmake_policy(SET CMP0057 NEW)
# Header names are unique in the tree, tests included; each outside library is included in one folder
# only. header regex -> folder
set(rules
  "SDL2?/SDL[^>]*|SDL[^>]*\\.h" "ui/|firmware/standby/|bench/peer_sdl"
  "pango/[^>]*|cairo[^>]*|fontconfig/[^>]*" "ui/|flow/pack/compile/|firmware/standby/strip/make_strip|bench/peer_frame"
  "png\\.h" "ui/"
  "hangul[^>]*\\.h" "ui/"
  "qrencode\\.h" "ui/"
  "sqlite3\\.h" "lib/store/"
  "curl/[^>]*" "lib/net/"
  "openssl/[^>]*" "lib/trust/"
  "jansson\\.h" "lib/json/"
  "yaml\\.h" "flow/pack/source/"
  "md4c\\.h" "flow/pack/compile/"
  "librsvg/[^>]*" "flow/pack/compile/"
  "microhttpd\\.h" "hq/")

file(GLOB_RECURSE files RELATIVE ${SOURCE}
  ${SOURCE}/bench/*.[ch] ${SOURCE}/fallback/*.[ch] ${SOURCE}/firmware/*.[ch] ${SOURCE}/flow/*.[ch]
  ${SOURCE}/hq/*.[ch] ${SOURCE}/lib/*.[ch] ${SOURCE}/offline/*.[ch] ${SOURCE}/ui/*.[ch]
  ${SOURCE}/visit/*.[ch])
file(GLOB_RECURSE test_headers RELATIVE ${SOURCE} ${SOURCE}/tests/*.h)
list(FILTER test_headers EXCLUDE REGEX "^tests/guards/violations/")
set(seen 0)
set(names "")
foreach(file IN LISTS files test_headers)
  if(file MATCHES "([^/]+\\.h)$")
    if(CMAKE_MATCH_1 IN_LIST names)
      message(SEND_ERROR "${file}: another header has this name")
    endif()
    list(APPEND names ${CMAKE_MATCH_1})
  endif()
endforeach()
foreach(file IN LISTS files)
  file(STRINGS ${SOURCE}/${file} lines REGEX "^ *# *include *<")
  set(rest ${rules})
  while(rest)
    list(POP_FRONT rest header folder)
    foreach(line IN LISTS lines)
      if(line MATCHES "<(${header})>")
        math(EXPR seen "${seen} + 1")
        if(NOT file MATCHES "^(${folder})")
          message(SEND_ERROR "${file}: ${line}: belongs into ${folder}")
        endif()
      endif()
    endforeach()
  endwhile()
endforeach()
if(seen LESS 10)
  message(SEND_ERROR "only ${seen} outside includes seen: this test looks at nothing")
endif()
