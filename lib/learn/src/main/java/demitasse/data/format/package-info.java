/**
 * The file formats of data sets, read to the byte: whatever is missing, left over or broken is a
 * {@link demitasse.data.format.DataException} that names the file and what to do.
 *
 * <p>Weights are kept in the safetensors format: {@link demitasse.data.format.SafetensorsReader},
 * {@link demitasse.data.format.SafetensorsWriter}. {@link demitasse.data.format.WholeFile} replaces
 * a file as a whole or not at all.
 */
package demitasse.data.format;
