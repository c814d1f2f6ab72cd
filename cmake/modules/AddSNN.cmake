# Helpers that every library and tool of the project is declared with.

# Declares the target whose precompiled headers all libraries reuse.
function(snn_add_precompiled_headers)
  file(WRITE ${PROJECT_BINARY_DIR}/pch/pch.cpp "")
  add_library(SNNPrecompiledHeaders OBJECT ${PROJECT_BINARY_DIR}/pch/pch.cpp)
  # The flags that llvm_update_compile_flags gives the libraries: a precompiled
  # header is only reusable under the flags it was built with.
  llvm_update_compile_flags(SNNPrecompiledHeaders)
  target_precompile_headers(SNNPrecompiledHeaders PRIVATE
    <mlir/Dialect/Arith/IR/Arith.h>
    <mlir/Dialect/Func/IR/FuncOps.h>
    <mlir/Dialect/Linalg/IR/Linalg.h>
    <mlir/Dialect/Math/IR/Math.h>
    <mlir/Dialect/SCF/IR/SCF.h>
    <mlir/Dialect/Tensor/IR/Tensor.h>
    <mlir/IR/Builders.h>
    <mlir/IR/PatternMatch.h>
    <mlir/Interfaces/FunctionInterfaces.h>
    <mlir/Pass/Pass.h>)
endfunction()

# snn_add_library(NAME sources... [DEPENDS targets...] [LINK_LIBS libs...])
# A library of ours that links libMLIR.so, reuses the precompiled headers and is
# installed with the component that SNN_COMPONENT names in its folder.
function(snn_add_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK_LIBS" ${ARGN})
  add_mlir_library(${name} ${ARG_UNPARSED_ARGUMENTS}
    EXCLUDE_FROM_LIBMLIR DISABLE_INSTALL PARTIAL_SOURCES_INTENDED
    DEPENDS SNNHeaders ${ARG_DEPENDS}
    LINK_LIBS PUBLIC ${ARG_LINK_LIBS})
  mlir_target_link_libraries(${name} PUBLIC MLIRIR)
  if(TARGET obj.${name})
    target_precompile_headers(obj.${name} REUSE_FROM SNNPrecompiledHeaders)
  else()
    target_precompile_headers(${name} REUSE_FROM SNNPrecompiledHeaders)
  endif()
  snn_install_library(${name})
endfunction()

# snn_add_tool(NAME sources... [LINK_LIBS libs...])
function(snn_add_tool name)
  cmake_parse_arguments(ARG "" "" "LINK_LIBS" ${ARGN})
  add_llvm_executable(${name} ${ARG_UNPARSED_ARGUMENTS} DEPENDS SNNHeaders)
  target_link_libraries(${name} PRIVATE ${ARG_LINK_LIBS})
  mlir_target_link_libraries(${name} PRIVATE MLIRIR)
  llvm_update_compile_flags(${name})
endfunction()

# snn_add_tablegen(TARGET file.td (generator output)...)
# Runs mlir-tblgen once per generator and collects the outputs in TARGET.
macro(snn_add_dialect_headers target td prefix dialect)
  set(LLVM_TARGET_DEFINITIONS ${td})
  mlir_tablegen(${prefix}.h.inc -gen-op-decls -dialect=${dialect})
  mlir_tablegen(${prefix}.cpp.inc -gen-op-defs -dialect=${dialect})
  mlir_tablegen(${prefix}Dialect.h.inc -gen-dialect-decls -dialect=${dialect})
  mlir_tablegen(${prefix}Dialect.cpp.inc -gen-dialect-defs -dialect=${dialect})
  add_public_tablegen_target(${target})
  add_dependencies(SNNHeaders ${target})
endmacro()

# snn_add_unittest(NAME sources... [LINK_LIBS libs...])
# A GoogleTest executable, whose name must end in Tests for lit to find it. A
# test of the compiler links SNN libraries and with them libMLIR.so.
function(snn_add_unittest name)
  cmake_parse_arguments(ARG "" "" "LINK_LIBS" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_LINK_LIBS}
    GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  add_test(NAME ${name} COMMAND ${name})
  add_dependencies(SNNUnitTests ${name})
endfunction()
