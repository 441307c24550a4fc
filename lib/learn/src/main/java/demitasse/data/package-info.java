/**
 * Data sets. A set is loaded ({@link demitasse.data.Mnist}, {@link demitasse.data.Cifar100}, {@link
 * demitasse.data.ImageFolder}), cut and shaped ({@link demitasse.data.ImageSet}), and gives batches
 * ({@link demitasse.data.Samples}). What that takes lies in the packages below, which do not know
 * the sets.
 */
package demitasse.data;
