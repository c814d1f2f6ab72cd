#include "snn/Runtime/Array.h"
#include "snn/Version.h"
#include <cstdio>

static_assert(SNN_VERSION >= SNN_MAKE_VERSION(0, 1, 0));
static_assert(SNN_VERSION < SNN_MAKE_VERSION(1, 0, 0));

int main() {
  auto array = snn::runtime::Array::zeros(snn::runtime::ElementType::F32, {2});
  std::printf("SNN %s, %s\n", SNN_VERSION_STRING,
              array->typeString().c_str());
}
