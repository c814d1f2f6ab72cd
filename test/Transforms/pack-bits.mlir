// RUN: snn-opt %s --snn-pack-bits --canonicalize --cse --split-input-file | FileCheck %s
// RUN: snn-opt %s --snn-pack-bits --split-input-file | FileCheck %s --check-prefix=KEPT

// 128 elements of a row are 16 bytes. What is stored as bytes was bits, and what
// is loaded is compared as such: no byte is left in between.
// CHECK-LABEL: func.func @rows(
// CHECK-SAME: %[[X:.*]]: vector<16xi1>) -> i64
// CHECK: %[[Z:.*]] = memref.alloc() {alignment = 64 : i64} : memref<16x16xi8>
// CHECK: scf.for %[[C:.*]] = %{{.*}} to %c128 step %c16
// CHECK-NEXT: %[[WORD:.*]] = vector.bitcast %[[X]] : vector<16xi1> to vector<2xi8>
// CHECK-NEXT: %[[BYTE:.*]] = arith.divui %[[C]], %c8
// CHECK: vector.store %[[WORD]], %[[Z]][%c3, %[[BYTE]]] : memref<16x16xi8>, vector<2xi8>
// CHECK: %[[BYTES:.*]] = vector.load %[[Z]][%c3, %c8] : memref<16x16xi8>, vector<8xi8>
// CHECK-NOT: arith.extui
// CHECK-NOT: arith.cmpi
// CHECK: vector.bitcast %{{.*}} to vector<1xi64>
// CHECK: memref.dealloc %[[Z]] : memref<16x16xi8>
func.func @rows(%x: vector<16xi1>) -> i64 {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %c16 = arith.constant 16 : index
  %c64 = arith.constant 64 : index
  %c128 = arith.constant 128 : index
  %none = arith.constant dense<0> : vector<64xi8>
  %z = memref.alloc() {alignment = 64 : i64} : memref<16x128xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<16x128xi1> to memref<16x128xi8>
  scf.for %c = %c0 to %c128 step %c16 {
    %wide = arith.extui %x : vector<16xi1> to vector<16xi8>
    vector.store %wide, %bytes[%c3, %c] : memref<16x128xi8>, vector<16xi8>
  }
  %l = vector.load %bytes[%c3, %c64] : memref<16x128xi8>, vector<64xi8>
  %fires = arith.cmpi ne, %l, %none : vector<64xi8>
  %one = vector.bitcast %fires : vector<64xi1> to vector<1xi64>
  %word = vector.extract %one[0] : i64 from vector<1xi64>
  memref.dealloc %z : memref<16x128xi1>
  return %word : i64
}

// -----

// A row of 36 is one word of 64 bits. What is left over is loaded whole and
// cleared by the mask, and stored with the bits beside it as they were.
// CHECK-LABEL: func.func @odd(
// CHECK-SAME: %[[X:.*]]: vector<16xi8>)
// CHECK: %[[Z:.*]] = memref.alloca() : memref<5x8xi8>
// CHECK: %[[MASK:.*]] = vector.constant_mask [4] : vector<16xi1>
// CHECK: %[[OLD:.*]] = vector.load %[[Z]][%c2, %c4] : memref<5x8xi8>, vector<2xi8>
// CHECK: %[[BITS:.*]] = vector.bitcast %[[OLD]] : vector<2xi8> to vector<16xi1>
// CHECK: %[[BOTH:.*]] = arith.select %[[MASK]], %{{.*}}, %[[BITS]] : vector<16xi1>, vector<16xi1>
// CHECK: %[[NEW:.*]] = vector.bitcast %[[BOTH]] : vector<16xi1> to vector<2xi8>
// CHECK: vector.store %[[NEW]], %[[Z]][%c2, %c4]
// CHECK: %[[ALL:.*]] = vector.load %[[Z]][%c2, %c0] : memref<5x8xi8>, vector<8xi8>
// CHECK: vector.bitcast %[[ALL]] : vector<8xi8> to vector<64xi1>
// CHECK: arith.andi
// CHECK-NOT: vector.masked
func.func @odd(%x: vector<16xi8>) -> vector<64xi8> {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %c32 = arith.constant 32 : index
  %c36 = arith.constant 36 : index
  %none = arith.constant dense<0> : vector<64xi8>
  %z = memref.alloca() : memref<5x36xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<5x36xi1> to memref<5x36xi8>
  %few = vector.create_mask %c4 : vector<16xi1>
  vector.maskedstore %bytes[%c2, %c32], %few, %x : memref<5x36xi8>, vector<16xi1>, vector<16xi8>
  %many = vector.create_mask %c36 : vector<64xi1>
  %l = vector.maskedload %bytes[%c2, %c0], %many, %none : memref<5x36xi8>, vector<64xi1>, vector<64xi8> into vector<64xi8>
  return %l : vector<64xi8>
}

