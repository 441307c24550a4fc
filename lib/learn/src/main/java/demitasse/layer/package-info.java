/** Layers that carry Keras' names, with Keras' defaults, and the model that they make. */
package demitasse.layer;
