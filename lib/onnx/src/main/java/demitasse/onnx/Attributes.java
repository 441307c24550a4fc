package demitasse.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;

/** Makes the attributes of operations. */
final class Attributes {
  private Attributes() {}

  static AttributeProto integer(String name, long number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INT)
        .setI(number)
        .build();
  }

  static AttributeProto decimal(String name, float number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(number)
        .build();
  }

  static AttributeProto integers(String name, int... numbers) {
    var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (int number : numbers) {
      attribute.addInts(number);
    }
    return attribute.build();
  }
}
