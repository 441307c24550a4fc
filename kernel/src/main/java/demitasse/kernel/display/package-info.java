/** What a user gets to see of a cell beside what its own code prints. */
package demitasse.kernel.display;
