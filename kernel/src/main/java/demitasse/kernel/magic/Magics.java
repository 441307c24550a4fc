package demitasse.kernel.magic;

import demitasse.kernel.api.CellMagic;
import demitasse.kernel.api.LineMagic;
import demitasse.kernel.api.UnknownMagicException;
import demitasse.kernel.base.Words;
import demitasse.kernel.source.MagicSyntax;
import demitasse.kernel.source.Nearest;
import demitasse.kernel.source.OtherKernels;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The magics by name: the kernel's, and those that a cell or a library registers. */
public final class Magics {
  private final Map<String, LineMagic> lineMagics = new TreeMap<>();
  private final Map<String, CellMagic> cellMagics = new TreeMap<>();
  private final Map<String, String> help = new LinkedHashMap<>();

  /** Says what a form of a magic does, for {@code %help}. */
  void help(String usage, String does) {
    help.put(usage, does);
  }

  /** Adds a magic of the kernel's whose value shows only where it is asked for, under all names. */
  void quiet(LineMagic magic, String... names) {
    line(
        new LineMagic() {
          @Override
          public Object run(List<String> args) throws Exception {
            return magic.run(args);
          }

          @Override
          public Object show(List<String> args) throws Exception {
            magic.run(args);
            return null;
          }
        },
        names);
  }

  /** Adds a magic of the kernel's under all names. */
  void line(LineMagic magic, String... names) {
    for (String name : names) {
      lineMagics.put(name, magic);
    }
  }

  /** Adds a magic of the kernel's under all names. */
  void cell(CellMagic magic, String... names) {
    for (String name : names) {
      cellMagics.put(name, magic);
    }
  }

  /** Adds a line magic of the user's, in place of any of the same name. */
  public void registerLine(String name, LineMagic magic) {
    // MagicSyntax does not split what its own magic of this name takes as it is.
    boolean whole = MagicSyntax.takesWholeLine(name);
    lineMagics.put(
        name,
        whole ? args -> magic.run(args.size() == 1 ? Words.split(args.get(0)) : args) : magic);
  }

  /** Adds a cell magic of the user's, in place of any of the same name. */
  public void registerCell(String name, CellMagic magic) {
    cellMagics.put(name, magic);
  }

  /** Runs a line magic and returns its value. */
  public Object line(String name, List<String> args) {
    try {
      return lineMagic(name).run(args);
    } catch (Exception e) {
      throw rethrow(e);
    }
  }

  /** Runs a line magic that stands as a statement; returns what is to be shown. */
  public Object statement(String name, List<String> args) {
    try {
      return lineMagic(name).show(args);
    } catch (Exception e) {
      throw rethrow(e);
    }
  }

  /** Runs a cell magic and returns its value. */
  public Object cell(String name, List<String> args, String body) {
    CellMagic magic = cellMagics.get(name);
    if (magic == null) {
      throw unknown("%%", name, cellMagics.keySet(), "%", lineMagics.keySet());
    }
    try {
      return magic.run(args, body);
    } catch (Exception e) {
      throw rethrow(e);
    }
  }

  private LineMagic lineMagic(String name) {
    LineMagic magic = lineMagics.get(name);
    if (magic == null) {
      throw unknown("%", name, lineMagics.keySet(), "%%", cellMagics.keySet());
    }
    return magic;
  }

  private static UnknownMagicException unknown(
      String sign, String name, Set<String> names, String otherSign, Set<String> others) {
    String kind = sign.length() == 1 ? "line" : "cell";
    StringBuilder message = new StringBuilder("there is no " + kind + " magic " + sign + name);
    if (others.contains(name)) {
      message.append(", but there is ").append(otherSign).append(name);
    } else if (OtherKernels.insteadOfMagic(name).isPresent()) {
      message.append(", which a fork of IJava has: ");
      message.append(OtherKernels.insteadOfMagic(name).get());
    } else {
      Nearest.to(name, names)
          .map(near -> sign + near)
          .or(() -> Nearest.to(name, others).map(near -> otherSign + near))
          .ifPresent(near -> message.append("; did you mean ").append(near).append('?'));
    }
    return new UnknownMagicException(message + "; %help lists them all");
  }

  /** Returns the names of the line magics. */
  public Set<String> lineNames() {
    return new TreeSet<>(lineMagics.keySet());
  }

  /** Returns the names of the cell magics. */
  public Set<String> cellNames() {
    return new TreeSet<>(cellMagics.keySet());
  }

  /** Returns all magics as they are typed, with their percent signs. */
  public Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    lineNames().forEach(name -> all.add("%" + name));
    cellNames().forEach(name -> all.add("%%" + name));
    return all;
  }

  /** Returns what each form of the kernel's magics does. */
  Map<String, String> help() {
    return help;
  }

  @SuppressWarnings("unchecked") // the cast to E is not checked at run time, which is the point
  private static <E extends Exception> RuntimeException rethrow(Exception e) throws E {
    throw (E) e;
  }
}
