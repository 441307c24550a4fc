/**
 * What a notebook needs and a program does not: profiles, what a chapter runs on, the check cell.
 */
package demitasse.notebook;