// -----

// A row of 10 is two bytes: a wider vector loads these alone, for behind them
// there may be no memory.
// CHECK-LABEL: func.func @narrow(
// CHECK: %[[Z:.*]] = memref.alloc(%{{.*}}) : memref<?x2xi8>
// CHECK: vector.store %{{.*}}, %[[Z]][%c0, %c0] : memref<?x2xi8>, vector<2xi8>
// CHECK: %[[ROW:.*]] = vector.load %[[Z]][%c0, %c0] : memref<?x2xi8>, vector<2xi8>
// CHECK: %[[SHORT:.*]] = vector.bitcast %[[ROW]] : vector<2xi8> to vector<1xi16>
// CHECK: %[[LONG:.*]] = arith.extui %[[SHORT]] : vector<1xi16> to vector<1xi64>
// CHECK: vector.bitcast %[[LONG]] : vector<1xi64> to vector<64xi1>
func.func @narrow(%n: index, %x: vector<64xi8>) -> vector<64xi8> {
  %c0 = arith.constant 0 : index
  %c10 = arith.constant 10 : index
  %none = arith.constant dense<0> : vector<64xi8>
  %z = memref.alloc(%n) : memref<?x10xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<?x10xi1> to memref<?x10xi8>
  %mask = vector.create_mask %c10 : vector<64xi1>
  vector.maskedstore %bytes[%c0, %c0], %mask, %x : memref<?x10xi8>, vector<64xi1>, vector<64xi8>
  %l = vector.maskedload %bytes[%c0, %c0], %mask, %none : memref<?x10xi8>, vector<64xi1>, vector<64xi8> into vector<64xi8>
  memref.dealloc %z : memref<?x10xi1>
  return %l : vector<64xi8>
}

// -----

// Rows of any length are whole words of 64 bits; a loop that ends where whole
// registers do begins each vector at a byte.
// CHECK-LABEL: func.func @dynamic(
// CHECK-SAME: %[[N:[^:]*]]: index, %[[M:[^:]*]]: index,
// CHECK: %[[WORDS:.*]] = arith.ceildivui %[[M]], %c64
// CHECK: %[[BYTES:.*]] = arith.muli %[[WORDS]], %c8
// CHECK: memref.alloc(%[[N]], %[[BYTES]]) : memref<?x?xi8>
// CHECK: vector.store {{.*}} : memref<?x?xi8>, vector<2xi8>
// CHECK: vector.store {{.*}} : memref<?x?xi8>, vector<2xi8>
func.func @dynamic(%n: index, %m: index, %x: vector<16xi8>) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %z = memref.alloc(%n, %m) : memref<?x?xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<?x?xi1> to memref<?x?xi8>
  %rest = arith.remui %m, %c16 : index
  %whole = arith.subi %m, %rest : index
  scf.for %c = %c0 to %whole step %c16 {
    vector.store %x, %bytes[%c0, %c] : memref<?x?xi8>, vector<16xi8>
  }
  scf.for %c = %whole to %m step %c16 {
    %left = arith.subi %m, %c : index
    %mask = vector.create_mask %left : vector<16xi1>
    vector.maskedstore %bytes[%c0, %c], %mask, %x : memref<?x?xi8>, vector<16xi1>, vector<16xi8>
  }
  memref.dealloc %z : memref<?x?xi1>
  return
}

