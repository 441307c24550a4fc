package demitasse.kernel.debug;

import java.util.ArrayList;
import java.util.List;

/** A place in the code of a cell where a line begins, and what is known there. */
final class Site {
  private final Class<?> type;
  private final String method;
  private final int line;
  private final List<Local> locals;
  private final List<String> catches;

  // What follows is found when the line is first reached, and anew when the answer may be another.
  private volatile int version;
  private volatile Location location;
  private volatile boolean isWritten;
  private volatile List<Breakpoint> breakpoints = List.of();

  /**
   * A variable in scope.
   *
   * @param descriptor its type as in a class file
   * @param signature the same with type arguments
   * @param isAssignable whether the code takes over a value that is assigned to it
   */
  record Local(String name, String descriptor, String signature, boolean isAssignable) {}

  /**
   * Creates a site.
   *
   * @param line the line in the class of JShell's
   * @param locals as {@link DebugCode} writes them
   * @param catches the names of the exceptions that are caught there, one a line
   */
  Site(Class<?> type, String method, int line, String locals, String catches) {
    this.type = type;
    this.method = method;
    this.line = line;
    this.locals = new ArrayList<>();
    for (String local : locals.lines().toList()) {
      String[] parts = local.split("\t");
      this.locals.add(new Local(parts[0], parts[1], parts[2], Boolean.parseBoolean(parts[3])));
    }
    this.catches = catches.lines().toList();
  }

  List<Local> locals() {
    return locals;
  }

  /** The line of the cell; null if it stands in none. */
  Location location() {
    return location;
  }

  /** Tells whether the user wrote the line, and not JShell, which puts one before an expression. */
  boolean isWritten() {
    return isWritten;
  }

  List<Breakpoint> breakpoints() {
    return breakpoints;
  }

  /** The frame as a stack trace has it. */
  StackTraceElement element() {
    return new StackTraceElement(type.getName(), method, null, line);
  }

  /** The class whose code it is. */
  Class<?> type() {
    return type;
  }

  ClassLoader loader() {
    return type.getClassLoader();
  }

  /** Tells whether an exception that leaves a call on this line is caught around it. */
  boolean catches(Throwable thrown) {
    for (String name : catches) {
      try {
        if (Class.forName(name, false, loader()).isInstance(thrown)) {
          return true;
        }
      } catch (ClassNotFoundException | LinkageError e) {
        // what cannot be loaded catches nothing
      }
    }
    return false;
  }

  /** Tells whether what is known was found when this was the version of all that counts. */
  boolean isUpToDate(int currentVersion) {
    return version == currentVersion;
  }

  void update(
      int newVersion, Location newLocation, boolean written, List<Breakpoint> newBreakpoints) {
    location = newLocation;
    isWritten = written;
    breakpoints = newBreakpoints;
    version = newVersion;
  }
}
