//===- GPUToRuntime.cpp - Launches become calls of the runtime ------------===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/FunctionCallUtils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Transforms/DialectConversion.h"
#include "snn/GPU/Passes.h"

namespace mlir::snn {
#define GEN_PASS_DEF_GPUTORUNTIMEPASS
#include "snn/GPU/Passes.h.inc"
} // namespace mlir::snn

using namespace mlir;
using namespace mlir::snn;

/// The text of all kernels, as the program holds it.
static constexpr llvm::StringLiteral kTextName = "snn_kernels_ptx";

/// Calls a function of the runtime for `op`, and declares it the first time.
static LLVM::CallOp callRuntime(OpBuilder &builder, Operation *op,
                                StringRef name, ValueRange arguments,
                                Type result) {
  FailureOr<LLVM::LLVMFuncOp> function =
      LLVM::lookupOrCreateFn(builder, op->getParentOfType<ModuleOp>(), name,
                             llvm::to_vector(arguments.getTypes()), result);
  return LLVM::CallOp::create(builder, op->getLoc(), *function, arguments);
}

static void callRuntime(OpBuilder &builder, Operation *op, StringRef name,
                        ValueRange arguments) {
  callRuntime(builder, op, name, arguments,
              LLVM::LLVMVoidType::get(builder.getContext()));
}

/// A constant of the program, with the zero that ends a text in C.
static void createText(OpBuilder &builder, Location loc, StringRef name,
                       StringRef text) {
  std::string ended = text.str();
  ended.push_back('\0');
  auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), ended.size());
  LLVM::GlobalOp::create(builder, loc, type, /*isConstant=*/true,
                         LLVM::Linkage::Internal, name,
                         builder.getStringAttr(ended));
}

namespace {

/// gpu.alloc: a descriptor of memory that snnDeviceAlloc gives.
struct AllocLowering : ConvertOpToLLVMPattern<gpu::AllocOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult
  matchAndRewrite(gpu::AllocOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    MemRefType type = op.getType();
    if (!isConvertibleAndHasIdentityMaps(type))
      return rewriter.notifyMatchFailure(op, "the layout is not the identity");
    Location loc = op.getLoc();
    SmallVector<Value> sizes, strides;
    Value bytes;
    getMemRefDescriptorSizes(loc, type, adaptor.getDynamicSizes(), rewriter,
                             sizes, strides, bytes);
    Type pointer = LLVM::LLVMPointerType::get(getContext());
    Value memory =
        callRuntime(rewriter, op, "snnDeviceAlloc", bytes, pointer).getResult();
    rewriter.replaceOp(op, {createMemRefDescriptor(loc, type, memory, memory,
                                                   sizes, strides, rewriter)});
    return success();
  }
};

struct DeallocLowering : ConvertOpToLLVMPattern<gpu::DeallocOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult
  matchAndRewrite(gpu::DeallocOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Value memory = MemRefDescriptor(adaptor.getMemref())
                       .allocatedPtr(rewriter, op.getLoc());
    callRuntime(rewriter, op, "snnDeviceFree", memory);
    rewriter.eraseOp(op);
    return success();
  }
};

/// gpu.memcpy of arrays whose elements lie one after the other.
struct MemcpyLowering : ConvertOpToLLVMPattern<gpu::MemcpyOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult
  matchAndRewrite(gpu::MemcpyOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    auto type = cast<MemRefType>(op.getSrc().getType());
    auto target = cast<MemRefType>(op.getDst().getType());
    bool isDense =
        type.getLayout().isIdentity() && target.getLayout().isIdentity();
    if (!isDense && type.getRank() != 0)
      return op.emitError("expected a copy of contiguous arrays, found ")
             << type << " to " << target;
    Location loc = op.getLoc();
    MemRefDescriptor from(adaptor.getSrc()), to(adaptor.getDst());
    Value bytes = emitBytes(rewriter, loc, type, from);
    SmallVector<Value> arguments = {
        to.bufferPtr(rewriter, loc, *getTypeConverter(), target),
        from.bufferPtr(rewriter, loc, *getTypeConverter(), type), bytes};
    callRuntime(rewriter, op, "snnDeviceCopy", arguments);
    rewriter.eraseOp(op);
    return success();
  }

private:
  Value emitBytes(ConversionPatternRewriter &rewriter, Location loc,
                  MemRefType type, MemRefDescriptor &array) const {
    Value bytes = getSizeInBytes(loc, type.getElementType(), rewriter);
    for (int64_t i = 0, e = type.getRank(); i < e; ++i)
      bytes = LLVM::MulOp::create(rewriter, loc, bytes,
                                  array.size(rewriter, loc, i));
    return bytes;
  }
};

