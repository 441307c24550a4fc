package demitasse.kernel.execution;

import java.lang.invoke.MethodType;

/**
 * A frame of a cell, with the names and lines that its author knows.
 *
 * @param frame the frame as the JVM sees it
 * @param readable the same frame as the author of the cell sees it
 */
record CellFrame(StackWalker.StackFrame frame, StackTraceElement readable)
    implements StackWalker.StackFrame {

  @Override
  public String getClassName() {
    return readable.getClassName();
  }

  @Override
  public String getMethodName() {
    return readable.getMethodName();
  }

  @Override
  public Class<?> getDeclaringClass() {
    return frame.getDeclaringClass();
  }

  @Override
  public MethodType getMethodType() {
    return frame.getMethodType();
  }

  @Override
  public String getDescriptor() {
    return frame.getDescriptor();
  }

  @Override
  public int getByteCodeIndex() {
    return frame.getByteCodeIndex();
  }

  @Override
  public String getFileName() {
    return readable.getFileName();
  }

  @Override
  public int getLineNumber() {
    return readable.getLineNumber();
  }

  @Override
  public boolean isNativeMethod() {
    return frame.isNativeMethod();
  }

  @Override
  public StackTraceElement toStackTraceElement() {
    return readable;
  }

  @Override
  public String toString() {
    return readable.toString();
  }
}
