/** Stand-ins for data sets, drawn by a program, for machines without a network. */
package demitasse.data.generated;
