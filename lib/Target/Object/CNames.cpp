//===- CNames.cpp - Names that C and C++ leave to programs -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CFunction.h"
#include "snn/Target/Object/Object.h"
#include "llvm/ADT/StringExtras.h"
#include <dlfcn.h>

using namespace mlir;
using namespace mlir::snn;

/// The keywords of C23 and C++23, the types of the header's own includes, and
/// what every program has.
static const StringRef words[] = {
    // clang-format off
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor",
    "bool", "break", "case", "catch", "char", "char16_t", "char32_t", "char8_t",
    "class", "co_await", "co_return", "co_yield", "compl", "concept", "const",
    "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype",
    "default", "delete", "do", "double", "dynamic_cast", "else", "enum",
    "explicit", "export", "extern", "false", "float", "for", "friend", "goto",
    "if", "inline", "int", "int16_t", "int32_t", "int64_t", "int8_t", "linux",
    "long", "main", "mutable", "namespace", "new", "noexcept", "not", "not_eq",
    "nullptr", "operator", "or", "or_eq", "private", "protected", "public",
    "register", "reinterpret_cast", "requires", "restrict", "return", "short",
    "signed", "sizeof", "static", "static_assert", "static_cast", "struct",
    "switch", "template", "this", "thread_local", "throw", "true", "try",
    "typedef", "typeid", "typename", "typeof", "typeof_unqual", "uint16_t",
    "uint32_t", "uint64_t", "uint8_t", "union", "unix", "unsigned", "using",
    "virtual", "void", "volatile", "wchar_t", "while", "xor", "xor_eq",
    // clang-format on
};

/// True for a function of the C library or libm, which the compiled code or the
/// program around it may call.
static bool isInCLibrary(StringRef name) {
  for (const char *library : {"libc.so.6", "libm.so.6"})
    if (void *handle = dlopen(library, RTLD_NOW | RTLD_NOLOAD)) {
      bool isThere = dlsym(handle, name.str().c_str());
      dlclose(handle);
      if (isThere)
        return true;
    }
  return false;
}

/// Names that begin with an underscore are the implementation's.
bool mlir::snn::isCName(StringRef name) {
  return !name.empty() && llvm::isAlpha(name.front()) &&
         llvm::all_of(name,
                      [](char c) { return llvm::isAlnum(c) || c == '_'; }) &&
         !llvm::is_contained(words, name);
}

LogicalResult mlir::snn::checkCName(func::FuncOp function, StringRef name) {
  if (!isCName(name))
    return function.emitError()
           << "expected a name that C and C++ accept for a function, found '"
           << name << "'";
  if (isInCLibrary(name))
    return function.emitError()
           << "expected another name than those of the C library, found '"
           << name << "'";
  return success();
}
