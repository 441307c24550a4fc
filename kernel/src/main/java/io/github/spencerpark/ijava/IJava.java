package io.github.spencerpark.ijava;

import demitasse.kernel.api.Notebooks;

/** Where a notebook finds the kernel. */
public final class IJava {
  private static JavaKernel kernel; // made when it is first asked for

  private IJava() {}

  /** Returns the kernel. */
  public static synchronized JavaKernel getKernelInstance() {
    if (kernel == null) {
      kernel = new JavaKernel(Notebooks.running());
      kernel.serve();
    }
    return kernel;
  }
}
