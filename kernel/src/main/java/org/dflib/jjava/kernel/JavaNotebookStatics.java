package org.dflib.jjava.kernel;

import org.dflib.jjava.JJava;

/** What JJava imports statically into a notebook. */
public final class JavaNotebookStatics {
  private JavaNotebookStatics() {}

  /** Returns the kernel. */
  public static JavaKernel kernel() {
    return JJava.getKernelInstance();
  }

  /** Returns the kernel. */
  public static JavaKernel getKernelInstance() {
    return kernel();
  }
}
