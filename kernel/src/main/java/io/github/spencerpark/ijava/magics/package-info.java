/** IJava's magics, for who calls them from Java. */
package io.github.spencerpark.ijava.magics;
