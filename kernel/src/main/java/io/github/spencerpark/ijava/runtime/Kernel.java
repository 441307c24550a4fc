package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;

/** The kernel itself. */
public final class Kernel {
  private Kernel() {}

  /** Returns the kernel. */
  public static JavaKernel getKernelInstance() {
    return IJava.getKernelInstance();
  }

  /** Runs code as a cell would and returns its value. */
  public static Object eval(String code) throws Exception {
    return getKernelInstance().evalRaw(code);
  }
}
