/** Executes notebooks headless through nbconvert and measures them. */
package demitasse.runner;