// -----

// A slot of a stack, the state that is copied to it, and the first values of
// that, which are bytes; what leaves the function is bytes again.
// CHECK-LABEL: func.func @copies(
// CHECK-SAME: %[[INIT:[^:]*]]: memref<4x70xi1>, %[[OUT:[^:]*]]: memref<4x70xi1, strided<[70, 1], offset: ?>>
// CHECK: %[[STACK:.*]] = memref.alloc() : memref<9x4x16xi8>
// CHECK: %[[STATE:.*]] = memref.alloc() : memref<4x16xi8>
// CHECK: scf.for
// CHECK: %[[BYTES:.*]] = builtin.unrealized_conversion_cast %[[INIT]]
// CHECK: vector.load %[[BYTES]]{{.*}} vector<64xi8>
// CHECK: vector.store {{.*}}, %[[STATE]]{{.*}} vector<8xi8>
// CHECK: vector.maskedload %[[BYTES]]
// CHECK: vector.store {{.*}}, %[[STATE]]{{.*}} vector<8xi8>
// CHECK: %[[SLOT:.*]] = memref.subview %[[STACK]][%{{.*}}, 0, 0] [1, 4, 16] [1, 1, 1] : memref<9x4x16xi8> to memref<4x16xi8, strided<[16, 1], offset: ?>>
// CHECK: memref.copy %[[STATE]], %[[SLOT]] : memref<4x16xi8> to memref<4x16xi8, strided<[16, 1], offset: ?>>
// CHECK: vector.load %[[SLOT]]{{.*}} vector<8xi8>
// CHECK: vector.store {{.*}} vector<64xi8>
// CHECK: vector.load %[[SLOT]]{{.*}} vector<8xi8>
// CHECK: vector.maskedstore {{.*}} vector<64xi8>
func.func @copies(%init: memref<4x70xi1>, %out: memref<4x70xi1, strided<[70, 1], offset: ?>>, %t: index) {
  %stack = memref.alloc() : memref<9x4x70xi1>
  %state = memref.alloc() : memref<4x70xi1>
  memref.copy %init, %state : memref<4x70xi1> to memref<4x70xi1>
  %slot = memref.subview %stack[%t, 0, 0] [1, 4, 70] [1, 1, 1] : memref<9x4x70xi1> to memref<4x70xi1, strided<[70, 1], offset: ?>>
  memref.copy %state, %slot : memref<4x70xi1> to memref<4x70xi1, strided<[70, 1], offset: ?>>
  memref.copy %slot, %out : memref<4x70xi1, strided<[70, 1], offset: ?>> to memref<4x70xi1, strided<[70, 1], offset: ?>>
  memref.dealloc %state : memref<4x70xi1>
  memref.dealloc %stack : memref<9x4x70xi1>
  return
}

// -----

// A single element is one bit of a byte, and rows of whole words are one row.
// CHECK-LABEL: func.func @element(
// CHECK-SAME: %[[I:[^:]*]]: index, %[[J:[^:]*]]: index
// CHECK: %[[Z:.*]] = memref.alloc() : memref<6x4xi8>
// CHECK: %[[ROW:.*]] = memref.collapse_shape %[[Z]] {{\[\[}}0, 1]] : memref<6x4xi8> into memref<24xi8>
// CHECK: vector.store %{{.*}}, %[[ROW]][%c16] : memref<24xi8>, vector<2xi8>
// CHECK: %[[BIT:.*]] = arith.remui %[[J]], %c8
// CHECK: %[[AT:.*]] = arith.divui %[[J]], %c8
// CHECK: %[[BYTE:.*]] = memref.load %[[Z]][%[[I]], %[[AT]]] : memref<6x4xi8>
// CHECK: %[[SHIFT:.*]] = arith.index_castui %[[BIT]] : index to i8
// CHECK: %[[MOVED:.*]] = arith.shrui %[[BYTE]], %[[SHIFT]] : i8
// CHECK: arith.trunci %[[MOVED]] : i8 to i1
func.func @element(%i: index, %j: index, %x: vector<16xi8>) -> i1 {
  %c128 = arith.constant 128 : index
  %z = memref.alloc() : memref<6x32xi1>
  %row = memref.collapse_shape %z [[0, 1]] : memref<6x32xi1> into memref<192xi1>
  %bytes = builtin.unrealized_conversion_cast %row : memref<192xi1> to memref<192xi8>
  vector.store %x, %bytes[%c128] : memref<192xi8>, vector<16xi8>
  %e = memref.load %z[%i, %j] : memref<6x32xi1>
  memref.dealloc %z : memref<6x32xi1>
  return %e : i1
}

