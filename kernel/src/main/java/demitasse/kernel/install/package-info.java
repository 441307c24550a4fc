/**
 * Makes the kernel known to Jupyter. {@link demitasse.kernel.install.Install} copies the jars and
 * writes the file that Jupyter starts the kernel by; for a quick start it has {@link
 * demitasse.kernel.install.Rehearsal} run a few cells once, and keeps the classes that these load.
 * {@code Start} is the command, {@code StartScript} and {@code ModernClasses} help with what
 * differs between systems and Javas. {@link demitasse.kernel.install.Libraries} copies libraries
 * for a machine without a network.
 */
package demitasse.kernel.install;
