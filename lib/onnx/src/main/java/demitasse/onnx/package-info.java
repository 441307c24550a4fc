/**
 * Models as ONNX files, which ONNX Runtime, browsers, phones and other frameworks run: {@link
 * demitasse.onnx.Onnx} writes a model or a part of one, and reads any ONNX model. Read {@code
 * Onnx}, {@code OnnxExport} and {@code OnnxLayer}, in this order.
 */
package demitasse.onnx;
