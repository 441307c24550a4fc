/**
 * How a network learns. {@link demitasse.train.Training} makes what a user chooses: optimizers,
 * losses, metrics, and the options of a fit. {@link demitasse.train.Trainer} takes the steps,
 * {@code FitRun} does what lies between two epochs, and {@code Checkpoint} writes down how far it
 * came; read them in this order. {@link demitasse.train.Evaluation} and {@link
 * demitasse.train.Prediction} need no training.
 */
package demitasse.train;
