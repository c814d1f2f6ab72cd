//===- SNNSpikeMatmul.td - Contractions with a side of 0 and 1 -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNSPIKEMATMUL_TD
#define SNN_DIALECT_SNN_IR_SNNSPIKEMATMUL_TD

include "mlir/Dialect/Linalg/IR/LinalgInterfaces.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "snn/Dialect/AD/IR/ADInterfaces.td"
include "snn/Dialect/SNN/IR/SNNDialect.td"

/// A tensor of i1, or memory in which spikes are i1 or bytes.
def SNN_Spikes : AnyTypeOf<[RankedTensorOf<[I1]>, MemRefOf<[I1, I8]>],
  "ranked tensor of i1, or memref of i1 or i8">;
def SNN_FloatShaped : AnyTypeOf<[RankedTensorOf<[AnyFloat]>, MemRefOf<[AnyFloat]>],
  "ranked tensor or memref of floats">;

def SpikeMatmulOp : SNN_Op<"spike_matmul", [
    SingleBlock, RecursiveMemoryEffects,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<ConditionallySpeculatable>,
    DeclareOpInterfaceMethods<ActivityOpInterface>,
    DestinationStyleOpInterface, LinalgStructuredInterface,
    ReifyRankedShapedTypeOpInterface]> {
  let summary = "contraction with spikes";
  let description = [{
    Equation: `c[m, n] = acc[m, n] + sum over k with s[m, k] = 1 of w[k, n]`, and
    the same for the other forms that indexing maps give: batches, transposed
    sides, the weight gradient `c[k, n] = acc[k, n] + sum over m with s[m, k] = 1
    of d[m, n]`, and convolutions, which read the spikes in windows. What no spike selects is not looked at: an infinity or a NaN in
    `w` does not reach a sum that it is not part of, while 0 * inf in a
    `linalg.matmul` is NaN. Sums are taken in any order. In memory a spike may
    be a byte, where every value but 0 is a spike.

    Shapes: those of a `linalg.contract` with the same `indexing_maps`; without
    them, of `linalg.matmul` (`MxK`, `KxN`, `MxN`). Sizes are static or dynamic.
    Weights of a narrower float type than `acc` are widened to it.

    Gradient: `ct_acc = ct`, and `ct_w[k, n] = sum over m with s[m, k] = 1 of
    ct[m, n]`, which is a `snn.spike_matmul` again. Spikes have none: the op
    stands for a product after differentiation.

    The op is a structured op as those of `linalg` are (`LinalgOp`), with a hidden
    body that selects and adds, so what is written for any of these takes it.

    Constraints:
    - (spike_matmul_c1) operands are all tensors or all memrefs, and there is a
      result for a tensor alone
    - (spike_matmul_c2) the weights' element type is that of the result or a
      narrower one
    - (spike_matmul_c3) there are three indexing maps over the same loops, each
      a permutation of some of them; that of the spikes may have windows,
      `y * 2 + ky`, but for its last dimension, which is a loop of its own
    - (spike_matmul_c4) a loop that the result does not have is one of the spikes
      and of the weights; one that it has is one of either

    Examples:

    ```mlir
    #s = affine_map<(k, n, m) -> (m, k)>
    #d = affine_map<(k, n, m) -> (m, n)>
    #c = affine_map<(k, n, m) -> (k, n)>
    func.func @step(%s: tensor<16x128xi1>, %w: tensor<128x10xf32>, %acc: tensor<16x10xf32>,
                    %dw: tensor<128x10xf32>) -> (tensor<16x10xf32>, tensor<128x10xf32>) {
      %y = snn.spike_matmul ins(%s, %w : tensor<16x128xi1>, tensor<128x10xf32>)
                            outs(%acc : tensor<16x10xf32>) -> tensor<16x10xf32>
      %g = snn.spike_matmul indexing_maps = [#s, #d, #c]
                            ins(%s, %y : tensor<16x128xi1>, tensor<16x10xf32>)
                            outs(%dw : tensor<128x10xf32>) -> tensor<128x10xf32>
      return %y, %g : tensor<16x10xf32>, tensor<128x10xf32>
    }
    ```

    ```mlir
    #image = affine_map<(n, y, x, f, ky, kx, c) -> (n, y + ky, x + kx, c)>
    #kernel = affine_map<(n, y, x, f, ky, kx, c) -> (ky, kx, c, f)>
    #map = affine_map<(n, y, x, f, ky, kx, c) -> (n, y, x, f)>
    func.func @convolution(%s: tensor<16x30x30x32xi1>, %k: tensor<3x3x32x64xf32>, %acc: tensor<16x28x28x64xf32>)
        -> tensor<16x28x28x64xf32> {
      %y = snn.spike_matmul indexing_maps = [#image, #kernel, #map]
                            ins(%s, %k : tensor<16x30x30x32xi1>, tensor<3x3x32x64xf32>)
                            outs(%acc : tensor<16x28x28x64xf32>) -> tensor<16x28x28x64xf32>
      return %y : tensor<16x28x28x64xf32>
    }
    ```
  }];
  let arguments = (ins
    SNN_Spikes:$spikes,
    SNN_FloatShaped:$weights,
    SNN_FloatShaped:$init,
    AffineMapArrayAttr:$indexing_maps);
  let results = (outs Variadic<RankedTensorOf<[AnyFloat]>>:$result);
  let regions = (region SizedRegion<1>:$combiner);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let skipDefaultBuilders = 1;
  let builders = [
    /// The result has the type of `init` if that is a tensor; else there is
    /// none. Null `indexingMaps` are those of a matmul.
    OpBuilder<(ins "::mlir::Value":$spikes, "::mlir::Value":$weights,
      "::mlir::Value":$init, CArg<"::mlir::ArrayAttr", "{}">:$indexingMaps)>
  ];
  let extraClassDeclaration = [{
    /// The maps of `linalg.matmul` over the loops m, n, k.
    static ::mlir::ArrayAttr getDefaultIndexingMaps(::mlir::MLIRContext *context);

    // LinalgStructuredInterface.
    ::llvm::SmallVector<::mlir::utils::IteratorType> getIteratorTypesArray();
    bool hasDynamicIndexingMaps() { return true; }
    bool hasUserDefinedMaps();
    /// True if the spikes are read in windows.
    bool hasWindows();
    bool hasIndexSemantics() { return false; }
    std::string getLibraryCallName() { return ""; }
    static std::function<void(::mlir::ImplicitLocOpBuilder &, ::mlir::Block &,
                              ::llvm::ArrayRef<::mlir::NamedAttribute>,
                              ::llvm::function_ref<::mlir::InFlightDiagnostic()>)>
    getRegionBuilder();

    // DestinationStyleOpInterface.
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }

    ::llvm::LogicalResult reifyResultShapes(::mlir::OpBuilder &builder,
        ::mlir::ReifiedRankedShapedTypeDims &shapes) {
      return ::llvm::cast<::mlir::linalg::LinalgOp>(getOperation())
          .reifyResultShapes(builder, shapes);
    }
  }];
}

#endif // SNN_DIALECT_SNN_IR_SNNSPIKEMATMUL_TD
