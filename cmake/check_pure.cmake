# Fails when the pure layer LIB imports a symbol that neither it, nor the layers in USES, nor the
# short list below defines: no clock, file, socket, allocation, random, environment.
set(ALLOWED "^(mem(cpy|cmp|move|set|chr)|str(len|nlen|cmp|ncmp|chr|rchr|str|cspn|spn)|v?snprintf|__v?snprintf_chk|__mem(cpy|move|set)_chk|__stack_chk_fail|qsort|bsearch|abs|labs|llabs|_GLOBAL_OFFSET_TABLE_|__asan_.*|__ubsan_.*|__sanitizer_.*|__sancov_.*|kassert_fail)$")
# base is not pure as a whole: these parts of it are.
set(ALLOWED_BASE "^(kerr|kcode|kbuf|kstr|kcivil|kuuid)_")

function(symbols file option out)
  execute_process(COMMAND ${NM} ${option} --format=posix ${file}
    OUTPUT_VARIABLE text RESULT_VARIABLE rc ERROR_QUIET)
  if(NOT rc EQUAL 0)
    message(FATAL_ERROR "nm failed on ${file}")
  endif()
  string(REGEX MATCHALL "[A-Za-z_][A-Za-z0-9_.@]* [A-Za-z]" hits "${text}")
  set(names "")
  foreach(hit IN LISTS hits)
    string(REGEX REPLACE " .$" "" name "${hit}")
    list(APPEND names "${name}")
  endforeach()
  set(${out} "${names}" PARENT_SCOPE)
endfunction()

symbols(${LIB} -u wanted)
symbols(${LIB} --defined-only given)
foreach(used IN LISTS USES)
  if(NOT used MATCHES "/libbase\\.a$")
    symbols(${used} --defined-only more)
    list(APPEND given ${more})
  endif()
endforeach()
foreach(symbol IN LISTS wanted)
  if(NOT symbol MATCHES "${ALLOWED}" AND NOT symbol MATCHES "${ALLOWED_BASE}" AND
     NOT symbol IN_LIST given)
    list(APPEND bad ${symbol})
  endif()
endforeach()
if(bad)
  list(REMOVE_DUPLICATES bad)
  message(FATAL_ERROR "pure layer ${LIB} imports: ${bad}")
endif()
