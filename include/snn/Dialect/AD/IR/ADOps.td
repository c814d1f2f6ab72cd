//===- ADOps.td - Differentiation requests and stop-gradients -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_AD_IR_ADOPS_TD
#define SNN_DIALECT_AD_IR_ADOPS_TD

include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "snn/Dialect/AD/IR/ADInterfaces.td"

def AD_Dialect : Dialect {
  let name = "ad";
  let cppNamespace = "::mlir::ad";
  let summary = "Automatic differentiation as requests, rules and stop-gradients";
  let description = [{
    The dialect knows nothing of spikes. It holds the op that cuts a gradient,
    the requests for a derivative, and the op that closes a computation behind
    a derivative rule of its own. `ad-differentiate` answers the requests.

    A function may carry its own rule: `func.func @g(..) attributes
    {no_inline, ad.vjp = @g_rule}`. The rule takes the arguments and one
    cotangent for each differentiable result, and returns one cotangent for
    each differentiable argument. `ad.jvp = @g_rule` is the same for forward
    mode: its rule takes the arguments and one tangent for each differentiable
    argument, and returns one tangent for each differentiable result. A function
    with a rule for one mode alone has no derivative in the other. `no_inline`
    is demanded, since inlining the function would drop its rule without a word.
  }];
  let hasOperationAttrVerify = 1;
  let hasConstantMaterializer = 1;
  let dependentDialects = ["::mlir::arith::ArithDialect"];
  let extraClassDeclaration = [{
  public:
    /// Name of the function attribute that gives a function its own rule.
    static constexpr ::llvm::StringLiteral kRuleAttrName = "ad.vjp";
    /// The same for forward mode.
    static constexpr ::llvm::StringLiteral kForwardRuleAttrName = "ad.jvp";
    /// Name of the unit attribute on calls into an opaque derivative rule.
    static constexpr ::llvm::StringLiteral kOpaqueAttrName = "ad.opaque";
    /// Name of the unit attribute on loops that are known to keep the sizes of
    /// the tensors that they carry.
    static constexpr ::llvm::StringLiteral kKeepsSizesAttrName =
        "ad.keeps_sizes";

    /// A rule for a family of ops, asked when an op has none of its own.
    struct FallbackRule {
      bool (*matches)(::mlir::Operation *);
      ::llvm::LogicalResult (*buildVJP)(::mlir::Operation *, ::mlir::OpBuilder &,
                                        ::mlir::ad::VJPContext &,
                                        ::mlir::ValueRange cotangents);
      /// The same for forward mode; null if the family has no rule there.
      ::llvm::LogicalResult (*buildJVP)(::mlir::Operation *, ::mlir::OpBuilder &,
                                        ::mlir::ad::JVPContext &,
                                        ::mlir::ValueRange tangents) = nullptr;
    };
    void addFallbackRule(FallbackRule rule) { fallbackRules.push_back(rule); }
    ::llvm::ArrayRef<FallbackRule> getFallbackRules() const {
      return fallbackRules;
    }

  private:
    ::llvm::SmallVector<FallbackRule, 2> fallbackRules;
  }];
}

class AD_Op<string mnemonic, list<Trait> traits = []>
    : Op<AD_Dialect, mnemonic, traits>;

def AD_FloatLike : TypeOrValueSemanticsContainer<AnyFloat, "floating-point-like">;

def StopGradientOp : AD_Op<"stop_gradient", [
    Pure, SameOperandsAndResultType, Elementwise, Scalarizable, Vectorizable,
    Tensorizable, DeclareOpInterfaceMethods<ActivityOpInterface>]> {
  let summary = "identity whose derivative is zero";
  let description = [{
    Equation: `y = x`.

    Shapes: any floating-point scalar, vector or tensor; the result has the
    type of the operand.

    Gradient: zero, for every order. The op therefore never folds to its
    operand: before differentiation that would change a gradient without a
    word. `ad-erase-stop-gradient` removes it when all requests are answered.
    Only `sg(sg(x))` and `sg(constant)` fold.

    Example:

    ```mlir
    func.func @detached(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = ad.stop_gradient %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    ```
  }];
  let arguments = (ins AD_FloatLike:$input);
  let results = (outs AD_FloatLike:$output);
  let assemblyFormat = "$input attr-dict `:` type($output)";
  let hasFolder = 1;
}

def VJPOp : AD_Op<"vjp", [
    AttrSizedOperandSegments, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "request for a vector-Jacobian product of a function";
  let description = [{
    Equation: `(y, ct_in) = (f(x), ct_out * df/dx)`, for the arguments that
    `wrt` lists.

    Shapes: `args` are those of the callee; `cotangents` has one value for each
    differentiable (floating-point) result, of that result's type. The results
    are the callee's results if `keep_primal` is given, then one cotangent for
    each entry of `wrt`, in that order and of that argument's type.

    Gradient: a request is replaced by `ad-differentiate`. A request inside a
    function that another request differentiates is answered first, so
    derivatives of derivatives work.

    A request is a user of its callee's name and is verified against its
    signature. `remove-dead-values` takes dead arguments and results off private
    functions whatever their users: it belongs after `ad-differentiate`, or the
    callee is public; otherwise the verifier says so.

    Example:

    ```mlir
    func.func @loss(%x: f32, %w: f32) -> f32 {
      %y = arith.mulf %x, %w : f32
      return %y : f32
    }
    func.func @gradient(%x: f32, %w: f32) -> (f32, f32) {
      %one = arith.constant 1.0 : f32
      %y, %dw = ad.vjp @loss(%x, %w) cotangents(%one) {wrt = [1], keep_primal}
        : (f32, f32) cotangents(f32) -> (f32, f32)
      return %y, %dw : f32, f32
    }
    ```
  }];
  let arguments = (ins
    FlatSymbolRefAttr:$callee,
    Variadic<AnyType>:$args,
    Variadic<AnyType>:$cotangents,
    I64ArrayAttr:$wrt,
    UnitAttr:$keep_primal);
  let results = (outs Variadic<AnyType>:$outputs);
  let assemblyFormat = [{
    $callee `(` $args `)` `cotangents` `(` $cotangents `)` attr-dict `:`
    custom<TypeTuple>(type($args)) `cotangents`
    custom<TypeTuple>(type($cotangents)) `->` custom<TypeTuple>(type($outputs))
  }];
  let extraClassDeclaration = [{
    /// The argument numbers of `wrt`, in order.
    ::llvm::SmallVector<unsigned> getWrtIndices();
  }];
}

