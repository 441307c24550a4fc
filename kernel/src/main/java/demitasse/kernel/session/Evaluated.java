package demitasse.kernel.session;

import demitasse.kernel.errors.CompileErrors;
import jdk.jshell.Diag;

/**
 * What came of an expression that belongs to no cell.
 *
 * @param value null if it has none
 * @param error why there is none; null if nothing is wrong
 */
public record Evaluated(Object value, String error) {
  static Evaluated of(Evaluation evaluation) {
    if (evaluation.rejected() != null) {
      return new Evaluated(
          null,
          evaluation.errors().stream()
              .filter(Diag::isError)
              .findFirst()
              .map(CompileErrors::brief)
              .orElse("this is not Java"));
    }
    if (evaluation.failure() != null) {
      return new Evaluated(null, evaluation.failure().evalue());
    }
    return new Evaluated(
        evaluation.value(), evaluation.thrown() == null ? null : evaluation.thrown().toString());
  }
}
