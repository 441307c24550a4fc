package demitasse.kernel.session;

import demitasse.kernel.base.Failure;
import java.util.List;
import jdk.jshell.Diag;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;

/**
 * What came of a piece of code.
 *
 * @param snippets what it declared or ran: one snippet, or several as of {@code int a, b;}
 * @param exception what its code threw, as JShell tells it; null if nothing
 * @param value the value of what ran last; null if it has none
 * @param thrown the exception itself; null if nothing was thrown
 * @param rejected the snippet that does not compile, of which nothing remains; null if all do
 * @param errors what the compiler says of that
 * @param failure why it failed otherwise; null if it did not
 */
record Evaluation(
    List<Snippet> snippets,
    JShellException exception,
    Object value,
    Throwable thrown,
    Snippet rejected,
    List<Diag> errors,
    Failure failure) {

  static Evaluation of(
      List<Snippet> snippets, JShellException exception, Object value, Throwable thrown) {
    return new Evaluation(snippets, exception, value, thrown, null, List.of(), null);
  }

  static Evaluation rejected(Snippet snippet, List<Diag> errors) {
    return new Evaluation(List.of(snippet), null, null, null, snippet, errors, null);
  }

  static Evaluation failed(String ename, String evalue) {
    return new Evaluation(
        List.of(), null, null, null, null, List.of(), Failure.plain(ename, evalue));
  }
}
