// Gradients of the example networks do not depend on checkpoints, and those of long ones need a fraction of the memory.

// RUN: bash %src/examples/alif/shape.sh %src/examples/alif/alif.mlir 28 7 4 16 > %t.28.mlir
// RUN: %python %S/Inputs/same-bits.py %t.28.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --checkpoint=sqrt,7,5,auto %S/../Goldens/alif/alif-28.in.npz
// RUN: bash %src/examples/alif/shape.sh %src/examples/alif/alif.mlir 784 1 3 13 > %t.784.mlir
// RUN: %python %S/Inputs/same-bits.py %t.784.mlir --entry=loss --wrt=0,1,2,3,4,5 --checkpoint=sqrt,7,auto --saves %S/../Goldens/alif/alif-784.in.npz
// RUN: bash %src/examples/brf/shape.sh %src/examples/brf/brf.mlir 60 3 7 > %t.brf.mlir
// RUN: %python %S/Inputs/same-bits.py %t.brf.mlir --entry=loss --wrt=0,1,2,3,4 --checkpoint=sqrt,7 %S/../Goldens/brf/brf.in.npz
// RUN: bash %src/examples/two-layer/shape.sh %src/examples/two-layer/two-layer.mlir 20 3 11 > %t.two.mlir
// RUN: %python %S/Inputs/same-bits.py %t.two.mlir --entry=loss --wrt=0,1,2,3,4,5,6 --checkpoint=sqrt,7 %S/../Goldens/two-layer/two-layer.in.npz
// RUN: bash %src/examples/conv/shape.sh %src/examples/conv/conv.mlir 2 16 5 > %t.conv.mlir
// RUN: %python %S/Inputs/same-bits.py %t.conv.mlir --entry=loss --wrt=0,1,2,3,4 --checkpoint=2 %S/../Goldens/conv/conv.in.npz

// Time and batch are open here.
// RUN: %python %S/Inputs/same-bits.py %src/examples/cuba-lif/cuba-lif.mlir --entry=loss --wrt=0,1,2,3,4,5 --checkpoint=sqrt,7 %S/../Goldens/cuba-lif/cuba-lif.in.npz