// -----

// Threads that write rows, or whole words of columns, share no word.
// CHECK-LABEL: func.func @threads(
// CHECK: %[[Z:.*]] = memref.alloc() : memref<8x32xi8>
// CHECK: scf.parallel
// CHECK: memref.subview %[[Z]][%{{.*}}, %{{.*}}] [1, 8] [1, 1] : memref<8x32xi8> to memref<8xi8, strided<[1], offset: ?>>
func.func @threads(%x: vector<16xi8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  %c16 = arith.constant 16 : index
  %c64 = arith.constant 64 : index
  %c256 = arith.constant 256 : index
  %z = memref.alloc() : memref<8x256xi1>
  scf.parallel (%i, %j) = (%c0, %c0) to (%c8, %c256) step (%c1, %c64) {
    %mine = memref.subview %z[%i, %j] [1, 64] [1, 1] : memref<8x256xi1> to memref<64xi1, strided<[1], offset: ?>>
    %bytes = builtin.unrealized_conversion_cast %mine : memref<64xi1, strided<[1], offset: ?>> to memref<64xi8, strided<[1], offset: ?>>
    scf.for %c = %c0 to %c64 step %c16 {
      vector.store %x, %bytes[%c] : memref<64xi8, strided<[1], offset: ?>>, vector<16xi8>
    }
  }
  memref.dealloc %z : memref<8x256xi1>
  return
}

// -----

// A row of one byte, of whose two sizes of 1 the view drops the first.
// CHECK-LABEL: func.func @byte(
// CHECK: %[[Z:.*]] = memref.alloc() : memref<4x1xi8>
// CHECK: %[[ROW:.*]] = memref.subview %[[Z]][%{{.*}}, 0] [1, 1] [1, 1] : memref<4x1xi8> to memref<1xi8, strided<[1], offset: ?>>
// CHECK: vector.store %{{.*}}, %[[ROW]][%c0] : memref<1xi8, strided<[1], offset: ?>>, vector<1xi8>
func.func @byte(%i: index, %x: vector<8xi8>) {
  %c0 = arith.constant 0 : index
  %z = memref.alloc() : memref<4x8xi1>
  %row = memref.subview %z[%i, 0] [1, 8] [1, 1] : memref<4x8xi1> to memref<8xi1, strided<[1], offset: ?>>
  %bytes = builtin.unrealized_conversion_cast %row : memref<8xi1, strided<[1], offset: ?>> to memref<8xi8, strided<[1], offset: ?>>
  vector.store %x, %bytes[%c0] : memref<8xi8, strided<[1], offset: ?>>, vector<8xi8>
  memref.dealloc %z : memref<4x8xi1>
  return
}

// -----

// Rows of no element take no memory.
// KEPT-LABEL: func.func @empty(
// KEPT: memref.alloc() : memref<3x0xi8>
func.func @empty(%from: memref<3x0xi1>) {
  %z = memref.alloc() : memref<3x0xi1>
  memref.copy %from, %z : memref<3x0xi1> to memref<3x0xi1>
  memref.dealloc %z : memref<3x0xi1>
  return
}

// -----

// What stays as it is: each of these needs bytes.

