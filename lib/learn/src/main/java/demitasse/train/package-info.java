/** Training: what Keras calls compile, fit, evaluate and predict, on DJL. */
package demitasse.train;
