//===- ForeignRulesTest.cpp - Rules for ops of somebody else's -*- C++ -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The ways in which an op gets a derivative from outside, each run and compared
// with the number that it has to give.
//
//===----------------------------------------------------------------------===//

#include "Toy.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "snn/Dialect/AD/Rules/ElementwiseDerivative.h"
#include "snn/Execution/CompiledFunction.h"
#include "snn/InitAll.h"
#include "gmock/gmock.h"

#include <cmath>

using namespace mlir;
using ::snn::runtime::Array;
using ::snn::runtime::ElementType;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {
//===----------------------------------------------------------------------===//
// The rules, as somebody else writes them
//===----------------------------------------------------------------------===//

/// In a line: sigmoid(x) of the operand.
ad::Term softplusRule(ad::ElementwisePartial &d) {
  ad::Term e = d.emit<math::ExpOp>(-d.operand(0));
  return d.incoming() / (1.0 + e);
}

/// By hand: an attribute is read, and both operands receive something.
struct PolynomialRule
    : ad::ReverseDifferentiableOpInterface::ExternalModel<PolynomialRule,
                                                          toy::PolynomialOp> {
  LogicalResult buildVJP(Operation *op, OpBuilder &builder,
                         ad::VJPContext &context, ValueRange cotangents) const {
    auto poly = cast<toy::PolynomialOp>(op);
    ImplicitLocOpBuilder b(op->getLoc(), builder);
    Value ct = cotangents.front(), x = context.primal(poly.getX());
    if (context.isActive(poly.getX())) {
      double twice = 2 * poly.getBase().convertToDouble();
      Value factor = arith::ConstantOp::create(b, b.getF64FloatAttr(twice));
      Value bent = arith::MulFOp::create(b, factor, x);
      Value slope =
          arith::AddFOp::create(b, bent, context.primal(poly.getWeight()));
      context.accumulate(poly.getX(), arith::MulFOp::create(b, ct, slope));
    }
    context.accumulate(poly.getWeight(), arith::MulFOp::create(b, ct, x));
    return success();
  }
};

/// The same for forward mode, by the weight alone: what has no tangent is null.
struct PolynomialForward
    : ad::ForwardDifferentiableOpInterface::ExternalModel<PolynomialForward,
                                                          toy::PolynomialOp> {
  LogicalResult buildJVP(Operation *op, OpBuilder &builder,
                         ad::JVPContext &context, ValueRange tangents) const {
    auto poly = cast<toy::PolynomialOp>(op);
    if (context.tangent(poly.getX()))
      return op->emitError("has no tangent by x");
    context.setTangent(op->getResult(0),
                       arith::MulFOp::create(builder, op->getLoc(), poly.getX(),
                                             tangents.back()));
    return success();
  }
};

/// For a family of ops: the number in the name is the slope.
bool isMultiple(Operation *op) {
  return op->getName().getStringRef().starts_with("toy.times_");
}
LogicalResult buildMultipleVJP(Operation *op, OpBuilder &builder,
                               ad::VJPContext &context, ValueRange cotangents) {
  double slope = 0;
  if (op->getName().stripDialect().drop_front(6).getAsDouble(slope))
    return op->emitError("has no number in its name");
  ImplicitLocOpBuilder b(op->getLoc(), builder);
  Value factor = arith::ConstantOp::create(b, b.getF64FloatAttr(slope));
  context.accumulate(op->getOperand(0),
                     arith::MulFOp::create(b, cotangents.front(), factor));
  return success();
}

/// The family is linear: in forward mode its ops are applied to the tangents.
LogicalResult buildMultipleJVP(Operation *op, OpBuilder &builder,
                               ad::JVPContext &context, ValueRange tangents) {
  return ad::buildLinearJVP(op, builder, context, tangents);
}

void registerRules(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, toy::ToyDialect *,
                            ad::ADDialect *dialect) {
    ad::registerElementwiseDerivative<toy::SoftplusOp, softplusRule>(*context);
    toy::PolynomialOp::attachInterface<PolynomialRule, PolynomialForward>(
        *context);
    dialect->addFallbackRule({isMultiple, buildMultipleVJP, buildMultipleJVP});
  });
}

