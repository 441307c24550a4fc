/** The deep-learning engine below data, models and training: its choice, settings and memory. */
package demitasse.engine;
