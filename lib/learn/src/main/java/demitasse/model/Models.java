package demitasse.model;

import static demitasse.numeric.Arguments.given;

import demitasse.layer.Layer;
import java.util.List;

/** How models begin, for a static import: {@code sequential(input(784), dense(64, RELU))}. */
public final class Models {
  private Models() {}

  /**
   * Puts layers together to a model, which can be a layer of another one.
   *
   * @param layers each takes what the one before it returns. With an input in front the model knows
   *     its shapes at once; without, once it stands in another model or has seen samples
   * @throws IllegalArgumentException if there is no layer, if one layer stands in two places, or if
   *     a layer cannot take its input; the message names the layer
   */
  public static Sequential sequential(Layer... layers) {
    given(layers, "the layers", "layer");
    return sequential(List.of(layers));
  }

  /** Puts layers together to a model, see {@link #sequential(Layer...)}. */
  public static Sequential sequential(List<? extends Layer> layers) {
    given(layers, "the layers", "layer");
    return new Sequential(null, layers);
  }
}
