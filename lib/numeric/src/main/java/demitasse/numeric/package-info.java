/** Numeric ground shared by clustering and embedding: packed points, distances, a parallel loop. */
package demitasse.numeric;