// KEPT-LABEL: func.func @returned(
// KEPT: memref.alloc() : memref<16xi1>
func.func @returned() -> memref<16xi1> {
  %z = memref.alloc() : memref<16xi1>
  return %z : memref<16xi1>
}

// KEPT-LABEL: func.func @passed_on(
// KEPT: memref.alloc() : memref<16xi1>
func.func private @callee(memref<16xi1>)
func.func @passed_on() {
  %z = memref.alloc() : memref<16xi1>
  call @callee(%z) : (memref<16xi1>) -> ()
  memref.dealloc %z : memref<16xi1>
  return
}

// KEPT-LABEL: func.func @stored_alone(
// KEPT: memref.alloc() : memref<16xi1>
func.func @stored_alone(%i: index, %x: i1) {
  %z = memref.alloc() : memref<16xi1>
  memref.store %x, %z[%i] : memref<16xi1>
  memref.dealloc %z : memref<16xi1>
  return
}

// KEPT-LABEL: func.func @unaligned(
// KEPT: memref.alloc() : memref<64xi1>
func.func @unaligned(%i: index, %x: vector<16xi8>) {
  %z = memref.alloc() : memref<64xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<64xi1> to memref<64xi8>
  vector.store %x, %bytes[%i] : memref<64xi8>, vector<16xi8>
  memref.dealloc %z : memref<64xi1>
  return
}

// KEPT-LABEL: func.func @half_bytes(
// KEPT: memref.alloc() : memref<64xi1>
func.func @half_bytes(%x: vector<4xi8>) {
  %c0 = arith.constant 0 : index
  %z = memref.alloc() : memref<64xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<64xi1> to memref<64xi8>
  vector.store %x, %bytes[%c0] : memref<64xi8>, vector<4xi8>
  memref.dealloc %z : memref<64xi1>
  return
}

// KEPT-LABEL: func.func @joined_rows(
// KEPT: memref.alloc() : memref<4x36xi1>
func.func @joined_rows(%x: vector<16xi8>) {
  %c0 = arith.constant 0 : index
  %z = memref.alloc() : memref<4x36xi1>
  %row = memref.collapse_shape %z [[0, 1]] : memref<4x36xi1> into memref<144xi1>
  memref.dealloc %z : memref<4x36xi1>
  return
}

// KEPT-LABEL: func.func @shared_words(
// KEPT: memref.alloc() : memref<256xi1>
func.func @shared_words(%x: vector<16xi8>) {
  %c0 = arith.constant 0 : index
  %c16 = arith.constant 16 : index
  %c256 = arith.constant 256 : index
  %z = memref.alloc() : memref<256xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<256xi1> to memref<256xi8>
  scf.parallel (%j) = (%c0) to (%c256) step (%c16) {
    vector.store %x, %bytes[%j] : memref<256xi8>, vector<16xi8>
  }
  memref.dealloc %z : memref<256xi1>
  return
}

// KEPT-LABEL: func.func @column(
// KEPT: memref.alloc() : memref<4x16xi1>
func.func @column(%j: index, %x: i1) {
  %z = memref.alloc() : memref<4x16xi1>
  %column = memref.subview %z[0, %j] [4, 1] [1, 1] : memref<4x16xi1> to memref<4xi1, strided<[16], offset: ?>>
  memref.dealloc %z : memref<4x16xi1>
  return
}

// KEPT-LABEL: func.func @single(
// KEPT: memref.alloc() : memref<4x1xi1>
func.func @single() {
  %z = memref.alloc() : memref<4x1xi1>
  memref.dealloc %z : memref<4x1xi1>
  return
}

// KEPT-LABEL: func.func @passes_ones(
// KEPT: memref.alloc() : memref<64xi1>
func.func @passes_ones(%mask: vector<16xi1>) -> vector<16xi8> {
  %c0 = arith.constant 0 : index
  %ones = arith.constant dense<1> : vector<16xi8>
  %z = memref.alloc() : memref<64xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<64xi1> to memref<64xi8>
  %l = vector.maskedload %bytes[%c0], %mask, %ones : memref<64xi8>, vector<16xi1>, vector<16xi8> into vector<16xi8>
  memref.dealloc %z : memref<64xi1>
  return %l : vector<16xi8>
}

