package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/**
 * What an operation has returned.
 *
 * @param name by which it is asked for: that of a layer
 * @param id its name in the graph, which differs for a layer that does nothing
 * @param type of its numbers
 * @param shape without the batch dimension
 */
record Value(String name, String id, DataType type, Shape shape) {}