//===----------------------------------------------------------------------===//
// Running programs
//===----------------------------------------------------------------------===//

class ForeignRulesTest : public testing::Test {
protected:
  void load(bool withRules = true) {
    DialectRegistry registry;
    mlir::registerAllDialects(registry);
    mlir::registerAllExtensions(registry);
    registerAllToLLVMIRTranslations(registry);
    mlir::snn::registerAllDialects(registry);
    registry.insert<toy::ToyDialect>();
    if (withRules)
      registerRules(registry);
    static bool once = (mlir::snn::registerPipelines(), true);
    (void)once;
    context.appendDialectRegistry(registry);
    context.loadAllAvailableDialects();
  }

  /// `program` with its requests answered; null after an error, which is kept.
  OwningOpRef<ModuleOp> differentiate(StringRef program) {
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
        error = diagnostic.str();
      return success();
    });
    auto module = parseSourceString<ModuleOp>(program, &context);
    if (!module)
      return nullptr;
    PassManager passes(&context);
    passes.addPass(ad::createDifferentiatePass());
    if (failed(passes.run(*module)))
      return nullptr;
    return module;
  }

  /// The results of @gradient of a program, called with f64 scalars.
  std::vector<double> gradient(StringRef program,
                               const std::vector<double> &arguments) {
    auto module = differentiate(program);
    EXPECT_THAT(error, IsEmpty());
    if (!module)
      return {};
    toy::lower(*module);
    auto compiled = mlir::snn::CompiledFunction::compile(
        module->lookupSymbol<func::FuncOp>("gradient"));
    if (failed(compiled))
      return {};
    std::vector<Array> arrays;
    for (double value : arguments)
      arrays.push_back(*Array::fromStrided(ElementType::F64, &value, {}, {}));
    std::vector<const Array *> pointers;
    for (const Array &array : arrays)
      pointers.push_back(&array);
    std::vector<double> values;
    auto results = (*compiled)->call(pointers);
    for (const Array &result : *results)
      values.push_back(*static_cast<const double *>(result.data()));
    return values;
  }

  MLIRContext context;
  std::string error;
};

//===----------------------------------------------------------------------===//
// The tests
//===----------------------------------------------------------------------===//

constexpr StringLiteral softplus = R"(
  func.func @f(%x: f64) -> f64 {
    %y = toy.softplus %x
    %z = arith.mulf %y, %y : f64
    return %z : f64
  }
  func.func @gradient(%x: f64) -> f64 {
    %one = arith.constant 1.0 : f64
    %g = ad.vjp @f(%x) cotangents(%one) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
    return %g : f64
  })";

TEST_F(ForeignRulesTest, elementwiseDerivative) {
  load();
  double x = 0.75, sigmoid = 1 / (1 + std::exp(-x));
  auto values = gradient(softplus, {x});
  ASSERT_EQ(values.size(), 1u);
  EXPECT_NEAR(values[0], 2 * std::log1p(std::exp(x)) * sigmoid, 1e-12);
}

TEST_F(ForeignRulesTest, withoutThemAnErrorNamesTheOp) {
  load(/*withRules=*/false);
  EXPECT_FALSE(differentiate(softplus));
  EXPECT_THAT(error, HasSubstr("no derivative rule for 'toy.softplus'"));
}

TEST_F(ForeignRulesTest, externalModel) {
  load();
  auto values = gradient(R"(
    func.func @f(%x: f64, %w: f64) -> f64 {
      %y = toy.polynomial %x, %w base 1.5
      return %y : f64
    }
    func.func @gradient(%x: f64, %w: f64, %ct: f64) -> (f64, f64) {
      %g:2 = ad.vjp @f(%x, %w) cotangents(%ct) {wrt = [0, 1]} : (f64, f64) cotangents(f64) -> (f64, f64)
      return %g#0, %g#1 : f64, f64
    })",
                         {2, 5, 10});
  EXPECT_THAT(values, testing::ElementsAre(10 * (2 * 1.5 * 2 + 5), 10 * 2));
}

