package demitasse.layer;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A layer with its place in a model.
 *
 * @param name Keras' name: the one given to the layer, or its type, from the second of a type on
 *     with a number: {@code dense_1}
 * @param part the nested model in which it stands, such as {@code encoder}, with those around it in
 *     front, {@code outer/inner}; empty in none
 * @param layer the layer
 * @param inputs names of the nodes whose outputs it takes; {@link Network#INPUT} is the model's
 *     input
 * @param inputShape shape of each input without the batch dimension
 * @param outputShape shape of its output without the batch dimension
 */
public record Node(
    String name,
    String part,
    Layer layer,
    List<String> inputs,
    Shape inputShape,
    Shape outputShape) {}
