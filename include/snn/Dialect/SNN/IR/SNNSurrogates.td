//===- SNNSurrogates.td - Surrogate derivatives of the threshold -*- tablegen -*-===//
//
// Part of the SNN project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNN_DIALECT_SNN_IR_SNNSURROGATES_TD
#define SNN_DIALECT_SNN_IR_SNNSURROGATES_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/OpBase.td"
include "snn/Dialect/SNN/IR/SNNDialect.td"
include "snn/Dialect/SNN/IR/SNNSurrogateInterface.td"

/// A floating-point parameter, kept and printed without loss.
class SNN_Real<string value, string desc>
    : AttrOrTypeParameter<"::llvm::APFloat", desc> {
  let comparator = "$_lhs.bitwiseIsEqual($_rhs)";
  let parser = "::mlir::snn::detail::parseReal($_parser)";
  let printer = "$_printer.printFloat($_self)";
  let defaultValue = "::llvm::APFloat(" # value # ")";
}

class SNN_Surrogate<string name, string keyword>
    : AttrDef<SNN_Dialect, name, [
        DeclareAttrInterfaceMethods<SNN_SurrogateAttrInterface>]> {
  let mnemonic = keyword;
  let assemblyFormat = "(`<` struct(params)^ `>`)?";
  let genVerifyDecl = 1;
}

class SNN_PeakedSurrogate<string name, string keyword, string defaultWidth = "1.0">
    : SNN_Surrogate<name, keyword> {
  let parameters = (ins
    SNN_Real<"1.0", "value at x = 0">:$peak,
    SNN_Real<defaultWidth, "scale of x">:$width);
}

def SNN_GaussianAttr : SNN_PeakedSurrogate<"Gaussian", "gaussian"> {
  let summary = "Gaussian with a given peak";
  let description = [{
    g'(x) = peak * exp(-x^2 / (2 width^2))

    The surrogate of the paper on forward gradient injection (arXiv 2406.00177)
    is the default: peak = 1, width = 1.

    Example: `#snn.gaussian<peak = 0.3, width = 0.5>`
  }];
}

def SNN_NormalizedGaussianAttr
    : SNN_Surrogate<"NormalizedGaussian", "normalized_gaussian"> {
  let summary = "Gaussian with a given area";
  let description = [{
    g'(x) = area * N(x; 0, width),
    N(x; 0, s) = exp(-x^2 / (2 s^2)) / (s sqrt(2 pi))

    The Gaussian of Yin, Corradi, Bohte, "Effective and Efficient Computation
    with Multiple-timescale Spiking Recurrent Neural Networks" (2020).

    Example: `#snn.normalized_gaussian<area = 0.5, width = 0.5>`
  }];
  let parameters = (ins
    SNN_Real<"1.0", "integral over x">:$area,
    SNN_Real<"1.0", "standard deviation">:$width);
}

def SNN_DoubleGaussianAttr
    : SNN_Surrogate<"DoubleGaussian", "double_gaussian"> {
  let summary = "narrow Gaussian less a wide one";
  let description = [{
    g'(x) = scale * ((1 + dip) N(x; 0, width) - 2 dip N(x; 0, dip_width)),
    N as in `#snn.normalized_gaussian`

    Negative in its tails. Higuchi, Kairat, Bohte, Otte, "Balanced
    Resonate-and-Fire Neurons" (2024), after the multi-Gaussian of Yin, Corradi,
    Bohte, "Accurate and efficient time-domain classification with adaptive
    spiking recurrent neural networks" (2021). The defaults are those of the
    former.

    Example: `#snn.double_gaussian<scale = 0.5, dip = 0.15, width = 0.5, dip_width = 3.0>`
  }];
  let parameters = (ins
    SNN_Real<"0.5", "factor of the whole">:$scale,
    SNN_Real<"0.15", "share of the wide Gaussian">:$dip,
    SNN_Real<"0.5", "standard deviation of the narrow Gaussian">:$width,
    SNN_Real<"3.0", "standard deviation of the wide Gaussian">:$dip_width);
}

def SNN_BoxcarAttr : SNN_PeakedSurrogate<"Boxcar", "boxcar", "0.5"> {
  let summary = "constant near the threshold, zero elsewhere";
  let description = [{
    g'(x) = peak if |x| < width, else 0

    Zero at |x| = width. Wu, Deng, Li, Zhu, Shi, "Spatio-Temporal
    Backpropagation for Training High-Performance Spiking Neural Networks"
    (2018); its parameter a is width = a / 2, peak = 1 / a.

    Example: `#snn.boxcar<peak = 1.0, width = 0.5>`
  }];
}

def SNN_TriangleAttr : SNN_PeakedSurrogate<"Triangle", "triangle"> {
  let summary = "falls linearly to zero at |x| = width";
  let description = [{
    g'(x) = peak * max(0, 1 - |x| / width)

    Bellec, Salaj, Subramoney, Legenstein, Maass, "Long short-term memory and
    learning-to-learn in networks of spiking neurons" (2018): peak = 0.3, width
    = the threshold.

    Example: `#snn.triangle<peak = 0.3>`
  }];
}

def SNN_ExponentialAttr : SNN_PeakedSurrogate<"Exponential", "exponential"> {
  let summary = "two-sided exponential";
  let description = [{
    g'(x) = peak * exp(-|x| / width)

    Shrestha, Orchard, "SLAYER: Spike Layer Error Reassignment in Time" (2018);
    its alpha and beta are peak = 1 / alpha, width = 1 / beta.

    Example: `#snn.exponential<width = 0.2>`
  }];
}

def SNN_ArctanAttr : SNN_PeakedSurrogate<"Arctan", "arctan"> {
  let summary = "derivative of the arctangent";
  let description = [{
    g'(x) = peak / (1 + (x / width)^2)

    Fang, Yu, Chen, Masquelier, Huang, Tian, "Incorporating Learnable Membrane
    Time Constant to Enhance Learning of Spiking Neural Networks" (2021); its
    alpha is width = 2 / (pi alpha), peak = alpha / 2 as SpikingJelly has it, or
    peak = 1 / pi as snnTorch has it.

    Example: `#snn.arctan<peak = 1.0, width = 0.318>`
  }];
}

def SNN_FastSigmoidAttr : SNN_PeakedSurrogate<"FastSigmoid", "fast_sigmoid"> {
  let summary = "derivative of the fast sigmoid";
  let description = [{
    g'(x) = peak / (1 + |x| / width)^2

    Zenke, Ganguli, "SuperSpike: Supervised Learning in Multilayer Spiking
    Neural Networks" (2018); its beta is width = 1 / beta. snnTorch's slope k
    is width = 1 / k.

    Example: `#snn.fast_sigmoid<width = 0.04>`
  }];
}

def SNN_SigmoidAttr : SNN_PeakedSurrogate<"Sigmoid", "sigmoid"> {
  let summary = "derivative of the sigmoid";
  let description = [{
    g'(x) = 4 peak s (1 - s), s = 1 / (1 + exp(-x / width))

    Computed as 4 peak e / (1 + e)^2 with e = exp(-|x| / width), which keeps
    its relative precision in the tails. Neftci, Mostafa, Zenke, "Surrogate
    Gradient Learning in Spiking Neural Networks" (2019); the derivative of
    sigmoid(k x) is width = 1 / k, peak = k / 4.

    Example: `#snn.sigmoid<peak = 1.0, width = 0.25>`
  }];
}

#endif // SNN_DIALECT_SNN_IR_SNNSURROGATES_TD
