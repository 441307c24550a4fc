/**
 * The Java of a session. {@link demitasse.kernel.session.JavaSession} lives on the one {@link
 * demitasse.kernel.session.CellThread} and runs a cell there: {@code CellRunner} takes its snippets
 * in turn, {@code Evaluator} has JShell run one and leaves everything as it was where it does not
 * compile, and {@link demitasse.kernel.session.SessionVariables} keeps the values of variables. How
 * it ended is an {@link demitasse.kernel.session.Outcome}.
 */
package demitasse.kernel.session;