// A rule asks for what is active: without x, nothing of its slope is there.
TEST_F(ForeignRulesTest, externalModelSeesActivity) {
  load();
  auto module = differentiate(R"(
    func.func @f(%x: f64, %w: f64) -> f64 {
      %y = toy.polynomial %x, %w base 1.5
      return %y : f64
    }
    func.func @gradient(%x: f64, %w: f64, %ct: f64) -> f64 {
      %g = ad.vjp @f(%x, %w) cotangents(%ct) {wrt = [1]} : (f64, f64) cotangents(f64) -> (f64)
      return %g : f64
    })");
  ASSERT_TRUE(module);
  unsigned additions = 0;
  module->walk([&](arith::AddFOp) { ++additions; });
  EXPECT_EQ(additions, 0u);
}

// In a time loop the rule's values are taped as those of any other op are.
TEST_F(ForeignRulesTest, externalModelInALoop) {
  load();
  auto values = gradient(R"(
    func.func @f(%x: f64, %w: f64) -> f64 {
      %n = arith.constant 3 : index
      %y = snn.scan %t length(%n) carry(%u = %x : f64) {
        %next = toy.polynomial %u, %w base 0.0
        snn.yield carry(%next : f64)
      }
      return %y : f64
    }
    func.func @gradient(%x: f64, %w: f64, %ct: f64) -> (f64, f64) {
      %g:2 = ad.vjp @f(%x, %w) cotangents(%ct) {wrt = [0, 1]} : (f64, f64) cotangents(f64) -> (f64, f64)
      return %g#0, %g#1 : f64, f64
    })",
                         {2, 5, 1});
  // y = x w^3
  EXPECT_THAT(values, testing::ElementsAre(125, 3 * 2 * 25));
}

TEST_F(ForeignRulesTest, fallbackForAFamily) {
  load();
  auto values = gradient(R"(
    func.func @f(%x: f64) -> f64 {
      %y = toy.times_2 %x
      %z = toy.times_3 %y
      return %z : f64
    }
    func.func @gradient(%x: f64) -> f64 {
      %one = arith.constant 1.0 : f64
      %g = ad.vjp @f(%x) cotangents(%one) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
      return %g : f64
    })",
                         {7});
  EXPECT_THAT(values, testing::ElementsAre(6));
}

// A line of an elementwise rule serves both modes; of the others each mode has
// its own.
TEST_F(ForeignRulesTest, forwardMode) {
  load();
  double x = 0.75, sigmoid = 1 / (1 + std::exp(-x));
  auto values = gradient(R"(
    func.func @f(%x: f64, %w: f64) -> (f64, f64, f64) {
      %y = toy.softplus %x
      %p = toy.polynomial %w, %x base 1.5
      %z = toy.times_3 %x
      return %y, %p, %z : f64, f64, f64
    }
    func.func @gradient(%x: f64, %w: f64, %t: f64) -> (f64, f64, f64) {
      %g:3 = ad.jvp @f(%x, %w) tangents(%t) {wrt = [0]} : (f64, f64) tangents(f64) -> (f64, f64, f64)
      return %g#0, %g#1, %g#2 : f64, f64, f64
    })",
                         {x, 4, 10});
  ASSERT_EQ(values.size(), 3u);
  EXPECT_NEAR(values[0], 10 * sigmoid, 1e-12);
  EXPECT_EQ(values[1], 10 * 4);
  EXPECT_EQ(values[2], 10 * 3);
}

