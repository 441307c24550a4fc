/** JJava's kernel, and what it does for libraries that extend it. */
package org.dflib.jjava.kernel;