def JVPOp : AD_Op<"jvp", [
    AttrSizedOperandSegments, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "request for a Jacobian-vector product of a function";
  let description = [{
    Equation: `(y, t_out) = (f(x), df/dx * t_in)`, for the arguments that `wrt`
    lists; the tangents of all others are zero.

    Shapes: `args` are those of the callee; `tangents` has one value for each
    entry of `wrt`, in that order and of that argument's type. The results are
    the callee's results if `keep_primal` is given, then one tangent for each
    differentiable (floating-point) result, of that result's type: integer
    results have none, as they have no cotangent.

    Gradient: a request is replaced by `ad-differentiate`. A request inside a
    function that another request differentiates is answered first: `ad.jvp` of
    a function that holds an `ad.vjp` is a Hessian-vector product.

    A request is a user of its callee's name and is verified against its
    signature, as `ad.vjp` is.

    Example:

    ```mlir
    func.func @loss(%x: f32, %w: f32) -> f32 {
      %y = arith.mulf %x, %w : f32
      return %y : f32
    }
    func.func @slope(%x: f32, %w: f32, %dw: f32) -> (f32, f32) {
      %y, %dy = ad.jvp @loss(%x, %w) tangents(%dw) {wrt = [1], keep_primal}
        : (f32, f32) tangents(f32) -> (f32, f32)
      return %y, %dy : f32, f32
    }
    ```
  }];
  let arguments = (ins
    FlatSymbolRefAttr:$callee,
    Variadic<AnyType>:$args,
    Variadic<AnyType>:$tangents,
    I64ArrayAttr:$wrt,
    UnitAttr:$keep_primal);
  let results = (outs Variadic<AnyType>:$outputs);
  let assemblyFormat = [{
    $callee `(` $args `)` `tangents` `(` $tangents `)` attr-dict `:`
    custom<TypeTuple>(type($args)) `tangents`
    custom<TypeTuple>(type($tangents)) `->` custom<TypeTuple>(type($outputs))
  }];
  let extraClassDeclaration = [{
    /// The argument numbers of `wrt`, in order.
    ::llvm::SmallVector<unsigned> getWrtIndices();
  }];
}

def CustomVJPOp : AD_Op<"custom_vjp", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "computation closed behind a derivative rule of its own";
  let description = [{
    The opaque custom-backward op, as `autograd.Function` is to a graph
    compiler: callable, differentiable by its rule alone, closed to fusion.

    Equation: `y = primal(x)`. Under differentiation the op becomes
    `(y, r) = forward(x)` and `ct_x = backward(r, ct_y)`.

    Shapes: `primal` has the op's type. `forward` takes the same arguments and
    returns the results followed by any number of residuals. `backward` takes
    the residuals and one cotangent for each differentiable result, and returns
    one cotangent for each differentiable argument.

    Gradient: what `backward` says. It is not checked against `primal`. There is
    none in forward mode, for which the op has no rule.

    Example:

    ```mlir
    func.func @spike(%v: f32) -> f32 {
      %theta = arith.constant 0.0 : f32
      %above = arith.cmpf ogt, %v, %theta : f32
      %z = arith.uitofp %above : i1 to f32
      return %z : f32
    }
    func.func @spike_fwd(%v: f32) -> (f32, f32) {
      %z = call @spike(%v) : (f32) -> f32
      return %z, %v : f32, f32
    }
    func.func @spike_bwd(%v: f32, %ct: f32) -> f32 {
      %v2 = arith.mulf %v, %v : f32
      %n = arith.negf %v2 : f32
      %slope = math.exp %n : f32
      %dv = arith.mulf %ct, %slope : f32
      return %dv : f32
    }
    func.func @layer(%v: f32) -> f32 {
      %z = ad.custom_vjp {primal = @spike, forward = @spike_fwd, backward = @spike_bwd}
        (%v) : (f32) -> f32
      return %z : f32
    }
    ```
  }];
  let arguments = (ins
    FlatSymbolRefAttr:$primal,
    FlatSymbolRefAttr:$forward,
    FlatSymbolRefAttr:$backward,
    Variadic<AnyType>:$args);
  let results = (outs Variadic<AnyType>:$outputs);
  let assemblyFormat = [{
    attr-dict `(` $args `)` `:` functional-type($args, $outputs)
  }];
}

#endif // SNN_DIALECT_AD_IR_ADOPS_TD
