def NoExample : SNN_Op<"none"> {
  let description = [{
    Nothing but words.
  }];
}

def NoSyntax : SNN_Op<"syntax"> {
  let description = [{
    ```mlir
    %y = ad.stop_gradient %x : f32
    ```
  }];
}

def AnotherResult : Pass<"snn-lower-clamp"> {
  let description = [{
    Before:

    ```mlir
    func.func @f(%x: f32, %low: f32, %high: f32) -> f32 {
      %y = math.clampf %x to [%low, %high] : f32
      return %y : f32
    }
    ```

    After:

    ```mlir
    func.func @f(%x: f32, %low: f32, %high: f32) -> f32 {
      %m = arith.minimumf %x, %high : f32
      %y = arith.maximumf %m, %low : f32
      return %y : f32
    }
    ```
  }];
}

def OfAnotherFunction : Pass<"snn-lower-clamp"> {
  let description = [{
    Before:

    ```mlir
    func.func @f(%x: f32, %low: f32, %high: f32) -> f32 {
      %y = math.clampf %x to [%low, %high] : f32
      return %y : f32
    }
    ```

    After (`@f` is not as it was):

    ```mlir
    func.func @g() {
      return
    }
    ```
  }];
}

def NoEffect : Pass<"snn-lower-clamp"> {
  let description = [{
    Example:

    ```mlir
    func.func @f(%x: f32) -> f32 {
      return %x : f32
    }
    ```
  }];
}

def PrintsElse : Pass<"snn-report-fusion"> {
  let description = [{
    Example:

    ```mlir
    func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
      %y = math.exp %x : tensor<8xf32>
      return %y : tensor<8xf32>
    }
    ```

    gives

    ```
    @f: 2 loop nests, 0 calls, 64 bytes written, 0 bytes taped per step
    ```
  }];
}

def NoSuchParameter : SNN_Surrogate<"Box", "boxcar"> {
  let description = [{
    Example: `#snn.boxcar<height = 1.0>`
  }];
}
