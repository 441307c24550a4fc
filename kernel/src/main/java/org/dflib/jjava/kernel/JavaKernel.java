package org.dflib.jjava.kernel;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.classpath.Globs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/** This kernel as JJava's. */
public class JavaKernel extends BaseKernel {
  private final Notebook notebook;

  /** Creates the kernel over a session. */
  protected JavaKernel(Notebook notebook, JupyterIO io, Renderer renderer) {
    super(
        "Demitasse",
        Runtime.version().toString(),
        new LanguageInfo.Builder("Java").version(Runtime.version().toString()).build(),
        List.of(),
        new HistoryManager() {},
        io,
        new CommManager(),
        renderer,
        null,
        new NotebookMagics(notebook),
        true,
        new StringStyler("", "", "", line -> ""));
    this.notebook = notebook;
  }

  /** Returns the session. */
  protected Notebook notebook() {
    return notebook;
  }

  /** Makes this kernel the one that static functions of JJava's find. */
  protected void serve() {
    installNotebookKernel();
  }

  /** Puts jars and folders on the class path, with the system's separator between them. */
  public void addToClasspath(String classPath) {
    List<Path> found = new ArrayList<>();
    try {
      for (String glob : classPath.split(Pattern.quote(File.pathSeparator))) {
        found.addAll(Globs.resolve(glob));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    notebook.addToClassPath(found);
  }

  /** Returns the JShell that the session runs on. */
  public JShell getJShell() {
    return notebook.shell();
  }

  @Override
  public void display(DisplayData data) {
    notebook.display(data);
  }

  @Override
  public Object evalRaw(String code) {
    return notebook.eval("eval", code);
  }

  @Override
  public DisplayData eval(String code) {
    Object value = evalRaw(code);
    return value == null ? DisplayData.EMPTY : notebook.render(value);
  }

  @Override
  public DisplayData inspect(String code, int at, boolean more) {
    List<Documentation> found = analysis().documentation(code, at, true);
    StringBuilder text = new StringBuilder();
    for (Documentation documentation : found) {
      text.append(documentation.signature()).append('\n');
      if (documentation.javadoc() != null) {
        text.append(documentation.javadoc()).append('\n');
      }
    }
    return found.isEmpty() ? null : new DisplayData(text.toString());
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    int[] start = new int[1];
    List<String> found =
        analysis().completionSuggestions(code, at, start).stream()
            .map(Suggestion::continuation)
            .distinct()
            .toList();
    return found.isEmpty() ? null : new ReplacementOptions(found, start[0], at);
  }

  @Override
  public String isComplete(String code) {
    return switch (analysis().analyzeCompletion(code).completeness()) {
      case COMPLETE, COMPLETE_WITH_SEMI, EMPTY -> IS_COMPLETE_YES;
      case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> "";
      default -> IS_COMPLETE_MAYBE;
    };
  }

  private SourceCodeAnalysis analysis() {
    return notebook.shell().sourceCodeAnalysis();
  }

  @Override
  protected ClassLoader getClassLoader() {
    return notebook.classes();
  }
}
