cmake_policy(SET CMP0057 NEW)
# The folders that docs/architecture.md calls pure are built as PURE layers (each then has its test pure_<name>).
foreach(layer flow visit screen fallback text)
  if(NOT layer IN_LIST PURE)
    message(SEND_ERROR "${layer} is not a PURE layer")
  endif()
endforeach()
