/** The models of the chapters, put together from layers. */
package demitasse.model;
