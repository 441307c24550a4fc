package demitasse.kernel.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What notebooks for other kernels use that is not here, and what comes nearest to it. */
public final class OtherKernels {
  private static final String BEAKERX =
      "BeakerX's tables, plots and forms are not here: a list of records is shown as a table,"
          + " and %maven org.knowm.xchart:xchart:4.0.3 brings charts";

  /** How the compiler says that something of BeakerX is missing. */
  private static final Pattern OF_BEAKERX =
      Pattern.compile(
          "package com\\.twosigma\\..*|\\s*symbol:\\s*(?:variable beakerx|variable NamespaceClient"
              + "|class (?:TableDisplay|EasyForm|OutputCell|NanoPlot|CategoryPlot|CombinedPlot"
              + "|(?:Simple)?TimePlot|(?:Tabbed|Grid|Cycling)OutputContainer\\w*))\\b.*");

  /** How it says that one of rapaio's functions is. */
  private static final Pattern OF_RAPAIO =
      Pattern.compile("\\s*symbol:\\s*method (config|options)\\(\\).*");

  /** How it says that a package behind IJava's or JJava's kernel is. */
  private static final Pattern OF_IJAVA =
      Pattern.compile(
          "package (?:io\\.github\\.spencerpark|org\\.dflib\\.jjava)\\..* does not exist.*");

  /** The magics of forks of IJava. */
  private static final Map<String, String> MAGICS =
      Map.of(
          "list", "%jshell /list lists what is declared, as do /vars, /methods and /types",
          "compile", "a class can stand in a cell of its own, and %load runs a file",
          "plantUML", "%maven brings its library, whose SVG display(svg, \"image/svg+xml\") shows",
          "sqlAsTable", "%maven brings a JDBC driver; a list of records is shown as a table");

  private OtherKernels() {}

  /** Returns what stands for the magic of another kernel; nothing if none has one of this name. */
  public static Optional<String> insteadOfMagic(String name) {
    return name.startsWith("javasrc")
        ? Optional.of("%load runs a source file, and %sh cat shows it")
        : MAGICS.entrySet().stream()
            .filter(magic -> magic.getKey().equalsIgnoreCase(name))
            .map(Map.Entry::getValue)
            .findFirst();
  }

  /**
   * Returns what stands for what is missing, if it is another kernel's.
   *
   * @param said the lines of the compiler's message
   */
  public static Optional<String> insteadOf(List<String> said) {
    if (said.stream().anyMatch(line -> OF_BEAKERX.matcher(line).matches())) {
      return Optional.of(BEAKERX);
    }
    if (said.stream().anyMatch(line -> OF_IJAVA.matcher(line).matches())) {
      return Optional.of(
          "this part of IJava is not here: eval(code) runs code, openComm and onComm talk to the"
              + " front end");
    }
    return said.stream()
        .map(OF_RAPAIO::matcher)
        .filter(Matcher::matches)
        .map(
            found ->
                "rapaio's "
                    + found.group(1)
                    + "() is not here: renderer() registers how a type is shown, and environment"
                    + " variables set the rest")
        .findFirst();
  }
}
