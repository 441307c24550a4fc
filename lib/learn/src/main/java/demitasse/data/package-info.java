/** Data sets: images as bytes in memory, their file formats, and where the files come from. */
package demitasse.data;
