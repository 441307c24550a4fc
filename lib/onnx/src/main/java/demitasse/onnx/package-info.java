/**
 * Models as ONNX files, which PyTorch, TensorFlow, ONNX Runtime, browsers and phones read: {@link
 * demitasse.onnx.Onnx} writes a model, or a part of one, and reads one, whoever made it. Read
 * {@code Onnx}, {@code OnnxExport} and {@code OnnxLayer}, in this order.
 */
package demitasse.onnx;
