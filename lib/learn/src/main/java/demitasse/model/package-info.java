/** Models put together from layers that carry Keras' names, with Keras' defaults. */
package demitasse.model;