// The last 128 of 200 elements would end behind the padding to 256.
// KEPT-LABEL: func.func @beyond_padding(
// KEPT: memref.alloc() : memref<4x200xi1>
func.func @beyond_padding(%mask: vector<128xi1>) -> vector<128xi8> {
  %c0 = arith.constant 0 : index
  %none = arith.constant dense<0> : vector<128xi8>
  %z = memref.alloc() : memref<4x200xi1>
  %bytes = builtin.unrealized_conversion_cast %z : memref<4x200xi1> to memref<4x200xi8>
  %l = vector.maskedload %bytes[%c0, %c0], %mask, %none : memref<4x200xi8>, vector<128xi1>, vector<128xi8> into vector<128xi8>
  memref.dealloc %z : memref<4x200xi1>
  return %l : vector<128xi8>
}

// KEPT-LABEL: func.func @inside_of_word(
// KEPT: memref.alloc() : memref<4x128xi1>
func.func @inside_of_word(%j: index) {
  %z = memref.alloc() : memref<4x128xi1>
  %part = memref.subview %z[0, %j] [4, 16] [1, 1] : memref<4x128xi1> to memref<4x16xi1, strided<[128, 1], offset: ?>>
  memref.dealloc %z : memref<4x128xi1>
  return
}

// KEPT-LABEL: func.func @unknown_columns(
// KEPT: memref.alloc() : memref<4x16xi1>
func.func @unknown_columns(%n: index) {
  %z = memref.alloc() : memref<4x16xi1>
  %part = memref.subview %z[0, 0] [4, %n] [1, 1] : memref<4x16xi1> to memref<4x?xi1, strided<[16, 1]>>
  memref.dealloc %z : memref<4x16xi1>
  return
}

// KEPT-LABEL: func.func @every_other(
// KEPT: memref.alloc() : memref<4x16xi1>
func.func @every_other() {
  %z = memref.alloc() : memref<4x16xi1>
  %part = memref.subview %z[0, 0] [4, 8] [1, 2] : memref<4x16xi1> to memref<4x8xi1, strided<[16, 2]>>
  memref.dealloc %z : memref<4x16xi1>
  return
}

// KEPT-LABEL: func.func @joined_copy(
// KEPT: memref.alloc() : memref<4x16xi1>
func.func @joined_copy(%from: memref<64xi1>) {
  %z = memref.alloc() : memref<4x16xi1>
  %row = memref.collapse_shape %z [[0, 1]] : memref<4x16xi1> into memref<64xi1>
  memref.copy %from, %row : memref<64xi1> to memref<64xi1>
  memref.dealloc %z : memref<4x16xi1>
  return
}

// KEPT-LABEL: func.func @copied_apart(
// KEPT: memref.alloc() : memref<4x16xi1>
func.func @copied_apart(%to: memref<4x16xi1, strided<[32, 2]>>) {
  %z = memref.alloc() : memref<4x16xi1>
  memref.copy %z, %to : memref<4x16xi1> to memref<4x16xi1, strided<[32, 2]>>
  memref.dealloc %z : memref<4x16xi1>
  return
}

// KEPT-LABEL: func.func @number(
// KEPT: memref.alloc() : memref<i1>
func.func @number() -> i1 {
  %z = memref.alloc() : memref<i1>
  %e = memref.load %z[] : memref<i1>
  memref.dealloc %z : memref<i1>
  return %e : i1
}

// KEPT-LABEL: func.func @seen_as_words(
// KEPT: memref.alloc() : memref<4x16xi1>
func.func @seen_as_words() {
  %z = memref.alloc() : memref<4x16xi1>
  %words = builtin.unrealized_conversion_cast %z : memref<4x16xi1> to memref<4x8xi16>
  memref.dealloc %z : memref<4x16xi1>
  return
}
