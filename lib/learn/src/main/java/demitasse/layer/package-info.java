/**
 * What models are made of. {@link demitasse.layer.Layers} makes the layers, under Keras' names and
 * with Keras' defaults; a {@link demitasse.layer.Layer} has settings, weights and what it computes;
 * a {@link demitasse.layer.Network} puts layers in their places and passes batches through. Read
 * {@code Layer}, {@code Dense} and {@code Network}, in this order.
 */
package demitasse.layer;
