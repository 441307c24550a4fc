/** What IJava imports statically into a notebook. */
package io.github.spencerpark.ijava.runtime;
