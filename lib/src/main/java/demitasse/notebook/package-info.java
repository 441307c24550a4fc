/** What a notebook needs and a program does not: profiles, the opening table, the check cell. */
package demitasse.notebook;
