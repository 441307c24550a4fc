package demitasse.onnx;

import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/**
 * A value in a graph: the result of an operation, or the input.
 *
 * @param name the name of its layer, by which it can be chosen as an output
 * @param id its name in the graph, which differs for a layer that does nothing
 * @param type of its numbers
 * @param shape without the batch dimension
 */
record Value(String name, String id, DataType type, Shape shape) {}
