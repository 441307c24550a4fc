/**
 * JJava's programming interface over this kernel's, as far as notebooks and libraries use it. Its
 * classes begin to work when a cell or a library names one of them.
 */
package org.dflib.jjava;