// A rule says itself what it cannot do.
TEST_F(ForeignRulesTest, forwardModelFails) {
  load();
  EXPECT_FALSE(differentiate(R"(
    func.func @f(%x: f64, %w: f64) -> f64 {
      %y = toy.polynomial %x, %w base 1.5
      return %y : f64
    }
    func.func @g(%x: f64, %w: f64) -> f64 {
      %g = ad.jvp @f(%x, %w) tangents(%x) {wrt = [0]} : (f64, f64) tangents(f64) -> (f64)
      return %g : f64
    })"));
  EXPECT_THAT(error, HasSubstr("has no tangent by x"));
}

// A family whose fallback rule is for reverse mode alone has none in forward
// mode.
TEST_F(ForeignRulesTest, fallbackWithoutForwardMode) {
  load(/*withRules=*/false);
  context.getLoadedDialect<ad::ADDialect>()->addFallbackRule(
      {isMultiple, buildMultipleVJP});
  EXPECT_FALSE(differentiate(R"(
    func.func @f(%x: f64) -> f64 {
      %y = toy.times_2 %x
      return %y : f64
    }
    func.func @g(%x: f64) -> f64 {
      %g = ad.jvp @f(%x) tangents(%x) {wrt = [0]} : (f64) tangents(f64) -> (f64)
      return %g : f64
    })"));
  EXPECT_THAT(error, HasSubstr("no forward derivative rule for 'toy.times_2'"));
}

// Rules that leave out an operand which carries a derivative are found out, in
// both modes.
TEST_F(ForeignRulesTest, elementwiseDerivativeOfTooFewOperands) {
  load(/*withRules=*/false);
  ad::registerElementwiseDerivative<toy::PolynomialOp, softplusRule>(context);
  StringRef expected =
      "no derivative rule for operand #1 of 'toy.polynomial', which a "
      "derivative flows through: expected a rule for each operand, found 1";
  std::string function = R"(
    func.func @f(%x: f64, %w: f64) -> f64 {
      %y = toy.polynomial %x, %w base 1.5
      return %y : f64
    })";
  EXPECT_FALSE(differentiate(function + R"(
    func.func @g(%x: f64, %w: f64) -> f64 {
      %g = ad.vjp @f(%x, %w) cotangents(%x) {wrt = [1]} : (f64, f64) cotangents(f64) -> (f64)
      return %g : f64
    })"));
  EXPECT_EQ(error, expected);
  error.clear();
  EXPECT_FALSE(differentiate(function + R"(
    func.func @g(%x: f64, %w: f64) -> f64 {
      %g = ad.jvp @f(%x, %w) tangents(%x) {wrt = [1]} : (f64, f64) tangents(f64) -> (f64)
      return %g : f64
    })"));
  EXPECT_EQ(error, expected);
}

// No line of C++: a straight-through estimator for an op that has no rule.
constexpr StringLiteral floorInIR = R"(
  func.func @floor(%x: f64) -> f64 attributes {no_inline, ad.vjp = @floor_rule} {
    %y = toy.floor %x
    return %y : f64
  }
  func.func private @floor_rule(%x: f64, %ct: f64) -> f64 {
    return %ct : f64
  }
  func.func @f(%x: f64) -> f64 {
    %y = call @floor(%x) : (f64) -> f64
    %z = arith.mulf %y, %x : f64
    return %z : f64
  }
  func.func @gradient(%x: f64) -> f64 {
    %one = arith.constant 1.0 : f64
    %g = ad.vjp @f(%x) cotangents(%one) {wrt = [0]} : (f64) cotangents(f64) -> (f64)
    return %g : f64
  })";

TEST_F(ForeignRulesTest, ruleAttribute) {
  load(/*withRules=*/false);
  // d(floor(x) x) = 1 x + floor(x)
  EXPECT_THAT(gradient(floorInIR, {2.5}), testing::ElementsAre(2.5 + 2));
}

TEST_F(ForeignRulesTest, withoutTheAttributeAnErrorNamesTheOp) {
  load();
  std::string program = floorInIR.str(), attribute = "ad.vjp = @floor_rule";
  program.replace(program.find(", " + attribute), attribute.size() + 2, "");
  EXPECT_FALSE(differentiate(program));
  EXPECT_THAT(error, HasSubstr("no derivative rule for 'toy.floor'"));
}
} // namespace
