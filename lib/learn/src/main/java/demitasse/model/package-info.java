/**
 * Models with Keras' verbs: {@link demitasse.model.Models} begins one, {@link
 * demitasse.model.Sequential} compiles, fits, evaluates, predicts and saves it, and {@link
 * demitasse.model.Summary} tells what it is made of. Beside them stand the models of the chapters,
 * ready to use, and {@link demitasse.model.Pretrained}, the weights that come with the course.
 */
package demitasse.model;