/// gpu.launch_func: snnDeviceLaunch with the places of all arguments.
struct LaunchLowering : ConvertOpToLLVMPattern<gpu::LaunchFuncOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult
  matchAndRewrite(gpu::LaunchFuncOp op, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    auto module = op->getParentOfType<ModuleOp>();
    Type pointer = LLVM::LLVMPointerType::get(getContext());
    Type number = rewriter.getI64Type();
    // A launch may be in a loop, which is not to take stack every time.
    Value stack = LLVM::StackSaveOp::create(rewriter, loc, pointer);
    SmallVector<Value> values = getTypeConverter()->promoteOperands(
        loc, op.getKernelOperands(), adaptor.getKernelOperands(), rewriter);
    Value shared = adaptor.getDynamicSharedMemorySize();
    shared =
        shared ? LLVM::ZExtOp::create(rewriter, loc, number, shared).getResult()
               : constant(rewriter, loc, 0);
    SmallVector<Value> arguments = {
        emitSlot(rewriter, loc, module, op),
        LLVM::AddressOfOp::create(rewriter, loc, pointer, kTextName),
        emitName(rewriter, loc, module, op),
        adaptor.getGridSizeX(),
        adaptor.getBlockSizeX(),
        shared,
        emitPlaces(rewriter, loc, values)};
    callRuntime(rewriter, op, "snnDeviceLaunch", arguments);
    LLVM::StackRestoreOp::create(rewriter, loc, stack);
    rewriter.eraseOp(op);
    return success();
  }

private:
  static Value constant(OpBuilder &builder, Location loc, int64_t value) {
    return LLVM::ConstantOp::create(builder, loc, builder.getI64Type(),
                                    builder.getI64IntegerAttr(value));
  }

  /// An array of the addresses of copies of `values`.
  static Value emitPlaces(OpBuilder &builder, Location loc, ValueRange values) {
    Type pointer = LLVM::LLVMPointerType::get(builder.getContext());
    Value one = constant(builder, loc, 1);
    Value places = LLVM::AllocaOp::create(
        builder, loc, pointer, pointer,
        constant(builder, loc, std::max<int64_t>(values.size(), 1)));
    for (auto [i, value] : llvm::enumerate(values)) {
      Value copy =
          LLVM::AllocaOp::create(builder, loc, pointer, value.getType(), one);
      LLVM::StoreOp::create(builder, loc, value, copy);
      Value place = LLVM::GEPOp::create(builder, loc, pointer, pointer, places,
                                        ArrayRef<LLVM::GEPArg>{int32_t(i)});
      LLVM::StoreOp::create(builder, loc, copy, place);
    }
    return places;
  }

  /// Where the runtime keeps the kernel from its first launch on.
  static Value emitSlot(OpBuilder &builder, Location loc, ModuleOp module,
                        gpu::LaunchFuncOp op) {
    Type pointer = LLVM::LLVMPointerType::get(builder.getContext());
    std::string name = ("snn_slot_" + op.getKernelName().getValue()).str();
    if (!module.lookupSymbol(name)) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(module.getBody());
      auto global = LLVM::GlobalOp::create(
          builder, loc, pointer,
          /*isConstant=*/false, LLVM::Linkage::Internal, name, Attribute());
      builder.createBlock(&global.getInitializerRegion());
      Value null = LLVM::ZeroOp::create(builder, loc, pointer);
      LLVM::ReturnOp::create(builder, loc, null);
    }
    return LLVM::AddressOfOp::create(builder, loc, pointer, name);
  }

  static Value emitName(OpBuilder &builder, Location loc, ModuleOp module,
                        gpu::LaunchFuncOp op) {
    Type pointer = LLVM::LLVMPointerType::get(builder.getContext());
    StringRef kernel = op.getKernelName().getValue();
    std::string name = ("snn_name_" + kernel).str();
    if (!module.lookupSymbol(name)) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(module.getBody());
      createText(builder, loc, name, kernel);
    }
    return LLVM::AddressOfOp::create(builder, loc, pointer, name);
  }
};

struct GPUToRuntimePass : snn::impl::GPUToRuntimePassBase<GPUToRuntimePass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    for (auto binary :
         llvm::make_early_inc_range(module.getOps<gpu::BinaryOp>()))
      if (failed(embed(binary)))
        return signalPassFailure();
    LLVMTypeConverter converter(&getContext());
    RewritePatternSet patterns(&getContext());
    patterns
        .add<AllocLowering, DeallocLowering, MemcpyLowering, LaunchLowering>(
            converter);
    ConversionTarget target(getContext());
    target.addIllegalDialect<gpu::GPUDialect>();
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });
    if (failed(applyPartialConversion(module, target, std::move(patterns))))
      signalPassFailure();
  }

private:
  /// The text of the kernels as a constant of the program. What calls a
  /// function that is not in it would fail when the driver loads it.
  LogicalResult embed(gpu::BinaryOp binary) {
    auto object = cast<gpu::ObjectAttr>(binary.getObjects()[0]);
    StringRef text = object.getObject().getValue().rtrim('\0');
    StringRef call = text.split(".extern .func").second;
    if (!call.empty())
      return binary.emitError("a kernel calls a function that no GPU has: ")
             << call.ltrim().split('\n').first;
    OpBuilder builder(binary);
    createText(builder, binary.getLoc(), kTextName, text);
    binary.erase();
    return success();
  }
};
} // namespace
