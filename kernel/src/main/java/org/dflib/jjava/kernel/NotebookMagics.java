package org.dflib.jjava.kernel;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.api.UnknownMagicException;
import java.util.List;
import java.util.Set;
import org.dflib.jjava.JJava;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.magic.UndefinedMagicException;

/** The session's magics as JJava registers and runs them. */
@SuppressWarnings("unchecked") // the caller says what a magic takes and returns, as under JJava
final class NotebookMagics extends MagicsRegistry {
  private final Notebook notebook;

  NotebookMagics(Notebook notebook) {
    this.notebook = notebook;
  }

  @Override
  public MagicsRegistry registerLineMagic(String name, LineMagic<?, ?> magic) {
    LineMagic<?, BaseKernel> known = (LineMagic<?, BaseKernel>) magic;
    notebook.registerLineMagic(name, args -> known.eval(JJava.getKernelInstance(), args));
    return this;
  }

  @Override
  public MagicsRegistry registerCellMagic(String name, CellMagic<?, ?> magic) {
    CellMagic<?, BaseKernel> known = (CellMagic<?, BaseKernel>) magic;
    notebook.registerCellMagic(
        name, (args, body) -> known.eval(JJava.getKernelInstance(), args, body));
    return this;
  }

  @Override
  public <T, K extends BaseKernel> T evalLineMagic(K kernel, String name, List<String> args) {
    try {
      return (T) notebook.lineMagic(name, args);
    } catch (UnknownMagicException e) {
      throw new UndefinedMagicException(name, true);
    }
  }

  @Override
  public <T, K extends BaseKernel> T evalCellMagic(
      K kernel, String name, List<String> args, String body) {
    try {
      return (T) notebook.cellMagic(name, args, body);
    } catch (UnknownMagicException e) {
      throw new UndefinedMagicException(name, false);
    }
  }

  @Override
  public Set<String> getLineMagicNames() {
    return notebook.lineMagics();
  }

  @Override
  public Set<String> getCellMagicNames() {
    return notebook.cellMagics();
  }
}
